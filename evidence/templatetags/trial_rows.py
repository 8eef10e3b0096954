"""A trial as a row of a list, and its status: drawn without a template of their own."""

from collections.abc import Iterable, Iterator

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.templatetags.badges import badge
from content.templatetags.facts import partial_date, verification
from content.templatetags.language import lang_of
from diseases.models import Disease
from evidence.models import Trial
from therapy.models import TissueSource

register = template.Library()


@register.simple_tag
def trial_row(trial: Trial, level: str, with_diseases: bool = False) -> SafeString:
    """Of a trial with its parts; `level` is that of the heading."""
    shown = trial.diseases.all() if with_diseases else ()
    diseases = [disease for disease in shown if disease.is_live]
    return format_html(
        '<{level} class="row-title"><a href="{address}"{language}>{title}</a></{level}>\n'
        '{status}\n<ul class="row-meta line">\n{facts}</ul>',
        level=level,
        address=trial.get_absolute_url(),
        language=lang_of(trial),
        title=trial.title,
        status=trial_status(trial),
        facts=format_html_join("", "<li{}>{}</li>\n", facts(trial, diseases)),
    )


def facts(trial: Trial, diseases: Iterable[Disease]) -> Iterator[tuple[str, str]]:
    """(attributes of the line, what it says)"""
    number = f"{trial.get_registry_display()} {trial.registry_id}"
    yield "", format_html("{} {}", number, verification(trial.verification))
    if trial.enrolment is not None:
        yield "", people(trial)
    if trial.public_sources or trial.has_other_source:
        yield "", format_html("{} {}", _("Cells from:"), cells(trial))
    if countries := trial.countries_by_name:
        yield "", ", ".join(country.name for country in countries)
    yield "", results(trial)
    if trial.condition:
        yield lang_of(trial), trial.condition
    for disease in diseases:
        address = disease.get_absolute_url()
        yield "", format_html('<a href="{}"{}>{}</a>', address, lang_of(disease), disease.title)


def people(trial: Trial) -> str:
    said = ngettext("%(number)s person", "%(number)s people", trial.enrolment)
    said %= {"number": trial.enrolment}
    if trial.enrolment_registry is None:
        return said
    registered = _("registered: %(number)s") % {"number": trial.enrolment_registry}
    return f"{said} ({registered})"


def cells(trial: Trial) -> SafeString:
    sources: list[TissueSource] = trial.public_sources
    named = [format_html("<span{}>{}</span>", lang_of(each), each.title) for each in sources]
    if trial.has_other_source:
        named.append(_("another source"))
    return format_html_join(", ", "{}", ((name,) for name in named))


def results(trial: Trial) -> str:
    if trial.results_known:
        return _("Results posted in the registry")
    if trial.results_known is None:
        return _("Not known whether results are posted")
    return _("No results posted in the registry")


@register.simple_tag
def trial_status(trial: Trial) -> SafeString:
    """Its status with its age, and its phase, as badges."""
    lines = [
        format_html(
            "{} {}",
            badge("trial", trial.shown_status, trial.get_shown_status_display()),
            age_of_status(trial),
        ),
        badge("phase", trial.phase, trial.get_phase_display()),
    ]
    if trial.has_no_participants:
        lines.append(badge("trial", Trial.Status.WITHDRAWN, _("nobody took part: no evidence")))
    items = format_html_join("", "\n<li>{}</li>", ((line,) for line in lines))
    return format_html('<ul class="badges">{}\n</ul>', items)


def age_of_status(trial: Trial) -> SafeString:
    if was := trial.was:
        return format_html('<span class="as-of">({})</span>', was)
    if trial.is_by_later_material:
        return format_html('<span class="as-of">{}</span>', _("by later material"))
    if not trial.status_as_of[0]:
        return SafeString()
    seen = partial_date(*trial.status_as_of)
    return format_html('<span class="as-of">{} {}</span>', _("as of"), seen)
