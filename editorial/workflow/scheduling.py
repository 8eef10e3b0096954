"""What happens at a set moment: publications wait in Revision, withdrawals have their own row.

What a row says can also change by the day alone: types that age (`content/models/ageing.py`) are
derived anew then.
"""

import datetime
import logging
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from content.models import Ageing, Publishable
from content.registry import types_that_age
from editorial.models import PlannedWithdrawal, Revision, Verb
from editorial.versions import drafts
from editorial.workflow.entries import announce_change
from editorial.workflow.publishing import publish, withdraw
from editorial.workflow.steps import lock, note_step
from editorial.workflow.verbs import Refused, require

logger = logging.getLogger(__name__)


@dataclass
class KeptAppointments:
    """What was done about the appointments whose moment had come."""

    published: list[Publishable] = field(default_factory=list)
    withdrawn: list[Publishable] = field(default_factory=list)
    renewed: list[Ageing] = field(default_factory=list)
    refused: list[Publishable] = field(default_factory=list)
    has_more: bool = False  # rows to bring up to date were left


@transaction.atomic
def plan_withdrawal(
    entry: Publishable, at: datetime.datetime, *, by: User | None, reason: str = ""
) -> PlannedWithdrawal:
    """Take the entry off the site at a moment; a new plan replaces the one there was."""
    entry = lock(entry)
    require(Verb.PLAN_WITHDRAWAL, entry, by)
    if at <= timezone.now():
        raise ValidationError(_("This moment has passed. Withdraw now, or choose a later one."))
    version = Revision.objects.appointment(entry)
    public_from = version.publish_at if version else None
    if not entry.is_live and public_from and at <= public_from:
        raise ValidationError(_("The entry becomes public only later. Choose a later moment."))
    PlannedWithdrawal.objects.of(entry).delete()
    plan = PlannedWithdrawal.objects.create(
        entry=entry, title=entry.title, withdraw_at=at, reason=reason, planned_by=by
    )
    note_step(entry, Verb.PLAN_WITHDRAWAL, by, note=f"{_said(at)} {reason}".strip())
    return plan


@transaction.atomic
def cancel_withdrawal(entry: Publishable, *, by: User | None) -> None:
    entry = lock(entry)
    require(Verb.CANCEL_WITHDRAWAL, entry, by)
    PlannedWithdrawal.objects.of(entry).delete()
    note_step(entry, Verb.CANCEL_WITHDRAWAL, by)


def next_moment() -> datetime.datetime | None:
    """The earliest of all, in two questions: for appointments, and for all types that age."""
    day = first_day()
    moments = [next_appointment(), end_of_day(day) if day else None]
    return min((moment for moment in moments if moment), default=None)


def next_appointment() -> datetime.datetime | None:
    publications = Revision.objects.filter(publish_at__isnull=False).order_by()
    withdrawals = PlannedWithdrawal.objects.order_by().values_list("withdraw_at")
    moments = publications.values_list("publish_at").union(withdrawals, all=True)
    first = moments.order_by("publish_at").first()
    return first[0] if first else None


def first_day() -> datetime.date | None:
    """On which something that is looked after holds by itself for the last time."""
    with connection.cursor() as cursor:
        cursor.execute(*first_days_in_sql())
        # SQLite gives them as text.
        days = [models.DateField().to_python(day) for (day,) in cursor.fetchall()]
    return min(days, default=None)


@cache
def first_days_in_sql() -> tuple[str, tuple]:
    """One look at the index of each type; made once, as making it takes longer than the looks."""
    first, *others = map(first_to_go, types_that_age())
    return first.union(*others, all=True).query.sql_with_params()


def first_to_go(model: type[Ageing]) -> models.QuerySet:
    """The day of one row: in a union only a condition can name the first."""
    column = model.holds_until or ""
    ageing = model.kept_true().filter(**{f"{column}__isnull": False})
    first = ageing.order_by(column).values("pk")[:1]
    return model._base_manager.filter(pk=first).order_by().values_list(column)


def end_of_day(day: datetime.date) -> datetime.datetime:
    """The midnight after it, where the site is at home."""
    morrow = day + datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(morrow, datetime.time()))


def keep_appointments(
    now: datetime.datetime | None = None, *, seconds: float = math.inf
) -> KeptAppointments:
    """Do what is due, in the order of the moments, each in a transaction of its own, once.

    Whoever comes second finds the appointment gone. One that is refused loses its appointment,
    and the step says why. One that fails keeps it and does not hold up the others. Of what a day
    changes no other row is begun when the time is over: in one night thousands can be due.
    """
    now, ends_at = now or timezone.now(), time.monotonic() + seconds
    publications = Revision.objects.filter(publish_at__lte=now).order_by("publish_at", "pk")
    withdrawals = PlannedWithdrawal.objects.filter(withdraw_at__lte=now)
    due: list[tuple[datetime.datetime, Revision | PlannedWithdrawal]] = [
        (row.publish_at, row) for row in publications if row.publish_at
    ]
    due += [(row.withdraw_at, row) for row in withdrawals]
    kept = KeptAppointments()
    for _moment, row in sorted(due, key=lambda item: item[0]):
        if isinstance(row, Revision):
            drafts.clean_ahead(row.entry, row.payload)
        try:
            with transaction.atomic():
                if isinstance(row, Revision):
                    _publish_one(row, now, kept)
                else:
                    _withdraw_one(row, now, kept)
        except Exception:
            logger.exception("The appointment of %s could not be kept", row)
    today = timezone.localdate(now)
    for model, key in overdue(today):
        if time.monotonic() >= ends_at:
            kept.has_more = True
            break
        try:
            with transaction.atomic():
                _renew_one(model, key, today, kept)
        except Exception:
            name = model._meta.verbose_name
            logger.exception("The %s with the key %s could not be brought up to date", name, key)
    return kept


def overdue(today: datetime.date) -> Iterator[tuple[type[Ageing], Any]]:
    """Type and key of the rows whose derived columns held until yesterday at the latest."""
    first = first_day()
    if first is None or first >= today:
        return
    for model in types_that_age():
        rows = due_rows(model, today).order_by(model.holds_until or "", "pk")
        for key in list(rows.values_list("pk", flat=True)):
            yield model, key


def due_rows(model: type[Ageing], today: datetime.date) -> models.QuerySet[Ageing]:
    return model.kept_true().filter(**{f"{model.holds_until}__lt": today})


def _publish_one(revision: Revision, now: datetime.datetime, kept: KeptAppointments) -> None:
    if revision.entry is None:
        Revision.objects.filter(pk=revision.pk).update(publish_at=None)
        return
    entry = lock(revision.entry)
    again = Revision.objects.filter(pk=revision.pk, publish_at__lte=now).first()
    if again is None:
        return
    try:
        with transaction.atomic():
            reason = _("At the time that was set.")
            kept.published.append(publish(entry, by=None, number=again.number, reason=reason))
    except (Refused, ValidationError) as refusal:
        Revision.objects.filter(pk=revision.pk).update(publish_at=None)
        note_step(entry, Verb.UNSCHEDULE, None, revision=again, note=_in_words(refusal))
        kept.refused.append(entry)


def _withdraw_one(plan: PlannedWithdrawal, now: datetime.datetime, kept: KeptAppointments) -> None:
    if plan.entry is None:
        plan.delete()
        return
    entry = lock(plan.entry)
    again = PlannedWithdrawal.objects.filter(pk=plan.pk, withdraw_at__lte=now).first()
    if again is None:
        return
    again.delete()
    if entry.is_live:
        reason = f"{_('At the time that was set.')} {again.reason}".strip()
        kept.withdrawn.append(withdraw(entry, by=None, reason=reason))
    else:
        note_step(entry, Verb.CANCEL_WITHDRAWAL, None, note=_("It was not public any more."))
        kept.refused.append(entry)


def _renew_one(model: type[Ageing], key: Any, today: datetime.date, kept: KeptAppointments) -> None:
    """No new version and no step: nobody changed the text, its day has passed."""
    row = due_rows(model, today).select_for_update().filter(pk=key).first()
    if row is None:
        return
    before = row.derived()
    row.derive(today)
    values = row.derived()
    if any(values[name] != before[name] for name in model.derived_facts):
        values["updated_at"] = timezone.now()
    model._base_manager.filter(pk=key).update(**values)
    if isinstance(row, Publishable):
        announce_change(row)
    kept.renewed.append(row)


def _in_words(refusal: Exception) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


def _said(at: datetime.datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M %Z.")
