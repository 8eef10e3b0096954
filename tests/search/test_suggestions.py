"""Names that begin like what is being typed."""

import pytest

from diseases.models import DiseaseName
from editorial import workflow
from search.services import suggest
from tests.factories import disease_name, make_article, make_disease, make_publication, make_source

pytestmark = pytest.mark.django_db


def titles(typed):
    return [suggestion.title for suggestion in suggest(typed)]


@pytest.mark.parametrize(
    "typed", ["os", "Osteo", "OSTEOARTHRITIS", "osteoarthritis of", "osteoarthritis of the kn"]
)
def test_a_beginning_brings_the_name(typed):
    make_disease(title="Osteoarthritis of the knee")
    make_disease(title="Crohn's disease")
    assert titles(typed) == ["Osteoarthritis of the knee"]


@pytest.mark.parametrize(
    ("stored", "typed"),
    [("Haemophilia", "haem"), ("Haemophilia", "hemo"), ("Sjögren syndrome", "sjog")],
)
def test_spelling_that_means_the_same_begins_the_same(stored, typed):
    make_disease(title=stored)
    assert titles(typed) == [stored]


def test_another_name_brings_the_entry_and_is_shown():
    make_disease(title="Amyotrophic lateral sclerosis", names=["Lou Gehrig's disease"])
    suggestion = suggest("lou ge")[0]
    assert suggestion.title == "Amyotrophic lateral sclerosis"
    assert suggestion.also_called == "Lou Gehrig's disease"
    assert suggestion.url == "/diseases/amyotrophic-lateral-sclerosis/"
    assert suggestion.label == "disease"
    assert suggest("amyo")[0].also_called == ""


def test_a_misspelling_brings_the_entry_and_is_not_shown():
    disease = make_disease(title="Osteoarthritis", live=False)
    disease_name(disease, "arthrosys", kind=DiseaseName.Kind.MISSPELLING)
    workflow.publish(disease, by=None)
    assert [(s.title, s.also_called) for s in suggest("arthros")] == [("Osteoarthritis", "")]


def test_an_entry_comes_once_and_diseases_come_first():
    make_publication(title="Marrow in sheep")
    make_source(title="Marrow of bones")
    make_article(title="Marrow and you")
    make_disease(title="Marrow failure", names=["Marrow aplasia", "Marrow loss"])
    assert titles("marrow")[0] == "Marrow failure"
    assert len(titles("marrow")) == 4


def test_drafts_and_withdrawn_entries_are_not_suggested():
    make_disease(title="Quince fever", live=False)
    disease = make_disease(title="Quincy fever")
    assert titles("quin") == ["Quincy fever"]
    workflow.withdraw(disease, by=None)
    assert titles("quin") == []


def test_there_are_eight_at_most():
    for number in range(12):
        make_article(title=f"Marrow {number}")
    assert len(suggest("marrow")) == 8
    assert len(suggest("marrow", limit=3)) == 3


@pytest.mark.parametrize("typed", ["", " ", "o", "?", "%", "_", "\x00", "'", "x" * 10_000, "😀 \\"])
def test_nothing_is_made_of_too_little_or_of_nonsense(typed):
    make_disease(title="Osteoarthritis")
    assert suggest(typed) == []


@pytest.mark.parametrize("size", [1, 6])
def test_suggestions_cost_the_same_at_any_size(django_assert_max_num_queries, size):
    for number in range(size):
        make_article(title=f"Marrow {number}")
    with django_assert_max_num_queries(3):
        assert suggest("marr")
