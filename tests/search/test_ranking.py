"""Which result comes first."""

import datetime

import pytest
from django.utils import timezone

from search.services import search
from tests.factories import (
    make_article,
    make_disease,
    make_mechanism,
    make_publication,
    make_statement,
    make_term,
)

pytestmark = pytest.mark.django_db


def titles(query):
    return [hit.title for hit in search(query).hits]


def test_an_exact_title_beats_an_exact_other_name_and_that_beats_a_beginning():
    make_article(title="Knee pain and what helps")
    make_disease(title="Osteoarthritis", names=["Knee pain"])
    make_disease(title="Knee pain")
    assert titles("knee pain") == ["Knee pain", "Osteoarthritis", "Knee pain and what helps"]


def test_of_equal_names_the_disease_comes_first():
    make_term(title="Inflammation")
    make_mechanism(title="Inflammation")
    make_disease(title="Inflammation")
    assert search("inflammation").hits[0].label == "disease"


def test_the_title_counts_more_than_the_summary_and_that_more_than_the_text():
    make_article(title="First", slug="a", body="<p>Marrow.</p>")
    make_article(title="Second", slug="b", plain_summary="Marrow.")
    make_article(title="Of marrow", slug="c")
    assert titles("marrow") == ["Of marrow", "Second", "First"]


def test_the_shorter_title_with_the_word_is_the_better_answer():
    make_article(title="Everything one may want to know of marrow")
    make_article(title="Of marrow")
    assert titles("marrow") == ["Of marrow", "Everything one may want to know of marrow"]


def test_a_title_that_begins_with_the_words_comes_before_one_that_has_them_later():
    make_article(title="Rules of marrow")
    make_article(title="Marrow rules hidden")
    assert titles("marrow rul") == ["Marrow rules hidden", "Rules of marrow"]


def test_a_name_of_the_same_words_in_another_order_comes_before_a_name_of_some_of_them():
    make_disease(title="Meningioma")
    make_disease(title="Brain meningioma")
    make_disease(title="Pineocytic growth", names=["Tumour of the pineal region"])
    make_disease(title="Pineal region yolk sac tumour")
    assert titles("meningioma brain")[0] == "Brain meningioma"
    assert titles("tumour region of pineal the")[0] == "Pineocytic growth"


def test_a_page_of_ours_comes_before_a_record_of_the_same_name():
    make_publication(title="Marrow of sheep")
    make_article(title="Marrow of sheep")
    assert [hit.label for hit in search("marrow").hits] == ["article", "publication"]


def test_a_page_comes_before_a_part_of_a_page():
    disease = make_disease(title="Frozen shoulder")
    make_statement(title="Frozen shoulder: pain", disease=disease)
    assert titles("frozen shoulder")[0] == "Frozen shoulder"


def test_of_equals_the_newer_comes_first():
    old = timezone.now() - datetime.timedelta(days=2000)
    make_article(title="Marrow of cows", slug="a", published_at=old)
    make_article(title="Marrow of hens", slug="b")
    assert titles("marrow") == ["Marrow of hens", "Marrow of cows"]


def test_a_word_that_every_page_has_says_less_than_a_rare_one():
    make_term(title="stem cell")
    make_disease(title="Lupus")
    make_article(title="Stem cell therapy at a glance", body="<p>Lupus is one case.</p>")
    assert titles("stem cell therapy for lupus")[0] == "Lupus"


def test_the_longer_of_two_names_in_a_sentence_comes_first():
    make_disease(title="Osteoarthritis")
    make_disease(title="Knee osteoarthritis")
    assert titles("my knee osteoarthritis hurts")[:2] == ["Knee osteoarthritis", "Osteoarthritis"]
