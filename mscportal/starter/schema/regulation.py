from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import StringConstraints

from mscportal.starter.schema.base import (
    Check,
    Distinct,
    Mark,
    Record,
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


class Rule(Record):
    fact: Text
    rule: Text | None = None
    references: Distinct[ReferenceKey] = ()
    check: Check | None = None
    verified: Mark


class Official(Record):
    """The authority's own web addresses."""

    domains: Distinct[Domain]
    report_harm: Url | None = None
    product_lookup: Url | None = None
    seen: Seen = ()
    verified: Mark

    def contradictions(self) -> Iterator[tuple[str, str]]:
        return self.seen_fields_exist()


class Jurisdiction(Record):
    key: Slug
    country: Text
    authority: Text
    framework: Some[Rule]
    references: Distinct[ReferenceKey] = ()
    official: Official


class MinimalCriteria(Record):
    year: Year
    criteria: Some[Text]
    limits: Text
    references: Distinct[ReferenceKey]
    verified: Mark


class TopicFact(Record):
    topic: Text
    fact: Text
    references: Distinct[ReferenceKey] = ()
    verified: Mark


class QualityControl(Record):
    isct_minimal_criteria: MinimalCriteria
    topics: Some[TopicFact]


class Points(Record):
    points: Some[Text]
    note: Text | None = None
    verified: Mark


class GroupedPoint(Record):
    group: PointGroup
    text: Text


class GroupedPoints(Record):
    points: Some[GroupedPoint]
    note: Text | None = None
    verified: Mark


class Harm(Record):
    title: Text
    fact: Text
    references: Distinct[ReferenceKey] = ()
    check: Check | None = None
    verified: Mark


class RegulationFile(Record):
    quality_control: QualityControl
    informed_consent: Points
    red_flags: GroupedPoints
    questions_to_ask: GroupedPoints
    jurisdictions: Rows
    ethics: Rows
    documented_harms: Rows
