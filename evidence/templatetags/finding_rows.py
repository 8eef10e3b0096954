"""Findings as rows of a list: drawn without a template of their own."""

from collections.abc import Iterable, Iterator

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.templatetags.badges import badge
from content.templatetags.facts import partial_date, verification
from content.templatetags.language import lang_of
from diseases.vocabulary import Design
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
def finding_in_table(finding: EvidenceStatement, is_set_aside: bool = False) -> SafeString:
    """As a row of the table of its disease, with what `literature.page_text` gave it."""
    return format_html(
        '<tr id="evidence-{slug}"{mark}>\n<th scope="row">{what}</th>\n<td>{found}</td>\n'
        '<td>\n<ul class="badges">\n{facts}</ul></td>\n'
        '<td data-label="{people_label}">{people}</td>\n'
        '<td data-label="{date_label}">{date}</td>\n</tr>',
        slug=finding.slug,
        mark=SafeString(' class="is-set-aside"' if is_set_aside else ""),
        what=what_was_asked(finding),
        found=what_was_found(finding, is_set_aside),
        facts=format_html_join("", "<li>{}</li>\n", ((fact,) for fact in facts(finding))),
        people_label=_("People:"),
        people=people(finding),
        date_label=_("As of:"),
        date=partial_date(finding.as_of_on, finding.as_of_precision),
    )


def in_its_language(finding: EvidenceStatement, text: str) -> SafeString:
    return format_html("<span{}>{}</span>", lang_of(finding), text)


def notes(lines: Iterable[str]) -> SafeString:
    return format_html_join(
        "", '\n<span class="finding-note">{}</span>', ((line,) for line in lines)
    )


def what_was_asked(finding: EvidenceStatement) -> SafeString:
    told = [
        (_("Cells:"), finding.cells),
        (_("Dose:"), finding.dose),
        (_("Compared with:"), finding.comparator),
        (_("Follow-up:"), finding.follow_up),
    ]
    return format_html(
        '{}{}\n<span class="finding-note"{}>{}</span>{}',
        in_its_language(finding, finding.outcome_name),
        "" if finding.is_msc else format_html('\n<span class="badge">{}</span>', _("not MSC")),
        lang_of(finding),
        finding.population,
        notes(
            [
                *labelled(finding, told),
                " ".join((_("Kind of outcome:"), finding.get_outcome_kind_display())),
            ]
        ),
    )


def labelled(finding: EvidenceStatement, told: Iterable[tuple[str, str]]) -> Iterator[SafeString]:
    for label, text in told:
        if text:
            yield format_html("{} {}", label, in_its_language(finding, text))


def what_was_found(finding: EvidenceStatement, is_set_aside: bool) -> SafeString:
    told = [
        (_("Effect and confidence interval:"), finding.effect_value),
        (_("Harms with counts:"), finding.harms_counted),
    ]
    lines = list(labelled(finding, told))
    if finding.not_recorded:
        missing = ", ".join(str(name) for name in finding.not_recorded)
        lines.append(" ".join((_("Not recorded:"), missing)))
    mark = verification(finding.verification)
    return format_html(
        "{}{}\n{}{}{}{}{}",
        in_its_language(finding, finding.linked["effect_plain"]),
        finding.cited,
        of_100(finding),
        strong([deciding(finding)] if finding.is_deciding else []),
        notes(lines),
        strong(warnings(finding, is_set_aside)),
        notes([mark] if mark else []),
    )


def strong(lines: Iterable[str]) -> SafeString:
    return format_html_join(
        "", '\n<strong class="finding-note">{}</strong>', ((line,) for line in lines)
    )


def deciding(finding: EvidenceStatement) -> str:
    if finding.better_when == finding.BetterWhen.LOWER:
        return _("The deciding result of this disease: fewer people is better.")
    return _("The deciding result of this disease: more people is better.")


def warnings(finding: EvidenceStatement, is_set_aside: bool) -> Iterator[str]:
    for later in finding.superseded_by.all() if is_set_aside else ():
        if later.is_live:
            yield format_html(
                '{} <a href="#evidence-{}"{}>{}</a>',
                _("Overturned or replaced by:"),
                later.slug,
                lang_of(later),
                later.outcome_name,
            )
    if finding.rests_on_doubtful_source:
        yield _("A source of this finding was retracted or is under an expression of concern.")


def facts(finding: EvidenceStatement) -> Iterator[SafeString]:
    """Four facts that are not worked out from each other."""
    yield badge("direction", finding.direction, finding.get_direction_display())
    by = finding.certainty_by
    yield format_html(
        "{}{}{}",
        badge("certainty", finding.certainty, finding.get_certainty_display()),
        format_html(
            '\n<span class="finding-note">{} <a href="{}">{}</a></span>',
            _("stated by"),
            by.get_absolute_url(),
            finding.certainty_by_name,
        )
        if by is not None and by.is_live
        else "",
        format_html(
            '\n<span class="finding-note"{}>{}</span>',
            lang_of(finding),
            finding.downgrade_reasons,
        )
        if finding.downgrade_reasons
        else "",
    )
    is_untested = finding.best_design == Design.PRECLINICAL
    yield format_html(
        "{}{}",
        badge("design", finding.best_design, finding.get_best_design_display()),
        notes([_("not tested in people")] if is_untested else []),
    )
    if finding.phase:
        yield badge("phase", finding.phase, finding.get_phase_display())


def people(finding: EvidenceStatement) -> SafeString:
    number = finding.n_participants
    studies = finding.n_studies
    in_studies = (
        ngettext("in %(number)s study", "in %(number)s studies", studies) % {"number": studies}
        if studies
        else ""
    )
    return format_html(
        "{}\n{}",
        _("not stated") if number is None else number,
        notes([in_studies] if in_studies else []),
    )


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
