"""Where diseases stand: how far testing went against what was found, and the findings of each."""

from collections import Counter, defaultdict
from math import sqrt
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

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
# A disc is never too small to stand behind its number.
WIDEST_DISC, SMALLEST_DISC = 22, 10


def filters_of(request: HttpRequest, directions: set[str], certainties: set[str]) -> Filters:
    """Only what a disease of the map has is offered; the sets are those of its findings."""
    diseases = every_mapped_disease()
    categories = DiseaseCategory.objects.published().filter(diseases__in=diseases).distinct()
    pairs = set(diseases.order_by().values_list("testing_stage", "evidence_direction"))
    reached = {stage or NOT_STATED for stage, _result in pairs}
    seen = {result or NOT_STATED for _stage, result in pairs}
    not_stated = (NOT_STATED, _("not stated"))
    stages = [*((stage.value, stage.label) for stage in STAGES), not_stated]
    results = [*Direction.choices, not_stated]
    found = [(ANY, _("any")), *Direction.choices]
    choices = [
        ("stage", _("Testing stage"), stages, reached),
        ("direction", _("Result so far"), results, seen),
        ("finding", _("Has a finding that is"), found, {ANY, *directions} if directions else ()),
        ("certainty", _("Has a finding with"), Certainty.choices, certainties),
    ]
    titles = categories.values_list("slug", "title")
    known = title_in(DiseaseCategory.objects.published())
    return Filters(
        request,
        [
            choose(request, "category", _("Part of the body"), titles, known),
            *(choose_in_use(request, *choice) for choice in choices),
        ],
    )


def every_mapped_disease() -> QuerySet:
    """Diseases with a stated stage or a counted finding."""
    findings = EvidenceStatement.objects.counted().filter(disease=OuterRef("pk"))
    return Disease.objects.published().filter(~Q(testing_stage="") | Exists(findings))


def mapped_diseases(chosen: Filters) -> QuerySet:
    """Of these, those that the filters of the address leave."""
    if chosen.unknown:
        return Disease.objects.none()
    findings = EvidenceStatement.objects.counted().filter(disease=OuterRef("pk"))
    diseases = every_mapped_disease()
    if chosen.value("category"):
        diseases = diseases.filter(category__slug=chosen.value("category"), category__is_live=True)
    for name, field in (("stage", "testing_stage"), ("direction", "evidence_direction")):
        if chosen.value(name):
            value = "" if chosen.value(name) == NOT_STATED else chosen.value(name)
            diseases = diseases.filter(**{field: value})
    if chosen.value("finding") or chosen.value("certainty"):
        # Both wishes are about one and the same finding.
        wanted = {"direction": chosen.value("finding"), "certainty": chosen.value("certainty")}
        told = {field: value for field, value in wanted.items() if value not in ("", ANY)}
        diseases = diseases.filter(Exists(findings.filter(**told)))
    return diseases


class Cell(NamedTuple):
    number: int
    radius: str
    stage_label: str
    query: str  # filters of the address that show these diseases


class Line(NamedTuple):
    direction: str
    label: str
    cells: list[Cell]


class Matrix(NamedTuple):
    stages: list[tuple[str, str]]
    lines: list[Line]
    total: int


def matrix(diseases: QuerySet, chosen: Filters) -> Matrix:
    """Numbers of diseases by stage and result; the larger the disc, the more diseases.

    A stage or a result that no disease has is left out.
    """
    rows = diseases.order_by().values_list("testing_stage", "evidence_direction")
    counted = Counter(
        {
            (stage or NOT_STATED, direction or NOT_STATED): number
            for stage, direction, number in rows.annotate(number=Count("pk"))
        }
    )
    not_stated = (NOT_STATED, _("not stated"))
    used_stages = {stage for stage, _direction in counted}
    used_directions = {direction for _stage, direction in counted}
    every_stage = [*((stage.value, str(stage.label)) for stage in STAGES), not_stated]
    every_direction = [*((value, str(label)) for value, label in Direction.choices), not_stated]
    stages = [each for each in every_stage if each[0] in used_stages]
    directions = [each for each in every_direction if each[0] in used_directions]
    most = max(counted.values(), default=0)
    others = {each.name: each.chosen for each in chosen if each.chosen}
    lines = [
        Line(
            direction,
            label,
            [
                Cell(
                    number=counted[stage, direction],
                    radius=radius(counted[stage, direction], most),
                    stage_label=stage_label,
                    query=urlencode({**others, "stage": stage, "direction": direction}),
                )
                for stage, stage_label in stages
            ],
        )
        for direction, label in directions
    ]
    return Matrix(stages, lines, counted.total())


def radius(number: int, most: int) -> str:
    return f"{max(SMALLEST_DISC, WIDEST_DISC * sqrt(number / most)):.1f}" if number else "0"


class Findings(NamedTuple):
    """Findings of one disease in one direction, by certainty."""

    direction: str
    label: str
    total: int
    levels: list[tuple[str, str, int]]


class Row(NamedTuple):
    disease: Disease
    findings: list[Findings]
    trial_number: int


class Rows(NamedTuple):
    directions: list[tuple[str, str]]
    lines: list[Row]


def rows(diseases: list[Disease]) -> Rows:
    """A direction that no finding of these diseases has is left out."""
    by_disease = defaultdict(Counter)
    statements = EvidenceStatement.objects.counted().filter(disease__in=diseases).order_by()
    for disease, direction, certainty, number in statements.values_list(
        "disease", "direction", "certainty"
    ).annotate(number=Count("pk")):
        by_disease[disease][direction, certainty] = number
    through = Trial.diseases.through.objects.filter(disease__in=diseases, trial__is_live=True)
    trials = dict(through.values_list("disease").annotate(number=Count("trial")))
    used = {direction for counted in by_disease.values() for direction, _certainty in counted}
    directions = [direction for direction in Direction if direction.value in used]
    lines = [
        Row(
            disease,
            [findings_in(direction, by_disease[disease.pk]) for direction in directions],
            trials.get(disease.pk, 0),
        )
        for disease in diseases
    ]
    return Rows([(each.value, each.label) for each in directions], lines)


def findings_in(direction: Direction, counted: Counter) -> Findings:
    levels = [
        (level.value, level.label, counted[direction.value, level.value])
        for level in Certainty
        if counted[direction.value, level.value]
    ]
    return Findings(
        direction.value, direction.label, sum(number for _v, _l, number in levels), levels
    )
