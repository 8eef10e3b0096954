"""Links by which a colleague sets the own password: for one use, for three days; none is stored."""

import logging

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import links, mails
from accounts.models import OutgoingMail, User

logger = logging.getLogger(__name__)


class NoLink(Exception):
    """The account cannot have a link; the message says why."""


def new_link(user: User, *, by: User) -> str:
    """Its address, told once. An account without a password has one link at a time."""
    if not links.may_have_link(user):
        raise NoLink(_("“%s” is not active, so nobody can log in with it.") % user)
    if not user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
    note(user, _("A one-time link for a new password was made."), by=by)
    logger.info("Colleague %s made a one-time link for colleague %s", by.pk, user.pk)
    return links.address_for(user)


@transaction.atomic
def mail_new_link(user: User, *, by: User) -> None:
    """Sent after the commit; the link is as good as one that is shown now."""
    if not user.email:
        raise NoLink(_("“%s” has no mail address.") % user)
    new_link(user, by=by)
    mails.send_later([mails.with_link(*invitation(user, by), user)])
    note(user, _("A mail with the link to %s was written.") % user.email, by=by)


def last_failure(user: User) -> OutgoingMail | None:
    """The newest mail with a link that did not go out."""
    return user.mails_with_link.failed().last()


def invitation(user: User, by: User) -> tuple[str, str]:
    words = {"who": by, "site": settings.SITE_NAME, **of_link(user)}
    if user.has_usable_password():
        subject = _("A new password")
        said = _("%(who)s made a link for you, with which you set a new password.")
    else:
        subject = _("You are invited to the desk")
        said = _("%(who)s invites you to work on the desk of %(site)s.")
    return subject, f"{said % words}\n\n{how_to(words)}\n"


def of_link(user: User) -> dict[str, str]:
    return {"name": user.get_username(), "address": mails.LINK}


def how_to(words) -> str:
    return (
        _(
            "Your login name: %(name)s\n"
            "Choose your password here: %(address)s\n\n"
            "The link works once, within three days. Do not pass it on."
        )
        % words
    )


@transaction.atomic
def mail_forgotten(email: str) -> None:
    """A link to each active account with this address; the same work when there is none.

    Then a row is written that is addressed to nobody and never sent.
    """
    colleagues = User.objects.filter(email__iexact=email, is_active=True, is_staff=True)
    found = list(colleagues.order_by("pk"))
    letters = [forgotten(user) for user in found or [User(pk=0, email=email, username=email)]]
    if not found:
        letters[0].link_for, letters[0].recipient, letters[0].body = None, "", ""
    mails.send_later(letters)
    for user in found:
        logger.info("A link for a new password was asked for and mailed: colleague %s", user.pk)
    if not found:
        logger.info("A link for a new password was asked for, for an address that nobody has")


def forgotten(user: User) -> OutgoingMail:
    words = {"site": settings.SITE_NAME, **of_link(user)}
    said = _(
        "Somebody asked for a new password for your account on the desk of %(site)s. If it was not "
        "you, do nothing: your password stays as it is."
    )
    return mails.with_link(_("A new password"), f"{said % words}\n\n{how_to(words)}\n", user)


def note(user: User, said: str, *, by: User) -> None:
    """In the history of the account."""
    LogEntry.objects.log_actions(by.pk, [user], CHANGE, said, single_object=True)


class PasswordByLinkForm(SetPasswordForm):
    def save(self, commit=True):
        self.user.must_change_password = False
        return super().save(commit)


class PasswordByLink(PasswordResetConfirmView):
    """The page of a link. Django keeps the token in the session and leads on without it."""

    form_class = PasswordByLinkForm
    template_name = "admin/password_by_link.html"
    reset_url_token = "new"  # noqa: S105 - what stands in the address instead of the token

    def dispatch(self, *args, **kwargs):
        response = super().dispatch(*args, **kwargs)
        has_token = kwargs["token"] != self.reset_url_token
        # Under "no-referrer" a browser hides where a form comes from, and it would be refused. The
        # page with the form has no token in its address.
        response.headers["Referrer-Policy"] = "no-referrer" if has_token else "strict-origin"
        if response.status_code == 200 and not self.validlink:
            response.status_code = 410
        return response

    def get_user(self, uidb64):
        user = super().get_user(uidb64)
        return user if user and user.is_active and user.is_staff else None

    @transaction.atomic
    def form_valid(self, form):
        """Of two that come at once, the second finds that the link was used."""
        user = User.objects.select_for_update().get(pk=self.user.pk)
        token = self.request.session.get(INTERNAL_RESET_SESSION_TOKEN)
        if not self.token_generator.check_token(user, token):
            self.validlink = False
            return self.render_to_response(self.get_context_data())
        response = super().form_valid(form)
        note(user, _("Set the own password by a one-time link."), by=user)
        logger.info("Colleague %s set the own password by a one-time link", user.pk)
        return response
