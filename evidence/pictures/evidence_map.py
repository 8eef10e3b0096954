"""Where diseases stand: how far testing went against what was found, and the findings of each."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from content.prepared import prepared
from diseases.models import Disease, DiseaseCategory
from diseases.vocabulary import Certainty, Direction, TestingStage
from evidence.filters import Filters, choose, choose_in_use, title_in
from evidence.models import EvidenceStatement, Trial

# From the least to the most, as one climbs.
STAGES = [
    TestingStage.LABORATORY,
    TestingStage.EARLY_HUMAN,
    TestingStage.SMALL_CONTROLLED,
    TestingStage.PHASE_3_RESULTS,
]
NOT_STATED = "not_stated"
ANY = "any"
# Of the diseases in a cell; the rest stands in its list.
MOST_NAMED = 6


class AlikeFindings(NamedTuple):
    """Findings that count, alike in all that this page counts."""

    disease: int
    direction: str
    certainty: str
    precision: str
    number: int
    newest: datetime.date


def counted_findings() -> list[AlikeFindings]:
    return [AlikeFindings(*row) for row in _counted_findings()]


@prepared
def _counted_findings() -> QuerySet:
    findings = EvidenceStatement.objects.counted().filter(disease__is_live=True).order_by()
    alike = findings.values_list("disease", "direction", "certainty", "as_of_precision")
    return alike.annotate(number=Count("pk"), newest=Max("as_of_on"))


def filters_of(
    request: HttpRequest, diseases: Iterable[Disease], found: Iterable[AlikeFindings]
) -> Filters:
    """Only what a disease of the map has is offered."""
    directions = {each.direction for each in found}
    reached = {disease.testing_stage or NOT_STATED for disease in diseases}
    seen = {disease.evidence_direction or NOT_STATED for disease in diseases}
    not_stated = (NOT_STATED, _("not stated"))
    stages = [*((stage.value, stage.label) for stage in STAGES), not_stated]
    results = [*Direction.choices, not_stated]
    every_finding = [(ANY, _("any")), *Direction.choices]
    used = {ANY, *directions} if directions else set()
    choices = [
        ("stage", _("Testing stage"), stages, reached),
        ("direction", _("Result so far"), results, seen),
        ("finding", _("Has a finding that is"), every_finding, used),
        (
            "certainty",
            _("Has a finding with"),
            Certainty.choices,
            {each.certainty for each in found},
        ),
    ]
    known = title_in(DiseaseCategory.objects.published())
    return Filters(
        request,
        [
            choose(request, "category", _("Part of the body"), _categories(), known),
            *(choose_in_use(request, *choice) for choice in choices),
        ],
    )


@prepared
def every_mapped_disease() -> QuerySet:
    """Diseases with a stated stage or a counted finding."""
    findings = EvidenceStatement.objects.counted().filter(disease=OuterRef("pk"))
    diseases = Disease.objects.published().filter(~Q(testing_stage="") | Exists(findings))
    shown = ("language", "slug", "title", "testing_stage", "evidence_direction", "updated_at")
    shown += ("category", "category__is_live", "category__slug")
    return diseases.select_related("category").only(*shown).order_by("title", "pk")


@prepared
def _categories() -> QuerySet:
    diseases = every_mapped_disease.make().select_related(None).only("pk").order_by()
    categories = DiseaseCategory.objects.published().filter(diseases__in=diseases).distinct()
    return categories.values_list("slug", "title")


def chosen_diseases(
    chosen: Filters, diseases: Iterable[Disease], found: Iterable[AlikeFindings]
) -> list[Disease]:
    """Those that the filters of the address leave."""
    if chosen.unknown:
        return []
    wanted = {each.name: each.chosen for each in chosen}
    with_finding = {
        each.disease
        for each in found
        # Both wishes are about one and the same finding.
        if wanted["finding"] in ("", ANY, each.direction)
        and wanted["certainty"] in ("", each.certainty)
    }
    return [
        disease
        for disease in diseases
        if wanted["category"] in ("", category_of(disease))
        and wanted["stage"] in ("", disease.testing_stage or NOT_STATED)
        and wanted["direction"] in ("", disease.evidence_direction or NOT_STATED)
        and (disease.pk in with_finding or not (wanted["finding"] or wanted["certainty"]))
    ]


def category_of(disease: Disease) -> str | None:
    category = disease.category
    return category.slug if category is not None and category.is_live else None


class Cell(NamedTuple):
    """Diseases of one stage and one result."""

    stage: str
    stage_label: str
    diseases: list[Disease]
    query: str  # filters of the address that show these diseases

    @property
    def number(self) -> int:
        return len(self.diseases)

    @property
    def named(self) -> list[Disease]:
        """All where one more line would only say that there is one more."""
        return self.diseases[: MOST_NAMED if self.number > MOST_NAMED + 1 else self.number]

    @property
    def unnamed_number(self) -> int:
        return self.number - len(self.named)


class MapLine(NamedTuple):
    direction: str
    label: str
    cells: list[Cell]


class Matrix(NamedTuple):
    stages: list[tuple[str, str]]
    lines: list[MapLine]


def matrix(diseases: Iterable[Disease], chosen: Filters) -> Matrix:
    """Those that the filters leave; each cell keeps the filters."""
    return by_stage_and_result(diseases, {each.name: each.chosen for each in chosen if each.chosen})


def whole_matrix(diseases: Iterable[Disease]) -> Matrix:
    return by_stage_and_result(diseases, {})


def by_stage_and_result(diseases: Iterable[Disease], others: dict[str, str]) -> Matrix:
    """A stage or a result that none of them has is left out."""
    found: dict[tuple[str, str], list[Disease]] = defaultdict(list)
    for disease in diseases:
        place = (disease.testing_stage or NOT_STATED, disease.evidence_direction or NOT_STATED)
        found[place].append(disease)
    not_stated = (NOT_STATED, _("not stated"))
    used_stages = {stage for stage, _direction in found}
    used_directions = {direction for _stage, direction in found}
    every_stage = [*((stage.value, str(stage.label)) for stage in STAGES), not_stated]
    every_direction = [*((value, str(label)) for value, label in Direction.choices), not_stated]
    stages = [each for each in every_stage if each[0] in used_stages]
    directions = [each for each in every_direction if each[0] in used_directions]
    lines = [
        MapLine(
            direction,
            label,
            [
                Cell(
                    stage,
                    stage_label,
                    found.get((stage, direction), []),
                    query=urlencode({**others, "stage": stage, "direction": direction}),
                )
                for stage, stage_label in stages
            ],
        )
        for direction, label in directions
    ]
    return Matrix(stages, lines)


class Findings(NamedTuple):
    """Findings of one disease in one direction, by certainty."""

    direction: str
    label: str
    total: int
    levels: list[tuple[str, str, int]]


class MapRow(NamedTuple):
    disease: Disease
    findings: list[Findings]
    trial_number: int


class MapRows(NamedTuple):
    directions: list[tuple[str, str]]
    lines: list[MapRow]


def rows(diseases: Sequence[Disease], found: Iterable[AlikeFindings]) -> MapRows:
    """A direction that no finding of these diseases has is left out."""
    by_disease: dict[int, Counter[tuple[str, str]]] = {each.pk: Counter() for each in diseases}
    for each in found:
        if each.disease in by_disease:
            by_disease[each.disease][each.direction, each.certainty] += each.number
    trials = dict(_trials_of(list(by_disease)))
    used = {direction for counted in by_disease.values() for direction, _certainty in counted}
    directions = [(value, label) for value, label in Direction.choices if value in used]
    levels = [(value, str(label)) for value, label in Certainty.choices]
    lines = [
        MapRow(
            disease,
            [findings_in(*each, levels, by_disease[disease.pk]) for each in directions],
            trials.get(disease.pk, 0),
        )
        for disease in diseases
    ]
    return MapRows(directions, lines)


@prepared
def _trials_of(diseases: Sequence[int]) -> QuerySet:
    through = Trial.diseases.through.objects.filter(disease__in=diseases, trial__is_live=True)
    return through.values_list("disease").annotate(number=Count("trial"))


def findings_in(
    direction: str, label: str, levels: Iterable[tuple[str, str]], counted: Counter[tuple[str, str]]
) -> Findings:
    found = [
        (value, name, counted[direction, value])
        for value, name in levels
        if (direction, value) in counted
    ]
    return Findings(direction, label, sum(number for _value, _name, number in found), found)
