"""Dates that are known to the day, the month or the year only: a date field and its precision."""

import calendar
import datetime

from django.db import models
from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    UNKNOWN = "unknown", _("not known")


FORMATS = {Precision.DAY: "DATE_FORMAT", Precision.MONTH: "YEAR_MONTH_FORMAT", Precision.YEAR: "Y"}
ISO_LENGTH = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}


def precision_field(**kwargs):
    return models.CharField(
        _("known to the"),
        max_length=8,
        choices=Precision,
        default=Precision.UNKNOWN,
        help_text=_("How exactly the date is known. The rest of the date is not shown."),
        **kwargs,
    )


def date_fits_precision(date_field, precision_name):
    """Constraint: a date exactly when its precision is known."""
    return models.CheckConstraint(
        condition=(
            Q(**{f"{date_field}__isnull": True, precision_name: Precision.UNKNOWN})
            | (
                Q(**{f"{date_field}__isnull": False})
                & Q(**{f"{precision_name}__in": [Precision.DAY, Precision.MONTH, Precision.YEAR]})
            )
        ),
        name=f"%(app_label)s_%(class)s_{date_field}_precise",
        violation_error_message=_("A date needs its precision, and a missing date is “not known”."),
    )


def show(date: datetime.date | None, precision: str) -> str:
    if date is None or precision == Precision.UNKNOWN:
        return str(_("date not known"))
    return formats.date_format(date, FORMATS[Precision(precision)])


def last_day(date: datetime.date | None, precision: str) -> datetime.date | None:
    """Of the period that the date stands for; None when not known."""
    if date is None or precision == Precision.UNKNOWN:
        return None
    if precision == Precision.YEAR:
        return date.replace(month=12, day=31)
    if precision == Precision.MONTH:
        return date.replace(day=calendar.monthrange(date.year, date.month)[1])
    return date


def iso(date: datetime.date | None, precision: str) -> str:
    """For `<time datetime>`: 2024, 2024-12 or 2024-12-18; empty when not known."""
    if date is None or precision == Precision.UNKNOWN:
        return ""
    return date.isoformat()[: ISO_LENGTH[Precision(precision)]]
