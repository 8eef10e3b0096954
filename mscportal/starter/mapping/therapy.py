import re
from collections.abc import Sequence

from diseases.models import Disease
from literature.checks_before_publishing import MOST_AT_ONE_PLACE
from mscportal.starter.facts import Facts
from mscportal.starter.mapping.library import citing
from mscportal.starter.wanted import Ref, Wanted, bullets, paragraph
from therapy.models import Mechanism, TissueSource

DRAWINGS = {
    "immunomodulation": Mechanism.Drawing.CALM,
    "paracrine-signalling": Mechanism.Drawing.MESSENGERS,
    "anti-inflammatory": Mechanism.Drawing.INFLAMMATION,
    "extracellular-vesicles": Mechanism.Drawing.VESICLES,
    "angiogenesis": Mechanism.Drawing.VESSELS,
    "anti-apoptosis": Mechanism.Drawing.SHIELD,
    "anti-fibrosis": Mechanism.Drawing.SCAR,
    "homing": Mechanism.Drawing.HOMING,
    "differentiation": Mechanism.Drawing.LINEAGES,
    "mitochondrial-transfer": Mechanism.Drawing.POWER,
    "haematopoietic-support": Mechanism.Drawing.BLOOD,
    "antimicrobial": Mechanism.Drawing.MICROBES,
}
# Follows from how the facts say the tissue is taken; reprogrammed cells have no place.
PLACES = {
    "bone-marrow": TissueSource.BodyPlace.HIP,
    "adipose-tissue": TissueSource.BodyPlace.FAT,
    "umbilical-cord": TissueSource.BodyPlace.CORD,
    "umbilical-cord-blood": TissueSource.BodyPlace.CORD,
    "placenta": TissueSource.BodyPlace.PLACENTA,
    "amnion": TissueSource.BodyPlace.AMNION,
    "dental": TissueSource.BodyPlace.TEETH,
    "synovium": TissueSource.BodyPlace.JOINT,
    "peripheral-blood": TissueSource.BodyPlace.VEIN,
    "menstrual-endometrium": TissueSource.BodyPlace.WOMB,
}
GRADE = re.compile(r"(strong|moderate|weak|indirect|none)\b[\s:;,]*(.*)", re.DOTALL)


def mechanisms(facts: Facts):
    for mechanism in facts.mechanisms:
        if mechanism.verified == "no":
            continue
        diseases = set(mechanism.diseases).union(
            disease.key for disease in facts.diseases if mechanism.key in disease.related_mechanisms
        )
        evidence = mechanism.evidence
        yield Wanted(
            Mechanism,
            mechanism.key,
            mechanism.key,
            {
                "title": mechanism.name,
                "drawing": DRAWINGS.get(mechanism.key, ""),
                "plain_summary": mechanism.summary,
                "how_plain": paragraph(mechanism.how, *behind_all(mechanism.references)),
                "mediators": "\n".join(mechanism.molecules),
                **support("in_vitro", evidence.in_vitro),
                **support("animal", evidence.animal),
                **support("human", evidence.human),
                "limits": paragraph(mechanism.regulatory_note) + paragraph(mechanism.why_now_minor),
                "verification": mechanism.verified,
                "support_verification": evidence.verified,
            },
            related={"diseases": [Ref(Disease, key) for key in sorted(diseases)]},
            children={"citations": citing(*mechanism.references)},
            open_questions=unplaced(mechanism.references),
        )


def behind_all(references: Sequence[str]) -> Sequence[str]:
    """Few enough to stand behind a whole text; else the list at the end of the page has them."""
    return references if len(references) <= MOST_AT_ONE_PLACE else ()


def unplaced(references: Sequence[str]) -> list[str]:
    if behind_all(references):
        return []
    return [f"Put each of the {len(references)} sources behind the sentence that it supports"]


def support(kind: str, words: str) -> dict[str, str]:
    """A grade where the words begin with one, and the rest of the words as its note."""
    match = GRADE.fullmatch(words)
    grade, note = match.groups() if match else ("not_stated", words)
    if note.startswith("(") and note.endswith(")"):
        note = note[1:-1]
    return {f"support_{kind}": grade, f"support_{kind}_note": note}


def tissue_sources(facts: Facts):
    for source in facts.tissue_sources:
        if source.verified == "no":
            continue
        diseases = set(source.related_diseases).union(
            disease.key for disease in facts.diseases if source.key in disease.related_sources
        )
        yields = source.relative_yield
        yield Wanted(
            TissueSource,
            source.key,
            source.key,
            {
                "title": source.name,
                "group": source.group,
                "body_place": PLACES.get(source.key, ""),
                **donors(source.donor_type),
                "harvest": paragraph(source.harvest.method),
                "invasiveness": source.harvest.invasiveness,
                "yield_level": yields.level,
                "yield_figures": bullets(
                    source.relative_yield.figures, *source.relative_yield.references
                ),
                "expansion": paragraph(source.expansion.notes, *source.expansion.references),
                "advantages": bullets(source.advantages),
                "limitations": bullets(source.limitations),
                "typical_uses": bullets(source.typical_uses),
                "verification": source.verified,
                "harvest_verification": source.harvest.verified,
                "yield_verification": yields.verified,
                "expansion_verification": source.expansion.verified,
            },
            related={"diseases": [Ref(Disease, key) for key in sorted(diseases)]},
            children={
                "names": [
                    {"text": text, "kind": "abbreviation", "exact_case": True, "order": order}
                    for order, text in enumerate(source.abbreviations, 1)
                ],
                "citations": citing(
                    *source.references,
                    *yields.references,
                    *source.expansion.references,
                ),
            },
        )


def donors(kinds: tuple[str, ...]) -> dict[str, str]:
    found = {kind.split(" ")[0] for kind in kinds}
    notes = [kind for kind in kinds if " " in kind]
    return {
        "donor": "both" if len(found) > 1 else found.pop(),
        "donor_note": "; ".join(notes),
    }
