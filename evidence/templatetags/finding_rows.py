"""Findings as rows of a list: drawn without a template of their own."""

from collections.abc import Iterable, Iterator

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.templatetags.badges import badge, result_mark, shape_only
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
    sources = format_html_join(", ", "{}{}", map(source, finding.named_sources))
    return format_html(
        '<li id="finding-{slug}"><h2 class="row-title"><a href="{address}"{language}>{title}</a>'
        "</h2>\n<p>{direction}</p>\n<p><span{language}>{effect}</span>\n{of_100}</p>\n"
        '{line}\n<p class="row-meta">{sources}</p></li>',
        slug=finding.slug,
        address=finding.get_absolute_url(),
        language=language,
        title=f"{finding.disease.title}: {finding.outcome_name}",
        direction=direction(finding),
        effect=finding.effect_plain,
        of_100=of_100(finding),
        line=grey_line(
            [
                certainty(finding),
                finding.get_best_design_display(),
                as_of(finding),
                verification(finding.verification),
            ]
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
        '<tr id="evidence-{slug}"{mark}>\n<th scope="row">{what}</th>\n<td>{found}</td>\n</tr>',
        slug=finding.slug,
        mark=SafeString(' class="is-set-aside"' if is_set_aside else ""),
        what=what_was_asked(finding),
        found=what_was_found(finding, is_set_aside),
    )


def in_its_language(finding: EvidenceStatement, text: str) -> SafeString:
    return format_html("<span{}>{}</span>", lang_of(finding), text)


def notes(lines: Iterable[str]) -> SafeString:
    return format_html_join(
        "", '\n<span class="finding-note">{}</span>', ((line,) for line in lines)
    )


def told(lines: Iterable[str]) -> SafeString:
    """What belongs to the medicine: as large and as dark as the text."""
    return format_html_join(
        "", '\n<span class="finding-fact">{}</span>', ((line,) for line in lines)
    )


def what_was_asked(finding: EvidenceStatement) -> SafeString:
    facts = [
        (_("Cells:"), finding.cells),
        (_("Dose:"), finding.dose),
        (_("Compared with:"), finding.comparator),
        (_("Follow-up:"), finding.follow_up),
    ]
    return format_html(
        "{}{}{}{}",
        in_its_language(finding, finding.outcome_name),
        "" if finding.is_msc else format_html('\n<span class="badge">{}</span>', _("not MSC")),
        told([in_its_language(finding, finding.population), *labelled(finding, facts)]),
        notes([" ".join((_("Kind of outcome:"), finding.get_outcome_kind_display()))]),
    )


def labelled(finding: EvidenceStatement, told: Iterable[tuple[str, str]]) -> Iterator[SafeString]:
    for label, text in told:
        if text:
            yield format_html(
                '<span class="finding-label">{}</span> {}', label, in_its_language(finding, text)
            )


def what_was_found(finding: EvidenceStatement, is_set_aside: bool) -> SafeString:
    counted = [
        (_("Effect and confidence interval:"), finding.effect_value),
        (_("Harms with counts:"), finding.harms_counted),
    ]
    mark = verification(finding.verification)
    return format_html(
        "{}\n{}{}\n{}{}{}{}{}\n{}{}",
        direction(finding),
        in_its_language(finding, finding.linked["effect_plain"]),
        finding.cited,
        of_100(finding),
        strong([deciding(finding)] if finding.is_deciding else []),
        told(labelled(finding, counted)),
        strong(warnings(finding, is_set_aside)),
        notes(missing(finding)),
        grey_line(facts(finding)),
        notes([mark] if mark else []),
    )


def missing(finding: EvidenceStatement) -> Iterator[str]:
    if finding.not_recorded:
        names = ", ".join(str(name) for name in finding.not_recorded)
        yield " ".join((_("Not recorded:"), names))


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


def direction(finding: EvidenceStatement) -> SafeString:
    return result_mark(finding.direction, finding.get_direction_display(), "small")


def grey_line(facts: Iterable[str]) -> SafeString:
    """Facts that are not worked out from each other, in one line."""
    return format_html(
        '<ul class="finding-line">{}</ul>',
        format_html_join("", "<li>{}</li>\n", ((fact,) for fact in facts if fact)),
    )


def facts(finding: EvidenceStatement) -> Iterator[SafeString | str]:
    yield certainty_with_reasons(finding)
    yield finding.get_best_design_display()
    if finding.best_design == Design.PRECLINICAL:
        yield _("not tested in people")
    if finding.phase:
        yield finding.get_phase_display()
    yield people(finding)
    yield as_of(finding)


def certainty(finding: EvidenceStatement) -> SafeString:
    shape = shape_only("certainty", finding.certainty)
    return format_html("{} {}", shape, finding.get_certainty_display())


def certainty_with_reasons(finding: EvidenceStatement) -> SafeString:
    """Who states it, and why it is not higher."""
    by = finding.certainty_by
    return format_html(
        "{}{}{}",
        certainty(finding),
        format_html(
            ', {} <a href="{}">{}</a>',
            _("stated by"),
            by.get_absolute_url(),
            finding.certainty_by_name,
        )
        if by is not None and by.is_live
        else "",
        format_html(" ({})", in_its_language(finding, finding.downgrade_reasons))
        if finding.downgrade_reasons
        else "",
    )


def people(finding: EvidenceStatement) -> str:
    number = finding.n_participants
    studies = finding.n_studies
    in_studies = (
        ngettext("in %(number)s study", "in %(number)s studies", studies) % {"number": studies}
        if studies
        else ""
    )
    stated = _("not stated") if number is None else str(number)
    return " ".join(filter(None, (_("People:"), stated, in_studies)))


def as_of(finding: EvidenceStatement) -> SafeString:
    return format_html(
        "{} {}", _("As of:"), partial_date(finding.as_of_on, finding.as_of_precision)
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
