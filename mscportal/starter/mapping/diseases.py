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
    plain = {each.disease: each for each in shown(facts.plain_pages)}
    trials = {trial.id: f"/trials/{trial.slug}/" for trial in published_trials(facts)}
    for disease in facts.diseases:
        if disease.verified == "no":
            continue
        yield Wanted(
            Disease,
            disease.key,
            disease.key,
            {
                "title": disease.name,
                "plain_summary": disease.summary,
                "what_it_means": "",
                "category": Ref(DiseaseCategory, disease.category),
                "rationale": paragraph(disease.rationale),
                "not_msc_note": "".join(
                    paragraph(each.text, *each.references) for each in shown(disease.not_msc_notes)
                ),
                "risks": bullets(disease.known_risks),
                "verification": disease.verified,
                **plain_page_fields(plain.get(disease.key)),
                **patient_fields(disease.patient_info),
                **learn_more(disease.patient_info.learn_more, facts),
                **evidence_fields(disease.evidence, facts, trials),
            },
            related={"related": [Ref(Disease, key) for key in related[disease.key]]},
            children={
                "names": names(disease, facts),
                "asked": asked(plain.get(disease.key)),
                "codes": codes(disease),
                "citations": citing(*cited_by(disease)),
            },
            open_questions=open_questions(disease, plain.get(disease.key)),
        )


def shown(parts):
    """Without those that nobody could confirm."""
    return [each for each in parts if each.verified != "no"]


ANSWERS = ("works", "approved", "safe", "cost", "instead", "now")


def plain_page_fields(page):
    answers = {f"answer_{name}": paragraph(getattr(page, name, None)) for name in ANSWERS}
    return answers | {
        "verdict": page.verdict if page else "",
        "place_on_home": page.place_on_home if page else None,
        "answers_verification": page.verified if page else "memory",
    }


def asked(page):
    texts = page.asked if page else ()
    return [{"text": text, "order": order} for order, text in enumerate(texts, 1)]


def patient_fields(info):
    care, emergency = shown(info.standard_care_sentences), shown([info.emergency])
    return {
        "about": paragraph(info.what_it_is),
        "standard_care": sentences(care) if care else "",
        "emergency": sentences(emergency) if emergency else "",
        "without_treatment": paragraph(info.without_treatment),
        "uncertainty": paragraph(info.uncertainty),
        "what_it_involves": paragraph(info.what_taking_part_involves),
        "patient_info_verification": info.verified,
        "standard_care_verification": marked(*(each.verified or info.verified for each in care)),
        "emergency_verification": info.emergency.verified or info.verified,
    }


def learn_more(more, facts: Facts):
    if not more:
        return {"learn_more_name": "", "learn_more_url": ""}
    resource = next(each for each in facts.resources if each.key == more.resource)
    return {
        "learn_more_name": resource.organisation,
        "learn_more_url": more.url or resource.url,
    }


def evidence_fields(evidence, facts: Facts, trials: dict[str, str]):
    """`trials` are the addresses of their pages."""
    mapping, found = facts.evidence_mapping, shown(evidence.sentences)
    return {
        "evidence_summary": sentences(found, trials) if found else "",
        "direction_why": sentences([evidence.direction_why], trials),
        "testing_stage": mapping.level_to_testing_stage[evidence.level],
        "evidence_direction": mapping.direction_to_direction[evidence.direction],
        "evidence_verification": marked(*(each.verified or evidence.verified for each in found)),
    }


def cited_by(disease):
    """The emergency too where it is not shown."""
    info = disease.patient_info
    told = [*shown(info.standard_care_sentences), info.emergency, *shown(disease.not_msc_notes)]
    return [
        *disease.references,
        *info.references,
        *(key for each in told for key in each.references),
    ]


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


def open_questions(disease, page) -> list[str]:
    held = page.held if page else ()
    return noted_of_parts(
        [
            ("Plain page", page.check if page else None),
            *((f"Held back ({each.what})", f"{each.text} {each.why}") for each in held),
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
