"""Dates and how sure a fact is."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from content import partial_dates
from content.models import Verification
from content.web import drawn

register = template.Library()


@register.simple_tag
@drawn.once
def partial_date(date, precision):
    """`<time>` for a date known to the day, month or year; words alone when it is not known."""
    shown, machine = partial_dates.show(date, precision), partial_dates.iso(date, precision)
    if not machine:
        return shown
    return format_html('<time datetime="{}">{}</time>', machine, shown)


@register.simple_tag
def verification(mark):
    """A note beside a fact from general knowledge; nothing for one that was seen in a source."""
    return not_yet_checked() if mark == Verification.MEMORY else ""


@drawn.once
def not_yet_checked():
    return format_html(
        '<span class="badge badge-unchecked"><span class="badge-mark" aria-hidden="true">?</span>'
        "{}</span>",
        _("not yet checked"),
    )
