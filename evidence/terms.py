"""When what is said of the steps of a product changes by the day alone.

A term ends after its last day, and a step that lies ahead is told from its day on. As of which day
the steps are read is stored with the product (`stands_since`), so that no page asks the clock.
"""

import datetime
from collections.abc import Iterable
from typing import NamedTuple


class StepDays(NamedTuple):
    occurred_on: datetime.date | None
    ends_on: datetime.date | None


class ReadAsOf(NamedTuple):
    since: datetime.date | None  # the last change up to the day that was asked for
    until: datetime.date | None  # the last day before the next one; None: nothing lies ahead


def read_as_of(steps: Iterable[StepDays], today: datetime.date) -> ReadAsOf:
    """Read as of `since`, the steps say the same as read as of `today`, and so they do `until`."""
    day = datetime.timedelta(days=1)
    past, ahead = [], []
    for step in steps:
        if step.occurred_on:
            if step.occurred_on <= today:
                past.append(step.occurred_on)
            else:
                ahead.append(step.occurred_on - day)
        if step.ends_on:
            if step.ends_on < today:
                past.append(step.ends_on + day)
            else:
                ahead.append(step.ends_on)
    return ReadAsOf(max(past, default=None), min(ahead, default=None))


def lies_ahead(occurred_on: datetime.date | None, since: datetime.date | None) -> bool:
    return occurred_on is not None and (since is None or occurred_on > since)


def has_ended(ends_on: datetime.date | None, since: datetime.date | None) -> bool:
    return ends_on is not None and since is not None and ends_on < since
