"""Where the cells come from and what they are thought to do."""

from typing import Annotated, Literal

from mscportal.starter.schema.base import (
    DiseaseKey,
    Distinct,
    FactRecord,
    Mark,
    ProductKey,
    ReferenceKey,
    Rows,
    Slug,
    Some,
    Text,
    words,
)

SourceGroup = Literal["adult", "perinatal", "engineered"]


class Harvest(FactRecord):
    method: Text
    invasiveness: Text
    verified: Mark


class RelativeYield(FactRecord):
    level: Text
    figures: Some[Text]
    references: Distinct[ReferenceKey]
    verified: Mark


class Expansion(FactRecord):
    notes: Text
    references: Distinct[ReferenceKey]
    verified: Mark


class TissueSourceFacts(FactRecord):
    key: Slug
    name: Text
    abbreviations: Distinct[Text] = ()
    group: SourceGroup
    harvest: Harvest
    relative_yield: RelativeYield
    expansion: Expansion
    donor_type: Some[Text]
    advantages: Some[Text]
    limitations: Some[Text]
    typical_uses: Some[Text]
    related_products: Distinct[ProductKey] = ()
    related_diseases: Distinct[DiseaseKey] = ()
    references: Distinct[ReferenceKey]
    verified: Mark


class TissueSourceFile(FactRecord):
    tissue_sources: Rows


class MechanismEvidence(FactRecord):
    in_vitro: Text
    animal: Text
    human: Text
    verified: Mark


class MechanismFacts(FactRecord):
    key: Slug
    name: Text
    summary: Annotated[Text, words(60)]
    how: Text
    molecules: Some[Text]
    diseases: Distinct[DiseaseKey]
    evidence: MechanismEvidence
    regulatory_note: Text | None = None
    why_now_minor: Text | None = None
    references: Distinct[ReferenceKey]
    verified: Mark


class MechanismFile(FactRecord):
    mechanisms: Rows
