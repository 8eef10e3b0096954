"""Trials in numbers: by phase and status, by year of start, and whether results were posted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.web.drawing import Axis, percent, pieces
from diseases.vocabulary import Phase
from evidence.models import Trial
from evidence.models.trials import shown_statuses

Status = Trial.Status
# What a bar shows; the table beside it has each status on its own.
GROUPS = [
    ("completed", gettext_lazy("completed"), [Status.COMPLETED]),
    (
        "open",
        gettext_lazy("recruiting or about to"),
        [Status.RECRUITING, Status.NOT_YET_RECRUITING],
    ),
    ("running", gettext_lazy("active, not recruiting"), [Status.ACTIVE]),
    (
        "stopped",
        gettext_lazy("stopped early, paused or withdrawn"),
        [Status.TERMINATED, Status.SUSPENDED, Status.WITHDRAWN],
    ),
    ("unsure", gettext_lazy("not known now or unclear"), [Status.UNKNOWN, Status.UNCLEAR]),
]
CHART_HEIGHT = 140
Rows = Sequence[Mapping[str, Any]]  # rows of `TrialQuerySet.alike`
ROOM_FOR_NUMBERS = 16
MOST_NUMBERS = 21


class Count(NamedTuple):
    """A number, and the filters of the list of exactly the trials that it counts."""

    number: int
    query: str


def counted_by(number: int, **filters: str | None) -> Count:
    return Count(number, urlencode({name: value for name, value in filters.items() if value}))


class Segment(NamedTuple):
    group: str
    label: str
    number: int
    start: str
    length: str


class Bar(NamedTuple):
    label: str
    total: int
    segments: list[Segment]

    @property
    def words(self) -> str:
        return "; ".join(f"{each.label}: {each.number}" for each in self.segments)


def bar(label: str, parts: Sequence[tuple[str, str, int]], whole: int) -> Bar:
    """`parts` are (group, label, number); those of nothing are left out."""
    parts = [(group, str(words), number) for group, words, number in parts if number]
    numbers = [number for _group, _words, number in parts]
    segments = [
        Segment(*part, piece.start, piece.length)
        for part, piece in zip(parts, pieces(numbers, whole), strict=True)
    ]
    return Bar(label, sum(numbers), segments)


class Phases(NamedTuple):
    statuses: list[str]
    rows: list[tuple[str, list[Count], Count]]
    totals: list[Count]
    total: int
    bars: list[tuple[Bar, Count]]
    groups: list[tuple[str, str, int]]


def by_phase(alike: Rows) -> Phases:
    """A table of phases against the statuses that occur, and the same as bars."""
    counted = number_by(alike, "phase", "shown_status")
    with_phase = {phase for phase, _status in counted}
    with_status = {status for _phase, status in counted}
    phases = [(value, str(label)) for value, label in Phase.choices if value in with_phase]
    statuses = [(value, str(label)) for value, label in shown_statuses() if value in with_status]
    totals = {
        phase: counted_by(sum(counted[phase, status] for status in with_status), phase=phase)
        for phase, _label in phases
    }
    longest = max((total.number for total in totals.values()), default=0)
    return Phases(
        statuses=[label for _status, label in statuses],
        rows=[
            (
                label,
                [
                    counted_by(counted[phase, status], phase=phase, status=status)
                    for status, _label in statuses
                ],
                totals[phase],
            )
            for phase, label in phases
        ],
        totals=[
            counted_by(sum(counted[phase, status] for phase, _label in phases), status=status)
            for status, _label in statuses
        ],
        total=counted.total(),
        bars=[
            (bar(label, in_groups(counted, [phase]), longest), totals[phase])
            for phase, label in phases
        ],
        groups=[
            (group, str(label), number)
            for group, label, number in in_groups(counted, [phase for phase, _label in phases])
            if number
        ],
    )


def number_by(alike: Rows, *facts: str) -> Counter[tuple]:
    counted: Counter[tuple] = Counter()
    for row in alike:
        counted[tuple(row[fact] for fact in facts)] += row["number"]
    return counted


def in_groups(
    counted: Counter[tuple[str, str]], phases: Sequence[str]
) -> list[tuple[str, str, int]]:
    return [
        (group, label, sum(counted[phase, each] for phase in phases for each in members))
        for group, label, members in GROUPS
    ]


class Column(NamedTuple):
    year: int | None
    number: int
    x: str
    width: str
    middle: str
    y: int
    height: int
    is_labelled: bool


class Years(NamedTuple):
    rows: list[tuple[int | None, Count]]
    columns: list[Column]
    has_numbers: bool
    height: int
    baseline: int


def by_year(alike: Rows) -> Years:
    """Every year from the first to the last, also those without a start; an unknown one apart."""
    counted = {year: number for (year,), number in number_by(alike, "year").items()}
    unknown = counted.pop(None, 0)
    span = range(min(counted), max(counted) + 1) if counted else range(0)
    rows = [(year, counted.get(year, 0)) for year in span]
    labelled = {tick.year for tick in Axis(span[0], span[-1]).ticks} if span else set()
    # The unknown ones stand one empty place away from the last year.
    places = len(rows) + (2 if unknown and rows else 1 if unknown else 0)
    drawn = [(place, *row) for place, row in enumerate(rows)]
    if unknown:
        drawn.append((places - 1, None, unknown))
        rows.append((None, unknown))
    most = max((number for _place, _year, number in drawn), default=0)
    columns = [
        Column(
            year=year,
            number=number,
            x=percent((place + 0.1) / places),
            width=percent(0.8 / places),
            middle=percent((place + 0.5) / places),
            y=ROOM_FOR_NUMBERS + CHART_HEIGHT - height_of(number, most),
            height=height_of(number, most),
            is_labelled=str(year) in labelled,
        )
        for place, year, number in drawn
    ]
    baseline = ROOM_FOR_NUMBERS + CHART_HEIGHT
    listed = [(year, counted_by(number, started=str(year or "unknown"))) for year, number in rows]
    return Years(listed, columns, places <= MOST_NUMBERS, baseline + 22, baseline)


def height_of(number: int, most: int) -> int:
    return round(CHART_HEIGHT * number / most) if most else 0


class Gap(NamedTuple):
    total: int
    posted: int
    none: int
    unknown: int
    too_early: int  # of the unknown: the registry was seen before the trial was completed
    bar: Bar
    numbers: list[tuple[Segment, Count]]


def reporting_gap(alike: Rows) -> Gap:
    """Completed trials with participants, by whether the registry showed results."""
    completed = [
        row for row in alike if row["took_part"] and row["shown_status"] == Status.COMPLETED
    ]
    counted = number_by(completed, "known_results")
    too_early = number_by(completed, "known_results", "too_early")[None, True]
    posted, none, unknown = (counted[value,] for value in (True, False, None))
    parts = [
        ("completed", _("results posted"), posted),
        ("stopped", _("no results posted"), none),
        ("unsure", _("not known"), unknown),
    ]
    total = posted + none + unknown
    drawn = bar(_("Completed trials"), parts, total)
    listed = {
        group: counted_by(number, status=Status.COMPLETED, people="yes", results=results)
        for (group, _label, number), results in zip(
            parts, ("posted", "none", "unknown"), strict=True
        )
    }
    numbers = [(segment, listed[segment.group]) for segment in drawn.segments]
    return Gap(total, posted, none, unknown, too_early, drawn, numbers)
