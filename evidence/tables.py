"""Findings, trials and prices as rows for other programs: codes, not words, so that they stay."""

from collections.abc import Iterator

from django.db.models import QuerySet

from content import partial_dates, places
from evidence.models import Price, Trial
from evidence.prices import shown

FINDING_COLUMNS = [
    "id",
    "disease",
    "outcome",
    "outcome_kind",
    "population",
    "comparator",
    "cells",
    "is_msc",
    "counts",
    "why_not_counted",
    "direction",
    "effect_plain",
    "effect_value",
    "of_100_with_cells",
    "of_100_without",
    "better_when",
    "of_100_people",
    "of_100_time",
    "is_deciding",
    "dose",
    "harms_counted",
    "certainty",
    "certainty_stated_by",
    "best_design",
    "phase",
    "studies",
    "people",
    "follow_up",
    "as_of",
    "verification",
    "trials",
    "address",
]
TRIAL_COLUMNS = [
    "registry",
    "registry_id",
    "title",
    "diseases",
    "condition",
    "phase",
    "status",
    "status_last_seen",
    "status_last_seen_on",
    "people",
    "people_registered",
    "sponsor",
    "cell_sources",
    "donor",
    "countries",
    "country_codes",
    "start",
    "completion",
    "results_posted",
    "outcome_direction",
    "counts_as_evidence",
    "registry_seen",
    "verification",
    "address",
]

PRICE_COLUMNS = [
    "id",
    "what",
    "kind",
    "country",
    "country_code",
    "place",
    "year",
    "amount",
    "low",
    "high",
    "currency",
    "per",
    "number_behind",
    "remark",
    "product",
    "diseases",
    "conditions",
    "sources",
    "source_of_range",
    "verification",
    "address",
]


def findings(found: QuerySet, site: str) -> Iterator[dict]:
    """`site` is what goes before each path."""
    rows = found.with_why_not_counted().select_related("disease", "certainty_by", "source")
    for each in rows.prefetch_related("trials"):
        stated_by = each.certainty_by
        trials = [trial.registry_id for trial in each.trials.all() if trial.is_live]
        yield {
            "id": each.slug,
            "disease": each.disease.title,
            "outcome": each.outcome_name,
            "outcome_kind": each.outcome_kind,
            "population": each.population,
            "comparator": each.comparator,
            "cells": each.cells,
            "is_msc": each.is_msc,
            "counts": not each.why_not_counted,
            "why_not_counted": each.why_not_counted,
            "direction": each.direction,
            "effect_plain": each.effect_plain,
            "effect_value": each.effect_value,
            "of_100_with_cells": each.of_100_with_cells,
            "of_100_without": each.of_100_without,
            "better_when": each.better_when,
            "of_100_people": each.of_100_people,
            "of_100_time": each.of_100_time,
            "is_deciding": each.is_deciding,
            "dose": each.dose,
            "harms_counted": each.harms_counted,
            "certainty": each.certainty,
            "certainty_stated_by": stated_by.title if stated_by and stated_by.is_live else "",
            "best_design": each.best_design,
            "phase": each.phase,
            "studies": each.n_studies,
            "people": each.n_participants,
            "follow_up": each.follow_up,
            "as_of": partial_dates.iso(each.as_of_on, each.as_of_precision),
            "verification": each.verification,
            "trials": sorted(trials),
            "address": f"{site}{each.get_absolute_url()}",
        }


def registered(trial: Trial) -> int | None:
    """How many people the registry names, where it differs from what was reported."""
    return trial.enrolment if trial.enrolment_registry is None else trial.enrolment_registry


def trials(found: QuerySet, site: str) -> Iterator[dict]:
    """`status` is what can be said today; the one last seen stands beside the day of that look.

    `people` are those of the report, where there is one; `results_posted` is empty also where the
    registry was seen too early for the results of a completed trial.
    """
    rows = found.with_sources().prefetch_related("diseases")
    for trial in rows.order_by("registry_id"):
        sources = [source.title for source in trial.public_sources]
        diseases = [disease.title for disease in trial.diseases.all() if disease.is_live]
        yield {
            "registry": trial.registry,
            "registry_id": trial.registry_id,
            "title": trial.title,
            "diseases": sorted(diseases),
            "condition": trial.condition,
            "phase": trial.phase,
            "status": trial.shown_status,
            "status_last_seen": trial.status,
            "status_last_seen_on": partial_dates.iso(*trial.status_as_of),
            "people": trial.enrolment,
            "people_registered": registered(trial),
            "sponsor": trial.sponsor,
            "cell_sources": sorted(sources) + ["other"] * trial.has_other_source,
            "donor": trial.donor,
            "countries": sorted(country.name_in("en") for country in trial.countries.all()),
            "country_codes": sorted(each.code for each in trial.countries.all() if each.code),
            "start": partial_dates.iso(trial.start_on, trial.start_precision),
            "completion": partial_dates.iso(trial.completion_on, trial.completion_precision),
            "results_posted": trial.results_known,
            "outcome_direction": trial.outcome_direction,
            "counts_as_evidence": not trial.has_no_participants,
            "registry_seen": partial_dates.iso(trial.facts_as_of_on, trial.facts_as_of_precision),
            "verification": trial.verification,
            "address": f"{site}{trial.get_absolute_url()}",
        }


def prices(found: QuerySet, site: str) -> Iterator[dict]:
    """Amounts as text, so that no program changes their last digits."""
    for price in shown(found):
        product = price.product
        yield {
            "id": price.slug,
            "what": price.title,
            "kind": price.kind,
            "country": places.name_of(price.country, "en") if price.country else "",
            "country_code": price.country,
            "place": price.place,
            "year": price.year,
            **amounts(price),
            "currency": price.currency,
            "per": price.per,
            "number_behind": price.n_clinics,
            "remark": price.remark,
            "product": product.title if product and product.is_live else "",
            "diseases": [disease.title for disease in price.diseases.all()],
            "conditions": [condition.title for condition in price.conditions.all()],
            "sources": [site + each.get_absolute_url() for each, _name in price.named_sources],
            "source_of_range": site + price.named_range[0].get_absolute_url()
            if price.named_range
            else "",
            "verification": price.verification,
            "address": f"{site}{price.get_absolute_url()}",
        }


def amounts(price: Price) -> dict[str, str]:
    found = {name: getattr(price, name) for name in ("amount", "low", "high")}
    return {name: "" if value is None else f"{value:f}" for name, value in found.items()}
