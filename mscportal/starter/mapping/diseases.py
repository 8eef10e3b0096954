import re

from django.utils.text import get_text_list

from diseases.models import Disease, DiseaseCategory
from evidence.approvals import STEPS_OF_AN_APPLICATION
from evidence.models import Authorisation
from mscportal.starter.facts import Facts
from mscportal.starter.mapping.library import citing
from mscportal.starter.schema.evidence import is_about_msc
from mscportal.starter.wanted import Ref, Wanted, bullets, paragraph

WHAT_STUDIES_SAY = {
    "positive": "The controlled testing so far points to a benefit",
    "mixed": "Results so far are mixed or limited and do not show clearly whether MSC help",
    "negative": "Controlled testing so far showed no clear benefit",
    "uncertain": "It is not known whether MSC help, because there is too little data",
}
WITH_ARTICLE = ("United States", "European Union", "United Kingdom")


def categories(facts: Facts):
    for order, (key, title) in enumerate(facts.categories.items(), 1):
        yield Wanted(DiseaseCategory, key, key, {"title": title, "order": order})


def diseases(facts: Facts):
    related = both_ways(facts)
    addresses = {resource.key: resource for resource in facts.resources}
    for disease in facts.diseases:
        if disease.verified == "no":
            continue
        info, evidence = disease.patient_info, disease.evidence
        more = info.learn_more
        yield Wanted(
            Disease,
            disease.key,
            disease.key,
            {
                "title": disease.name,
                "plain_summary": disease.summary,
                "what_it_means": what_it_means(disease, facts),
                "category": Ref(DiseaseCategory, disease.category),
                "about": paragraph(info.what_it_is),
                "learn_more_name": addresses[more.resource].organisation if more else "",
                "learn_more_url": (more.url or addresses[more.resource].url) if more else "",
                "standard_care": paragraph(info.standard_care, *info.references),
                "without_treatment": paragraph(info.without_treatment),
                "rationale": paragraph(disease.rationale),
                "evidence_summary": paragraph(evidence.statement, *disease.references),
                "testing_stage": facts.evidence_mapping.level_to_testing_stage[evidence.level],
                "evidence_direction": facts.evidence_mapping.direction_to_direction[
                    evidence.direction
                ],
                "best_phase": evidence.best_phase,
                "uncertainty": paragraph(info.uncertainty),
                "risks": bullets(disease.known_risks),
                "what_it_involves": paragraph(info.what_taking_part_involves),
                "verification": disease.verified,
                "evidence_verification": evidence.verified,
                "patient_info_verification": info.verified,
            },
            related={"related": [Ref(Disease, key) for key in related[disease.key]]},
            children={
                "names": names(disease, facts),
                "codes": codes(disease),
                "citations": citing(*disease.references, *info.references),
            },
        )


def both_ways(facts: Facts) -> dict[str, list[str]]:
    """Related diseases point at one another, also where only one side names the other."""
    pairs = {disease.key: set(disease.related_diseases) for disease in facts.diseases}
    for disease in facts.diseases:
        for other in disease.related_diseases:
            pairs[other].add(disease.key)
    return {key: sorted(others) for key, others in pairs.items()}


def what_it_means(disease, facts: Facts) -> str:
    """One sentence made of two recorded facts: the direction and where a product is authorised."""
    places = authorised_places(disease.key, facts)
    says = WHAT_STUDIES_SAY[disease.evidence.direction]
    if tested_without_msc(disease.key, facts):
        says += ", and it used cells that are not MSC"
    if places:
        where = get_text_list(places, "and")
        known = f"a product has been authorised for a stated use in {where}"
        return f"{says}; {known}, with no end known to us."
    if disease.evidence.authorised_product_somewhere:
        return f"{says}; an authorisation elsewhere has ended or is to be checked."
    return f"{says}; we know of no MSC product that is authorised for it."


def tested_without_msc(key: str, facts: Facts) -> bool:
    """Whether every controlled finding is about other cells, such as cord blood."""
    controlled = [
        statement
        for statement in facts.statements
        if statement.disease == key and statement.best_design in ("rct", "systematic_review")
    ]
    return bool(controlled) and not any(is_about_msc(statement) for statement in controlled)


def authorised_places(key: str, facts: Facts) -> list[str]:
    """Where the last dated step of an authorisation leaves one in force, as on the disease page."""
    standing = {}
    for product in facts.products:
        if key not in product.diseases:
            continue
        for event in product.events:
            if event.what == "authorisation" and event.kind not in STEPS_OF_AN_APPLICATION:
                in_force = event.kind in Authorisation.IN_FORCE and event.date is not None
                standing[product.key, event.place] = in_force
    places = sorted({place for (_, place), in_force in standing.items() if in_force})
    return [f"the {place}" if place in WITH_ARTICLE else place for place in places]


def names(disease, facts: Facts):
    rows = [{"text": text, "kind": "synonym"} for text in disease.synonyms]
    rows += [
        {
            "text": text,
            "kind": "abbreviation",
            "exact_case": True,
            "stands_alone": text not in facts.ambiguous_abbreviations,
        }
        for text in disease.abbreviations
    ]
    return [row | {"order": order} for order, row in enumerate(rows, 1)]


def codes(disease):
    found, marks = disease.identifiers, disease.identifiers.verified
    rows = []
    if found.doid:
        rows.append(("doid", found.doid, found.doid_label, marks.doid))
    if found.mondo:
        rows.append(("mondo", found.mondo, "", marks.mondo))
    rows += [("mesh", code, "", marks.mesh) for code in found.mesh]
    for text in found.icd10:
        code, label = re.fullmatch(r"(\S+)(?: \((.*)\))?", text).groups()
        rows.append(("icd10", code, label or "", marks.icd10))
    return [
        {
            "system": system,
            "code": code,
            "label": label,
            # The note of an entry says that a vocabulary has no class of exactly this meaning.
            "match": "close" if found.note else "exact",
            "verification": mark,
            "order": order,
        }
        for order, (system, code, label, mark) in enumerate(rows, 1)
        if mark != "no"
    ]
