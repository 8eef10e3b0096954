"""Addresses by which a colleague sets a password. They are made to be shown or sent, and not kept.

Django's token is a keyed hash over the account as it is now: its password, its mail address and
its last login. When one of them changes, every older link has ended.
"""

from django.contrib.auth.tokens import PasswordResetTokenGenerator, default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import User
from content.web.addresses import absolute


class Proofs(PasswordResetTokenGenerator):
    """Of the same account for the same time, but no key to it: the salt is another one."""

    key_salt = "accounts.links.Proofs"


_proofs = Proofs()


def may_have_link(user: User) -> bool:
    return user.is_active and user.is_staff


def address_for(user: User) -> str:
    key = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return absolute(reverse("admin:password_by_link", args=[key, token]))


def proof_for(user: User) -> str:
    """Kept with a mail in which a link is to stand once it is sent."""
    return _proofs.make_token(user)


def is_still_wanted(user: User, proof: str) -> bool:
    """Whether a link of the moment when the proof was made would open the account now."""
    return may_have_link(user) and _proofs.check_token(user, proof)
