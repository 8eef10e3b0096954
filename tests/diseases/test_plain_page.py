import datetime
import re

import pytest
from django.urls import reverse

from content.models import OldAddress
from diseases.models import DiseaseQuestion
from editorial.models import Correction
from search.services import index
from tests.factories import (
    make_article,
    make_authorisation,
    make_disease,
    make_product,
    make_publication,
    make_question,
    make_red_flag,
    make_review,
    make_statement,
    make_trial,
)
from tests.visits import body, cost, section, words

pytestmark = pytest.mark.django_db

ANSWERS = {
    "answer_works": "<p>No trial showed it [@first].</p>",
    "answer_approved": "<p>One country allowed it.</p>",
    "answer_safe": "<p>Fever was seen [@second].</p>",
    "answer_cost": "<p>People paid much [@first].</p>",
    "answer_instead": "<p>Exercise helps [@second].</p>",
    "answer_now": "<p>Ask your doctor [@second].</p>",
}
QUESTIONS = [
    "Does it work?",
    "Is it approved?",
    "Is it safe?",
    "What does it cost?",
    "What else helps?",
    "What should I do now?",
]


def plain_disease(**fields):
    for key in ("first", "second"):
        make_publication(slug=key, title=f"Paper {key}", authors_text="Doe J")
    return make_disease(
        title="Stroke", verdict="Cells did not help after a stroke.", **ANSWERS | fields
    )


def test_the_verdict_comes_first_then_the_six_answers_in_their_order(client):
    plain_disease()
    page = body(client, "/diseases/stroke/")
    order = ["<h1>Stroke</h1>", "Cells did not help after a stroke.", *QUESTIONS]
    places = [page.index(text, page.index("<main")) for text in order]
    assert places == sorted(places)


def test_references_are_numbered_as_they_are_cited_and_no_other_is_listed(client):
    disease = plain_disease()
    make_publication(slug="third", title="Only in the list", m2m={})
    page = body(client, "/diseases/stroke/")
    assert re.findall(r'<li id="plain-ref-(\d+)"', page) == ["1", "2"]
    assert page.index("Paper first") < page.index("Paper second")
    assert "Only in the list" not in page
    assert disease.citations.count() == 0


def test_an_answer_that_was_not_written_says_so_and_leads_to_the_evidence(client):
    make_disease(title="Stroke", plain_summary="What is known in short.")
    page = body(client, "/diseases/stroke/")
    assert page.count("We have not written this answer yet.") == 4
    assert "We found no price with a source for this." in page
    assert "What is known in short." in page
    assert 'href="/diseases/stroke/evidence/"' in section(page, "works")


def test_each_place_says_where_it_stands_and_places_without_a_step_stand_together(client):
    disease = plain_disease()
    product = make_product(title="Cellmed")
    make_authorisation(product, country="JP", diseases=[disease])
    approved = words(section(body(client, "/diseases/stroke/"), "approved"))
    assert "Japan" in approved and "Cellmed" in approved
    nowhere = approved[approved.index("No approval known to us in:") :]
    assert "United States" in nowhere and "Japan" not in nowhere


def test_an_approval_for_another_disease_is_not_told(client):
    plain_disease()
    other = make_disease(title="Sepsis")
    product = make_product(title="Cellmed", m2m={"diseases": [other]})
    make_authorisation(product, country="JP", diseases=[other])
    assert "Cellmed" not in body(client, "/diseases/stroke/")


def deciding(disease, **fields):
    source = make_publication(slug="decides", title="The paper that decides", authors_text="Roe J")
    return make_statement(
        **{
            "disease": disease,
            "is_deciding": True,
            "of_100_with_cells": 12,
            "of_100_without": 10,
            "better_when": "higher",
            "of_100_outcome": "Good recovery after 90 days",
            "of_100_comparator": "salt water",
            "of_100_in_words": "12 of 100 did well with cells, and 10 of 100 with salt water.",
            "n_participants": 206,
            "cites": [source],
            **fields,
        }
    )


def test_the_deciding_result_is_a_picture_with_the_same_in_words_and_as_a_table(client):
    deciding(plain_disease())
    result = section(body(client, "/diseases/stroke/"), "result")
    assert result.count('class="crowd"') == 2
    assert result.count("h0") == 200  # a head for each of twice a hundred people
    told = words(result)
    for text in (
        "Good recovery after 90 days",
        "12 of 100 did well with cells, and 10 of 100 with salt water.",
        "A higher number is better.",
        "206 took part; of how many of them the numbers are, we have not found",
        "salt water",
        "Certainty not assessed",
    ):
        assert text.lower() in told.lower()
    assert "<table>" in result


def test_which_way_is_better_is_said(client):
    deciding(plain_disease(), better_when="lower", of_100_in_words="12 and 10 of 100 died.")
    assert "A lower number is better." in body(client, "/diseases/stroke/")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (None, "we list no finding in people yet"),
        ({"best_design": "rct"}, "We have chosen no single result"),
        (
            {"best_design": "single_arm", "direction": "unclear", "comparator": "none"},
            "we know of no comparison with people who got no cells",
        ),
    ],
)
def test_without_a_deciding_result_the_page_says_why(client, fields, said):
    disease = plain_disease()
    if fields is not None:
        make_statement(disease=disease, **fields)
    result = section(body(client, "/diseases/stroke/"), "result")
    assert said in words(result) and "<svg" not in result


def test_warning_signs_of_this_disease_come_first_and_not_all_are_shown(client):
    disease = plain_disease()
    for number in range(6):
        make_red_flag(title=f"Sign {number}", order=number)
    make_red_flag(title="Needle in the back", order=9, m2m={"diseases": [disease]})
    other = make_disease(title="Sepsis")
    make_red_flag(title="Of another disease", m2m={"diseases": [other]})
    page = section(body(client, "/diseases/stroke/"), "red-flags")
    assert page.index("Needle in the back") < page.index("Sign 0")
    assert "Sign 3" not in page and "Of another disease" not in page


def test_only_trials_that_take_people_are_named(client):
    disease = plain_disease()
    make_trial(title="Open trial", status="recruiting", m2m={"diseases": [disease]})
    make_trial(title="Closed trial", status="completed", m2m={"diseases": [disease]})
    page = body(client, "/diseases/stroke/")
    assert "Open trial" in page and "Closed trial" not in page


def test_without_an_open_trial_the_page_says_so_and_where_to_look(client):
    plain_disease()
    trials = section(body(client, "/diseases/stroke/"), "trials")
    assert "We know of none that takes people now." in trials
    assert "/trials/?condition=stroke" in trials and "/resources/" in trials


def test_what_changed_is_told_with_its_date_and_in_a_feed_of_the_disease(client):
    disease = plain_disease()
    Correction.objects.create(
        entry=disease,
        kind="update",
        what_is="A new trial was added.",
        made_on=datetime.date(2026, 5, 4),
    )
    page = section(body(client, "/diseases/stroke/"), "history")
    assert "A new trial was added." in page and '<time datetime="2026-05-04">' in page
    assert 'href="/diseases/stroke/feed/"' in page


def test_the_feed_of_a_disease_has_its_verdict_its_notes_and_its_findings_alone(client):
    disease = plain_disease()
    other = make_disease(title="Sepsis", verdict="Nothing is known.")
    for each, text in ((disease, "Of stroke."), (other, "Of sepsis.")):
        make_statement(disease=each, effect_plain=text)
        Correction.objects.create(entry=each, kind="update", what_is=f"Note {text}")
    feed = body(client, "/diseases/stroke/feed/")
    for told in ("Cells did not help after a stroke.", "Of stroke.", "Note Of stroke."):
        assert told in feed
    assert "sepsis" not in feed.lower()
    assert client.get("/diseases/nothing/feed/").status_code == 404


def test_old_anchors_lead_to_their_content(client):
    """An anchor never reaches a server: each old one is a link on the plain page."""
    disease = plain_disease()
    finding = make_statement(disease=disease)
    page = body(client, "/diseases/stroke/")
    evidence = body(client, "/diseases/stroke/evidence/")
    links = re.findall(r'id="([^"]+)" href="/diseases/stroke/evidence/#([^"]+)"', page)
    assert f"evidence-{finding.slug}" in dict(links)
    for here, there in links:
        assert here == there
        assert f'id="{there}"' in evidence or there in MAY_BE_MISSING


MAY_BE_MISSING = {
    *("cells", "related", "codes", "rationale", "emergency", "not-msc", "mentioned-in"),
}  # parts that need rows


def test_the_exact_verdict_stands_wherever_the_page_is_told(client):
    plain_disease(meta_description="Another text.", plain_summary="A long summary.")
    page = body(client, "/diseases/stroke/")
    verdict = "Cells did not help after a stroke."
    assert f'<meta name="description" content="{verdict}">' in page
    assert f'property="og:description" content="{verdict}"' in page
    assert f'"description":"{verdict}"' in page
    assert f'property="og:image:alt" content="Stroke: {verdict} – MSC Portal"' in page
    assert verdict in body(client, "/search/?q=stroke")
    assert "Another text." not in page


def test_the_social_card_has_another_address_with_another_verdict(client):
    disease = plain_disease()
    picture = re.compile(r'property="og:image" content="http://testserver([^"]+)"')
    before = picture.search(body(client, "/diseases/stroke/"))[1]
    assert client.get(before)["Content-Type"] == "image/png"
    type(disease).objects.update(verdict="Nobody knows yet.")
    after = picture.search(body(client, "/diseases/stroke/"))[1]
    assert after != before and client.get(before).status_code == 404
    assert after in body(client, reverse("sitemap_section", args=["disease"]))


def test_what_people_type_finds_the_disease_and_is_not_shown(
    client, django_capture_on_commit_callbacks
):
    disease = plain_disease()
    DiseaseQuestion.objects.create(disease=disease, text="zebra crossing treatment")
    index(disease)
    assert "/diseases/stroke/" in body(client, "/search/?q=zebra")
    assert "zebra" not in body(client, "/diseases/stroke/")


def test_unchecked_facts_are_told_once(client):
    plain_disease(answers_verification="memory")
    page = body(client, "/diseases/stroke/")
    main = page[page.index("<main") : page.index("</main>")]
    assert words(main).count("not yet checked") == 1


def test_a_reviewed_page_names_reviewer_and_day_in_one_line(client):
    disease = plain_disease(
        last_reviewed_on=datetime.date(2026, 3, 1), next_review_on=datetime.date(2099, 3, 1)
    )
    review = make_review(disease)
    page = body(client, "/diseases/stroke/")
    line = page[page.index('class="reviewed-line"') :].split("</p>")[0]
    assert review.reviewer.title in line and "2026-03-01" in line


def test_the_card_for_a_doctor_is_a_page_of_its_own_that_search_engines_leave_out(client):
    plain_disease()
    page = body(client, "/diseases/stroke/card/")
    assert "Cells did not help after a stroke." in page and 'content="noindex"' in page
    assert "Doe J" in page and "Which usual care have I not tried yet?" in page


@pytest.mark.parametrize("end", ["", "evidence/", "card/", "feed/"])
def test_a_draft_is_not_found_and_a_withdrawn_disease_is_gone_at_each_address(client, end):
    make_disease(title="Stroke", live=False)
    gone = make_disease(title="Burns")
    type(gone).objects.filter(pk=gone.pk).update(is_live=False, withdrawn_at=gone.published_at)
    assert client.get(f"/diseases/stroke/{end}").status_code == 404
    assert client.get(f"/diseases/burns/{end}").status_code == 410


@pytest.mark.parametrize("end", ["", "evidence/", "card/"])
def test_a_former_address_leads_to_the_same_page_of_the_present_one(client, end):
    disease = plain_disease()
    OldAddress.objects.keep(disease, "apoplexy")
    response = client.get(f"/diseases/apoplexy/{end}")
    assert (
        response.status_code in (301, 302, 308)
        and response["Location"] == f"/diseases/stroke/{end}"
    )


@pytest.mark.parametrize(
    ("address", "most"), [("/diseases/stroke/", 10), ("/diseases/stroke/card/", 9)]
)
def test_a_plain_page_costs_the_same_with_much_and_with_more(client, address, most):
    disease = plain_disease()
    product = make_product(title="Cellmed")

    def more(number):
        place = ("JP", "KR", "US")[number]
        make_authorisation(product, country=place, diseases=[disease])
        make_trial(status="recruiting", m2m={"diseases": [disease]})
        make_statement(disease=disease, cites=[make_publication()])
        make_red_flag(m2m={"diseases": [disease]})
        make_red_flag()
        make_question()
        make_article(kind="guide")
        Correction.objects.create(entry=disease, kind="update", what_is="New.")

    more(0)
    first = cost(client, address)
    more(1)
    more(2)
    assert cost(client, address) == first <= most


def test_both_pages_are_in_the_sitemap_and_the_card_is_not(client):
    plain_disease()
    sitemap = body(client, reverse("sitemap_section", args=["disease"]))
    assert "/diseases/stroke/</loc>" in sitemap and "/diseases/stroke/evidence/</loc>" in sitemap
    assert "/stroke/card/" not in sitemap and "/feed/" not in sitemap
