import re

import pytest

from content.web import alphabet
from tests.factories import (
    disease_name,
    make_category,
    make_disease,
)
from tests.visits import body, cost, words

pytestmark = pytest.mark.django_db

LIST = "/diseases/"


def test_an_empty_site_says_so(client):
    page = body(client, LIST)
    assert "No disease is listed yet" in page and "/resources/" in page


def lines(page):
    """What the lines of the index say, as words."""
    listed = "".join(re.findall(r'<ul class="index-lines">(.*?)</ul>', page, re.DOTALL))
    return [words(line).strip() for line in listed.split("<li>")[1:]]


def test_a_disease_has_one_line_with_what_its_page_says_in_one_sentence(client):
    make_disease(title="Osteoarthritis", names=["worn joint"], verdict="Cells did not ease pain.")
    make_disease(title="Stroke", plain_summary="A vessel of the brain is shut.")
    page = body(client, LIST)
    assert '<a href="/diseases/osteoarthritis/"><strong>Osteoarthritis</strong></a>' in page
    assert lines(page) == [
        "Osteoarthritis Cells did not ease pain.",
        "Stroke A vessel of the brain is shut.",
    ]


def test_other_names_belong_to_the_search_which_the_list_offers(client):
    stroke = make_disease(title="Stroke", names=["brain attack"])
    disease_name(stroke, "strooke", kind="misspelling")
    page = body(client, LIST)
    assert "brain attack" not in page and "strooke" not in page and "<span>B</span>" in page
    assert re.search(
        r'<form class="search" action="/search/".*?id="name-search" name="q"', page, re.S
    )
    assert "Search knows other names too" in page
    assert "/diseases/stroke/" in body(client, "/search/?q=brain+attack")


def test_the_address_of_a_letter_answers_on_a_short_list_too(client):
    for title in ("Burns", "Stroke"):
        make_disease(title=title, names=["Another name"])
    assert lines(body(client, f"{LIST}?letter=s"))[0].startswith("Stroke")
    page = body(client, f"{LIST}?letter=a")
    assert lines(page) == [] and "Nothing in this list fits “Letter: A”." in page


def test_a_letter_without_a_disease_is_no_link(client):
    make_disease(title="Stroke")
    page = body(client, LIST)
    assert '<a href="#letter-s">S</a>' in page
    assert "<span>Q</span>" in page and "#letter-q" not in page


def test_drafts_are_not_printed(client):
    make_disease(title="Secret draft", live=False, names=["secret name"])
    assert "ecret" not in body(client, LIST)


def test_a_long_list_shows_one_letter_a_page(client, monkeypatch):
    monkeypatch.setattr(alphabet, "ONE_PAGE", 2)
    for title in ("Autism", "Burns", "Stroke"):
        make_disease(title=title)
    page = body(client, f"{LIST}?letter=s")
    assert "Stroke" in page and "Autism" not in page
    assert '<a href="?letter=s" aria-current="page">S</a>' in page
    assert "<title>Diseases: S" in page


def test_a_category_shows_its_own_diseases(client):
    lungs = make_category(title="Lungs")
    make_disease(title="COPD", category=lungs)
    make_disease(title="Stroke", category=make_category(title="Brain"))
    page = body(client, "/diseases/category/lungs/")
    assert "COPD" in page and "Stroke" not in page
    assert '<a href="/diseases/category/brain/">' in page


def test_an_empty_category_leads_to_the_whole_list(client):
    make_category(title="Lungs")
    page = body(client, "/diseases/category/lungs/")
    assert "No disease is listed here yet" in page


@pytest.mark.parametrize("query", ["?page=2", "?page=0", "?page=x"])
def test_a_page_that_is_not_there_is_not_found(client, query):
    make_category(title="Lungs")
    body(client, f"/diseases/category/lungs/{query}", status=404)


@pytest.mark.parametrize("address", [LIST, "/diseases/stroke/", "/diseases/category/immune/"])
def test_pages_are_only_read(client, address):
    make_disease(title="Stroke")
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def test_the_list_costs_the_same_at_any_size(client):
    make_disease(names=["one name"])
    before = cost(client, LIST)
    for number in range(5):
        make_disease(names=[f"name {number}"], category=make_category())
    assert cost(client, LIST) == before <= 4


def test_a_category_costs_the_same_at_any_size(client):
    category = make_category(title="Lungs")
    make_disease(category=category)
    before = cost(client, "/diseases/category/lungs/")
    for _ in range(5):
        make_disease(category=category)
    assert cost(client, "/diseases/category/lungs/") == before <= 5


def test_the_index_marks_stage_and_result_and_explains_the_marks(client):
    make_disease(title="Stroke", testing_stage="early_human", evidence_direction="mixed")
    make_disease(title="Unstated")
    page = body(client, "/diseases/")
    line = page[page.index("<strong>Stroke</strong>") :]
    line = words(line[: line.index("</li>")])
    assert "first studies in people, mostly without controls" in line and "disagree" in line
    for used in re.findall(r'<use href="#([^"]+)"', page):
        assert page.count(f'id="{used}"') == 1
    assert page.count("<use ") == 2
    assert "What the two marks beside a disease mean" in page
