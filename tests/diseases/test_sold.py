"""Conditions that cells are sold for and that have no disease page."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from diseases.models import SoldCondition
from editorial.workflow import Level
from editorial.workflow.gate import publish_checks
from search.finder import find
from tests.content.vocabulary import data_of
from tests.factories import (
    make_article,
    make_category,
    make_price,
    make_publication,
    make_sold_condition,
)
from tests.visits import body, cost, section, words

pytestmark = pytest.mark.django_db

LIST = "/sold-for/"


def full_condition(**fields):
    study = make_publication(slug="tak2020", title="Hair in 38 people")
    return make_sold_condition(
        title="Hair loss",
        names=["baldness"],
        searches=["stem cell hair restoration"],
        what_is_known="<p>In 38 people hair count was told [@tak2020].</p>",
        cites=[study],
        **fields,
    )


def test_an_empty_list_says_so(client):
    page = body(client, LIST)
    assert "No such condition is listed yet." in page and "/diseases/" in page


def test_the_list_tells_of_each_what_the_tests_came_to(client):
    skin = make_category(title="Skin", order=2)
    joints = make_category(title="Joints", order=1)
    make_sold_condition(title="Hair loss", category=skin, known="small", names=["baldness"])
    make_sold_condition(title="Hip arthritis", category=joints, known="none")
    make_sold_condition(title="Secret", live=False)
    page = body(client, LIST)
    assert re.findall(r'row-title"><a [^>]*>([^<]*)<', page) == ["Hip arthritis", "Hair loss"]
    assert "Hair loss We know only of small fair tests. baldness" in words(page)
    assert "Hip arthritis We know of no fair test." in words(page)
    assert "Secret" not in page


@pytest.mark.parametrize("known", SoldCondition.Known.values)
def test_a_page_says_the_state_in_one_line_with_a_shape(client, known):
    condition = make_sold_condition(slug="hair-loss", known=known)
    page = body(client, "/sold-for/hair-loss/")
    line = page[page.index('<p class="state state-large">') :].partition("</p>")[0]
    assert '<svg class="glyph"' in line and words(line) == condition.known_in_words
    assert "chance decides who gets the cells" in page


def test_a_page_has_what_is_known_with_its_sources_and_leads_on(client):
    condition = full_condition(category=make_category(title="Skin"))
    make_article(title="What it costs us", m2m={"conditions": [condition]})
    make_article(title="Hidden", live=False, m2m={"conditions": [condition]})
    page = body(client, "/sold-for/hair-loss/")
    assert "In 38 people" in section(page, "known") and 'href="#ref-1"' in section(page, "known")
    assert "Hair in 38 people" in section(page, "references")
    assert "People also say: baldness" in words(page)
    assert "What it costs us" in section(page, "articles") and "Hidden" not in page
    assert 'href="/diseases/category/skin/"' in page and 'href="/cost/"' in page
    assert "Before you pay a clinic" in page and "Not yet medically reviewed" in page
    assert "/cite/soldcondition/hair-loss.ris" in page


def test_the_page_has_the_prices_that_were_asked_for_it(client):
    condition = full_condition()
    assert "no price with a source" in section(body(client, "/sold-for/hair-loss/"), "cost")
    make_price(title="Hair injection", amount=1234, m2m={"conditions": [condition]})
    make_price(title="Draft", live=False, m2m={"conditions": [condition]})
    told = words(section(body(client, "/sold-for/hair-loss/"), "cost"))
    assert "Hair injection , United States, 2020: $1,234 for one injection" in told
    assert "Draft" not in told and "no price with a source" not in told


def test_an_article_and_a_category_lead_to_it(client):
    condition = full_condition(category=make_category(title="Skin"))
    make_sold_condition(title="Secret", live=False, category=condition.category)
    article = make_article(m2m={"conditions": [condition]})
    for address in (article.get_absolute_url(), "/diseases/category/skin/"):
        page = body(client, address)
        assert 'href="/sold-for/hair-loss/"' in page and "Secret" not in page


def test_a_draft_is_not_found_and_a_withdrawn_one_is_gone(client):
    make_sold_condition(title="Draft", live=False)
    make_sold_condition(title="Gone", live=False, withdrawn_at=timezone.now())
    body(client, "/sold-for/draft/", status=404)
    body(client, "/sold-for/gone/", status=410)


@pytest.mark.parametrize("address", [LIST, "/sold-for/x/"])
def test_pages_are_only_read(client, address):
    assert client.post(address).status_code == 405


def test_machines_are_told_of_a_condition_and_of_no_treatment(client):
    full_condition()
    page = body(client, "/sold-for/hair-loss/")
    (about,) = [node["about"] for node in data_of(page) if "about" in node]
    assert about["@type"] == "MedicalCondition"
    assert about["name"] == "Hair loss" and about["alternateName"] == ["baldness"]
    assert "possibleTreatment" not in json.dumps(about)


# Search


@pytest.mark.parametrize(
    "asked",
    ["stem cell hair restoration", "stem cells for hair loss", "Baldness", "hair restoration"],
)
def test_it_is_found_by_the_words_that_people_type(asked):
    full_condition()
    make_article(title="Stem cells", body="<h2>Hair</h2><p>Restoration of hair loss. Baldness.</p>")
    assert find(asked)[0:1][0].title == "Hair loss"


def test_what_people_type_is_shown_nowhere(client):
    full_condition()
    for address in ("/sold-for/hair-loss/", LIST, "/search/?q=restoration"):
        assert "stem cell hair restoration" not in body(client, address), address
    assert "stem cell hair restoration" not in client.get("/search/suggest/?q=stem+cell+hai").text


def test_a_result_says_what_the_tests_came_to(client):
    full_condition()
    assert "We know only of small fair tests." in body(client, "/search/?q=baldness")
    found = body(client, "/search/?q=hair&type=soldcondition")
    assert 'href="/sold-for/hair-loss/"' in found


# Links


def test_texts_link_it_by_its_names_and_a_disease_comes_first(client):
    make_sold_condition(title="Long COVID", names=["post COVID syndrome"])
    article = make_article(body="<h2>A</h2><p>People with post COVID syndrome.</p>")
    assert 'href="/sold-for/long-covid/" data-auto' in body(client, article.get_absolute_url())


# Gate and rules


def test_a_sentence_that_is_too_long_holds_it_back():
    long = make_sold_condition(live=False, what_is_known=f"<p>{'word ' * 21}.</p><p>Short.</p>")
    found = {check.code: check for check in publish_checks(long)}
    assert found["sentence_too_long"].level == Level.ERROR
    assert found["sentence_too_long"].field == "what_is_known"
    short = make_sold_condition(live=False, what_is_known=f"<p>{'word ' * 20}.</p>")
    assert "sentence_too_long" not in {check.code for check in publish_checks(short)}


def test_an_effect_needs_a_source():
    told = "<p>Hair count was better than with a dummy.</p>"
    bare = make_sold_condition(live=False, what_is_known=told)
    assert "effect_without_source" in {check.code for check in publish_checks(bare)}
    cited = make_sold_condition(live=False, what_is_known=told, cites=[make_publication()])
    assert "effect_without_source" not in {check.code for check in publish_checks(cited)}


@pytest.mark.parametrize("field", ["known", "what_is_known"])
def test_without_its_state_and_its_text_it_is_not_public(field):
    condition = make_sold_condition()
    setattr(condition, field, "")
    with pytest.raises(ValidationError):
        condition.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        condition.save()


def test_a_name_is_there_once():
    condition = make_sold_condition(names=["baldness"], searches=["stem cells for hair"])
    for rows, text in ((condition.names, "baldness"), (condition.asked, "stem cells for hair")):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.create(text=text)


# Budgets


def test_pages_cost_the_same_with_little_and_with_much(client):
    condition = full_condition()
    addresses = (LIST, "/sold-for/hair-loss/")

    def add(number):
        other = make_sold_condition(names=[f"name {number}"], category=make_category())
        make_article(m2m={"conditions": [condition, other]})
        price = make_price(cites=[make_publication()], m2m={"conditions": [condition]})
        price.range_source = make_publication()
        price.save()
        condition.names.create(text=f"Name {number}")

    add(0)
    before = {address: cost(client, address) for address in addresses}
    for number in range(1, 6):
        add(number)
    for address, most in zip(addresses, (4, 16), strict=True):
        assert cost(client, address) == before[address] <= most, address
