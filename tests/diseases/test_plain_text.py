"""What a plain page may ask of its readers: words, sentences, numbers, and how hard it is."""

import pytest

from diseases import plain_text
from diseases.checks_before_publishing import (
    figures_without_source,
    grade_of_answers,
    plain_page,
    sources_of_usual_care,
)
from diseases.plain_text import ANSWERS, LIMITS
from editorial.workflow import Level
from tests.factories import make_disease, make_publication, make_ready_disease

pytestmark = pytest.mark.django_db

EASY = "The cells were tried in a few people, and nobody knows yet if they help. "
HARD = "Immunomodulatory heterogeneity necessitates multidimensional characterisation. "
HARDER_THAN_LIKED = (
    "Many hospitals compared the transplanted cells with the medicines that people know. "
)
EASY_ES = "Las células se probaron en pocas personas y aún no se sabe si ayudan a la gente. "
HARDER_THAN_LIKED_ES = (
    "Los hospitales compararon las células con los medicamentos conocidos por las personas. "
    "Los hospitales compararon las células con los medicamentos que ya conoce la gente. "
)
HARD_ES = "La heterogeneidad inmunomoduladora necesita caracterización multidimensional. "


def found(field, text, language="en"):
    measures = plain_text.measures(plain_text.plain(field, text), LIMITS[field], language)
    return {each.code for each in measures if each.is_over}


def words(number, of_sentence=10):
    every = [f"word{'.' if place % of_sentence == 0 else ''}" for place in range(1, number + 1)]
    return " ".join(every).replace(". w", ". W").rstrip(".") + "."


@pytest.mark.parametrize("field", LIMITS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_an_answer_has_at_most_so_many_words(field, language):
    most = LIMITS[field].in_language(language).words
    within, beyond = (words(most + more) for more in (0, 1))
    assert "too_many_words" not in found(field, within, language)
    assert "too_many_words" in found(field, beyond, language)


@pytest.mark.parametrize(("language", "most"), [("en", 20), ("es", 25)])
def test_a_sentence_has_at_most_so_many_words(language, most):
    assert found("answer_works", f"<p>{words(most, most)}</p>", language) == set()
    longer = f"<p>{words(most + 1, most + 1)}</p>"
    assert found("answer_works", longer, language) == {"sentence_too_long"}


def test_references_and_markup_are_no_words_and_a_line_ends_a_sentence():
    listed = f"<ul><li>{words(12, 12)[:-1]} [@key; @other]</li><li>{words(12, 12)}</li></ul>"
    assert found("answer_works", listed) == set()
    assert plain_text.words("It costs $194,000 – or more.") == 5


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("It is not known. Ask.", "several_sentences"),
        ("Incomprehensibilities " * 8, "too_many_characters"),
    ],
)
def test_the_verdict_is_one_short_sentence(text, code):
    assert code in found("verdict", text)
    assert found("verdict", "It is not known if the 2.5 million cells help.") == set()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("35 of 100 with cells, 30 of 100 with placebo", 2),
        ("35 de cada 100 con células y 30 de cada 100 con placebo", 2),
        ("$194,000 or 20 700 dollars, 2.5 times", 3),
        ("In COVID-19 and type 2 diabetes", 0),
        ("En la diabetes tipo 2", 0),
        ("In 2018, 49 and 46 of 100; 568 people", 4),
    ],
)
def test_a_share_of_people_counts_as_one_number(text, number):
    assert plain_text.figures(text) == number


def test_a_heap_of_numbers_is_too_much():
    fair = "In 206 people after 36 hours, 12 of 100 did well with cells, 10 of 100 without."
    assert found("answer_works", fair) == set()
    heap = fair.replace("cells,", "cells (3 to 5),")
    assert found("answer_works", heap) == {"heap_of_numbers"}
    assert found("answer_works", f"{fair} {fair}") == set()
    assert found("answer_works", f"{fair} {fair} It took 3 weeks.") == {"many_numbers"}


def with_answers(text, **fields):
    return make_ready_disease(**{field: f"<p>{text * 3}</p>" for field in ANSWERS}, **fields)


@pytest.mark.parametrize(
    ("text", "language", "level", "needs_reason"),
    [
        (HARDER_THAN_LIKED, "en", Level.WARNING, False),
        (HARD, "en", Level.ERROR, True),
        (HARDER_THAN_LIKED_ES, "es", Level.WARNING, False),
        (HARD_ES, "es", Level.ERROR, True),
    ],
)
def test_six_answers_that_are_too_hard_together(text, language, level, needs_reason):
    (check,) = grade_of_answers(with_answers(text, language=language))
    assert (check.level, check.passes_with_reason) == (level, needs_reason)
    assert "six answers together" in check.message


@pytest.mark.parametrize(
    ("text", "language"), [(EASY, "en"), (EASY_ES, "es"), (HARD, "fr"), (HARD_ES, "de")]
)
def test_easy_answers_and_languages_without_a_formula_pass(text, language):
    assert list(grade_of_answers(with_answers(text, language=language))) == []


def test_the_point_inside_a_number_ends_no_sentence():
    text = f"<p>{words(20, 20)} It is 1.5 or 2,500.75.</p>"
    (longest,) = (
        each
        for each in plain_text.measures(
            plain_text.plain("answer_works", text), LIMITS["answer_works"], "en"
        )
        if each.code == "sentence_too_long"
    )
    assert longest.number == 20
    with_points, without = EASY * 6 + "It is 1.5 or 2.5. ", EASY * 6 + "It is 15 or 25. "
    assert plain_text.reading([with_points], "en") == plain_text.reading([without], "en")


def test_a_number_has_its_reference_in_its_own_sentence():
    make_publication(slug="known")
    told = "<p>It was 3 of 10 [@known]. It was {}. Nobody knows more.</p>"
    disease = make_disease(
        answer_works=told.format("4 of 10"), answer_cost=told.format("$5 [@known]")
    )
    (check,) = figures_without_source(disease)
    assert (check.level, check.field) == (Level.WARNING, "answer_works")
    assert "It was 4 of 10." in check.message


@pytest.mark.parametrize("field", ["answer_instead", "answer_now"])
def test_what_a_reader_may_act_on_rests_on_guidelines(field):
    make_publication(slug="trial", type="rct")
    make_publication(slug="guide", type="guideline")
    disease = make_disease(**{field: "<p>Do this [@guide]. Or that [@trial].</p>"})
    assert [check.field for check in sources_of_usual_care(disease)] == [field]


def test_what_the_page_can_do_without_may_be_empty():
    disease = make_ready_disease(answer_approved="", answer_cost="")
    assert list(plain_page(disease)) == []


def test_what_is_told_of_an_answer_names_the_sentence_and_a_way_out():
    disease = make_ready_disease(answer_now=f"<p>{words(21, 21)}</p>")
    (check,) = plain_page(disease)
    assert check.message.startswith("has a sentence of 21 words; 20 are the most: word word")
    assert check.remedy == "Make two of it."
