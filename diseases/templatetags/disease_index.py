"""The index of diseases, whose many lines are drawn without a template of their own."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from content.templatetags.badges import used_mark
from content.templatetags.language import lang_of
from content.web.alphabet import IndexLine
from diseases.models import Disease

register = template.Library()


@register.simple_tag
def disease_index(groups: Iterable[tuple[str, str, list[IndexLine]]]) -> SafeString:
    """The groups of `content.web.alphabet.by_letter`, each under its letter."""
    return format_html_join(
        "\n",
        '<section class="part letter-part" aria-labelledby="letter-{}">\n<h2 id="letter-{}">{}</h2>'
        '\n<ul class="index-lines">\n{}\n</ul>\n</section>',
        (
            (
                key,
                key,
                label,
                format_html_join(
                    "\n", "<li>{}</li>", ((disease_line(line.entry),) for line in lines)
                ),
            )
            for key, label, lines in groups
        ),
    )


def disease_line(disease: Disease) -> SafeString:
    language = lang_of(disease)
    return format_html(
        '<p class="index-name"><a href="{}"{}><strong>{}</strong></a> {}</p>{}',
        disease.get_absolute_url(),
        language,
        disease.title,
        glyphs(disease),
        format_html("\n<p{}>{}</p>", language, said) if (said := disease.description) else "",
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
