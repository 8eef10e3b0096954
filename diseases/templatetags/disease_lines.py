"""The lines of the index of diseases: drawn without a template of their own."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from content.templatetags.badges import used_mark
from content.templatetags.language import lang_of
from content.web.alphabet import IndexLine
from diseases.models import Disease

register = template.Library()


@register.simple_tag
def disease_lines(lines: Iterable[IndexLine]) -> SafeString:
    return format_html_join("\n", "<li>{}</li>", ((disease_line(each),) for each in lines))


def disease_line(line: IndexLine) -> SafeString:
    language, address = lang_of(line.entry), line.entry.get_absolute_url()
    if line.is_other_name:
        said = _('see <a href="{url}"{mark}>{title}</a>')
        title = format_html(said, url=address, mark=language, title=line.entry.title)
        return format_html("<span{}>{}</span>, {}", language, line.text, title)
    return format_html(
        '<a href="{}"{}><strong>{}</strong></a> {}',
        address,
        language,
        line.text,
        glyphs(line.entry),
    )


def glyphs(disease: Disease) -> SafeString:
    """Its stage and its result so far as two shapes; the page has `diseases/_glyph_key.html`, and
    screen readers hear the words.
    """
    stage, direction = disease.testing_stage, disease.evidence_direction
    return format_html(
        '<span class="glyphs">{} {}</span>',
        used_mark("stage", stage, disease.get_testing_stage_display()),
        used_mark("direction", direction, disease.get_evidence_direction_display()),
    )
