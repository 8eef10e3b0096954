"""Trials, evidence statements, and the facts on outlook and patient reports."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from evidence.comparisons import names_none
from mscportal.starter.schema.base import (
    AnyOf,
    Check,
    Count,
    Date,
    DiseaseKey,
    Distinct,
    FactRecord,
    Mark,
    MechanismKey,
    Names,
    OutlookTopic,
    PatientTopic,
    ReferenceKey,
    Rows,
    Slug,
    SourceKey,
    SourceKeyOrOther,
    StatementKey,
    Text,
    TrialId,
    list_of,
    scale_of,
    words,
)
from mscportal.starter.schema.diseases import EvidenceDirection, EvidenceLevel

TrialStatus = Literal[
    "recruiting",
    "not_yet_recruiting",
    "active_not_recruiting",
    "completed",
    "terminated",
    "suspended",
    "withdrawn",
    "unknown",
    "unclear",
]
CLOSED: tuple[TrialStatus, ...] = ("completed", "terminated", "withdrawn")
TrialPhase = Literal[
    "1", "1/2", "2", "2/3", "3", "4", "not applicable", "expanded access", "not stated"
]
OutcomeDirection = Literal[
    "positive",
    "positive_small",
    "positive_uncontrolled",
    "mixed",
    "negative",
    "safety",
    "supportive",
    "pending",
]
Donor = Literal["autologous", "allogeneic", "both"]
Registry = Literal["ClinicalTrials.gov", "ANZCTR", "ISRCTN", "CTRI"]
ID_FORMS: dict[Registry, str] = {
    "ClinicalTrials.gov": r"NCT\d{8}",
    "ANZCTR": r"ACTRN\d{14}",
    "ISRCTN": r"ISRCTN\d{8}",
    "CTRI": r"CTRI/\d{4}/\d{2}/\d{6}",
}
Country = Annotated[str, StringConstraints(pattern=r"^\p{Lu}[\p{L} .'-]+$")]


class TrialMarks(FactRecord):
    record: Mark
    outcome: Mark
    registry_facts: Mark | None = None


class TrialFacts(FactRecord):
    id: Text
    registry: Registry
    title: Text
    acronym: Text | None = None
    diseases: AnyOf[DiseaseKey]
    condition: Text | None = None
    """The illness where none of the diseases is."""
    phase: TrialPhase
    status: TrialStatus
    status_as_of: Date | None = None
    status_note: Text | None = None
    registry_status: TrialStatus | None = None
    enrolment: Annotated[int, Field(ge=0)] | None = None
    """What the publication reports, else what the registry does."""
    enrolment_registry: Annotated[int, Field(ge=0)] | None = None
    sponsor: Text
    cell_source: Distinct[SourceKeyOrOther]
    cell_source_note: Text | None = None
    donor: Donor
    start: Date | None = None
    completion: Date | None = None
    """Can be a planned date."""
    countries: Distinct[Country] = ()
    results_posted: bool | None = None
    facts_as_of: Date | None = None
    outcome: Text
    outcome_direction: OutcomeDirection
    references: Distinct[ReferenceKey] = ()
    check: Check | None = None
    verified: TrialMarks

    @property
    def slug(self) -> str:
        """Numbers of some registries hold slashes."""
        return self.id.lower().replace("/", "-")

    def contradictions(self) -> Iterator[tuple[str, str]]:
        if bool(self.diseases) == bool(self.condition):
            yield "condition", "either diseases or, where that is [], the condition"
        if self.enrolment_registry is not None and self.enrolment_registry == self.enrolment:
            yield "enrolment_registry", "repeats enrolment"
        if not re.fullmatch(ID_FORMS[self.registry], self.id):
            yield "id", f"{self.id!r} is not an id of {self.registry}"
        if self.status not in CLOSED and self.status_as_of is None:
            yield "status_as_of", f"missing: the status {self.status} may have changed since"
        if self.start and self.completion and self.completion.is_before(self.start):
            yield "completion", f"{self.completion} is before the start, {self.start}"
        registry_facts = (self.start, self.completion, self.countries or None, self.results_posted)
        if any(fact is not None for fact in registry_facts):
            if self.facts_as_of is None:
                yield "facts_as_of", "missing: facts of the registry need their date"
            if self.verified.registry_facts is None:
                yield "verified", "facts of the registry need the mark registry_facts"


class TrialFile(FactRecord):
    status_scale: scale_of(TrialStatus)
    outcome_directions: scale_of(OutcomeDirection)
    trials: Rows


TestingStage = Literal["phase_3_results", "small_controlled", "early_human", "laboratory"]
Direction = Literal["benefit", "no_difference", "harm", "mixed", "unclear"]
OutcomeKind = Literal["efficacy", "safety", "patient-reported", "surrogate"]
BestDesign = Literal[
    "systematic_review", "rct", "nonrandomised", "single_arm", "case_report", "preclinical"
]
Certainty = Literal["high", "moderate", "low", "very_low", "not_assessed"]
CellSource = Literal[
    "bone-marrow",
    "adipose-tissue",
    "umbilical-cord",
    "umbilical-cord-blood",
    "placenta",
    "ipsc-derived",
    "mixed",
    "other",
]
Route = Literal[
    "intravenous",
    "intra-arterial",
    "intracoronary",
    "intramyocardial",
    "intra-articular",
    "intramuscular",
    "intrathecal",
    "intracerebral",
    "intraspinal",
    "intratracheal",
    "perilesional",
    "surgical-implantation",
    "topical",
]


class Intervention(FactRecord):
    cell_source: CellSource
    donor: Donor
    route: Route


class OutcomeFacts(FactRecord):
    name: Text
    kind: OutcomeKind


class Of100(FactRecord):
    """How many of 100 people in each group had the outcome."""

    with_cells: Annotated[int, Field(ge=0, le=100)]
    without: Annotated[int, Field(ge=0, le=100)]
    better: Literal["higher", "lower"]
    people: Count | None = None
    """Who were counted, where a source says so: n_participants is all who took part."""
    time: Text | None = None
    """When they were, where a source says so: follow_up can be longer."""
    outcome: Text | None = None
    """What is counted, in plain words: the title of the picture."""
    compared_with: Text | None = None
    in_words: Text | None = None
    """Both numbers in a sentence."""

    @property
    def has_words(self) -> bool:
        return bool(self.outcome and self.compared_with and self.in_words)

    @property
    def better_by(self) -> int:
        """People of 100 with cells; below 0 where it is worse."""
        more = self.with_cells - self.without
        return more if self.better == "higher" else -more


class Statement(FactRecord):
    """One finding on one disease."""

    key: Slug
    disease: DiseaseKey
    intervention: Intervention
    comparator: Text
    population: Text
    outcome: OutcomeFacts
    direction: Direction
    effect_plain: Annotated[Text, words(35)]
    of_100: Of100 | None = None
    deciding: Literal[True] | None = None
    """The result that a page of its disease may show as a picture of 100 people."""
    n_studies: Count | None = None
    n_participants: Count | None = None
    best_design: BestDesign
    phase: Literal["1", "1/2", "2", "2/3", "3", "4"] | None = None
    certainty: Certainty
    certainty_by: ReferenceKey | None = None
    follow_up: Text | None = None
    as_of: Date
    supersedes: Distinct[StatementKey] = ()
    references: Distinct[ReferenceKey]
    trials: Distinct[TrialId] = ()
    check: Check | None = None
    verified: Mark

    @property
    def has_comparison(self) -> bool:
        return not names_none(self.comparator)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        if self.direction in ("benefit", "no_difference", "harm") and not self.has_comparison:
            yield "direction", f"{self.direction} needs a comparison group; else it is unclear"
        better_by = self.of_100.better_by if self.of_100 else None
        if better_by is not None and (
            (self.direction == "benefit" and better_by <= 0)
            or (self.direction == "harm" and better_by >= 0)
        ):
            yield "direction", f"{self.direction}, but of_100 says better by {better_by}"
        if self.deciding and not (self.of_100 and self.of_100.has_words):
            yield "deciding", "a deciding result has its numbers of 100 people, also in words"
        if self.of_100:
            yield from self.contradictions_of_100(self.of_100)
        if self.direction == "mixed" and (self.n_studies or 1) < 2:
            yield "direction", "the results of one study cannot disagree; it is unclear"
        yield from self.contradictions_of_certainty()
        if self.key in self.supersedes:
            yield "supersedes", "a statement does not supersede itself"

    def contradictions_of_100(self, of_100: Of100) -> Iterator[tuple[str, str]]:
        counted, time = of_100.people, of_100.time
        if counted and self.n_participants and counted > self.n_participants:
            yield "of_100", "more people are counted than took part"
        for number in (of_100.with_cells, of_100.without):
            if of_100.in_words and not re.search(rf"\b{number}\b", of_100.in_words):
                yield "of_100", f"in_words does not say {number}"
        if time and time not in f"{self.outcome.name}\n{self.effect_plain}":
            yield "of_100", f"the words do not say {time!r}"

    def contradictions_of_certainty(self) -> Iterator[tuple[str, str]]:
        if self.certainty == "not_assessed" and self.certainty_by:
            yield "certainty_by", "names a review although certainty is not_assessed"
        if self.certainty != "not_assessed" and not self.certainty_by:
            yield "certainty_by", f"missing: which review states the certainty {self.certainty}?"
        if self.certainty_by and self.certainty_by not in self.references:
            yield "certainty_by", f"{self.certainty_by!r} is not among the references"


def is_about_msc(statement: Statement) -> bool:
    """The facts say it in the population when the cells were others, such as cord blood."""
    return "not msc" not in statement.population.lower()


class EvidenceMapping(FactRecord):
    """From the words of the disease entries to those of the statements."""

    note: Text
    level_to_testing_stage: scale_of(EvidenceLevel, TestingStage)
    direction_to_direction: scale_of(EvidenceDirection, Direction)


class EvidenceScales(FactRecord):
    testing_stage: scale_of(TestingStage)
    direction: scale_of(Direction)
    outcome_kind: scale_of(OutcomeKind)
    best_design: list_of(BestDesign)
    certainty: scale_of(Certainty)
    cell_source: list_of(CellSource)
    donor: list_of(Donor)
    route: list_of(Route)


class StatementFile(FactRecord):
    mapping: EvidenceMapping
    scales: EvidenceScales
    statements: Rows


OutlookStage = Literal["phase_3_results", "small_controlled", "early_human", "laboratory", "method"]


class FindingFacts(FactRecord):
    key: Slug
    fact: Annotated[Text, words(60)]
    related_diseases: Distinct[DiseaseKey] = ()
    related_mechanisms: Distinct[MechanismKey] = ()
    related_sources: Distinct[SourceKey] = ()
    trials: Distinct[TrialId] = ()
    references: Distinct[ReferenceKey]
    verified: Mark


class OutlookFact(FindingFacts):
    topic: OutlookTopic
    testing_stage: OutlookStage


class OutlookFile(FactRecord):
    testing_stages: scale_of(OutlookStage)
    topics: Names
    facts: Rows


class PatientReport(FindingFacts):
    topic: PatientTopic


class PatientReportFile(FactRecord):
    topics: Names
    facts: Rows
