import re

import pytest
from django.urls import resolve

from diseases.models import DiseaseQuestion
from editorial.models import Correction
from tests.factories import (
    make_article,
    make_authorisation,
    make_disease,
    make_mechanism,
    make_page,
    make_product,
    make_source,
    make_statement,
    make_trial,
)

pytestmark = pytest.mark.django_db


def home(client):
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_site_has_a_home_page(client):
    page = home(client)
    assert "No article has been chosen" in page and "Nothing has been published yet" in page
    assert "No answer has been chosen for this page yet." in page


def test_the_sections_stand_in_order(client):
    make_article(title="The cells", is_featured=True, order=1, what_it_means="Ask first.")
    make_article(title="How sure?", is_featured=True, order=2)
    make_statement(disease=make_disease(title="Asthma"))
    page = home(client).partition("<main")[2]
    parts = [
        "<h1>",
        'id="home-search"',
        "What people ask most",
        "All diseases from A to Z",
        "Before you pay a clinic",
        "Unwell after a cell treatment?",
        "New and changed",
        "What this article says.",
        "Ask first.",
        "featured-title",
        "How we work",
        "The evidence in numbers",
    ]
    places = [page.index(part) for part in parts]
    assert places == sorted(places)


def test_it_answers_with_the_verdicts_that_editors_chose_in_their_order(client):
    for place, title in ((2, "Asthma"), (1, "Stroke"), (None, "Sepsis")):
        disease = make_disease(title=title, verdict=f"{title} is open.", place_on_home=place)
        DiseaseQuestion.objects.create(disease=disease, text=f"Do cells help in {title}?", order=1)
        DiseaseQuestion.objects.create(disease=disease, text="Another question?", order=2)
    make_disease(title="Burns", place_on_home=3)  # without a verdict it has no answer
    page = home(client)
    assert page.index("Do cells help in Stroke?") < page.index("Do cells help in Asthma?")
    assert "Stroke is open." in page and "Sepsis is open." not in page
    assert (
        "Another question?" not in page
        and ">Burns<" not in page.partition("asked-title")[2].partition("recent-title")[0]
    )


def test_a_verdict_without_a_question_stands_under_the_name_of_its_disease(client):
    make_disease(title="Stroke", verdict="Stroke is open.", place_on_home=1)
    assert '<a href="/diseases/stroke/">Stroke</a>' in home(client)


def test_what_readers_were_told_last_of_changes_is_told(client):
    disease = make_disease(title="Stroke")
    Correction.objects.create(entry=disease, kind="update", what_is="A trial has reported.")
    Correction.objects.create(entry=disease, kind="update", what_is="Secret.", is_public=False)
    page = home(client)
    assert "A trial has reported." in page and "Secret." not in page


def test_every_page_says_what_a_missing_reviewer_means(client):
    assert "A page without a named medical reviewer has not been medically reviewed." in home(
        client
    )


def test_letters_lead_to_the_list(client):
    make_disease(title="Asthma", names=["Bronchial asthma"])
    page = home(client)
    assert 'href="/diseases/#letter-a"' in page and 'href="/diseases/#letter-b"' not in page


def test_drafts_are_not_among_the_new_and_featured(client):
    make_article(title="Hidden draft", is_featured=True, live=False)
    make_disease(title="Hidden disease", live=False)
    make_page(title="Privacy", slug="privacy-page")
    make_source(title="Fat tissue")
    page = home(client)
    assert "Hidden" not in page and "Fat tissue" in page and "/privacy-page/" not in page


@pytest.mark.parametrize("size", [1, 6])
def test_the_home_page_costs_the_same_at_any_size(client, django_assert_max_num_queries, size):
    for _ in range(size):
        make_article(is_featured=True)
        make_statement()
        make_trial()
        make_mechanism()
        make_source()
        make_authorisation(make_product())
        disease = make_disease(verdict="Open.", place_on_home=1)
        DiseaseQuestion.objects.create(disease=disease, text="Does it help?")
        Correction.objects.create(entry=disease, kind="update", what_is="New.")
    with django_assert_max_num_queries(9):
        home(client)


def test_every_link_around_the_page_has_a_home(client):
    for slug in "about how-we-work contact funding accessibility privacy".split():
        make_page(slug=slug)
    page = home(client)
    addresses = set(re.findall(r'href="(/[a-z-]*(?:/[a-z-]+)*/?)["#?]', page))
    assert {"/diseases/", "/search/", "/contact/", "/corrections/"} <= addresses | {"/search/"}
    for address in addresses:
        if not address.startswith("/static/"):
            assert resolve(address), address
            assert client.get(address).status_code == 200, address
