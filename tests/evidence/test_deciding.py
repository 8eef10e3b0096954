"""A deciding result is a finding: the same numbers, the groups not reversed, one for a disease."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from editorial.workflow.gate import Level
from evidence.checks_before_publishing import numbers_of_100
from evidence.models import EvidenceStatement
from tests.factories import make_disease, make_publication, make_statement
from tests.visits import body, words

pytestmark = pytest.mark.django_db

NUMBERS = {"of_100_with_cells": 29, "of_100_without": 33, "better_when": "lower"}
TOLD = "29 of 100 with cells and 33 of 100 with placebo lost the leg or died."


@pytest.mark.parametrize(
    ("told", "is_refused"),
    [
        (TOLD, False),
        ("33 of 100 with cells and 29 of 100 with placebo lost the leg or died.", True),
        ("29 of 100 with cells lost the leg; with placebo it was the same.", True),
        ("Fewer with cells lost the leg.", True),
    ],
)
def test_the_sentence_has_the_numbers_with_cells_first(told, is_refused):
    statement = make_statement(effect_plain=told, **NUMBERS)
    found = [(check.level, check.code) for check in numbers_of_100(statement)]
    assert found == ([(Level.ERROR, "numbers_differ")] if is_refused else [])


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Of 100 people, 29 with cells and 33 without lost the leg.", []),
        ("", [(Level.WARNING, "picture_without_words")]),
        ("29 of 100 lost the leg with cells.", [(Level.ERROR, "numbers_differ")]),
        ("290 of 1000 lost the leg.", [(Level.ERROR, "numbers_differ")] * 2),
        ("29 and 33 of 100" + " word" * 22 + ".", [(Level.WARNING, "too_many_words"),
         (Level.WARNING, "sentence_too_long")]),
    ],
)  # fmt: skip
def test_the_words_beside_the_picture_hold_both_numbers(said, found):
    statement = make_statement(effect_plain=TOLD, of_100_in_words=said, is_deciding=True, **NUMBERS)
    assert [(check.level, check.code) for check in numbers_of_100(statement)] == found


def test_only_the_deciding_result_lacks_its_words():
    assert list(numbers_of_100(make_statement(effect_plain=TOLD, **NUMBERS))) == []


def test_equal_numbers_are_told_twice():
    same = {"of_100_with_cells": 20, "of_100_without": 20, "better_when": "higher"}
    once = make_statement(effect_plain="20 of 100 in each group healed.", **same)
    twice = make_statement(effect_plain="20 of 100 with cells, 20 of 100 without healed.", **same)
    assert [bool(list(numbers_of_100(each))) for each in (once, twice)] == [True, False]


@pytest.mark.parametrize(
    "change",
    [
        {"of_100_without": None},
        {"of_100_with_cells": None},
        {"better_when": ""},
        {"of_100_with_cells": 101},
        {"of_100_without": 101},
    ],
)
def test_numbers_are_whole_or_not_there(change):
    statement = make_statement(effect_plain=TOLD, **NUMBERS)
    for name, value in change.items():
        setattr(statement, name, value)
    with pytest.raises(ValidationError):
        statement.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceStatement.objects.filter(pk=statement.pk).update(**change)


@pytest.mark.parametrize(
    ("time", "is_refused"), [("", False), ("30 days", False), ("2 years", True)]
)
def test_the_words_say_when_the_numbers_were_seen(time, is_refused):
    statement = make_statement(
        outcome_name="Death within 30 days", effect_plain=TOLD, of_100_time=time, **NUMBERS
    )
    found = [(check.level, check.code) for check in numbers_of_100(statement)]
    assert found == ([(Level.ERROR, "time_not_said")] if is_refused else [])


@pytest.mark.parametrize(
    ("change", "is_refused"),
    [
        ({"of_100_people": 89, "n_participants": 114}, False),
        ({"of_100_people": 89, "n_participants": None}, False),
        ({"of_100_people": 115, "n_participants": 114}, True),
        ({"of_100_with_cells": None, "of_100_without": None, "better_when": ""}, False),
        (
            {
                "of_100_with_cells": None,
                "of_100_without": None,
                "better_when": "",
                "of_100_time": "2 years",
            },
            True,
        ),
    ],
)
def test_people_and_time_belong_to_numbers(change, is_refused):
    statement = make_statement(effect_plain=TOLD, **NUMBERS)
    rows = EvidenceStatement.objects.filter(pk=statement.pk)
    if is_refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    else:
        rows.update(**change)


def test_numbers_stand_beside_the_people_and_the_time_that_they_are_of(client):
    disease = make_disease(title="Cartilage defects")
    told = {"effect_plain": TOLD, "n_participants": 114, "follow_up": "5 years", **NUMBERS}
    make_statement(slug="known", disease=disease, of_100_people=89, of_100_time="48 weeks", **told)
    make_statement(slug="not-known", disease=disease, **told)
    make_statement(slug="no-numbers", disease=disease)
    known = "When this was seen: 48 weeks . Of how many people: 89 ."
    missing = "When this was seen: not recorded . Of how many people: not recorded ."
    for address in ("/diseases/cartilage-defects/evidence/", "/evidence/findings/"):
        page = words(body(client, address)).replace(".", " .").replace("  ", " ")
        assert page.count(known) == page.count(missing) == 1
        assert page.count("Of how many people") == 2
    rows = client.get("/evidence/findings.json").json()["findings"]
    told = {row["id"]: (row["of_100_people"], row["of_100_time"]) for row in rows}
    assert told == {"known": (89, "48 weeks"), "not-known": (None, ""), "no-numbers": (None, "")}


def test_a_deciding_result_has_numbers():
    statement = make_statement()
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceStatement.objects.filter(pk=statement.pk).update(is_deciding=True)


def test_one_public_finding_decides_for_a_disease():
    disease, other = make_disease(title="Limb"), make_disease(title="Other")
    decides = {"effect_plain": TOLD, "is_deciding": True, **NUMBERS}
    make_statement(disease=disease, **decides)
    make_statement(disease=other, **decides)
    second = make_statement(disease=disease, effect_plain=TOLD, **NUMBERS)
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceStatement.objects.filter(pk=second.pk).update(is_deciding=True)


@pytest.mark.usefixtures("engines")
@pytest.mark.parametrize(("better", "said"), [("lower", "fewer"), ("higher", "more")])
def test_its_page_marks_it_and_says_which_way_is_better(client, better, said):
    disease = make_disease(title="Limb", cites=[make_publication()])
    numbers = NUMBERS | {"better_when": better}
    make_statement(disease=disease, effect_plain=TOLD, is_deciding=True, **numbers)
    make_statement(disease=disease)
    page = client.get(disease.evidence_url).content.decode()
    assert page.count("The deciding result of this disease") == 1
    assert f"The deciding result of this disease: {said} people is better." in page


def test_files_have_its_numbers(client):
    make_statement(effect_plain=TOLD, is_deciding=True, **NUMBERS)
    [row] = client.get("/evidence/findings.json").json()["findings"]
    names = ("of_100_with_cells", "of_100_without", "better_when", "is_deciding")
    assert [row[name] for name in names] == [29, 33, "lower", True]
