"""Review, people and history at the end of the page of an entry."""

import datetime

import pytest
from django.utils import timezone

from editorial.models import Correction, Review
from tests.factories import make_article, make_contributor, make_disease, make_review, make_trial
from tests.visits import body, cost, section, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engines")]

TODAY = timezone.localdate()


def reviewed(*reviewers, due=30, **fields):
    disease = make_disease(
        last_reviewed_on=TODAY - datetime.timedelta(days=60),
        next_review_on=TODAY + datetime.timedelta(days=due),
        **fields,
    )
    for reviewer in reviewers:
        make_review(disease, reviewer)
    return disease


def test_a_review_names_both_dates_and_who_with_credentials_and_interests(client):
    stated = make_contributor(title="Rosa Reviewer", credentials="MD", interests="None.")
    silent = make_contributor(title="Sam Silent")
    disease = reviewed(stated, silent)
    page = body(client, disease.evidence_url)
    block = section(page, "review")
    assert block.count("<time datetime=") == 2
    assert "Rosa Reviewer , MD ( statement of interests )" in words(block)
    assert "Sam Silent , MD ( interests not stated )" in words(block)
    assert f'href="{stated.get_absolute_url()}#interests"' in block
    assert "overdue" not in block


def test_a_review_says_how_new_its_evidence_is_and_which_ai_tools_were_used(client):
    disease = reviewed(make_contributor(), make_contributor(live=False, title="Hidden"))
    silent = section(body(client, disease.evidence_url), "review")
    assert "AI tools" not in silent and "Evidence was searched" not in silent
    assert "Hidden" not in silent
    review = Review.objects.earliest("pk")
    Review.objects.filter(pk=review.pk).update(
        evidence_searched_on=datetime.date(2026, 1, 2), ai_used="A tool <checked> spelling."
    )
    block = section(body(client, disease.evidence_url), "review")
    assert '<time datetime="2026-01-02">' in block
    assert "Use of AI tools in the review:" in block
    assert "A tool &lt;checked&gt; spelling." in block


def test_an_overdue_review_is_said(client):
    page = body(client, reviewed(make_contributor(), due=-1).evidence_url)
    assert "The next review is overdue." in section(page, "review")


def test_without_a_review_the_page_says_so_and_names_no_reviewer(client):
    page = body(client, make_disease().evidence_url)
    block = section(page, "review")
    assert "Not yet medically reviewed." in block and "Medically reviewed by" not in block


def record_line(page):
    return words(page.partition('class="record-line"')[2].partition("</summary>")[0])


def test_the_line_that_is_never_folded_says_review_and_last_change(client):
    line = record_line(body(client, make_disease().evidence_url))
    assert "Not yet medically reviewed." in line and "Last change:" in line
    page = body(client, reviewed(make_contributor()).evidence_url)
    assert "Last medical review:" in record_line(page) and "overdue" not in record_line(page)
    page = body(client, reviewed(make_contributor(), due=-1).evidence_url)
    assert "The next review is overdue." in record_line(page)


def test_a_type_that_claims_no_review_says_its_last_change_alone(client):
    line = record_line(body(client, make_trial().get_absolute_url()))
    assert "Last change:" in line and "review" not in line.lower()


def test_history_shows_dates_and_public_corrections_newest_first(client):
    disease = make_disease()
    for day, is_public in ((1, True), (2, True), (3, False)):
        Correction.objects.create(
            entry=disease,
            what_was=f"Was {day}.",
            what_is=f"Is {day}.",
            made_on=datetime.date(2026, 1, day),
            is_public=is_public,
        )
    history = section(body(client, disease.evidence_url), "history")
    assert "First published:" in history and "Last change:" in history
    assert history.index("Was 2.") < history.index("Was 1.")
    assert "Was 3." not in history and "No correction" not in history


def test_corrections_of_another_entry_are_not_shown(client):
    article, trial = make_article(), make_trial()
    Correction.objects.create(entry=article, what_was="Was.", what_is="Is.")
    history = section(body(client, trial.get_absolute_url()), "history")
    assert "Is." not in history and "No correction has been made." in history


@pytest.mark.parametrize("size", [1, 6])
def test_the_foot_costs_the_same_at_any_size(client, size):
    disease = reviewed(*(make_contributor() for _ in range(size)))
    alone = cost(client, make_disease().evidence_url)
    for _ in range(size):
        Correction.objects.create(entry=disease, what_was="Was.", what_is="Is.")
    assert cost(client, disease.evidence_url) <= alone + 2
