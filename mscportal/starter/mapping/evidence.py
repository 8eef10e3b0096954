from collections.abc import Iterable

from django.utils.text import slugify

from content.places import code_of
from content.text.richtext import shorten
from diseases.models import Disease
from evidence.models import (
    Authorisation,
    EvidenceStatement,
    Jurisdiction,
    Product,
    SafetyItem,
    Trial,
)
from evidence.registries import Registry
from literature.models import Publication
from mscportal.starter.facts import Facts
from mscportal.starter.mapping.library import citing
from mscportal.starter.schema.evidence import is_about_msc
from mscportal.starter.schema.products import Event
from mscportal.starter.wanted import Ref, Wanted, bullets, dated, noted, noted_of_parts, paragraph
from therapy.models import TissueSource

REGISTRIES = {
    "ClinicalTrials.gov": Registry.CLINICALTRIALS,
    "ANZCTR": Registry.ANZCTR,
    "ISRCTN": Registry.ISRCTN,
    "CTRI": Registry.CTRI,
}
PHASES = {"not applicable": "na", "expanded access": "expanded", "not stated": "not_stated"}
NOT_ONE_TISSUE = {"mixed": "several tissues", "other": "another source"}
DONORS = {
    "autologous": "the patient's own cells",
    "allogeneic": "a donor's cells",
    "allogeneic (pooled donors)": "the pooled cells of several donors",
}
LONGEST_PART = 60  # letters of what a question is about
NOT_MSC = ("not-msc-products", "exosome-products")


def placed(name: str, code: str, text: str) -> dict[str, str]:
    """A place by its code, or as it is written where the list of places lacks it."""
    known = code_of(name)
    return {code: known, text: "" if known else name}


def jurisdictions(facts: Facts):
    for place in facts.jurisdictions:
        official = place.official
        yield Wanted(
            Jurisdiction,
            place.key,
            slugify(place.country),
            {
                "title": place.country,
                "country": code_of(place.country),
                **dated("approvals_checked", facts.products_as_of),
                "plain_summary": f"How cell treatments are regulated, and who to ask: "
                f"{place.authority}.",
            },
            children={
                "rules": [
                    {
                        "text": rule.fact,
                        "rule": rule.rule or "",
                        "verification": rule.verified,
                        "order": order,
                    }
                    for order, rule in enumerate(place.framework, 1)
                    if rule.verified != "no"
                ],
                "regulators": [
                    {
                        "name": place.authority,
                        "domains": "\n".join(official.domains),
                        "report_harm_url": official.report_harm or "",
                        "product_lookup_url": official.product_lookup or "",
                        "verification": "archive" if was_seen(official) else official.verified,
                        "order": 1,
                    }
                ],
                "citations": citing(
                    *place.references, *(key for rule in place.framework for key in rule.references)
                ),
            },
            open_questions=noted_of_parts(
                (shorten(rule.fact, LONGEST_PART), rule.check) for rule in place.framework
            ),
        )


def was_seen(official) -> bool:
    """Whether every address of the authority was, although the mark of the block is another."""
    given = [name for name in ("report_harm", "product_lookup") if getattr(official, name)]
    return bool(given) and set(given) <= set(official.seen)


def published_trials(facts: Facts):
    return [trial for trial in facts.trials if trial.verified.record != "no"]


def trials(facts: Facts):
    for trial in published_trials(facts):
        diseases = set(trial.diseases).union(
            disease.key for disease in facts.diseases if trial.id in disease.trials
        )
        sources = [key for key in trial.cell_source if key != "other"]
        shows_outcome = trial.verified.outcome != "no"
        yield Wanted(
            Trial,
            trial.id,
            trial.slug,
            {
                "title": trial.title,
                "registry": REGISTRIES[trial.registry],
                "registry_id": trial.id,
                "acronym": trial.acronym or "",
                "phase": PHASES.get(trial.phase, trial.phase),
                "status": trial.status,
                "status_note": trial.status_note or "",
                "registry_status": trial.registry_status or "",
                **dated("status_as_of", trial.status_as_of),
                **dated("facts_as_of", trial.facts_as_of),
                "enrolment": trial.enrolment,
                "enrolment_registry": trial.enrolment_registry,
                "condition": trial.condition or "",
                "sponsor": trial.sponsor,
                "has_other_source": "other" in trial.cell_source,
                "source_note": trial.cell_source_note or "",
                "donor": trial.donor,
                **dated("start", trial.start),
                **dated("completion", trial.completion),
                "results_posted": trial.results_posted,
                "outcome": trial.outcome if shows_outcome else "",
                "outcome_direction": trial.outcome_direction if shows_outcome else "pending",
                "verification": trial.verified.record,
                "outcome_verification": trial.verified.outcome if shows_outcome else "memory",
                "registry_facts_verification": trial.verified.registry_facts or "memory",
            },
            related={
                "diseases": [Ref(Disease, key) for key in sorted(diseases)],
                "sources": [Ref(TissueSource, key) for key in sorted(sources)],
            },
            children={
                "countries": [
                    placed(name, "code", "other_name") for name in sorted(trial.countries)
                ],
                "citations": citing(*trial.references),
            },
            open_questions=noted(trial.check),
        )


def statements(facts: Facts):
    names = {disease.key: disease.name for disease in facts.diseases}
    for statement in facts.statements:
        if statement.verified == "no":
            continue
        cells = statement.intervention
        mixed = cells.cell_source in NOT_ONE_TISSUE
        yield Wanted(
            EvidenceStatement,
            statement.key,
            statement.key,
            {
                "title": f"{names[statement.disease]}: {statement.outcome.name}",
                "disease": Ref(Disease, statement.disease),
                "source": None if mixed else Ref(TissueSource, cells.cell_source),
                "source_note": NOT_ONE_TISSUE.get(cells.cell_source, ""),
                "donor": cells.donor,
                "route": cells.route,
                "population": statement.population,
                "comparator": statement.comparator,
                "outcome_name": statement.outcome.name,
                "outcome_kind": statement.outcome.kind,
                "direction": statement.direction,
                "effect_plain": statement.effect_plain,
                **of_100_fields(statement.of_100),
                "is_deciding": bool(statement.deciding),
                "n_studies": statement.n_studies,
                "n_participants": statement.n_participants,
                "best_design": statement.best_design,
                "phase": statement.phase or "",
                "certainty": statement.certainty,
                "certainty_by": Ref(Publication, statement.certainty_by)
                if statement.certainty_by
                else None,
                "follow_up": statement.follow_up or "",
                **dated("as_of", statement.as_of),
                "verification": statement.verified,
                "is_msc": is_about_msc(statement),
            },
            related={
                "trials": [Ref(Trial, key) for key in sorted(statement.trials)],
                "supersedes": [Ref(EvidenceStatement, key) for key in sorted(statement.supersedes)],
            },
            children={"citations": citing(*statement.references)},
            open_questions=noted(statement.check),
        )


def of_100_fields(of_100):
    if not of_100:
        numbers = dict.fromkeys(("of_100_with_cells", "of_100_without", "of_100_people"))
        texts = ("better_when", "of_100_time", "of_100_outcome", "of_100_comparator")
        return numbers | dict.fromkeys((*texts, "of_100_in_words"), "")
    return {
        "of_100_with_cells": of_100.with_cells,
        "of_100_without": of_100.without,
        "better_when": of_100.better,
        "of_100_people": of_100.people,
        "of_100_time": of_100.time or "",
        "of_100_outcome": of_100.outcome or "",
        "of_100_comparator": of_100.compared_with or "",
        "of_100_in_words": of_100.in_words or "",
    }


def made_of(product, tissue: str) -> str:
    """What no day changes: where it stands the page says from the steps."""
    name, _, _ = tissue.partition(" (")
    return f"Made of {DONORS[product.donor]}, from {name[0].lower()}{name[1:]}."


def products(facts: Facts):
    tissues = {source.key: source.name for source in facts.tissue_sources}
    for product in facts.products:
        if product.verified == "no":
            continue
        diseases = set(product.diseases).union(
            disease.key for disease in facts.diseases if product.key in disease.approved_products
        )
        donor, _, donor_note = product.donor.partition(" (")
        yield Wanted(
            Product,
            product.key,
            product.key,
            {
                "title": product.name,
                "kind": Product.Kind.MSC,
                "plain_summary": made_of(product, tissues[product.source_tissue]),
                "inn": product.inn or "",
                "company": product.company,
                "source": Ref(TissueSource, product.source_tissue),
                "donor": donor,
                "donor_note": donor_note.rstrip(")"),
                "route": product.route,
                "authorisation_type": product.authorisation_type,
                "status_note": product.status,
                "note": product.public_note or product.indication,
                "harms": harms(product.harms),
                "harms_verification": product.harms.verified if product.harms else "memory",
                "verification": product.verified,
            },
            related={"diseases": [Ref(Disease, key) for key in sorted(diseases)]},
            children={
                "authorisations": events(product.events, facts),
                "citations": citing(
                    *product.references, *(product.harms.references if product.harms else ())
                ),
            },
            open_questions=[*noted(product.check), *about_events(product.events)],
        )


def harms(found) -> str:
    if found is None or found.verified == "no":
        return ""
    told = paragraph(f"{found.frequency}:", *found.references) + bullets(found.text)
    if found.warnings:
        told += paragraph("The label also warns of:", *found.references) + bullets(found.warnings)
    return told


def about_events(events: Iterable[Event]) -> list[str]:
    return noted_of_parts((named(event), event.check) for event in events)


def named(event: Event) -> str:
    return f"{event.place}, {Authorisation.Kind(event.kind).label}, {event.date or 'no date'}"


def not_authorised(facts: Facts):
    for product in facts.not_authorised:
        if product.verified == "no":
            continue
        is_msc = product.key not in NOT_MSC
        yield Wanted(
            Product,
            product.key,
            product.key,
            {
                "title": product.name,
                "kind": Product.Kind.CANDIDATE if is_msc else Product.Kind.OTHER,
                "plain_summary": f"{product.fact}.",
                "company": "" if product.company == "various" else product.company,
                "note": f"{product.fact}.",
                "verification": product.verified,
            },
            related={"diseases": [Ref(Disease, product.disease)] if product.disease else []},
            children={
                "authorisations": events(product.events, facts),
                "citations": citing(*product.references),
            },
            open_questions=[*noted(product.check), *about_events(product.events)],
        )


def not_msc(facts: Facts):
    names = {disease.key: disease.name for disease in facts.diseases}
    for product in facts.not_msc:
        if product.verified == "no":
            continue
        step = Event(
            kind=product.kind,
            date=product.date,
            precision=product.precision,
            ends=product.ends,
            place=product.place,
            authority=product.authority,
            indication=", ".join(names[key] for key in product.diseases),
            diseases=product.diseases,
            what="authorisation",
            verified=product.verified,
        )
        yield Wanted(
            Product,
            product.key,
            product.key,
            {
                "title": product.name,
                "kind": Product.Kind.OTHER,
                "plain_summary": f"{product.what_it_is}. Not MSC.",
                "company": product.company,
                "note": product.fact,
                "verification": product.verified,
            },
            related={"diseases": [Ref(Disease, key) for key in product.diseases]},
            children={
                "authorisations": events([step], facts),
                "citations": citing(*product.references),
            },
        )


def events(found, facts: Facts):
    places = {place.country: place.key for place in facts.jurisdictions}
    return [
        {
            "kind": event.kind,
            "what": event.what,
            **dated("occurred", event.date),
            "date_is": event.date_is or "",
            "ends_on": event.ends.date if event.ends else None,
            "is_present_state_unknown": event.present_state_unknown,
            **placed(event.place, "country", "other_place"),
            "jurisdiction": Ref(Jurisdiction, places[event.place])
            if event.place in places
            else None,
            "authority": event.authority,
            "indication": event.indication,
            "diseases": [Ref(Disease, key) for key in event.diseases],
            "publication": Ref(Publication, event.reference) if event.reference else None,
            "source_url": event.url or "",
            "note": event.public_note or "",
            "verification": event.verified,
        }
        for event in found
        if event.verified != "no"
    ]


def safety_items(facts: Facts):
    general = facts.general_safety
    yield Wanted(
        SafetyItem,
        "general-safety",
        "randomised-trials",
        {
            "title": "What randomised trials found",
            "description": paragraph(general.statement),
            "setting": SafetyItem.Setting.TRIAL,
            "order": 1,
            "verification": general.verified,
        },
        children={"citations": citing(*general.references)},
    )
    for order, harm in enumerate(facts.documented_harms, 2):
        if harm.verified == "no":
            continue
        yield Wanted(
            SafetyItem,
            slugify(harm.title),
            slugify(harm.title),
            {
                "title": harm.title,
                "description": paragraph(f"{harm.fact}."),
                "setting": SafetyItem.Setting.UNREGULATED,
                "order": order,
                "verification": harm.verified,
            },
            children={"citations": citing(*harm.references)},
            open_questions=noted(harm.check),
        )
