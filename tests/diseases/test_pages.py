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


def test_a_disease_stands_under_its_title_and_under_its_other_names(client):
    make_disease(title="Osteoarthritis", names=["worn joint"])
    page = body(client, LIST)
    assert '<a href="/diseases/osteoarthritis/"><strong>Osteoarthritis</strong></a>' in page
    assert "worn joint, see Osteoarthritis" in words(page).replace(" ,", ",")
    assert page.index('id="letter-o"') < page.index('id="letter-w"')


def test_a_letter_without_a_disease_is_no_link(client):
    make_disease(title="Stroke")
    page = body(client, LIST)
    assert '<a href="#letter-s">S</a>' in page
    assert "<span>Q</span>" in page and "#letter-q" not in page


def test_misspellings_drafts_and_withdrawn_diseases_are_not_printed(client):
    known = make_disease(title="Stroke")
    disease_name(known, "strooke", kind="misspelling")
    make_disease(title="Secret draft", live=False, names=["secret name"])
    page = body(client, LIST)
    assert "strooke" not in page and "ecret" not in page


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
    assert cost(client, "/diseases/category/lungs/") == before <= 4


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
