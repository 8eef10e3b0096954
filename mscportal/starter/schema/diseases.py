from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, StringConstraints, ValidationInfo

from mscportal.starter.markup import citation_problems
from mscportal.starter.schema.base import (
    AnyOf,
    CategoryKey,
    Check,
    Count,
    DiseaseKey,
    Distinct,
    FactRecord,
    Mark,
    MechanismKey,
    Names,
    ProductKey,
    ReferenceKey,
    ResourceKey,
    Rows,
    Seen,
    Slug,
    Some,
    SourceKey,
    Text,
    TrialId,
    Url,
    refusal,
    scale_of,
    sentences,
    words,
)

EvidenceLevel = Literal["late_stage", "controlled_early", "early_human", "preclinical"]
EvidenceDirection = Literal["positive", "mixed", "negative", "uncertain"]
Mesh = Annotated[str, StringConstraints(pattern=r"^[CD]\d{6,9}$")]


class IdentifierMarks(FactRecord):
    doid: Mark | None = None
    mondo: Mark | None = None
    mesh: Mark | None = None
    icd10: Mark | None = None


class Identifiers(FactRecord):
    doid: Annotated[str, StringConstraints(pattern=r"^DOID:\d+$")] | None = None
    doid_label: Text | None = None
    mondo: Annotated[str, StringConstraints(pattern=r"^MONDO:\d{7}$")] | None = None
    mesh: Distinct[Mesh] = ()
    icd10: Some[Text] = ()
    """Code, with its edition or meaning in brackets: "D89.81 (ICD-10-CM)"."""
    note: Text | None = None
    check: Check | None = None
    verified: IdentifierMarks

    def contradictions(self) -> Iterator[tuple[str, str]]:
        for system in ("doid", "mondo", "mesh", "icd10"):
            if bool(getattr(self, system)) != bool(getattr(self.verified, system)):
                yield "verified", f"{system} and its mark must both be given or both be absent"
        if bool(self.doid) != bool(self.doid_label):
            yield "doid_label", "DOID and its label must both be given or both be absent"


class Sentence(FactRecord):
    """One claim with its own source; a trial stands in where nothing is published."""

    text: Annotated[Text, words(25), sentences()]
    references: Distinct[ReferenceKey] = ()
    trials: Distinct[TrialId] = ()
    verified: Mark | None = None
    """Of this sentence alone; without one that of the block counts."""

    most_references: ClassVar[int] = 2

    def contradictions(self) -> Iterator[tuple[str, str]]:
        if not (self.references or self.trials):
            yield "references", "missing: every sentence has its source"
        if len(self.references) > self.most_references:
            yield "references", f"{len(self.references)} are more than {self.most_references}"


class DirectionWhy(Sentence):
    most_references: ClassVar[int] = 3


class Emergency(Sentence):
    """Warning signs that need urgent help and fit this disease."""

    text: Annotated[Text, words(30), sentences(2)]


class DiseaseEvidence(FactRecord):
    level: EvidenceLevel
    direction: EvidenceDirection
    direction_why: DirectionWhy
    sentences: Some[Sentence]
    authorised_product_somewhere: bool
    check: Check | None = None
    verified: Mark


class NotMscNote(FactRecord):
    """Another cell product that readers will confuse with MSC."""

    text: Text
    references: Distinct[ReferenceKey]
    verified: Mark


class LearnMore(FactRecord):
    resource: ResourceKey
    url: Url | None = None


class PatientInfo(FactRecord):
    what_it_is: Annotated[Text, words(45)]
    standard_care_sentences: Some[Sentence]
    without_treatment: Annotated[Text, words(40)]
    what_taking_part_involves: Annotated[Text, words(50)]
    uncertainty: Annotated[Text, words(50)]
    emergency: Emergency
    learn_more: LearnMore | None = None
    references: Distinct[ReferenceKey]
    check: Check | None = None
    seen: Seen = ()
    verified: Mark

    def contradictions(self) -> Iterator[tuple[str, str]]:
        return self.seen_fields_exist()


class DiseaseFacts(FactRecord):
    key: Slug
    name: Text
    category: CategoryKey
    synonyms: Distinct[Text]
    abbreviations: Distinct[Text] = ()
    identifiers: Identifiers
    summary: Annotated[Text, words(70)]
    rationale: Text
    evidence: DiseaseEvidence
    approved_products: Distinct[ProductKey] = ()
    trials: Distinct[TrialId] = ()
    references: Distinct[ReferenceKey]
    known_risks: Some[Text]
    related_diseases: Distinct[DiseaseKey]
    related_mechanisms: Distinct[MechanismKey]
    related_sources: Distinct[SourceKey]
    not_msc_notes: AnyOf[NotMscNote] = ()
    patient_info: PatientInfo
    verified: Mark

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.synonyms, *self.abbreviations)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        if self.key in self.related_diseases:
            yield "related_diseases", "a disease is not related to itself"
        cited = {*self.references, *self.patient_info.references}
        for sentence in (*self.evidence.sentences, self.evidence.direction_why):
            for key in sentence.references:
                if key not in cited:
                    yield "references", f"lacks {key!r}, which a sentence cites"


def _well_cited(text: str, info: ValidationInfo) -> str:
    for _, message in citation_problems(text, (info.context or {}).get("references")):
        raise refusal(message)
    return text


PlainAnswer = Annotated[Text, AfterValidator(_well_cited)]
"""Plain text with citation tokens; its length is a matter of the publish gate."""


class HeldPart(FactRecord):
    """What was taken out until it is settled."""

    what: Text
    text: Text
    references: Distinct[ReferenceKey] = ()
    why: Text


class PlainPageFacts(FactRecord):
    """The plain page of a disease: one sentence, six answers, and what people type."""

    disease: DiseaseKey
    place_on_home: Count | None = None
    verdict: Annotated[Text, words(20), sentences()]
    works: PlainAnswer
    approved: PlainAnswer | None = None
    safe: PlainAnswer
    cost: PlainAnswer | None = None
    instead: PlainAnswer
    now: PlainAnswer
    asked: Distinct[Text]
    held: AnyOf[HeldPart] = ()
    check: Check | None = None
    verified: Mark


class PlainPageFile(FactRecord):
    plain_pages: Rows


class CrossLinking(FactRecord):
    ambiguous_abbreviations: Distinct[Text]
    note: Text


class GeneralSafety(FactRecord):
    statement: Text
    references: Distinct[ReferenceKey]
    verified: Mark


class DiseaseFile(FactRecord):
    cross_linking: CrossLinking
    evidence_scale: scale_of(EvidenceLevel)
    direction_scale: scale_of(EvidenceDirection)
    categories: Names
    general_safety: GeneralSafety
    diseases: Rows
