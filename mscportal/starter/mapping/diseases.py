import re

from diseases.models import Disease, DiseaseCategory
from mscportal.starter.facts import Facts
from mscportal.starter.mapping.evidence import published_trials
from mscportal.starter.mapping.library import citing
from mscportal.starter.wanted import Ref, Wanted, bullets, noted_of_parts, paragraph, sentences


def categories(facts: Facts):
    for order, (key, title) in enumerate(facts.categories.items(), 1):
        yield Wanted(DiseaseCategory, key, key, {"title": title, "order": order})


def diseases(facts: Facts):
    related = both_ways(facts)
    verdicts = {each.disease: each.verdict for each in facts.verdicts if each.verified != "no"}
    trials = {trial.id: f"/trials/{trial.slug}/" for trial in published_trials(facts)}
    addresses = {resource.key: resource for resource in facts.resources}
    for disease in facts.diseases:
        if disease.verified == "no":
            continue
        info, evidence = disease.patient_info, disease.evidence
        care = [each for each in info.standard_care_sentences if each.verified != "no"]
        found = [each for each in evidence.sentences if each.verified != "no"]
        others = [each for each in disease.not_msc_notes if each.verified != "no"]
        is_urgent = info.emergency.verified != "no"
        more = info.learn_more
        yield Wanted(
            Disease,
            disease.key,
            disease.key,
            {
                "title": disease.name,
                "plain_summary": disease.summary,
                "what_it_means": verdicts.get(disease.key, ""),
                "category": Ref(DiseaseCategory, disease.category),
                "about": paragraph(info.what_it_is),
                "learn_more_name": addresses[more.resource].organisation if more else "",
                "learn_more_url": (more.url or addresses[more.resource].url) if more else "",
                "standard_care": sentences(care) if care else "",
                "emergency": sentences([info.emergency]) if is_urgent else "",
                "without_treatment": paragraph(info.without_treatment),
                "rationale": paragraph(disease.rationale),
                "evidence_summary": sentences(found, trials) if found else "",
                "direction_why": sentences([evidence.direction_why], trials),
                "not_msc_note": "".join(paragraph(each.text, *each.references) for each in others),
                "testing_stage": facts.evidence_mapping.level_to_testing_stage[evidence.level],
                "evidence_direction": facts.evidence_mapping.direction_to_direction[
                    evidence.direction
                ],
                "uncertainty": paragraph(info.uncertainty),
                "risks": bullets(disease.known_risks),
                "what_it_involves": paragraph(info.what_taking_part_involves),
                "verification": disease.verified,
                "evidence_verification": marked(
                    *(each.verified or evidence.verified for each in found)
                ),
                "patient_info_verification": info.verified,
                "standard_care_verification": marked(
                    *(each.verified or info.verified for each in care)
                ),
                "emergency_verification": info.emergency.verified or info.verified,
            },
            related={"related": [Ref(Disease, key) for key in related[disease.key]]},
            children={
                "names": names(disease, facts),
                "codes": codes(disease),
                "citations": citing(
                    *disease.references,
                    *info.references,
                    *(key for each in (*care, info.emergency, *others) for key in each.references),
                ),
            },
            open_questions=open_questions(disease),
        )


def both_ways(facts: Facts) -> dict[str, list[str]]:
    """Related diseases point at one another, also where only one side names the other."""
    pairs = {disease.key: set(disease.related_diseases) for disease in facts.diseases}
    for disease in facts.diseases:
        for other in disease.related_diseases:
            pairs[other].add(disease.key)
    return {key: sorted(others) for key, others in pairs.items()}


def marked(*marks: str | None) -> str:
    """Of a text that is made of parts: seen only where each part was."""
    return "memory" if "memory" in marks else "archive"


def open_questions(disease) -> list[str]:
    return noted_of_parts(
        [
            ("Codes and names", disease.identifiers.check),
            ("Evidence", disease.evidence.check),
            ("For patients", disease.patient_info.check),
        ]
    )


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
