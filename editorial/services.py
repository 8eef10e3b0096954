"""Verbs of the desk. Admin buttons, bulk actions, commands and tests all call them."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from content.models import Publishable
from content.signals import content_published, content_withdrawn


class NotLive(Exception):
    """The entry is not on the public site."""


class AlreadyLive(Exception):
    """The entry is on the public site already."""


def require(user, verb: str, entry: Publishable) -> None:
    """Refuse a colleague without the right; `None` stands for a command run by staff."""
    meta = entry._meta
    if user is not None and not user.has_perm(f"{meta.app_label}.{verb}_{meta.model_name}"):
        raise PermissionDenied(f"{user} may not {verb} {meta.verbose_name_plural}.")


def lock(entry: Publishable) -> Publishable:
    return type(entry)._base_manager.select_for_update().get(pk=entry.pk)


@transaction.atomic
def publish(entry: Publishable, *, by) -> Publishable:
    """Put an entry on the public site; raise ValidationError when it is not complete."""
    require(by, "publish", entry)
    entry = lock(entry)
    if entry.is_live:
        raise AlreadyLive(f"“{entry}” is on the public site already.")
    entry.is_live, entry.withdrawn_at = True, None
    entry.published_at = entry.published_at or timezone.now()
    entry.full_clean()
    entry.save()
    content_published.send(type(entry), entry=entry)
    return entry


@transaction.atomic
def withdraw(entry: Publishable, *, by) -> Publishable:
    """Take an entry off the public site at once."""
    require(by, "publish", entry)
    entry = lock(entry)
    if not entry.is_live:
        raise NotLive(f"“{entry}” is not on the public site.")
    entry.is_live, entry.withdrawn_at = False, timezone.now()
    entry.save(update_fields=["is_live", "withdrawn_at", "updated_at"])
    content_withdrawn.send(type(entry), entry=entry)
    return entry


def announce_change(entry: Publishable) -> None:
    """Tell the engines that the text of a live entry, or of its rows, was saved."""
    if entry.is_live:
        content_published.send(type(entry), entry=entry)
