"""Conditions that cells are sold for, and prices, from the facts to the site."""

import dataclasses

import pytest

from diseases.models import SoldCondition
from editorial.models import OpenQuestion
from evidence.models import Price
from literature.models import Publication
from mscportal.starter import parse_facts
from mscportal.starter.load import load
from mscportal.starter.mapping import diseases, library, sold, unpublished_facts, wanted_entries
from tests.mscportal.starter_files import STARTER
from tests.visits import body

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def facts():
    return parse_facts(STARTER / "facts")


def wanted_of(facts):
    """What conditions stand on, and they; of the prices those that name nothing else."""
    named = {key for each in facts.conditions_sold for key in each.references}
    named |= {each.reference for each in facts.prices}
    publications = [
        each for each in library.publications(facts, sold.left_out(facts)) if each.key in named
    ]
    alone = [each for each in sold.prices(facts) if not each.related["diseases"]]
    return [
        *publications,
        *diseases.categories(facts),
        *sold.conditions(facts),
        *(each for each in alone if not each.fields["product"]),
    ]


def questions_about(entry):
    return [each.text for each in OpenQuestion.objects.all() if each.entry == entry]


def test_conditions_are_loaded_with_names_searches_and_sources_and_a_second_run_changes_nothing(
    facts,
):
    load(wanted_of(facts))
    assert SoldCondition.objects.published().count() == len(facts.conditions_sold) == 11
    hair = SoldCondition.objects.get(slug="hair-loss")
    assert hair.names.get(text="baldness").may_link is False
    assert hair.names.get(text="male pattern baldness").may_link is True
    assert "exosomes for hair loss" in [row.text for row in hair.asked.all()]
    assert hair.citations.filter(publication__slug="tak2020").exists()
    tally = load(wanted_of(facts))
    assert not tally.created and not tally.updated and not tally.kept


def test_a_claim_that_is_held_is_a_question_and_on_no_page(facts, client):
    load(wanted_of(facts))
    back = SoldCondition.objects.get(slug="low-back-pain")
    [asked] = questions_about(back)
    assert asked.startswith("Not published: “A company trial with 404 people reported less pain")
    assert "reported less pain" not in body(client, back.get_absolute_url())
    assert any("reported less pain" in told for told in unpublished_facts(facts))


def test_a_price_marked_no_is_a_question_about_its_source(facts):
    load(wanted_of(facts))
    assert not Price.objects.filter(slug="clinics-in-general-us").exists()
    source = Publication.objects.get(slug="sfchronicle2019")
    [asked] = [text for text in questions_about(source) if text.startswith("Price not published")]
    assert "For-profit clinics in general" in asked
    assert "prices: clinics-in-general-us" in unpublished_facts(facts)


def test_a_condition_marked_no_is_a_question_about_its_first_source(facts):
    hair = next(each for each in facts.conditions_sold if each.key == "hair-loss")
    others = [each for each in facts.conditions_sold if each is not hair]
    doubtful = hair.model_copy(update={"verified": "no"})
    changed = dataclasses.replace(facts, conditions_sold=(*others, doubtful))
    assert "hair-loss" not in {each.key for each in sold.conditions(changed)}
    assert sold.left_out(changed)["krefft2023"] == ["Not published: Hair loss"]


def test_a_note_on_a_price_is_a_question_and_on_no_page(facts, client):
    load(wanted_of(facts))
    price = Price.objects.get(slug="fat-cells-new-york")
    assert questions_about(price) == ["nearly 4000; some people paid more than 20000 for several"]
    page = body(client, "/cost/")
    assert "nearly 4000" not in page and "Nearly this much" in page


def test_each_price_comes_after_what_it_names(facts):
    wanted = wanted_entries(facts, [], [])
    places = {(each.model, each.key): number for number, each in enumerate(wanted)}
    for each in (each for each in wanted if each.model is Price):
        refs = [value for value in each.fields.values() if hasattr(value, "key")]
        refs += [ref for relation in each.related.values() for ref in relation]
        assert all(places[ref] < places[each.model, each.key] for ref in refs), each.key


@pytest.mark.parametrize(
    ("country", "place", "told"),
    [
        ("South Korea", "", {"country": "KR", "place": ""}),
        ("United States", "Georgia", {"country": "US", "place": "Georgia"}),
        ("", "worldwide", {"country": "", "place": "worldwide"}),
        ("Atlantis", "north", {"country": "", "place": "Atlantis (north)"}),
    ],
)
def test_a_place_is_told_by_its_code_where_it_has_one(country, place, told):
    assert sold.placed(country, place) == told
