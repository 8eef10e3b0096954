from typing import NamedTuple

from django import template

from content.web.drawn import draw

register = template.Library()


class TrialRow(NamedTuple):
    """What a list shows of a trial."""

    level: str  # of the heading
    address: str
    language: str
    title: str
    registry: str
    registry_id: str
    verification: str
    status: str
    status_label: str
    was: str
    status_as_of: tuple
    is_by_later_material: bool
    phase: str
    phase_label: str
    has_no_participants: bool
    enrolment: int | None
    enrolment_registry: int | None
    sources: tuple[tuple[str, str], ...]  # language, title
    has_other_source: bool
    countries: tuple[str, ...]
    results_known: bool | None
    condition: str
    diseases: tuple[tuple[str, str, str], ...]  # address, language, title


@register.simple_tag
def trial_row(trial, level, with_diseases=False):
    """A trial with sources and countries, and with its diseases where they are asked for."""
    diseases = [each for each in trial.diseases.all() if each.is_live] if with_diseases else []
    return draw(
        "evidence/_trial_row.html",
        TrialRow(
            level=level,
            address=trial.get_absolute_url(),
            language=trial.language,
            title=trial.title,
            registry=trial.get_registry_display(),
            registry_id=trial.registry_id,
            verification=trial.verification,
            status=trial.shown_status,
            status_label=trial.get_shown_status_display(),
            was=trial.was,
            status_as_of=trial.status_as_of,
            is_by_later_material=trial.is_by_later_material,
            phase=trial.phase,
            phase_label=trial.get_phase_display(),
            has_no_participants=trial.has_no_participants,
            enrolment=trial.enrolment,
            enrolment_registry=trial.enrolment_registry,
            sources=tuple((each.language, each.title) for each in trial.public_sources),
            has_other_source=trial.has_other_source,
            countries=tuple(country.name for country in trial.countries_by_name),
            results_known=trial.results_known,
            condition=trial.condition,
            diseases=tuple((d.get_absolute_url(), d.language, d.title) for d in diseases),
        ),
    )
