"""A hundred people as small figures, of whom some have what was counted."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from content.web.drawn import once

IN_A_ROW, STEP_ACROSS, STEP_DOWN = 10, 10, 14


@once
def crowd(number: int) -> SafeString:
    """A drawing in which the first `number` of 100 figures are filled."""
    return format_html(
        '<svg class="crowd" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}{}</svg>',
        IN_A_ROW * STEP_ACROSS,
        100 // IN_A_ROW * STEP_DOWN,
        figures("others", range(number, 100)),
        figures("counted", range(number)),
    )


def figures(name: str, places: range) -> SafeString:
    """Heads are dots and bodies short strokes, both with round ends; two paths for all of them."""
    heads = bodies = ""
    for place in places:
        x = place % IN_A_ROW * STEP_ACROSS + STEP_ACROSS // 2
        y = place // IN_A_ROW * STEP_DOWN
        heads += f"M{x} {y + 3}h0"
        bodies += f"M{x} {y + 8}v2"
    if not heads:
        return SafeString()
    return format_html(
        '<path class="crowd-head is-{}" d="{}"/><path class="crowd-body is-{}" d="{}"/>',
        name,
        heads,
        name,
        bodies,
    )
