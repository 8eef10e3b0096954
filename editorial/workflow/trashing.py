"""Deleting is moving to the trash; what was never public can be purged from there later."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Max, ProtectedError, Q, RestrictedError
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _

from accounts.models import User
from content.models import OldAddress, Publishable
from editorial.models import PlannedWithdrawal, Revision, Trashed
from editorial.workflow.entries import (
    StillNeeded,
    delete,
    in_words,
    kept_records,
    refuse_cited,
    require_right,
)
from editorial.workflow.publishing import withdraw
from editorial.workflow.steps import lock
from editorial.workflow.verbs import Refused


@transaction.atomic
def trash(entry: Publishable, *, by: User | None) -> Trashed:
    """Out of sight until somebody restores it; a live entry is withdrawn first."""
    require_right(by, "delete", entry)
    entry = lock(entry)
    refuse_cited(entry)
    try:
        Collector(using=entry._state.db or DEFAULT_DB_ALIAS).collect([entry])
    except (ProtectedError, RestrictedError) as error:
        needed_by = sorted(error.args[1], key=str)
        raise StillNeeded(
            _("“%(entry)s” is still used by: %(users)s. Change those first, or withdraw it.")
            % {"entry": entry, "users": in_words(needed_by)}
        ) from error
    if entry.is_live:
        entry = withdraw(entry, by=by, reason=_("Moved to the trash."))
    Revision.objects.of(entry).cancel_appointments()
    PlannedWithdrawal.objects.of(entry).delete()
    content_type = ContentType.objects.get_for_model(type(entry))
    trashed, _made = Trashed.objects.get_or_create(
        content_type=content_type,
        object_id=entry.pk,
        defaults={"title": entry.title, "trashed_by": by},
    )
    return trashed


@transaction.atomic
def take_out(trashed: Trashed, *, by: User | None) -> Publishable:
    """Back on the desk as it was, not public."""
    if trashed.entry is None:
        trashed.delete()
        raise Refused(_("“%s” is not there any more.") % trashed.title)
    entry = lock(trashed.entry)
    require_right(by, "delete", entry)
    trashed.delete()
    return entry


@transaction.atomic
def purge(entry: Publishable) -> None:
    """Delete for good what lies in the trash and was never public nor reviewed."""
    entry = lock(entry)
    if reason := kept_because(entry):
        raise StillNeeded(reason)
    delete(entry, by=None)


def kept_because(entry: Publishable) -> str:
    if entry.published_at or OldAddress.objects.of(entry).exists():
        return _("“%s” was public once; its address still answers.") % entry
    if Revision.objects.of(entry).filter(published_at__isnull=False).exists():
        return _("“%s” was public once; its address still answers.") % entry
    if kept_records(entry):
        return _("“%s” has reviews or corrections.") % entry
    return ""


class Purged(NamedTuple):
    title: str
    kept_because: str = ""


def purge_trash(before: datetime.datetime, *, dry_run: bool = False) -> Iterator[Purged]:
    """Each entry that has been in the trash since before the moment, in its own transaction."""
    for trashed in Trashed.objects.filter(trashed_at__lt=before).order_by("trashed_at", "pk"):
        yield purge_one(trashed, dry_run)


def purge_one(trashed: Trashed, dry_run: bool) -> Purged:
    try:
        with transaction.atomic():
            if trashed.entry is not None:
                purge(trashed.entry)
            else:
                trashed.delete()
            if dry_run:
                transaction.set_rollback(True)
    except Refused as refusal:
        return Purged(trashed.title, str(refusal))
    return Purged(trashed.title)


# Versions that somebody may still ask for: public, with an appointment, or seen by others.
KEPT = (
    Q(published_at__isnull=False)
    | Q(publish_at__isnull=False)
    | Q(submitted_at__isnull=False)
    | Q(approved_by__isnull=False)
    | ~Q(state=Revision.State.DRAFT)
    | Q(outside_links__isnull=False)
)


def purge_revisions(keep: int, *, dry_run: bool = False) -> int:
    """Delete all but the newest `keep` drafts of each entry; what was more than a draft stays."""
    gone = 0
    entries = Revision.objects.order_by().values("content_type", "object_id")
    for row in entries.annotate(newest=Max("number")).order_by("content_type", "object_id"):
        own = Revision.objects.filter(content_type=row["content_type"], object_id=row["object_id"])
        newest = own.order_by("-number").values_list("number", flat=True)[: max(keep, 1)]
        old = own.filter(number__lt=min(newest)).exclude(KEPT)
        gone += old.count() if dry_run else old.delete()[0]
    return gone
