"""Directions need something that the cells were compared with, and numbers that agree."""

import pytest

from evidence.checks_before_publishing import direction_of_numbers, direction_without_comparison
from evidence.comparisons import names_none
from mscportal.audit.facts import findings_against_a_rule
from tests.factories import make_statement

NO_COMPARISON = [
    "not compared",
    "-",
    "—",
    "n/a",
    "N. A.",
    "Not applicable",
    "single arm, no control",
    "Single-arm study",
    "one group only",
    "without a comparison group",
    "No control group",
    "no concurrent control group",
    "no randomised comparison",
    "no controls (before and after)",
    "no comparison made",
    "comparison: none",
    "non-comparative",
    "uncontrolled",
    "nothing",
    "none (before and after)",
    "(none)",
    "baseline",
    "compared with baseline",
    "their own baseline values",
    "before and after treatment",
    "ninguna",
    "Ninguno; antes y después",
    "sin grupo de control",
    "sin comparación",
    "no se comparó",
    "un solo brazo",
    "grupo único",
    "valores basales",
    "situación basal",
    "antes y después",
    "no aplica",
]
COMPARISONS = [
    "placebo",
    "placebo, not masked",
    "no cells",
    "no cells for a year (natural course)",
    "no MSC",
    "no treatment",
    "no-treatment control group",
    "no further treatment",
    "not treated",
    "nothing but usual care",
    "usual care without cells",
    "usual care, no control of diet",
    "standard care, open label",
    "one injection of placebo",
    "one group with placebo",
    "matched untreated patients",
    "historical controls",
    "control group",
    "the other knee",
    "baseline care",
    "film without cells",
    "sin tratamiento",
    "sin células",
    "tratamiento habitual, sin placebo",
]


@pytest.mark.parametrize("comparator", NO_COMPARISON)
def test_words_that_name_no_comparison_are_known(comparator):
    assert names_none(comparator)


@pytest.mark.parametrize("comparator", COMPARISONS)
def test_words_that_name_one_are_left_alone(comparator):
    assert not names_none(comparator)


@pytest.mark.django_db
def test_the_gate_and_the_audit_refuse_a_direction_without_comparison():
    for direction in ("benefit", "no_difference", "harm"):
        statement = make_statement(direction=direction, comparator="single arm, no control")
        (check,) = direction_without_comparison(statement)
        assert (check.level.value, check.field) == ("error", "comparator")
    unclear = make_statement(direction="unclear", comparator="single arm, no control")
    assert not list(direction_without_comparison(unclear))
    said = [found.message for found in findings_against_a_rule()]
    assert sum("names nothing that the cells were compared with" in each for each in said) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("with_cells", "without", "better", "direction", "is_refused"),
    [
        (33, 29, "lower", "benefit", True),
        (29, 33, "lower", "benefit", False),
        (29, 33, "higher", "benefit", True),
        (33, 33, "higher", "benefit", True),
        (0, 0, "lower", "harm", True),
        (33, 29, "lower", "harm", False),
        (33, 29, "higher", "harm", True),
        (33, 29, "lower", "no_difference", False),
        (33, 29, "lower", "unclear", False),
    ],
)
def test_the_gate_and_the_audit_refuse_a_direction_against_its_numbers(
    with_cells, without, better, direction, is_refused
):
    statement = make_statement(
        direction=direction,
        effect_plain=f"{with_cells} of 100 with cells, {without} of 100 without.",
        of_100_with_cells=with_cells,
        of_100_without=without,
        better_when=better,
    )
    checks = list(direction_of_numbers(statement))
    assert [check.level.value for check in checks] == ["error"] * is_refused
    named = [f"but {with_cells} of 100" in found.message for found in findings_against_a_rule()]
    assert named == [True] * is_refused


@pytest.mark.django_db
def test_a_direction_without_numbers_contradicts_none():
    assert not list(direction_of_numbers(make_statement(direction="benefit")))
