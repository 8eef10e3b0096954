"""Verbs that change what the public sees."""

import calendar
import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from content.models import OldAddress, Publishable
from content.signals import content_withdrawn, public_content_changed
from editorial import versions
from editorial.models import Correction, PlannedWithdrawal, Review, Reviewed, Revision, Verb
from editorial.workflow import gate
from editorial.workflow.gatekeeping import pass_gate, with_passed
from editorial.workflow.steps import (
    add_version,
    draft_of,
    first_version,
    lock,
    note_step,
    record_review,
    refuse_trashed,
)
from editorial.workflow.verbs import Refused, require

REVIEW_MONTHS = 12


class NoLongerFits(Refused):
    """The draft names something that was deleted or that another entry has by now."""


class NeedsReason(Refused):
    """Without an approval the publisher says why; the reason is kept, and the page tells."""


@transaction.atomic
def publish(
    entry: Publishable,
    *,
    by: User | None,
    reason: str = "",
    number: int | None = None,
    warnings_read: bool = False,
    correction: dict[str, Any] | None = None,
) -> Publishable:
    """Put the draft, or the row as it is, on the public site.

    `number` is the version that is meant, the newest without it. `correction` is what readers
    are told about the change: `kind`, `what_was`, `what_is`. Raises NotReady with what the gate
    found, and Refused with the reason. A person has to have read the warnings of the gate, and
    to give a `reason` for what passes with one.
    """
    entry = lock(entry)
    require(Verb.PUBLISH, entry, by)
    refuse_trashed(entry)
    version, former_slug = _meant(entry, number), _public_slug(entry)
    _write_into_row(entry, version)
    passed = pass_gate(entry, gate.publish_checks(entry), by, warnings_read, reason)
    if by is not None:
        _require_review_or_reason(entry, version, reason)
        version = version or _version_of_row(entry, by)
    now = timezone.now()
    _make_public(entry, version, now)
    OldAddress.objects.keep(entry, former_slug)
    _tell_readers(entry, correction)
    if version:
        _mark_published(entry, version, now)
        _note_publication(entry, version, by, with_passed(entry, reason, passed))
    public_content_changed.send(type(entry), entry=entry)
    return entry


@transaction.atomic
def withdraw(entry: Publishable, *, by: User | None, reason: str = "") -> Publishable:
    """Take an entry off the public site at once, and cancel its appointment."""
    entry = lock(entry)
    require(Verb.WITHDRAW, entry, by)
    entry.is_live, entry.withdrawn_at = False, timezone.now()
    entry.save(update_fields=["is_live", "withdrawn_at", "updated_at"])
    Revision.objects.of(entry).cancel_appointments()
    PlannedWithdrawal.objects.of(entry).delete()
    note_step(entry, Verb.WITHDRAW, by, note=reason)
    content_withdrawn.send(type(entry), entry=entry)
    return entry


@transaction.atomic
def schedule(
    entry: Publishable,
    at: datetime.datetime,
    *,
    by: User | None,
    reason: str = "",
    warnings_read: bool = False,
) -> Revision:
    """Publish the draft at a moment; one appointment for each entry, a new one replaces it.

    The gate is asked now, and for errors once more at that moment.
    """
    entry = lock(entry)
    require(Verb.SCHEDULE, entry, by)
    _refuse_past(at)
    draft = draft_of(entry)
    passed = pass_gate(entry, gate.look_ahead(entry), by, warnings_read, reason)
    _require_review_or_reason(entry, draft, reason)
    Revision.objects.of(entry).cancel_appointments()
    draft.publish_at = at
    draft.save(update_fields=["publish_at"])
    note = with_passed(entry, reason, passed)
    note_step(entry, Verb.SCHEDULE, by, revision=draft, note=note)
    return draft


@transaction.atomic
def unschedule(entry: Publishable, *, by: User | None) -> None:
    entry = lock(entry)
    require(Verb.UNSCHEDULE, entry, by)
    planned = Revision.objects.appointment(entry)
    Revision.objects.of(entry).cancel_appointments()
    note_step(entry, Verb.UNSCHEDULE, by, revision=planned)


@transaction.atomic
def mark_reviewed(entry: Reviewed, *, by: User | None, note: str = "") -> Reviewed:
    """A reviewer read the page as it is live: new dates, no new text."""
    entry = lock(entry)
    require(Verb.MARK_REVIEWED, entry, by)
    record_review(entry, by, note, version=_live_version(entry), is_public=True)
    _set_review_dates(entry)
    entry.save(update_fields=["last_reviewed_on", "next_review_on", "updated_at"])
    note_step(entry, Verb.MARK_REVIEWED, by, note=note)
    public_content_changed.send(type(entry), entry=entry)
    return entry


def _meant(entry: Publishable, number: int | None) -> Revision | None:
    """The draft; for what was withdrawn and has none, the version that was public last."""
    return Revision.objects.newest(entry) if number is None else _version(entry, number)


def _version(entry: Publishable, number: int) -> Revision:
    live = Revision.objects.live_number(entry)
    found = Revision.objects.of(entry).filter(number=number).first()
    if found is None or number <= live:
        raise Refused(_("Version %s is not newer than what is live.") % number)
    return found


def _public_slug(entry: Publishable) -> str:
    """Of the page that readers know, if there ever was one."""
    return entry.slug if entry.published_at and entry.has_page else ""


def _write_into_row(entry: Publishable, version: Revision | None) -> None:
    if version is None or version.published_at:
        return
    # The rules of a live row are checked once all parts are written.
    type(entry)._base_manager.filter(pk=entry.pk).update(is_live=False)
    entry.is_live = False
    if problems := versions.apply(entry, version.payload):
        raise NoLongerFits(
            _("“%(entry)s” cannot be published as it is: %(problems)s")
            % {"entry": entry, "problems": " ".join(map(str, problems))}
        )
    connection.check_constraints()


def _lacks_review(entry: Publishable, version: Revision | None) -> bool:
    is_approved = version is not None and version.state == Revision.State.APPROVED
    return isinstance(entry, Reviewed) and not is_approved


def _require_review_or_reason(entry: Publishable, version: Revision | None, reason: str) -> None:
    if _lacks_review(entry, version) and not reason.strip():
        raise NeedsReason(
            _("“%s” has no approved medical review. Give a reason to publish without.") % entry
        )


def _version_of_row(entry: Publishable, by: User) -> Revision:
    """What a person makes public has a version, also where nobody ever saved a draft."""
    payload = versions.capture(entry)
    version = add_version(entry, payload, by)
    versions.apply(entry, payload)
    return version


def _make_public(entry: Publishable, version: Revision | None, now: datetime.datetime) -> None:
    entry.is_live, entry.withdrawn_at = True, None
    entry.published_at = entry.published_at or now
    if isinstance(entry, Reviewed) and version:
        _set_review_dates(entry, is_reviewed=not _lacks_review(entry, version))
    # Its constraints were asked by the gate, and the database asks them again.
    entry.full_clean(validate_constraints=False)
    entry.save()


def _set_review_dates(entry: Reviewed, *, is_reviewed: bool = True) -> None:
    """A page claims no review of a text that nobody has reviewed."""
    entry.last_reviewed_on = entry.next_review_on = None
    review = Review.objects.of(entry).approving().first()
    if is_reviewed and review:
        entry.last_reviewed_on = review.made_on
        entry.next_review_on = months_after(review.made_on, REVIEW_MONTHS)


def months_after(day: datetime.date, months: int) -> datetime.date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _tell_readers(entry: Publishable, correction: dict[str, Any] | None) -> None:
    if correction:
        Correction.objects.create(entry=entry, **correction)


def _mark_published(entry: Publishable, version: Revision, now: datetime.datetime) -> None:
    """The version gets its date, its reviews are shown, and older appointments are off."""
    version.published_at, version.publish_at = version.published_at or now, None
    version.save(update_fields=["published_at", "publish_at"])
    Review.objects.of(entry).filter(version=version.number).update(is_public=True)
    Revision.objects.of(entry).filter(number__lt=version.number).cancel_appointments()


def _note_publication(entry: Publishable, version: Revision, by: User | None, note: str) -> None:
    is_unreviewed = _lacks_review(entry, version)
    verb = Verb.PUBLISH_UNREVIEWED if is_unreviewed else Verb.PUBLISH
    note_step(entry, verb, by, revision=version, note=note)


def _refuse_past(at: datetime.datetime) -> None:
    if at <= timezone.now():
        raise ValidationError(_("This moment has passed. Publish now, or choose a later one."))


def _live_version(entry: Publishable) -> int:
    """Content that came without a draft gets its first version here: the review is about it."""
    return Revision.objects.live_number(entry) or first_version(entry).number
