"""Misspelt questions are read as what they may have meant; the same on both databases."""

import pytest

from editorial import workflow
from search import services
from search.models import Spelling
from search.services import find, search
from search.spelling import slips_between
from tests.factories import disease_name, make_article, make_disease, republish

pytestmark = pytest.mark.django_db


def titles(query, **options):
    return [hit.title for hit in search(query, **options).hits]


@pytest.fixture
def site():
    make_disease(title="Amyotrophic lateral sclerosis", names=["Lou Gehrig's disease"])
    make_disease(title="Osteoarthritis of the knee")
    make_disease(title="Haemophilia")
    make_article(title="How cells travel", body="<p>They home to inflamed tissue.</p>")


@pytest.mark.parametrize(
    ("typed", "read_as", "title"),
    [
        ("osteoartritis", "osteoarthritis", "Osteoarthritis of the knee"),
        ("osteoarthrittis", "osteoarthritis", "Osteoarthritis of the knee"),
        ("osteoarhtritis", "osteoarthritis", "Osteoarthritis of the knee"),
        ("osteoarthretis", "osteoarthritis", "Osteoarthritis of the knee"),
        ("ostoeartritis", "osteoarthritis", "Osteoarthritis of the knee"),
        ("kneee osteoarthritis", "knee osteoarthritis", "Osteoarthritis of the knee"),
        ("knee ostoearthri", "knee osteoarthritis", "Osteoarthritis of the knee"),
        ("amiotropic latteral sklerosis", "amyotrophic lateral sclerosis", None),
        ("Lou Gerhig's disease", "Lou gehrig's disease", "Amyotrophic lateral sclerosis"),
        ("hemofilia", "haemophilia", "Haemophilia"),
        ("what is osteoartritis?", "what is osteoarthritis?", "Osteoarthritis of the knee"),
    ],
)
def test_a_misspelt_question_is_answered_and_says_how_it_was_read(site, typed, read_as, title):
    page = search(typed)
    assert page.hits[0].title == (title or "Amyotrophic lateral sclerosis")
    assert page.corrected == read_as


def test_a_misspelt_whole_name_is_a_whole_name(site):
    assert search("amiotrophic lateral sclerosis").hits[0].is_exact


@pytest.mark.parametrize(
    "typed", ["osteoarthritis", "osteoarth", "inflamed tissue", "lateral knee", "knee inflamed"]
)
def test_what_some_page_has_is_not_repaired(site, typed):
    assert search(typed).corrected is None


def test_the_question_as_typed_can_be_asked_too(site):
    assert titles("osteoartritis", as_typed=True) == []
    assert search("osteoartritis", as_typed=True).corrected is None


def test_of_several_near_words_the_one_in_the_best_result_is_meant():
    make_disease(title="Focal myositis")
    make_disease(title="Myosotis allergy")
    assert search("focal myosytis").corrected == "focal myositis"
    assert search("myosytis allergy").corrected == "myosotis allergy"


def test_the_nearer_word_wins():
    make_disease(title="Myelitis")
    make_disease(title="Myositis")
    assert titles("myelitiss")[0] == "Myelitis"


@pytest.mark.parametrize("typed", ["xylophone", "ost", "nct01541578", "zzz", "qqqqqqqqqqqq"])
def test_what_is_like_nothing_stays_as_it_is(site, typed):
    page = search(typed, as_typed=False)
    assert page.corrected is None


def test_words_of_texts_and_misspellings_are_never_offered(site):
    disease = make_disease(title="Lupus", live=False)
    disease_name(disease, "Lupuzz erythrematous", kind="misspelling")
    workflow.publish(disease, by=None)
    assert not Spelling.objects.filter(word__in=["lupuzz", "erythrematou", "inflamed"]).exists()
    assert search("inflamde").corrected is None


def test_words_of_drafts_and_withdrawn_entries_are_never_offered():
    make_disease(title="Quincytis", live=False)
    assert titles("quincitis") == []
    disease = make_disease(title="Pearytis")
    other = make_disease(title="Pearytis of apples")
    workflow.withdraw(disease, by=None)
    assert search("pearitis").corrected == "pearytis"
    workflow.withdraw(other, by=None)
    page = search("pearitis")
    assert (page.corrected, page.hits) == (None, [])
    assert not Spelling.objects.filter(word="pearyti").exists()


def test_a_new_title_takes_its_old_words_along():
    disease = make_disease(title="Pearytis")
    republish(disease, title="Quincytis")
    assert list(Spelling.objects.filter(word__endswith="cytis")) != []
    assert not Spelling.objects.filter(word__startswith="pear").exists()


@pytest.mark.parametrize(
    ("typed", "word", "slips"),
    [
        ("knee", "knee", 0),
        ("kne", "knee", 1),
        ("kneee", "knee", 1),
        ("knae", "knee", 1),
        ("nkee", "knee", 1),
        ("nke", "knee", 2),
        ("hip", "knee", 4),
        ("", "hip", 3),
    ],
)
def test_slips_are_counted(typed, word, slips):
    assert slips_between(typed, word, 5) == slips


def test_an_unfinished_word_is_compared_with_beginnings():
    assert slips_between("ostoeart", "osteoarthritis", 2, is_unfinished=True) == 2
    assert slips_between("ostoeart", "osteoarthritis", 2) > 2


@pytest.mark.parametrize("size", [1, 6])
@pytest.mark.parametrize("query", ["bone marow", "bone", "boen lemonade", "marow xylophon", "bon"])
def test_a_search_takes_six_queries_at_most(django_assert_max_num_queries, size, query):
    for number in range(size):
        make_article(title=f"Bone marrow {number}", slug=f"bone-{number}")
    with django_assert_max_num_queries(6):
        results = find(query)
        assert results.page(1, 10).hits
        assert results.facets


def test_a_rebuild_brings_lost_spellings_back(site):
    Spelling.objects.all().delete()
    assert titles("osteoartritis") == []
    services.rebuild()
    assert titles("osteoartritis") == ["Osteoarthritis of the knee"]
