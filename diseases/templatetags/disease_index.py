"""The index of diseases, whose many lines are drawn without a template of their own."""

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
def disease_index(groups: Iterable[tuple[str, str, list[IndexLine]]]) -> SafeString:
    """The groups of `content.web.alphabet.by_letter`, each under its letter."""
    addresses: dict[int, str] = {}
    return format_html_join(
        "\n",
        '<section class="part letter-part" aria-labelledby="letter-{}">\n<h2 id="letter-{}">{}</h2>'
        '\n<ul class="columns wide">\n{}\n</ul>\n</section>',
        (
            (
                key,
                key,
                label,
                format_html_join(
                    "\n", "<li>{}</li>", ((disease_line(line, addresses),) for line in lines)
                ),
            )
            for key, label, lines in groups
        ),
    )


def disease_line(line: IndexLine, addresses: dict[int, str]) -> SafeString:
    """Many lines lead to the same disease: `addresses` keeps what is known of them."""
    disease, language = line.entry, lang_of(line.entry)
    if disease.pk not in addresses:
        addresses[disease.pk] = disease.get_absolute_url()
    address = addresses[disease.pk]
    if line.is_other_name:
        said = _('see <a href="{url}"{mark}>{title}</a>')
        link = format_html(said, url=address, mark=language, title=disease.title)
        return format_html("<span{}>{}</span>, {}", language, line.text, link)
    return format_html(
        '<a href="{}"{}><strong>{}</strong></a> {}', address, language, line.text, glyphs(disease)
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
