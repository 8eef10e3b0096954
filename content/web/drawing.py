"""Geometry for pictures.

Lengths are text such as `12.5%`: no language turns the point into a comma, and a picture measured
in per cent fits any width without making its text smaller.
"""

import calendar
import datetime
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from content.partial_dates import Precision

YEARS_BETWEEN_TICKS = (1, 2, 5, 10, 20, 50, 100)
MOST_TICKS = 6


def percent(share: float) -> str:
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"


class Piece(NamedTuple):
    """One part of a bar: where it begins and how long it is."""

    start: str
    length: str
    share: float


def pieces(numbers: Sequence[int], whole: int) -> list[Piece]:
    """Parts of one bar, end to end, when the full width stands for `whole`."""
    found, before = [], 0
    for number in numbers:
        share = number / whole if whole else 0
        found.append(Piece(percent(before / whole if whole else 0), percent(share), share))
        before += number
    return found


class Tick(NamedTuple):
    year: str
    at: str
    anchor: str


class Axis:
    """Whole years, from the first day of `first` to the last day of `last`."""

    def __init__(self, first: int, last: int):
        self.first, self.last = first, last

    @property
    def years(self) -> int:
        return self.last - self.first + 1

    def share(self, date: datetime.date, precision: str) -> float:
        """Place of a date; one known to the month or the year stands in the middle of it."""
        if precision == Precision.YEAR:
            part = 0.5
        elif precision == Precision.MONTH:
            part = (date.month - 0.5) / 12
        else:
            days = 366 if calendar.isleap(date.year) else 365
            part = (date.timetuple().tm_yday - 0.5) / days
        return (date.year - self.first + part) / self.years

    @property
    def ticks(self) -> list[Tick]:
        step = next(step for step in YEARS_BETWEEN_TICKS if self.years / step <= MOST_TICKS)
        years = [year for year in range(self.first, self.last + 1) if year % step == 0]
        return [self._tick(year) for year in years or [self.first]]

    def _tick(self, year: int) -> Tick:
        share = (year - self.first) / self.years
        anchor = "start" if share < 0.06 else "end" if share > 0.94 else "middle"
        return Tick(str(year), percent(share), anchor)


def tracks(shares: Iterable[float], gap: float) -> list[int]:
    """For each place the first line on which a mark touches none that came before it."""
    lines: list[list[float]] = []
    found = []
    for share in shares:
        is_free = (all(abs(share - other) >= gap for other in line) for line in lines)
        number = next((place for place, free in enumerate(is_free) if free), len(lines))
        if number == len(lines):
            lines.append([])
        lines[number].append(share)
        found.append(number)
    return found
