"""A text about the deciding trial gives each group the number that the finding gives it."""

import pytest

from editorial.workflow import gate
from evidence.turned_arms import shares
from mscportal.audit import facts
from tests.factories import make_disease, make_publication, make_statement

TURNED = "PACE (213 people) did not help: 33% with placental cells and 29% with placebo."


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (TURNED, (33, 29)),
        ("With 213 people, 33 of 100 with cells and 29 of 100 without did.", (33, 29)),
        ("29% with placebo and 33% with cells lost the leg.", (33, 29)),
        ("46% closed with cells and 60% with a sheet without cells.", (46, 60)),
        ("52% and 55% died or had marked lung disease.", None),
        ("One number: 33% with cells.", None),
        ("33% with cells, 29% with placebo and 12% with a steroid.", None),
        ("33% with cells and 29% with other cells.", None),
    ],
)
def test_the_numbers_of_two_groups_are_read_where_each_is_named(sentence, found):
    assert shares(sentence) == found


def a_disease(text, **finding):
    study = make_publication(slug="norgren2024", title="Cells in legs")
    make_publication(slug="other2020", title="Other cells in legs")
    disease = make_disease(title="Limbs", evidence_summary=text)
    values = {"is_deciding": True, "of_100_with_cells": 29, "of_100_without": 33}
    values |= {"better_when": "fewer", "effect_plain": "29 with cells and 33 without."}
    make_statement(disease=disease, cites=[study], **values | finding)
    return disease


@pytest.mark.django_db
@pytest.mark.parametrize("before", ["", "A study was small. [@other2020] "])
def test_turned_numbers_are_named_by_the_gate_and_the_audit(before):
    disease = a_disease(f"<p>{before}{TURNED} [@norgren2024]</p>")
    (check,) = [each for each in gate.publish_checks(disease) if each.code == "groups_turned"]
    assert check.field == "evidence_summary" and TURNED in check.message
    (found,) = facts.groups_the_other_way_round()
    assert (found.where, found.level) == ("disease limbs", "warning")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("<p>29% with cells and 33% with placebo. [@norgren2024]</p>", {}),
        (f"<p>{TURNED} [@other2020]</p>", {}),
        (f"<p>{TURNED} [@other2020] It was large. [@norgren2024]</p>", {}),
        ("<p>33% with cells and 30% with placebo walked. [@norgren2024]</p>", {}),
        (f"<p>{TURNED} [@norgren2024]</p>", {"is_deciding": False}),
    ],
)
def test_other_numbers_and_other_sources_are_no_finding(text, finding):
    a_disease(text, **finding)
    assert not list(facts.groups_the_other_way_round())
