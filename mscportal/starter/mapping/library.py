from collections.abc import Mapping

from django.utils.text import slugify

from diseases.models import Disease
from literature.models import Publication
from mscportal.starter.facts import Facts
from mscportal.starter.wanted import Ref, Wanted, noted
from resources.models import GlossaryTerm, QuestionToAsk, RedFlag, TrustedResource

RESOURCE_KINDS = {
    "regulator": TrustedResource.Kind.REGULATOR,
    "patient organisation": TrustedResource.Kind.PATIENT,
    "registry": TrustedResource.Kind.REGISTRY,
    "public health service": TrustedResource.Kind.PUBLIC_HEALTH,
    "professional society": TrustedResource.Kind.SOCIETY,
    "public education": TrustedResource.Kind.EDUCATION,
    "evidence synthesis": TrustedResource.Kind.SYNTHESIS,
    "evidence database": TrustedResource.Kind.DATABASE,
    "terminology": TrustedResource.Kind.TERMINOLOGY,
    "rare disease reference": TrustedResource.Kind.RARE,
    "research project": TrustedResource.Kind.RESEARCH,
}


def citing(*keys):
    """Citation rows in this order, each publication once."""
    return [
        {"publication": Ref(Publication, key), "order": order}
        for order, key in enumerate(dict.fromkeys(keys), 1)
    ]


def publications(facts: Facts, left_out: Mapping[str, list[str]]):
    """`left_out` are questions on what is not published, by the key of its publication."""
    for reference in facts.references:
        if reference.verified == "no" or reference.replaced_by:
            continue
        yield Wanted(
            Publication,
            reference.key,
            reference.key,
            {
                "title": reference.title,
                "authors_text": reference.authors,
                "journal": reference.journal or "",
                "year": reference.year,
                "locator": reference.citation or "",
                "type": reference.type,
                "doi": (reference.doi or "").lower(),
                "doi_verification": reference.doi_source or "memory",
                "pmid": reference.pmid or "",
                "pmcid": reference.pmcid or "",
                "url": reference.url or "",
                "retraction": reference.retraction,
                "note": reference.public_note or "",
                "is_official": bool(reference.official),
                "verification": reference.verified,
            },
            open_questions=[
                *noted(reference.check, reference.note),
                *left_out.get(reference.key, ()),
            ],
        )


def resources(facts: Facts):
    for resource in facts.resources:
        if resource.verified == "no":
            continue
        kind = RESOURCE_KINDS[resource.kind]
        diseases = [
            disease.key
            for disease in facts.diseases
            if kind == TrustedResource.Kind.PATIENT
            and disease.patient_info.learn_more
            and disease.patient_info.learn_more.resource == resource.key
        ]
        yield Wanted(
            TrustedResource,
            resource.key,
            resource.key,
            {
                "title": resource.organisation,
                "url": resource.url,
                "kind": kind,
                "scope": resource.scope,
                "what_one_finds": resource.what_one_finds,
                "verification": resource.verified,
            },
            related={"diseases": [Ref(Disease, key) for key in diseases]},
        )


def terms(facts: Facts):
    for term in facts.terms:
        if term.verified == "no":
            continue
        yield Wanted(
            GlossaryTerm,
            term.term,
            slugify(term.term),
            {
                "title": term.term,
                "definition": term.definition,
                "verification": term.verified,
            },
            children={
                "names": [
                    {"text": name, "order": order} for order, name in enumerate(term.synonyms, 1)
                ]
            },
        )


def questions(facts: Facts):
    yield from listed(QuestionToAsk, facts.questions_to_ask)


def red_flags(facts: Facts):
    yield from listed(RedFlag, facts.red_flags)


def listed(model, points):
    if points.verified == "no":
        return
    for order, point in enumerate(points.points, 1):
        slug = slugify(point.text)[:60].strip("-")
        yield Wanted(
            model,
            slug,
            slug,
            {
                "title": point.text,
                "group": point.group,
                "order": order,
                "verification": points.verified,
            },
            related={"diseases": [Ref(Disease, key) for key in sorted(point.diseases)]}
            if model is RedFlag
            else {},
        )
