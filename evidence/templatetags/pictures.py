"""Parts of pictures, of which a page holds many: drawn without a template of their own."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from evidence.pictures.timeline import Lane, StepMark, Timeline
from evidence.pictures.trials import Bar, Column, Count, Years
from evidence.templatetags.steps import lane_name

register = template.Library()


@register.simple_tag
def trial_count(count: Count, address: str) -> SafeString | int:
    """The number, which leads to its trials; `address` is that of their list."""
    if not count.number:
        return 0
    return format_html(
        '<a class="number-link" href="{}?{}">{}</a>', address, count.query, count.number
    )


@register.simple_tag
def trial_counts(counts: list[Count], address: str) -> SafeString:
    """As cells of a table."""
    return format_html_join("", "<td>{}</td>", ((trial_count(count, address),) for count in counts))


@register.simple_tag
def bar_drawing(bar: Bar) -> SafeString:
    segments = format_html_join(
        "",
        '<rect class="segment" x="{}" width="{}" y="1" height="20" fill="url(#fill-{})">'
        "<title>{}: {}</title></rect>",
        ((each.start, each.length, each.group, each.label, each.number) for each in bar.segments),
    )
    return format_html(
        '<svg class="bar-drawing" width="100%" height="22" role="img" aria-label="{}. {}">{}</svg>',
        capfirst(bar.label),
        bar.words,
        segments,
    )


@register.simple_tag
def columns_of_years(years: Years) -> SafeString:
    return format_html_join("\n", "{}", ((column(each, years),) for each in years.columns))


def column(drawn: Column, years: Years) -> SafeString:
    texts = []
    if years.has_numbers and drawn.number:
        texts.append(("tick-middle column-number", drawn.middle, drawn.y - 5, drawn.number))
    if drawn.is_labelled or not drawn.year:
        texts.append(("tick-middle", drawn.middle, years.baseline + 17, drawn.year or "?"))
    return format_html(
        '<g><title>{}: {}</title><rect class="{}" x="{}" y="{}" width="{}" height="{}"{}/>{}</g>',
        drawn.year or _("not known"),
        drawn.number,
        "column" if drawn.year else "segment",
        drawn.x,
        drawn.y,
        drawn.width,
        drawn.height,
        "" if drawn.year else SafeString(' fill="url(#fill-running)"'),
        format_html_join("", '<text class="{}" x="{}" y="{}">{}</text>', texts),
    )


@register.simple_tag
def lanes(timeline: Timeline, with_product: bool = False) -> SafeString:
    """A lane for each product, place and use."""
    ticks = format_html_join(
        "",
        '<line class="tick" x1="{}" x2="{}" y1="0" y2="100%"/>',
        ((tick.at, tick.at) for tick in timeline.axis.ticks),
    )
    return format_html_join(
        "\n", "{}", ((lane_drawing(each, ticks, with_product),) for each in timeline.lanes)
    )


def lane_drawing(lane: Lane, ticks: SafeString, with_product: bool) -> SafeString:
    return format_html(
        '<li class="lane">\n<p class="lane-name">{name}</p>\n'
        '<svg class="lane-drawing" width="100%" height="{height}" role="img" '
        'aria-label="{label}">\n'
        '{ticks}\n<line class="lane-line" x1="0" x2="100%" y1="14" y2="14"/>\n'
        "{bands}\n{marks}\n</svg>\n</li>",
        name=lane_name(lane.use, with_product),
        height=lane.height,
        label=label_of(lane, with_product),
        ticks=ticks,
        bands=format_html_join("", "{}{}", map(band_drawing, lane.bands)),
        marks=format_html_join("", "{}", ((mark_drawing(each),) for each in lane.marks)),
    )


def label_of(lane: Lane, with_product: bool) -> str:
    use = lane.use
    names = [use.product.title] if with_product else []
    names.append(use.place)
    if use.is_one_of_several and use.wording:
        names.append(use.wording)
    return f"{', '.join(names)}. {lane.words}"


def band_drawing(band) -> tuple[SafeString, SafeString]:
    drawn = format_html(
        '<rect class="band" x="{}" y="10" width="{}" height="8"/>', band.start, band.length
    )
    if not band.is_open:
        return drawn, SafeString()
    return drawn, format_html(
        '<svg x="{}" y="14" class="at"><path class="band-open" d="M-2-9 8 0-2 9Z"/></svg>', band.end
    )


def mark_drawing(mark: StepMark) -> SafeString:
    ground = '<circle class="mark-ground" r="12"/>'
    if mark.is_application:
        ground = '<rect class="mark-ground" x="-11" y="-11" width="22" height="22"/>'
    return format_html(
        '<svg x="{}" y="{}" class="at"><title>{}</title>{}'
        '<g class="mark-glyph" transform="translate(-7 -7) scale(.875)">{}</g></svg>',
        mark.at,
        mark.y,
        mark.step.get_kind_display(),
        SafeString(ground),
        mark.drawn,
    )
