"""Verbs that change what the public sees."""

import calendar
import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import OldAddress, Publishable
from content.signals import content_published, content_withdrawn
from editorial import drafts, gate, versions
from editorial.models import PlannedWithdrawal, Review, Reviewed, Revision
from editorial.services.gatekeeping import pass_gate, with_warnings
from editorial.services.steps import add_version, lock, note_step, record_review
from editorial.workflow import Refused, Verb, require

REVIEW_MONTHS = 12


class NoLongerFits(Refused):
    """The draft names something that was deleted or that another entry has by now."""


class NeedsReason(Refused):
    """Without an approval the publisher says why; the reason is kept, and the page tells."""


@transaction.atomic
def publish(
    entry: Publishable,
    *,
    by,
    reason: str = "",
    number: int | None = None,
    warnings_read: bool = False,
) -> Publishable:
    """Put the draft, or the row as it is, on the public site.

    `number` is the version that is meant, the newest without it. Raises NotReady with what the
    gate found, and Refused with the reason. A person has to have read the warnings of the gate.
    """
    entry = lock(entry)
    require(Verb.PUBLISH, entry, by)
    draft = drafts.pending(entry) if number is None else _version(entry, number)
    public_slug = entry.slug if entry.published_at and entry.has_page else ""
    if draft:
        _apply(entry, draft)
    warnings = pass_gate(entry, gate.publish_checks(entry), by, warnings_read)
    verb = Verb.PUBLISH
    if by is not None and isinstance(entry, Reviewed) and not _is_approved(draft):
        _require_reason(entry, reason)
        verb = Verb.PUBLISH_UNREVIEWED
    if draft is None and by is not None:
        draft = add_version(entry, versions.capture(entry), by)
    now = timezone.now()
    entry.is_live, entry.withdrawn_at = True, None
    entry.published_at = entry.published_at or now
    if isinstance(entry, Reviewed) and _is_approved(draft):
        _set_review_dates(entry)
    elif isinstance(entry, Reviewed) and draft:
        # The review was of another text, so the page does not claim it any more.
        entry.last_reviewed_on = entry.next_review_on = None
    entry.full_clean()
    entry.save()
    OldAddress.objects.keep(entry, public_slug)
    if draft:
        draft.published_at, draft.publish_at = now, None
        draft.save(update_fields=["published_at", "publish_at"])
        older = Revision.objects.of(entry).filter(number__lt=draft.number)
        older.filter(publish_at__isnull=False).update(publish_at=None)
        note_step(entry, verb, by, revision=draft, note=with_warnings(entry, reason, warnings))
    content_published.send(type(entry), entry=entry)
    return entry


def _require_reason(entry, reason: str) -> None:
    if not reason.strip():
        raise NeedsReason(
            _("“%s” has no approved medical review. Give a reason to publish without.") % entry
        )


def _version(entry, number) -> Revision:
    live = Revision.objects.live_number(entry)
    found = Revision.objects.of(entry).filter(number=number).first()
    if found is None or number <= live:
        raise Refused(_("Version %s is not newer than what is live.") % number)
    return found


def _is_approved(draft) -> bool:
    return draft is not None and draft.state == Revision.State.APPROVED


def _apply(entry, draft) -> None:
    # The rules of a live row are checked once all parts are written.
    type(entry)._base_manager.filter(pk=entry.pk).update(is_live=False)
    entry.is_live = False
    if problems := versions.apply(entry, draft.payload):
        raise NoLongerFits(
            _("“%(entry)s” cannot be published as it is: %(problems)s")
            % {"entry": entry, "problems": " ".join(map(str, problems))}
        )
    connection.check_constraints()


def _set_review_dates(entry) -> None:
    review = Review.objects.of(entry).approving().first()
    if review:
        entry.last_reviewed_on = review.made_on
        entry.next_review_on = months_after(review.made_on, REVIEW_MONTHS)


def months_after(day: datetime.date, months: int) -> datetime.date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@transaction.atomic
def withdraw(entry: Publishable, *, by, reason: str = "") -> Publishable:
    """Take an entry off the public site at once, and cancel its appointment."""
    entry = lock(entry)
    require(Verb.WITHDRAW, entry, by)
    entry.is_live, entry.withdrawn_at = False, timezone.now()
    entry.save(update_fields=["is_live", "withdrawn_at", "updated_at"])
    Revision.objects.of(entry).filter(publish_at__isnull=False).update(publish_at=None)
    PlannedWithdrawal.objects.of(entry).delete()
    note_step(entry, Verb.WITHDRAW, by, note=reason)
    content_withdrawn.send(type(entry), entry=entry)
    return entry


@transaction.atomic
def schedule(
    entry: Publishable,
    at: datetime.datetime,
    *,
    by,
    reason: str = "",
    warnings_read: bool = False,
) -> Revision:
    """Publish the draft at a moment; one appointment for each entry, a new one replaces it.

    The gate is asked now, and for errors once more at that moment.
    """
    entry = lock(entry)
    require(Verb.SCHEDULE, entry, by)
    if at <= timezone.now():
        raise ValidationError(_("This moment has passed. Publish now, or choose a later one."))
    draft = drafts.pending(entry)
    warnings = pass_gate(entry, gate.look_ahead(entry), by, warnings_read)
    if isinstance(entry, Reviewed) and not _is_approved(draft):
        _require_reason(entry, reason)
    Revision.objects.of(entry).filter(publish_at__isnull=False).update(publish_at=None)
    draft.publish_at = at
    draft.save(update_fields=["publish_at"])
    note = with_warnings(entry, reason, warnings)
    note_step(entry, Verb.SCHEDULE, by, revision=draft, note=note)
    return draft


@transaction.atomic
def unschedule(entry: Publishable, *, by) -> None:
    entry = lock(entry)
    require(Verb.UNSCHEDULE, entry, by)
    planned = Revision.objects.of(entry).filter(publish_at__isnull=False).first()
    Revision.objects.of(entry).filter(publish_at__isnull=False).update(publish_at=None)
    note_step(entry, Verb.UNSCHEDULE, by, revision=planned)


@transaction.atomic
def mark_reviewed(entry: Publishable, *, by, note: str = "") -> Publishable:
    """A reviewer read the page as it is live: new dates, no new text."""
    entry = lock(entry)
    require(Verb.MARK_REVIEWED, entry, by)
    record_review(entry, by, note, "")
    _set_review_dates(entry)
    entry.save(update_fields=["last_reviewed_on", "next_review_on", "updated_at"])
    note_step(entry, Verb.MARK_REVIEWED, by, note=note)
    content_published.send(type(entry), entry=entry)
    return entry
