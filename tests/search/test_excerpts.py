"""What a result shows: the right piece, marked, and never markup from outside."""

import pytest

from search.excerpts import LONGEST_EXCERPT, excerpt, marked
from search.services import search
from search.words import ask
from tests.factories import make_article, make_disease


def test_words_of_the_question_are_marked_as_they_were_written():
    question = ask("haemophilia ulcer")
    assert marked("Hemophilia and Ulcers", question) == (
        "<mark>Hemophilia</mark> and <mark>Ulcers</mark>"
    )


def test_the_beginning_of_the_last_word_is_marked_from_three_letters_on():
    assert marked("Osteoarthritis", ask("ost")) == "<mark>Osteoarthritis</mark>"
    assert marked("Osteoarthritis", ask("os")) == "Osteoarthritis"
    assert marked("Osteoarthritis of knees", ask("ost knee")) == (
        "Osteoarthritis of <mark>knees</mark>"
    )


def test_stop_words_are_not_marked():
    assert marked("What is this", ask("what is lupus")) == "What is this"


def test_everything_but_the_marks_is_escaped():
    shown = marked("<script>alert(1)</script> & <b>knee</b>", ask("knee script"))
    assert shown == (
        "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt; &amp; "
        "&lt;b&gt;<mark>knee</mark>&lt;/b&gt;"
    )


def test_the_piece_with_most_words_is_shown():
    text = "Knee first. " + "Filler words here. " * 60 + "Here knee and hip meet. " + "End. " * 60
    shown = excerpt(["", text], ask("hip knee"))
    assert "<mark>knee</mark> and <mark>hip</mark> meet" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")


def test_the_summary_is_shown_when_the_text_has_no_more_of_the_words():
    assert excerpt(["About the knee.", "Knee, knee, knee."], ask("knee")) == (
        "About the <mark>knee</mark>."
    )


def test_the_text_is_shown_when_it_has_more_of_the_words():
    assert excerpt(["About the knee.", "Knee and hip."], ask("knee hip")) == (
        "<mark>Knee</mark> and <mark>hip</mark>."
    )


def test_a_piece_begins_with_its_sentence_or_line():
    text = "Something before it.\nAlso knees hurt. " + "More of it. " * 50
    assert excerpt([text], ask("knee")).startswith("… Also <mark>knees</mark> hurt.")


def test_lines_are_joined_so_that_they_stay_apart():
    text = "NCT1\nUniversity hospital\nNo result. \nEnd"
    assert excerpt([text], ask("university")) == (
        "… <mark>University</mark> hospital · No result. End"
    )
    assert excerpt([text], ask("lemon")) == "NCT1 · University hospital · No result. End"


def test_without_a_word_of_the_question_the_beginning_is_shown():
    assert excerpt(["", "A <b>plain</b> text."], ask("knee")) == (
        "A &lt;b&gt;plain&lt;/b&gt; text."
    )
    assert excerpt(["", ""], ask("knee")) == ""


@pytest.mark.parametrize("text", ["knee " * 20_000, "x" * 50_000 + " knee " + "y" * 50_000])
def test_a_piece_stays_short_whatever_the_text(text):
    shown = excerpt([text], ask("knee"))
    plain = shown.replace("<mark>", "").replace("</mark>", "")
    assert 0 < len(plain) <= LONGEST_EXCERPT + 100


@pytest.mark.django_db
def test_markup_in_titles_names_and_texts_is_escaped_on_the_page(client):
    make_disease(
        title="<script>knee</script>",
        slug="knee",
        names=["<img src=x onerror=alert(1)> patella"],
        plain_summary="A <b onclick=x>knee</b>.",
    )
    make_article(title="Knees", body="<p>&lt;script&gt;patella&lt;/script&gt;</p>")
    for query in ("knee", "patella", "<script>knee</script>", '"><script>alert(1)</script>'):
        html = client.get("/search/", {"q": query}).content.decode()
        assert "<script>knee" not in html
        assert "<img src=x" not in html
        assert "<b onclick" not in html
        assert "<script>alert" not in html
        assert "<script>patella" not in html


@pytest.mark.django_db
def test_what_a_result_shows_is_marked():
    make_article(title="Of knees", body="<p>Both <strong>knees</strong> &amp; one hip.</p>")
    hit = search("hip knee").hits[0]
    assert hit.title_marked == "Of <mark>knees</mark>"
    assert hit.excerpt == "Both <mark>knees</mark> &amp; one <mark>hip</mark>."
