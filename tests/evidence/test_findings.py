"""Findings and safety items on the page of a disease."""

import datetime

import pytest

from tests.factories import (
    make_disease,
    make_publication,
    make_safety_item,
    make_source,
    make_statement,
    make_trial,
)
from tests.visits import body, section, words

pytestmark = pytest.mark.django_db

PAGE = "/diseases/stroke/evidence/"
ASIDE = "Findings that no longer count"


@pytest.fixture
def disease():
    return make_disease(title="Stroke")


def evidence(client):
    return section(body(client, PAGE), "evidence")


def test_a_finding_shows_its_four_separate_facts(client, disease):
    review = make_publication(authors_text="Fisher SA, Cutler A, et al.", year=2019)
    make_statement(
        disease=disease,
        slug="pain",
        direction="benefit",
        certainty="low",
        certainty_by=review,
        best_design="systematic_review",
        phase="3",
        n_participants=260,
        n_studies=2,
        follow_up="one year",
    )
    page = evidence(client)
    for text in (
        'id="evidence-pain"',
        "better than the comparison",
        "low certainty",
        "stated by",
        "Fisher SA 2019",
        "systematic review",
        "phase 3",
        "260",
        "in 2 studies",
        '<time datetime="2024">2024</time>',
    ):
        assert text in page
    assert "Compared with: placebo" in words(page)
    assert "Low certainty: 1 finding" in words(body(client, PAGE))


def test_dose_effect_and_harms_are_told_or_said_to_be_missing(client, disease):
    make_statement(
        disease=disease,
        dose="1 million cells per kg",
        effect_value="risk ratio 0.9 (0.7 to 1.2)",
        harms_counted="fever: 12 of 50 with cells, 5 of 52 without",
    )
    page = words(evidence(client))
    assert "Dose: 1 million cells per kg" in page
    assert "Effect and confidence interval: risk ratio 0.9 (0.7 to 1.2)" in page
    assert "Harms with counts: fever: 12 of 50 with cells, 5 of 52 without" in page
    assert "Not recorded" not in page


def test_what_a_finding_does_not_record_is_named(client, disease):
    make_statement(disease=disease, effect_value="risk ratio 0.9 (0.7 to 1.2)")
    assert "Not recorded: dose, harms with counts" in words(evidence(client))


def test_nothing_is_worked_out_from_a_late_phase_or_a_good_design(client, disease):
    make_statement(disease=disease, direction="benefit", best_design="rct", phase="3")
    page = evidence(client)
    page = page[page.index('<table class="findings') :]
    assert "certainty not assessed" in page
    assert "better than the comparison" in page
    for word in ("high certainty", "moderate certainty", "proven", "effective"):
        assert word not in page
    assert "Certainty not assessed: 1 finding" in words(body(client, PAGE))


def test_a_finding_names_its_cells(client, disease):
    marrow = make_source(title="Bone marrow")
    make_statement(disease=disease, source=marrow, donor="allogeneic", route="intravenous")
    make_statement(disease=disease, source_note="several tissues")
    page = words(evidence(client))
    assert "Cells: Bone marrow, donor cells, intravenous" in page
    assert "Cells: several tissues Compared with" in page


def test_a_finding_without_stated_cells_names_none(client, disease):
    make_statement(disease=disease)
    assert "Cells:" not in evidence(client)


def test_a_finding_about_other_cells_is_marked_and_gives_no_certainty(client, disease):
    make_statement(disease=disease, outcome_name="Movement", is_msc=False)
    page = body(client, PAGE)
    assert "Movement" in page and '<span class="badge">not MSC</span>' in page
    assert "No finding about MSC listed yet." in page
    make_statement(disease=disease)
    assert "Certainty not assessed: 1 finding " in words(body(client, PAGE))


def test_a_finding_about_msc_carries_no_such_mark(client, disease):
    make_statement(disease=disease)
    assert "not MSC" not in evidence(client)


def test_laboratory_work_is_called_not_tested_in_people(client, disease):
    make_statement(disease=disease, direction="unclear", best_design="preclinical")
    assert "not tested in people" in evidence(client)


def test_a_superseded_finding_moves_below_and_names_the_later_one(client, disease):
    old = make_statement(disease=disease, slug="old", outcome_name="Early response")
    make_statement(
        disease=disease, slug="new", outcome_name="Late response", m2m={"supersedes": [old]}
    )
    page = evidence(client)
    assert page.index("Late response") < page.index(ASIDE) < page.index('id="evidence-old"')
    assert 'Overturned or replaced by: <a href="#evidence-new">Late response</a>' in page
    assert "Certainty not assessed: 1 finding " in words(body(client, PAGE))


def test_a_later_finding_that_is_not_public_overturns_nothing(client, disease):
    old = make_statement(disease=disease)
    make_statement(disease=disease, outcome_name="Secret", live=False, m2m={"supersedes": [old]})
    page = evidence(client)
    assert ASIDE not in page and "Secret" not in page


@pytest.mark.parametrize(
    ("trial", "statement"),
    [
        ({"status": "withdrawn"}, {}),
        ({"enrolment": 0}, {}),
        ({}, {"n_participants": 0}),
    ],
)
def test_a_trial_without_participants_never_counts(client, disease, trial, statement):
    make_statement(
        disease=disease,
        outcome_name="Nobody came",
        m2m={"trials": [make_trial(**trial)]},
        **statement,
    )
    page = evidence(client)
    assert page.index(ASIDE) < page.index("Nobody came")
    assert "No finding listed yet." in body(client, PAGE)


def test_a_finding_with_people_counts_beside_an_empty_trial(client, disease):
    empty, full = make_trial(status="withdrawn"), make_trial(enrolment=50)
    make_statement(disease=disease, m2m={"trials": [empty, full]})
    make_statement(disease=disease, n_participants=40, m2m={"trials": [empty]})
    make_statement(disease=disease)
    assert ASIDE not in evidence(client)


@pytest.mark.parametrize(("retraction", "flagged"), [("retracted", True), ("none_found", False)])
def test_a_finding_on_a_retracted_source_is_flagged(client, disease, retraction, flagged):
    make_statement(disease=disease, cites=[make_publication(retraction=retraction)])
    assert ("was retracted or is under" in evidence(client)) is flagged


def test_references_of_findings_that_no_longer_count_come_after(client, disease):
    early, late = make_publication(slug="early"), make_publication(slug="late")
    old = make_statement(
        disease=disease, cites=[early], as_of_on=datetime.date(2025, 1, 1), slug="old"
    )
    make_statement(disease=disease, cites=[late], slug="new", m2m={"supersedes": [old]})
    page = evidence(client)
    assert page.index('href="#ref-1"') < page.index(ASIDE) < page.index('href="#ref-2"')


def test_risks_show_harms_of_this_disease_and_of_all(client, disease):
    make_safety_item(title="Fever in all", setting="trial")
    make_safety_item(title="Clots here", m2m={"diseases": [disease]}, frequency_text="2 in 100")
    make_safety_item(title="Elsewhere", m2m={"diseases": [make_disease(title="Burns")]})
    page = section(body(client, PAGE), "risks")
    assert "Fever in all" in page and "in trials" in page
    assert "Clots here" in page and "How often: 2 in 100" in words(page)
    assert "Elsewhere" not in page


def test_a_harm_shows_its_sources(client, disease):
    named = make_publication(slug="kuriyan2017", authors_text="Kuriyan AE, et al.", year=2017)
    make_safety_item(description="<p>Sight was lost [@kuriyan2017].</p>", cites=[named])
    page = section(body(client, PAGE), "risks")
    assert '<a href="/publications/kuriyan2017/">Kuriyan AE 2017</a>' in page
    assert 'href="#ref-1"' in page


def test_the_marks_are_explained_beside_the_table(client, disease):
    make_statement(disease=disease)
    key = words(evidence(client)).partition("What the marks mean")[2]
    for text in ("Direction", "Certainty", "Design", "Phase", "very low certainty", "more harm"):
        assert text in key
