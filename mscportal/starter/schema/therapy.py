"""Where the cells come from and what they are thought to do."""

from typing import Annotated, Literal

from mscportal.starter.schema.base import (
    DiseaseKey,
    Distinct,
    Mark,
    ProductKey,
    Record,
    ReferenceKey,
    Rows,
    Slug,
    Some,
    Text,
    words,
)

SourceGroup = Literal["adult", "perinatal", "engineered"]


class Harvest(Record):
    method: Text
    invasiveness: Text
    verified: Mark


class RelativeYield(Record):
    level: Text
    figures: Some[Text]
    references: Distinct[ReferenceKey]
    verified: Mark


class Expansion(Record):
    notes: Text
    references: Distinct[ReferenceKey]
    verified: Mark


class TissueSource(Record):
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


class TissueSourceFile(Record):
    tissue_sources: Rows


class MechanismEvidence(Record):
    in_vitro: Text
    animal: Text
    human: Text
    verified: Mark


class Mechanism(Record):
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


class MechanismFile(Record):
    mechanisms: Rows
