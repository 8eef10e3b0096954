from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import StringConstraints

from mscportal.starter.schema.base import (
    AnyOf,
    Check,
    DiseaseKey,
    Distinct,
    FactRecord,
    Mark,
    ReferenceKey,
    Rows,
    Seen,
    Slug,
    Some,
    Text,
    Url,
    Year,
)

Domain = Annotated[str, StringConstraints(pattern=r"^([a-z0-9-]+\.)+[a-z]{2,}$")]
PointGroup = Literal["treatment", "evidence", "safety", "rights", "cost"]


class RuleFacts(FactRecord):
    fact: Text
    rule: Text | None = None
    references: Distinct[ReferenceKey] = ()
    check: Check | None = None
    verified: Mark


class Official(FactRecord):
    """The authority's own web addresses."""

    domains: Distinct[Domain]
    report_harm: Url | None = None
    product_lookup: Url | None = None
    seen: Seen = ()
    verified: Mark

    def contradictions(self) -> Iterator[tuple[str, str]]:
        return self.seen_fields_exist()


class JurisdictionFacts(FactRecord):
    key: Slug
    country: Text
    authority: Text
    framework: Some[RuleFacts]
    references: Distinct[ReferenceKey] = ()
    official: Official


class MinimalCriteria(FactRecord):
    year: Year
    criteria: Some[Text]
    limits: Text
    references: Distinct[ReferenceKey]
    verified: Mark


class TopicFact(FactRecord):
    topic: Text
    fact: Text
    references: Distinct[ReferenceKey] = ()
    verified: Mark


class QualityControl(FactRecord):
    isct_minimal_criteria: MinimalCriteria
    topics: Some[TopicFact]


class Points(FactRecord):
    points: Some[Text]
    note: Text | None = None
    verified: Mark


class GroupedPoint(FactRecord):
    group: PointGroup
    text: Text
    diseases: AnyOf[DiseaseKey] = ()
    """Whose pages show a warning sign first; without any it fits every disease."""


class GroupedPoints(FactRecord):
    points: Some[GroupedPoint]
    note: Text | None = None
    verified: Mark


class Harm(FactRecord):
    title: Text
    fact: Text
    references: Distinct[ReferenceKey] = ()
    check: Check | None = None
    verified: Mark


class RegulationFile(FactRecord):
    quality_control: QualityControl
    informed_consent: Points
    red_flags: GroupedPoints
    questions_to_ask: GroupedPoints
    jurisdictions: Rows
    ethics: Rows
    documented_harms: Rows
