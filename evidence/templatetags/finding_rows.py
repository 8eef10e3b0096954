"""Findings as rows of a list: drawn without a template of their own."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from content.templatetags.badges import badge
from content.templatetags.facts import partial_date, verification
from content.templatetags.language import lang_of
from evidence.models import EvidenceStatement
from literature.models import Publication

register = template.Library()


@register.simple_tag
def finding_row(finding: EvidenceStatement) -> SafeString:
    """Of a finding with `named_sources`."""
    language = lang_of(finding)
    marks = [
        badge("direction", finding.direction, finding.get_direction_display()),
        badge("certainty", finding.certainty, finding.get_certainty_display()),
        badge("design", finding.best_design, finding.get_best_design_display()),
        verification(finding.verification),
    ]
    sources = format_html_join(", ", "{}{}", map(source, finding.named_sources))
    return format_html(
        '<li id="finding-{slug}"><h2 class="row-title"><a href="{address}"{language}>{title}</a>'
        "</h2>\n<p><span{language}>{effect}</span>\n{of_100}</p>\n"
        '<ul class="badges">\n{marks}</ul>\n<p class="row-meta">{date}. {sources}</p></li>',
        slug=finding.slug,
        address=finding.get_absolute_url(),
        language=language,
        title=f"{finding.disease.title}: {finding.outcome_name}",
        effect=finding.effect_plain,
        of_100=of_100(finding),
        marks=format_html_join("", "<li>{}</li>\n", ((mark,) for mark in marks if mark)),
        date=format_html(
            "{} {}", _("As of"), partial_date(finding.as_of_on, finding.as_of_precision)
        ),
        sources=format_html("{} {}", _("Sources:"), sources or _("not stated")),
    )


def source(named: tuple[Publication, str]) -> tuple[SafeString, SafeString]:
    publication, name = named
    link = format_html('<a href="{}">{}</a>', publication.get_absolute_url(), name)
    if not publication.needs_warning:
        return link, SafeString()
    warning = badge("retraction", publication.retraction, publication.get_retraction_display())
    return link, format_html(" {}", warning)


@register.simple_tag
def of_100(finding: EvidenceStatement) -> SafeString:
    """What belongs to its numbers of 100 people; nothing without them."""
    if finding.of_100_with_cells is None:
        return SafeString()
    time, people = finding.of_100_time, finding.of_100_people
    return format_html(
        '<span class="finding-note">{} {}. {} {}.</span>',
        _("When this was seen:"),
        format_html("<span{}>{}</span>", lang_of(finding), time) if time else _("not recorded"),
        _("Of how many people:"),
        _("not recorded") if people is None else people,
    )
