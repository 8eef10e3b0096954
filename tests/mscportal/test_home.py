import re

import pytest
from django.urls import resolve

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


def number_beside(page, words):
    """The figure of a pair in the list of numbers."""
    return int(re.search(rf"{words}.*?<dd>(?:<a [^>]*>)?(\d+)<", page, re.DOTALL)[1])


def test_an_empty_site_has_a_home_page(client):
    page = home(client)
    assert "No article has been chosen" in page and "Nothing has been published yet" in page
    assert number_beside(page, "diseases with a page") == 0


def test_the_sections_stand_in_order(client):
    make_article(title="The cells", is_featured=True, order=1, what_it_means="Ask first.")
    make_article(title="How sure?", is_featured=True, order=2)
    make_statement(disease=make_disease(title="Asthma"))
    page = home(client).partition("<main")[2]
    parts = [
        "<h1>",
        'id="home-search"',
        "Check my disease",
        "Before I pay a clinic",
        "Look for trials",
        "What this article says.",
        "Ask first.",
        "The evidence at a glance",
        "Diseases from A to Z",
        "How sure?",
        "New and changed",
        "Before you pay a clinic",
        "Unwell after a cell treatment?",
        "How we work",
    ]
    places = [page.index(part) for part in parts]
    assert places == sorted(places)


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
    with django_assert_max_num_queries(20):
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
