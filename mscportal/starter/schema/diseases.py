from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import StringConstraints

from mscportal.starter.schema.base import (
    CategoryKey,
    DiseaseKey,
    Distinct,
    Mark,
    MechanismKey,
    Names,
    ProductKey,
    Record,
    ReferenceKey,
    ResourceKey,
    Rows,
    Slug,
    Some,
    SourceKey,
    Text,
    TrialId,
    Url,
    scale_of,
    words,
)

EvidenceLevel = Literal["late_stage", "controlled_early", "early_human", "preclinical"]
EvidenceDirection = Literal["positive", "mixed", "negative", "uncertain"]
BestPhase = Literal["1", "1/2", "2", "2/3", "3", "4"]
Mesh = Annotated[str, StringConstraints(pattern=r"^[CD]\d{6,9}$")]


class IdentifierMarks(Record):
    doid: Mark | None = None
    mondo: Mark | None = None
    mesh: Mark | None = None
    icd10: Mark | None = None


class Identifiers(Record):
    doid: Annotated[str, StringConstraints(pattern=r"^DOID:\d+$")] | None = None
    doid_label: Text | None = None
    mondo: Annotated[str, StringConstraints(pattern=r"^MONDO:\d{7}$")] | None = None
    mesh: Distinct[Mesh] = ()
    icd10: Some[Text] = ()
    """Code, with its edition or meaning in brackets: "D89.81 (ICD-10-CM)"."""
    note: Text | None = None
    verified: IdentifierMarks

    def contradictions(self) -> Iterator[tuple[str, str]]:
        for system in ("doid", "mondo", "mesh", "icd10"):
            if bool(getattr(self, system)) != bool(getattr(self.verified, system)):
                yield "verified", f"{system} and its mark must both be given or both be absent"
        if bool(self.doid) != bool(self.doid_label):
            yield "doid_label", "DOID and its label must both be given or both be absent"


class DiseaseEvidence(Record):
    level: EvidenceLevel
    best_phase: BestPhase
    direction: EvidenceDirection
    statement: Text
    authorised_product_somewhere: bool
    verified: Mark


class LearnMore(Record):
    resource: ResourceKey
    url: Url | None = None


class PatientInfo(Record):
    what_it_is: Annotated[Text, words(45)]
    standard_care: Annotated[Text, words(60)]
    without_treatment: Annotated[Text, words(40)]
    what_taking_part_involves: Annotated[Text, words(50)]
    uncertainty: Annotated[Text, words(50)]
    learn_more: LearnMore | None = None
    references: Distinct[ReferenceKey]
    verified: Mark


class Disease(Record):
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
    patient_info: PatientInfo
    verified: Mark

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.synonyms, *self.abbreviations)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        if self.key in self.related_diseases:
            yield "related_diseases", "a disease is not related to itself"


class CrossLinking(Record):
    ambiguous_abbreviations: Distinct[Text]
    note: Text


class GeneralSafety(Record):
    statement: Text
    references: Distinct[ReferenceKey]
    verified: Mark


class DiseaseFile(Record):
    cross_linking: CrossLinking
    evidence_scale: scale_of(EvidenceLevel)
    direction_scale: scale_of(EvidenceDirection)
    categories: Names
    general_safety: GeneralSafety
    diseases: Rows
