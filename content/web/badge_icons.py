"""Shapes beside words, so that a badge can be told apart without colour.

Each shape is drawn on a field 16 units high, as path data: `on` is filled, `off` is outlined,
`line` is a thick stroke. The style sheet gives all of them the colour of the text.
"""

from functools import cache
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class Shape(NamedTuple):
    width: int
    on: str = ""
    off: str = ""
    line: str = ""


def disc(x: float, y: float, radius: float) -> str:
    across = 2 * radius
    arc = f"a{radius} {radius} 0 1 0"
    return f"M{x - radius} {y}{arc} {across} 0{arc} -{across} 0Z"


def box(x: float, y: float, width: float, height: float) -> str:
    return f"M{x} {y}h{width}v{height}h-{width}Z"


def row_of_discs(number: int, of: int) -> Shape:
    centres = [5 + 11 * place for place in range(of)]
    return Shape(
        11 * of - 1,
        on="".join(disc(x, 8, 4.5) for x in centres[:number]),
        off="".join(disc(x, 8, 3.75) for x in centres[number:]),
    )


def ladder(level: int, of: int = 4) -> Shape:
    """Rising steps, filled up to the one that was reached."""
    steps = [(6 * place, 4 * (place + 1)) for place in range(of)]
    return Shape(
        6 * of,
        on="".join(box(x + 0.5, 15.5 - height, 5, height) for x, height in steps[:level]),
        off="".join(
            box(x + 1.25, 16.25 - height, 3.5, height - 1.5) for x, height in steps[level:]
        ),
    )


def row_of_boxes(halves: int, of: int = 4) -> Shape:
    """Phases: a phase such as 1/2 fills the second box half."""
    on, off = "", ""
    for place in range(of):
        x, filled = 9 * place, min(2, halves - 2 * place)
        if filled > 0:
            on += box(x + 0.5, 4.5, 3.5 * filled, 7)
        if filled < 2:
            off += box(x + 1.25, 5.25, 5.5, 5.5)
    return Shape(9 * of - 1, on=on, off=off)


UP = "M8 1.5 14.5 9H10.3v5.5H5.7V9H1.5Z"
DOWN = "M8 14.5 1.5 7H5.7V1.5h4.6V7h4.2Z"
UP_SMALL = "M8 2.8 12.9 8.3H9.6v5H6.4v-5H3.1Z"
UP_AND_DOWN = "M6 1.5 11 8H7.7v6.5H4.3V8H1Z M18 14.5 13 8h3.3V1.5h3.4V8H23Z"
EQUAL = box(2, 4, 12, 3) + box(2, 9, 12, 3)
QUESTION = "M4.5 5.5C4.5 3 6 2 8 2s3.5 1.2 3.5 3.1c0 2.3-3.4 2.6-3.4 5.4M8 12.9v1.3"
CROSS = "M3.5 3.5l9 9m0-9l-9 9"
TICK = "M2.5 8.5l4 4 7-9"
DASH = "M2.5 8h11"
RING = disc(8, 8, 5.75)
HALF_DISC = "M8 2.25a5.75 5.75 0 0 0 0 11.5Z"
PAUSE = box(3.5, 3, 3.2, 10) + box(9.3, 3, 3.2, 10)
EXCLAMATION = "M8 2v7.5M8 12.9v1.3"
DOTS = disc(2.5, 8, 1.75) + disc(8, 8, 1.75) + disc(13.5, 8, 1.75)
DIAMOND = "M8 1.5 14.5 8 8 14.5 1.5 8Z"
DIAMOND_LINE = "M8 2.6 13.4 8 8 13.4 2.6 8Z"

NOT_GIVEN = Shape(16, line=DASH)
UNSURE = Shape(16, line=QUESTION)
ENDED = Shape(16, line=CROSS)
GRANTED = Shape(16, line=TICK)
HALTED = Shape(16, on=PAUSE)
PARTLY = Shape(16, on=HALF_DISC, off=RING)
ALERT = Shape(16, line=EXCLAMATION)
# Four short strokes: a scale of four on which nobody marked a place.
NOT_ASSESSED = Shape(43, line="".join(f"M{x} 8h5" for x in (2.5, 13.5, 24.5, 35.5)))

SHAPES = {
    "certainty": {
        "high": row_of_discs(4, of=4),
        "moderate": row_of_discs(3, of=4),
        "low": row_of_discs(2, of=4),
        "very_low": row_of_discs(1, of=4),
        "not_assessed": NOT_ASSESSED,
    },
    "direction": {
        "benefit": Shape(16, on=UP),
        "no_difference": Shape(16, on=EQUAL),
        "harm": Shape(16, on=DOWN),
        "mixed": Shape(24, on=UP_AND_DOWN),
        "unclear": UNSURE,
    },
    "stage": {
        "phase_3_results": ladder(4),
        "small_controlled": ladder(3),
        "early_human": ladder(2),
        "laboratory": ladder(1),
    },
    "design": {
        # Sheets of paper; two arms by lot; two arms; one arm; one person; a flask.
        "systematic_review": Shape(16, on=box(5.5, 5, 9, 10), line="M2 12V1.75h9.5"),
        "rct": Shape(16, line="M1 8h4.5l3.5-4.5h6M5.5 8 9 12.5h6", on=disc(5.5, 8, 2.25)),
        "nonrandomised": Shape(16, line="M1.5 4.5h13M1.5 11.5h13"),
        "single_arm": Shape(16, line="M1.5 8h10", on="M10 3.5 15 8l-5 4.5Z"),
        "case_report": Shape(16, on=disc(8, 4.5, 3) + "M2.5 15c0-4 2.5-6 5.5-6s5.5 2 5.5 6Z"),
        "preclinical": Shape(
            16, on="M4.2 10h7.6l2.2 4.5H2Z", off="M6 1.75h4M6.5 2v4l-4.3 8.2h11.6L9.5 6V2"
        ),
    },
    "support": {
        "strong": row_of_discs(3, of=3),
        "moderate": row_of_discs(2, of=3),
        "weak": row_of_discs(1, of=3),
        "indirect": Shape(16, off=RING + disc(8, 8, 2)),
        "none": row_of_discs(0, of=3),
        "not_stated": NOT_GIVEN,
    },
    "known": {
        "none": Shape(16, off=RING),
        "small": Shape(16, on=disc(8, 8, 4)),
        "unconfirmed": PARTLY,
        "mixed": Shape(24, on=UP_AND_DOWN),
    },
    "phase": {
        "1": row_of_boxes(2),
        "1/2": row_of_boxes(3),
        "2": row_of_boxes(4),
        "2/3": row_of_boxes(5),
        "3": row_of_boxes(6),
        "4": row_of_boxes(8),
        "na": NOT_GIVEN,
        "expanded": Shape(16, off=RING, line="M8 4.8v6.4M4.8 8h6.4"),
        "not_stated": NOT_GIVEN,
    },
    "trial": {
        "recruiting": Shape(16, on=disc(8, 8, 6.5)),
        "not_yet_recruiting": Shape(16, off=RING),
        "active_not_recruiting": PARTLY,
        "completed": Shape(16, on=box(2, 2, 12, 12)),
        "terminated": ENDED,
        "suspended": HALTED,
        "withdrawn": Shape(16, off=RING, line="M4.2 11.8l7.6-7.6"),
        "unknown": UNSURE,
        "unclear": UNSURE,
    },
    "outcome": {
        "positive": Shape(16, on=UP),
        "positive_small": Shape(16, off=UP_SMALL),
        "positive_uncontrolled": Shape(16, off=UP_SMALL),
        "mixed": Shape(24, on=UP_AND_DOWN),
        "negative": Shape(16, on=EQUAL),
        "safety": Shape(16, off=DIAMOND_LINE),
        "supportive": Shape(16, off=DIAMOND_LINE),
        "pending": NOT_GIVEN,
    },
    "authorisation": {
        "authorised": GRANTED,
        "conditional": PARTLY,
        "exempt": Shape(16, off=box(2, 2, 12, 12), line="M8 4.8v6.4M4.8 8h6.4"),
        "renewed": Shape(16, line="M13.2 6.2A5.5 5.5 0 1 0 13.5 9.5", on="M15.5 2v6.5H9Z"),
        "applied": Shape(16, on=DOTS),
        "refused": ENDED,
        "suspended": HALTED,
        "withdrawn": Shape(16, line="M14.5 8H4M8 3.2 3.2 8 8 12.8"),
        "revoked": Shape(16, off=RING, line="M4.2 11.8l7.6-7.6"),
        "expired": Shape(16, on="M3 1.5h10L8 8l5 6.5H3L8 8Z"),
    },
    "setting": {
        "trial": Shape(16, off=DIAMOND_LINE),
        "approved": GRANTED,
        "unregulated": ALERT,
    },
    "seriousness": {
        "serious": ALERT,
        "mild": Shape(16, on=disc(8, 8, 2.5)),
        "not_stated": NOT_GIVEN,
    },
    "retraction": {
        "not_checked": UNSURE,
        "none_found": GRANTED,
        "corrected": Shape(16, on=EQUAL),
        "concern": ALERT,
        "retracted": ENDED,
    },
}
FALLBACK = Shape(16, on=DIAMOND)


def shape(kind: str, value: str) -> Shape:
    return SHAPES.get(kind, {}).get(value, FALLBACK)


def paths(drawn: Shape) -> SafeString:
    layers = (("glyph-on", drawn.on), ("glyph-off", drawn.off), ("glyph-line", drawn.line))
    return format_html_join(
        "", '<path class="{}" d="{}"/>', ((name, data) for name, data in layers if data)
    )


def glyph(kind: str, value: str) -> SafeString:
    """The shape as a small picture that is as high as a letter and hidden from screen readers."""
    return _DRAWN.get((kind, str(value)), _FALLBACK)


def shape_id(kind: str, value: str) -> str:
    return f"shape-{kind}-{str(value).replace('/', '-')}"


def shapes_to_use(*kinds: str) -> SafeString:
    """Every shape of some kinds, drawn once and out of sight, for `used_glyph` in long lists."""
    drawn = format_html_join(
        "",
        '<g id="{}">{}</g>',
        (
            (shape_id(kind, value), paths(each))
            for kind in kinds
            for value, each in SHAPES[kind].items()
        ),
    )
    return format_html(
        '<svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false">'
        "<defs>{}</defs></svg>",
        drawn,
    )


@cache
def used_glyph(kind: str, value: str) -> SafeString:
    return format_html(
        '<svg class="glyph" viewBox="0 0 {width} 16" width="{width}" height="16"'
        ' aria-hidden="true" focusable="false"><use href="#{id}"/></svg>',
        width=shape(kind, value).width,
        id=shape_id(kind, value),
    )


def _draw(drawn: Shape) -> SafeString:
    return format_html(
        '<svg class="glyph" viewBox="0 0 {width} 16" width="{width}" height="16"'
        ' aria-hidden="true" focusable="false">{paths}</svg>',
        width=drawn.width,
        paths=paths(drawn),
    )


_DRAWN = {
    (kind, value): _draw(each) for kind, group in SHAPES.items() for value, each in group.items()
}
_FALLBACK = _draw(FALLBACK)
