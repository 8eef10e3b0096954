"""What is shown of the status of a trial: an open status grows old.

It holds for 12 months after the day on which it was seen, and not beyond the completion of the
trial. Afterwards, and where nobody knows when it was seen, how the trial stands is not known. Of a
date that is known to the month or the year the last day of that period counts, so that no status
is called old too early. A final status stays, and so does one that says that nothing is known.
"""

import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from content import partial_dates
from content.partial_dates import Precision

OPEN = frozenset({"recruiting", "not_yet_recruiting", "active_not_recruiting", "suspended"})
FINAL = frozenset({"completed", "terminated", "withdrawn"})
UNKNOWN = "unknown"

PartialDate = tuple[datetime.date | None, str]


class ShownStatus(NamedTuple):
    status: str
    until: datetime.date | None  # the last day on which this holds by itself; None: for good


def shown(
    status: str, seen: PartialDate, completion: PartialDate, today: datetime.date
) -> ShownStatus:
    """`seen` is the day of the last look, `completion` that of the trial, planned or real."""
    if status not in OPEN:
        return ShownStatus(status, None)
    looked = partial_dates.last_day(*seen)
    if looked is None:
        return ShownStatus(UNKNOWN, None)
    end = partial_dates.last_day(*completion)
    until = min(day for day in (a_year_after(looked), end) if day)
    return ShownStatus(status, until) if today <= until else ShownStatus(UNKNOWN, None)


def a_year_after(day: datetime.date) -> datetime.date:
    year = min(day.year + 1, datetime.MAXYEAR)
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=year, day=28 if is_leap_day else day.day)


def unknown_in_words(date: datetime.date | None, precision: str) -> str:
    """Of one that was not known either when it was seen last."""
    words = {"date": partial_dates.show(date, precision)}
    if date is None or precision == Precision.UNKNOWN:
        return _("last seen as unknown")
    if precision == Precision.DAY:
        return _("last seen as unknown on %(date)s") % words
    return _("last seen as unknown in %(date)s") % words


def before_in_words(label: str, date: datetime.date | None, precision: str) -> str:
    """What the status was when it was seen last: “was recruiting in October 2022”."""
    words = {"status": label, "date": partial_dates.show(date, precision)}
    if date is None or precision == Precision.UNKNOWN:
        return _("was %(status)s on a day that is not known") % words
    if precision == Precision.DAY:
        return _("was %(status)s on %(date)s") % words
    return _("was %(status)s in %(date)s") % words
