"""Words with a shape: meaning never rests on colour."""

from django import template
from django.utils.html import format_html

from content.web import badge_icons, drawn

register = template.Library()


@register.simple_tag
def badge(kind, value, label):
    """A word with a shape: meaning never rests on colour. Empty without a value."""
    return word_with_shape(kind, str(value), str(label)) if value else ""


@drawn.once
def word_with_shape(kind, value, label):
    return format_html(
        '<span class="badge badge-{kind} {kind}-{value}">'
        '<span class="badge-mark">{mark}</span>{label}</span>',
        kind=kind,
        value=value.replace("/", "-").replace("_", "-"),
        mark=badge_icons.glyph(kind, value),
        label=label,
    )


@drawn.once
def lone_mark(kind, value, label, shape):
    return format_html(
        '<span class="mark-only {kind}-{value}" title="{label}">{shape}'
        '<span class="visually-hidden">{label}</span></span>',
        kind=kind,
        value=value.replace("/", "-").replace("_", "-"),
        shape=shape,
        label=label,
    )


@register.simple_tag
def mark(kind, value, label):
    """The shape of a badge alone, for lists with a key; screen readers hear the word."""
    if not value:
        return ""
    return lone_mark(kind, str(value), str(label), badge_icons.glyph(kind, value))


@register.simple_tag
def result_mark(direction, label, size=""):
    """Which way a result points: a large shape and the word. `size` may be "small"."""
    return shape_with_word(str(direction), str(label), size) if direction else ""


@drawn.once
def shape_with_word(direction, label, size):
    return format_html(
        '<span class="result-mark{size} result-{direction}">'
        '<span class="result-shape">{mark}</span> <span class="result-word">{label}</span></span>',
        size=f" is-{size}" if size else "",
        direction=direction.replace("_", "-"),
        mark=badge_icons.glyph("direction", direction),
        label=label,
    )


@register.simple_tag
def used_mark(kind, value, label):
    """The same in a long list; the page has `{% shapes_to_use %}` of that kind."""
    if not value:
        return ""
    return lone_mark(kind, str(value), str(label), badge_icons.used_glyph(kind, str(value)))


@register.simple_tag
def shapes_to_use(*kinds):
    return badge_icons.shapes_to_use(*kinds)


@register.simple_tag
def shape_only(kind, value):
    """The bare shape, where the word stands beside it."""
    return badge_icons.glyph(kind, value)
