"""The list of findings, to which every number of findings leads."""

import html
import re

import pytest

from tests.factories import (
    make_category,
    make_disease,
    make_publication,
    make_statement,
)
from tests.visits import body, cost, section, words

pytestmark = pytest.mark.django_db

LIST = "/evidence/findings/"
OVERVIEW = "/evidence/"


def titles(page):
    return re.findall(r'<h2 class="row-title"><a [^>]*>([^<]*)</a>', page)


def count(page):
    return int(re.search(r'class="list-count">(\d+) finding', page)[1])


def test_an_empty_list_says_so(client):
    assert "No finding is listed yet." in body(client, LIST)


def test_a_finding_stands_with_its_disease_its_sources_and_its_place(client):
    source = make_publication(authors_text="Smith A, et al.", year=2021)
    finding = make_statement(
        disease=make_disease(title="Stroke"), slug="walking", outcome_name="Walking", cites=[source]
    )
    page = body(client, LIST)
    assert f'<a href="{finding.get_absolute_url()}">Stroke: Walking</a>' in page
    assert f'<a href="{source.get_absolute_url()}">Smith A 2021</a>' in page
    assert "no clear difference" in words(page) and "certainty not assessed" in words(page)
    anchor = finding.get_absolute_url().partition("#")[2]
    assert f'id="{anchor}"' in body(client, "/diseases/stroke/evidence/")


def test_what_does_not_count_is_not_on_the_list(client):
    stroke = make_disease(title="Stroke")
    old = make_statement(disease=stroke, outcome_name="Old")
    make_statement(disease=stroke, outcome_name="New", m2m={"supersedes": [old]})
    make_statement(disease=stroke, outcome_name="Nobody", n_participants=0)
    make_statement(disease=stroke, outcome_name="Cord blood", is_msc=False)
    make_statement(disease=stroke, outcome_name="Draft", live=False)
    make_statement(disease=make_disease(live=False), outcome_name="Hidden")
    page = body(client, LIST)
    assert titles(page) == ["Stroke: New"] and count(page) == 1


@pytest.fixture
def findings():
    review = make_publication()
    stroke = make_disease(
        title="Stroke", testing_stage="early_human", category=make_category(title="Brain")
    )
    burns = make_disease(title="Burns")
    low = {"certainty": "low", "certainty_by": review}
    make_statement(disease=stroke, direction="benefit", **low)
    make_statement(disease=stroke, direction="benefit")
    make_statement(disease=stroke, direction="no_difference")
    make_statement(disease=burns, direction="benefit", **low)
    make_statement(disease=burns, direction="unclear", is_msc=False)
    make_disease(title="Sepsis", testing_stage="laboratory")


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 4),
        ("disease=stroke", 3),
        ("direction=benefit", 3),
        ("certainty=low", 2),
        ("disease=stroke&direction=benefit&certainty=low", 1),
        ("disease=burns&certainty=low", 1),
        ("disease=nowhere", 0),
        ("direction=%00", 4),  # an empty value chooses nothing
        ("disease=stroke&certainty=high", 0),
    ],
)
def test_the_list_is_filtered(client, findings, query, number):
    page = body(client, f"{LIST}?{query}")
    assert count(page) == len(titles(page)) == number


def test_only_values_that_a_finding_has_are_offered(client, findings):
    page = body(client, LIST)
    offered = re.findall(r'<option value="([^"]+)"', page)
    assert offered == ["burns", "stroke", "benefit", "no_difference", "low", "not_assessed"]


def test_filters_without_a_hit_offer_all_of_them(client, findings):
    page = body(client, f"{LIST}?disease=burns&direction=no_difference")
    assert "No finding in our list fits all of this." in page
    assert f'<a href="{LIST}">Show all findings</a>' in page


def links(page):
    """(number, address) of every number that is a link."""
    found = re.findall(r'<a [^>]*href="([^"]+)">(?:<svg.*?</svg><span[^>]*>)?(\d+)[ <]', page)
    return [(int(number), html.unescape(address)) for address, number in found]


def test_each_number_of_findings_opens_a_list_of_as_many(client, findings):
    page = body(client, OVERVIEW)
    found = [(number, address) for number, address in links(page) if LIST in address]
    # The total, each direction, and each direction and certainty of each disease.
    assert sorted(number for number, _address in found) == sorted([4, 3, 1, 1, 1, 1, 1])
    for number, address in found:
        assert count(body(client, address)) == number


def test_each_number_of_diseases_opens_a_list_of_as_many(client, findings):
    page = body(client, OVERVIEW)
    found = [(number, address) for number, address in links(page) if address.endswith("#diseases")]
    assert (2, "/evidence/?finding=any#diseases") in found
    assert len(found) == 4  # that one, and three cells of the map
    for number, address in found:
        opened = body(client, address)
        assert f'id="diseases" class="full">{number} disease' in opened
        assert opened.count('<th scope="row"><a href="/diseases/') == number


def test_no_number_of_the_map_and_of_the_table_stands_without_a_link(client, findings):
    part = section(body(client, OVERVIEW), "findings")
    tables = part[part.index("<table") : part.rindex("</table>")]
    bare = re.sub(r"<a .*?</a>|<caption.*?</caption>|<h3.*?</h3>", "", tables, flags=re.DOTALL)
    assert set(re.findall(r">(\d+)", bare)) <= {"0"}


def test_the_counts_among_the_key_facts_of_a_disease_open_their_findings(client, findings):
    page = body(client, "/diseases/stroke/evidence/")
    facts = re.findall(r'href="(/evidence/findings/[^"]+)">(\d+) finding', page)
    assert [int(number) for _address, number in facts] == [1, 2]
    for address, number in facts:
        assert count(body(client, html.unescape(address))) == int(number)


def test_a_direction_that_no_finding_has_is_left_out_and_never_drawn_as_none(client, findings):
    part = section(body(client, OVERVIEW), "findings")
    table = words(
        part[part.index('<table class="map-rows') : part.index("</table>", part.rindex("<table"))]
    )
    assert "Better than the comparison" in table and "No clear difference" in table
    assert "More harm" not in table and "Results disagree" not in table
    make_statement(disease=make_disease(title="Harmed"), direction="harm")
    part = words(section(body(client, OVERVIEW), "findings"))
    assert "More harm" in part


def test_the_list_costs_the_same_at_any_size(client):
    def add():
        make_statement(cites=[make_publication()], disease=make_disease())

    add()
    before = cost(client, LIST)
    for _ in range(5):
        add()
    assert cost(client, LIST) == before <= 4


def test_the_list_is_paged(client):
    disease = make_disease(title="Stroke")
    for _ in range(51):
        make_statement(disease=disease)
    assert len(titles(body(client, f"{LIST}?disease=stroke"))) == 50
    assert len(titles(body(client, f"{LIST}?disease=stroke&page=2"))) == 1
    assert "?disease=stroke&amp;page=2" in body(client, f"{LIST}?disease=stroke")
    body(client, f"{LIST}?page=3", status=404)


def test_the_list_is_only_read(client):
    assert client.post(LIST).status_code == 405


def test_a_value_that_no_finding_has_is_said_and_not_repeated_unless_it_is_a_word_of_ours(
    client, findings
):
    known = client.get(f"{LIST}?certainty=high")
    assert "Certainty: high certainty" in known.content.decode()
    assert "no-store" not in known.headers["Cache-Control"]
    invented = client.get(f"{LIST}?disease=nowhere-at-all")
    assert "nowhere-at-all" not in invented.content.decode().split("<footer")[0].split("<h1")[1]
    assert invented.headers["Cache-Control"] == "no-store"
