"""The lines of the glossary, in Python, as a page has hundreds of them."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from content.templatetags.language import lang_of

register = template.Library()


@register.simple_tag
def glossary_lines(lines):
    """Items of a `<dl>` for the `content.web.alphabet.IndexLine`s of one letter."""
    see = _("see")
    return format_html_join(
        "\n",
        "{}",
        (
            (under_another_name(line, see) if line.is_other_name else defined(line.entry),)
            for line in lines
        ),
    )


def under_another_name(line, see):
    return format_html(
        '<div><dt{}>{}</dt><dd>{} <a href="{}">{}</a></dd></div>',
        lang_of(line.entry),
        line.text,
        see,
        line.entry.get_absolute_url(),
        line.entry.title,
    )


def defined(term):
    language, said, others = lang_of(term), "", ""
    if term.pronunciation:
        said = format_html(' <span class="say">{}</span>', term.pronunciation)
    if term.others:
        others = format_html(
            '\n<dd class="row-meta">{} {}</dd>', _("Not the same as:"), links(term.others)
        )
    return format_html(
        '<div id="{}"><dt><a href="{}"{}>{}</a>{}</dt>\n<dd{}>{}</dd>{}</div>',
        term.slug,
        term.get_absolute_url(),
        language,
        term.title,
        said,
        language,
        term.definition,
        others,
    )


def links(terms) -> SafeString:
    return format_html_join(
        ", ",
        '<a href="{}"{}>{}</a>',
        ((term.get_absolute_url(), lang_of(term), term.title) for term in terms),
    )
