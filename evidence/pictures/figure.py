"""The evidence map as one figure to share: every disease by its testing stage and its result."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings
from django.utils import formats, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diseases.models import Disease
from diseases.vocabulary import Direction
from evidence.pictures.evidence_map import NOT_STATED, STAGES, Cell, Matrix
from evidence.pictures.sheet import Area, Box, Disc, Lettering, Shape, Sheet, width_of, wrapped

# The drawings of this project are under its licence.
LICENCE = "BSD-3-Clause"
WIDTH, MARGIN = 1200, 48
SIDE = 190  # the column that names the results
GAP, PADDING = 8, 16
SMALL, NORMAL, LARGE = 16, 19, 40
LINE = 24
HEADS = 130  # where the names of the stages begin
BETWEEN_NAMES = 4
MOST_NAMED = 16

PAPER, CELL, INK, SOFT, BRAND, SAFFRON = (
    *("#fbfaf5", "#edf2e9", "#17211d", "#414e48", "#0b4f47", "#e3a51f"),
)
INKS = {
    Direction.BENEFIT: "#0b6a5f",
    Direction.NO_DIFFERENCE: "#5f6d66",
    Direction.HARM: "#8a2817",
    Direction.MIXED: "#b36b00",
    Direction.UNCLEAR: "#9aa69f",
    NOT_STATED: "#9aa69f",
}
# On a field of 16, as beside the words on pages.
UP = ((8, 1.5), (14.5, 9), (10.3, 9), (10.3, 14.5), (5.7, 14.5), (5.7, 9), (1.5, 9))
DOWN = tuple((x, 16 - y) for x, y in UP)
EQUAL = (
    ((2, 4), (14, 4), (14, 7), (2, 7)),
    ((2, 9), (14, 9), (14, 12), (2, 12)),
)
MARKS = {
    Direction.BENEFIT: (UP,),
    Direction.NO_DIFFERENCE: EQUAL,
    Direction.HARM: (DOWN,),
    Direction.MIXED: (
        tuple((x * 0.75 - 2, y) for x, y in UP),
        tuple((x * 0.75 + 8.5, y) for x, y in DOWN),
    ),
}


class Credit(NamedTuple):
    address: str  # where the figure is at home
    as_of: datetime.date | None


def credit_of(diseases: Sequence[Disease], address: str) -> Credit:
    changes = [disease.updated_at.date() for disease in diseases]
    return Credit(address, max(changes, default=None))


def figure(matrix: Matrix, credit: Credit) -> Sheet:
    drawn: list[Shape] = []
    columns = len(matrix.stages) or 1
    across = (WIDTH - 2 * MARGIN - SIDE - GAP * columns) / columns
    places = [MARGIN + SIDE + GAP + number * (across + GAP) for number in range(columns)]
    y, heads = stage_heads(matrix, places, across)
    drawn += heads
    for line in matrix.lines:
        cells = [names_in(cell, across) for cell in line.cells]
        side = wrapped(str(capfirst(line.label)), NORMAL, (SIDE - 34))
        height = 2 * PADDING + max(LINE * len(side), *map(height_of, cells))
        drawn += direction_mark(line.direction, MARGIN, y + PADDING)
        drawn += [
            Lettering(MARGIN + 30, y + PADDING + 16 + LINE * number, text, NORMAL, INK)
            for number, text in enumerate(side)
        ]
        for x, lines in zip(places, cells, strict=True):
            if lines:
                drawn.append(Box(x, y, across, height, CELL, 4))
            drawn += named(lines, x, y, INKS[line.direction])
        y += height + GAP
    y, foot = source_lines(y + 46, credit)
    drawn += foot
    height = round(y + 26)
    return Sheet(
        width=WIDTH,
        height=height,
        title=title(),
        description=in_words(matrix),
        language=translation.get_language(),
        shapes=[Box(0, 0, WIDTH, height, PAPER), Box(0, 0, WIDTH, 8, BRAND), *head(matrix), *drawn],
    )


def title() -> str:
    return _("Mesenchymal cells: how far testing went, and what came out")


def head(matrix: Matrix) -> list[Shape]:
    number = sum(cell.number for line in matrix.lines for cell in line.cells)
    told = ngettext(
        "%(number)s disease in which these stem or stromal cells were tried, by testing stage and "
        "by the result so far",
        "%(number)s diseases in which these stem or stromal cells were tried, by testing stage and "
        "by the result so far",
        number,
    )
    return [
        Lettering(MARGIN, 66, title(), fitting(title()), INK),
        Lettering(MARGIN, 100, told % {"number": number}, NORMAL, SOFT),
    ]


def fitting(text: str) -> int:
    """The size at which it stays in one line."""
    return min(LARGE, int(LARGE * (WIDTH - 2 * MARGIN) / width_of(text, LARGE)))


def stage_heads(
    matrix: Matrix, places: Sequence[float], across: float
) -> tuple[float, list[Shape]]:
    """Where the rows begin, and what stands above each column."""
    drawn: list[Shape] = []
    lowest = 1
    for x, (stage, label) in zip(places, matrix.stages, strict=False):
        lines = wrapped(str(capfirst(label)), NORMAL, (across - PADDING))
        lowest = max(lowest, len(lines))
        drawn += ladder(stage, x + PADDING, HEADS + 24)
        drawn += [
            Lettering(x + PADDING, HEADS + 50 + LINE * number, text, NORMAL, INK)
            for number, text in enumerate(lines)
        ]
    return HEADS + 42 + LINE * lowest, drawn


def ladder(stage: str, x: float, bottom: float) -> list[Shape]:
    """Steps that rise, filled up to the one that was reached; the same ink whatever came out."""
    if stage == NOT_STATED:
        return []
    reached = [each.value for each in STAGES].index(stage)
    return [
        Box(x + 10 * step, bottom - 6 * (step + 1), 8, 6 * (step + 1), SOFT if is_on else "#d3d9cd")
        for step in range(len(STAGES))
        for is_on in [step <= reached]
    ]


def direction_mark(direction: str, x: float, y: float) -> list[Shape]:
    ink = INKS[direction]
    if direction not in MARKS:
        return [Lettering(x + 9, y + 17, "?", 22, SOFT, "middle")]
    size = 1.2
    return [
        Area(tuple((x + size * at, y + size * down) for at, down in points), ink)
        for points in MARKS[direction]
    ]


def names_in(cell: Cell, across: float) -> list[tuple[str, bool]]:
    """Lines of the cell; of each whether a name begins with it."""
    shown = cell.diseases[: MOST_NAMED if cell.number > MOST_NAMED + 1 else cell.number]
    lines = []
    for disease in shown:
        first, *others = wrapped(disease.title, NORMAL, (across - 2 * PADDING - 18))
        lines += [(first, True), *((other, False) for other in others)]
    if left := cell.number - len(shown):
        more = ngettext("+ %(number)s more", "+ %(number)s more", left) % {"number": left}
        lines.append((more, False))
    return lines


def height_of(lines: Sequence[tuple[str, bool]]) -> int:
    names = sum(is_first for _text, is_first in lines)
    return LINE * len(lines) + BETWEEN_NAMES * max(names - 1, 0)


def named(lines: Sequence[tuple[str, bool]], x: float, y: float, ink: str) -> list[Shape]:
    drawn: list[Shape] = []
    base = y + PADDING - 8
    for number, (text, is_first) in enumerate(lines):
        base += LINE + (BETWEEN_NAMES if is_first and number else 0)
        if is_first:
            drawn.append(Disc(x + PADDING + 5, base - 6, 5, ink))
        drawn.append(Lettering(x + PADDING + 18, base, text, NORMAL, INK))
    return drawn


def source_lines(y: float, credit: Credit) -> tuple[float, list[Shape]]:
    """The last base line, and what a reader needs to trust or to doubt the figure."""
    told = [
        _(
            "The stage and the result are those that the page of each disease states, with its "
            "sources. A count does not say how large or how sound the studies were."
        ),
        source(credit),
    ]
    lines = [line for text in told for line in wrapped(text, SMALL, (WIDTH - 2 * MARGIN - 150))]
    drawn: list[Shape] = [
        Lettering(MARGIN, y + 22 * number, line, SMALL, SOFT) for number, line in enumerate(lines)
    ]
    last = y + 22 * (len(lines) - 1)
    name = Lettering(WIDTH - MARGIN, last, settings.SITE_NAME, 26, BRAND, "end")
    return last, [Box(MARGIN, y - 32, 72, 5, SAFFRON), *drawn, name]


def source(credit: Credit) -> str:
    words = {"site": settings.SITE_NAME, "address": credit.address, "licence": LICENCE}
    if credit.as_of is None:
        return _("Source: %(site)s, %(address)s. Licence of the figure: %(licence)s.") % words
    words["day"] = formats.date_format(credit.as_of)
    said = _("Source: %(site)s, %(address)s, as of %(day)s. Licence of the figure: %(licence)s.")
    return said % words


def in_words(matrix: Matrix) -> str:
    """What the figure shows, for those who do not see it."""
    return " ".join(
        _("%(result)s, %(stage)s: %(diseases)s.")
        % {
            "result": capfirst(line.label),
            "stage": cell.stage_label,
            "diseases": "; ".join(disease.title for disease in cell.diseases),
        }
        for line in matrix.lines
        for cell in line.cells
        if cell.number
    )
