"""How far testing went, drawn on the page of a disease and told in lists."""

import re

import pytest

from tests.factories import (
    make_authorisation,
    make_category,
    make_disease,
    make_product,
)
from tests.visits import body, section, words

pytestmark = pytest.mark.django_db


def ladder(client):
    page = section(body(client, "/diseases/stroke/evidence/"), "evidence")
    return page[page.index('<figure class="chart stage-ladder') : page.index("</figure>")]


@pytest.mark.parametrize(
    ("stage", "reached", "label"),
    [
        ("laboratory", 1, "Laboratory, animals or single cases"),
        ("early_human", 2, "First studies in people, mostly without controls"),
        ("small_controlled", 3, "Small or mid-size controlled trials"),
        ("phase_3_results", 4, "Late clinical testing with controlled results"),
    ],
)
def test_steps_are_filled_up_to_the_stage(client, stage, reached, label):
    make_disease(title="Stroke", testing_stage=stage)
    picture = ladder(client)
    assert picture.count("rung is-reached") == reached and picture.count('class="rung') >= 4
    assert f"{label} (testing came this far)" in words(picture)
    assert picture.count('aria-current="step"') == 1
    assert words(picture).count("(not reached)") == 4 - reached


def test_the_result_and_an_approval_stand_apart_from_the_steps(client):
    disease = make_disease(
        title="Stroke", testing_stage="laboratory", evidence_direction="no_difference"
    )
    make_authorisation(make_product(), place="Japan", diseases=[disease])
    told = words(ladder(client))
    assert "no clear difference from the comparison" in told
    assert "Approval, a separate fact" in told and "Japan" in told
    assert told.count("(not reached)") == 3


def test_a_stage_that_nobody_stated_is_not_drawn(client):
    make_disease(title="Stroke")
    assert "stage-ladder" not in body(client, "/diseases/stroke/evidence/")


def test_a_category_tells_stage_and_result_of_its_diseases(client):
    category = make_category(title="Heart")
    make_disease(category=category, testing_stage="early_human", evidence_direction="mixed")
    make_disease(title="Unstated", category=category)
    page = body(client, "/diseases/category/heart/")
    assert re.search(r"stage-early-human.*first studies in people", page)
    assert "results disagree" in page
    assert page.count("marks-of-disease") == 1
