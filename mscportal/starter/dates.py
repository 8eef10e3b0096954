import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Literal, Self

FORM = re.compile(r"((?:19|20)\d\d)(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


@dataclass(frozen=True)
class PartialDate:
    """A date as exact as its source: a year, a month or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self):
        if self.day is not None and self.month is None:
            raise ValueError("a day needs a month")
        datetime.date(self.year, *(1 if part is None else part for part in (self.month, self.day)))

    def __str__(self) -> str:
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @classmethod
    def parse(cls, value: object) -> Self:
        """From YYYY, YYYY-MM, YYYY-MM-DD or what YAML makes of them without quotes."""
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return cls(value.year, value.month, value.day)
        is_text = isinstance(value, str) or type(value) is int
        match = FORM.fullmatch(str(value)) if is_text else None
        if match is None:
            raise ValueError(f"{value!r} is not a date as YYYY, YYYY-MM or YYYY-MM-DD")
        try:
            return cls(*(int(part) for part in match.groups() if part is not None))
        except ValueError as impossible:
            raise ValueError(f"{value!r} is not a real date: {impossible}") from None

    @property
    def precision(self) -> Literal["day", "month", "year"]:
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    @property
    def date(self) -> datetime.date:
        """The first day of the period."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> datetime.date:
        """The last day of the period."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def is_before(self, other: "PartialDate") -> bool:
        """Surely before: the whole period has passed when the other one begins."""
        return self.last < other.date
