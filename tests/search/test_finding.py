"""What visitors find by which words; the same on both databases."""

import pytest

from diseases.models import DiseaseName
from search.services import find, search
from tests.factories import (
    disease_name,
    make_article,
    make_category,
    make_disease,
    make_source,
    make_term,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def category():
    return make_category(title="Nerves")


def make_als(**fields):
    als = make_disease(title="Amyotrophic lateral sclerosis", live=False, **fields)
    disease_name(als, "Lou Gehrig's disease")
    disease_name(als, "ALS", kind=DiseaseName.Kind.ABBREVIATION)
    disease_name(als, "amiotrofic lateral sclerosis", kind=DiseaseName.Kind.MISSPELLING)
    return publish(als)


def publish(entry):
    from editorial import workflow

    return workflow.publish(entry, by=None)


def titles(query, **options):
    return [hit.title for hit in search(query, **options).hits]


@pytest.mark.parametrize(
    "query",
    [
        "Amyotrophic lateral sclerosis",
        "lou gehrig's disease",
        "Lou Gehrig’s disease",
        "lou gehrigs disease",
        "ALS",
        "als",
        "amiotrofic lateral sclerosis",
        "  amyotrophic   LATERAL, sclerosis!  ",
    ],
)
def test_a_whole_name_of_any_kind_finds_its_disease_first(category, query):
    make_article(title="Lateral sclerosis in the news, amyotrophic or not")
    make_als()
    page = search(query)
    assert page.hits[0].title == "Amyotrophic lateral sclerosis"
    assert page.hits[0].is_exact


def test_a_part_of_a_name_is_no_exact_hit(category):
    make_als()
    assert not search("amyotrophic lateral").hits[0].is_exact


def test_the_beginning_of_the_last_word_is_enough(category):
    make_als()
    assert titles("amyotroph") == titles("lateral scl") == ["Amyotrophic lateral sclerosis"]


def test_the_beginning_of_an_earlier_word_is_not_enough(category):
    make_als()
    assert titles("later sclerosis lemon") == ["Amyotrophic lateral sclerosis"]
    assert search("later sclerosis lemon").is_loose


def test_words_may_stand_in_any_order(category):
    make_als()
    assert titles("sclerosis lateral") == ["Amyotrophic lateral sclerosis"]


def test_words_of_the_text_are_found_as_whole_words_only():
    make_article(title="How cells travel", body="<p>They home to <em>inflamed</em> tissue.</p>")
    assert titles("inflamed tissue") == ["How cells travel"]
    assert titles("inflam") == []


def test_words_of_the_summary_are_found():
    make_article(title="How cells travel", plain_summary="They leave the marrow.")
    assert titles("marrow") == ["How cells travel"]


def test_words_may_be_spread_over_title_summary_and_text():
    make_article(title="Travel", plain_summary="Of marrow.", body="<p>To a wound.</p>")
    assert titles("wound travel marrow") == ["Travel"]


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("Haemophilia", "hemophilia"),
        ("Hemophilia", "haemophilia"),
        ("Haemophilia", "haem"),
        ("Tumour growth", "tumor growth"),
        ("Graft-versus-host disease", "graft versus host disease"),
        ("Graft versus host disease", "graft-versus-host"),
        ("Sjögren syndrome", "sjogren"),
        ("Sjogren syndrome", "Sjögren"),
        ("Ménière disease", "Me\u0301nie\u0300re"),
        ("Pressure ulcer", "pressure ulcers"),
        ("Pressure ulcers", "ulcer"),
        ("Injured arteries", "artery injured"),
        ("Injured artery", "injured arteries"),
        ("Alzheimer’s disease", "alzheimer's disease"),
        ("Covid-19", "covid 19"),
    ],
)
def test_spelling_that_means_the_same_finds_the_same(category, stored, asked):
    make_disease(title=stored)
    assert titles(asked) == [stored]


def test_a_disease_is_found_by_its_short_name_inside_a_sentence(category):
    make_als()
    make_term(title="stem cell")
    make_article(title="What a treatment costs", body="<p>Nothing about nerves.</p>")
    assert titles("stem cell treatment for ALS")[0] == "Amyotrophic lateral sclerosis"


def test_stop_words_neither_find_nor_hinder(category):
    make_als()
    make_article(title="Something else", body="<p>What is this for?</p>")
    assert titles("what is amyotrophic sclerosis") == ["Amyotrophic lateral sclerosis"]


def test_a_question_of_stop_words_alone_is_still_answered():
    make_article(title="Can I", body="<p>Yes.</p>")
    assert titles("can I") == ["Can I"]


def test_an_abbreviation_that_is_a_stop_word_is_found_when_asked_alone(category):
    disease = make_disease(title="Ankylosing spondylitis", live=False)
    disease_name(disease, "AS", kind=DiseaseName.Kind.ABBREVIATION)
    publish(disease)
    assert titles("AS") == ["Ankylosing spondylitis"]
    assert titles("such as lemons") == []


def test_names_with_some_of_the_words_are_the_last_resort(category):
    make_als()
    page = search("sclerosis lemonade")
    assert [hit.title for hit in page.hits] == ["Amyotrophic lateral sclerosis"]
    assert page.is_loose
    assert not search("lateral sclerosis").is_loose


def test_nothing_is_found_where_nothing_is(category):
    make_als()
    page = search("lemonade")
    assert (page.hits, page.total, page.type_counts) == ([], 0, {})


def test_a_name_shows_why_another_title_was_found(category):
    make_als()
    hit = search("gehrig").hits[0]
    assert hit.also_called == "Lou <mark>Gehrig&#x27;s</mark> disease"
    assert search("amyotrophic").hits[0].also_called == ""


def test_a_misspelling_finds_but_is_never_shown(category):
    make_als()
    for query in ("amiotrofic", "amiotrofic lateral sclerosis"):
        hit = search(query).hits[0]
        assert "miotrofic" not in f"{hit.title_marked}{hit.also_called}{hit.excerpt}{hit.summary}"


def test_types_narrow_the_results_and_counts_stay(category):
    make_als()
    make_article(title="Living with sclerosis")
    make_article(title="Sclerosis and work")
    page = search("sclerosis", chosen={"type": ["articles.article"]})
    assert {hit.title for hit in page.hits} == {"Living with sclerosis", "Sclerosis and work"}
    assert page.total == 2
    assert page.type_counts == {"articles.article": 2, "diseases.disease": 1}


def test_pages_cut_the_results_without_gap_or_repetition():
    for number in range(23):
        make_source(title=f"Bone source {number:02}")
    seen = [hit.title for number in (1, 2, 3) for hit in search("bone", page=number).hits]
    assert sorted(seen) == [f"Bone source {number:02}" for number in range(23)]
    assert search("bone", page=4).hits == []
    assert search("bone").total == 23


def test_the_same_question_gives_the_same_order():
    for number in range(15):
        make_article(title=f"Marrow {number % 3}", slug=f"marrow-{number}")
    assert [hit.url for hit in search("marrow").hits] == [hit.url for hit in search("marrow").hits]


def test_more_than_can_be_ranked_is_counted_and_cut(monkeypatch):
    monkeypatch.setattr("search.finder.MOST_RANKED", 4)
    for number in range(6):
        make_source(title=f"Bone source {number}")
    results = find("bone")
    assert (results.total, len(results), len(results[0:10])) == (6, 4, 4)
    assert not results.total_is_lower_bound


def test_more_than_is_looked_at_is_said_to_be_a_lower_bound(monkeypatch):
    monkeypatch.setattr("search.finder.MOST_FOUND", 4)
    for number in range(6):
        make_source(title=f"Bone source {number}")
    page = search("bone")
    assert (page.total, page.total_is_lower_bound) == (4, True)
