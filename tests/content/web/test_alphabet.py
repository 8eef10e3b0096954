import pytest

from content.web import alphabet
from diseases.models import Disease
from tests.factories import make_disease, make_term

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("Stroke", "s"),
        ("éclampsia", "e"),
        ("Ødema", "o"),
        ("ßtest", "s"),
        ("2,8-DHA", "other"),
        ("“Quoted”", "other"),
        ("Ωmega", "other"),
        ("", "other"),
    ],
)
def test_every_text_has_a_letter(text, letter):
    assert alphabet.letter_of(text) == letter


def index_of(rf, query=""):
    rows = Disease.objects.published()
    index = alphabet.Alphabet(
        rf.get(f"/diseases/{query}"), alphabet.first_characters((rows, "title"))
    )
    return index, list(index.within(rows, "title").values_list("title", flat=True))


def test_a_short_index_is_on_one_page_with_anchors(rf):
    make_disease(title="Stroke")
    index, titles = index_of(rf)
    urls = {letter.key: letter.url for letter in index.letters}
    assert titles == ["Stroke"]
    assert urls["s"] == "#letter-s" and urls["a"] == ""
    assert "other" not in urls


def test_a_letter_of_a_short_index_is_opened_or_said_to_be_none(rf):
    for title in ("Autism", "Burns"):
        make_disease(title=title)
    assert index_of(rf, "?letter=b")[1] == ["Burns"]
    index, titles = index_of(rf, "?letter=z")
    assert titles == [] and index.unknown == [("Letter", "Z")]


def test_a_letter_of_an_empty_index_is_said_to_be_none(rf):
    index, titles = index_of(rf, "?letter=b")
    assert titles == [] and index.unknown and index.letter == ""


def test_a_long_index_opens_one_letter(rf, monkeypatch):
    monkeypatch.setattr(alphabet, "ONE_PAGE", 2)
    for title in ("Autism", "Éclampsia", "Emphysema", "stroke", "5q syndrome"):
        make_disease(title=title)
    index, titles = index_of(rf, "?letter=e")
    assert sorted(titles) == ["Emphysema", "Éclampsia"]
    assert [letter.key for letter in index.letters if letter.is_open] == ["e"]
    urls = {letter.key: letter.url for letter in index.letters}
    assert urls["s"] == "?letter=s" and urls["other"] == "?letter=other"


@pytest.mark.parametrize("query", ["", "?letter="])
def test_a_long_index_opens_its_first_letter_when_none_is_named(rf, monkeypatch, query):
    monkeypatch.setattr(alphabet, "ONE_PAGE", 1)
    make_disease(title="Burns")
    make_disease(title="Autism")
    assert index_of(rf, query)[1] == ["Autism"]


@pytest.mark.parametrize(
    ("query", "known_as"), [("?letter=z", "Z"), ("?letter=%25", ""), ("?letter=ee", "")]
)
def test_a_letter_that_nothing_begins_with_opens_nothing(rf, monkeypatch, query, known_as):
    monkeypatch.setattr(alphabet, "ONE_PAGE", 1)
    make_disease(title="Burns")
    make_disease(title="Autism")
    index, titles = index_of(rf, query)
    assert titles == [] and index.unknown == [("Letter", known_as)]
    assert [letter.url for letter in index.letters if letter.url] == ["?letter=a", "?letter=b"]


@pytest.mark.parametrize("address", ["/diseases/", "/glossary/"])
def test_a_letter_without_entries_is_said(client, monkeypatch, address):
    monkeypatch.setattr(alphabet, "ONE_PAGE", 1)
    for title in ("Autism", "Burns"):
        make_disease(title=title)
        make_term(title=title)
    answer = client.get(address, {"letter": "z"})
    page = answer.content.decode()
    assert "Nothing in this list fits “Letter: Z”." in page and "listed yet" not in page
    assert answer.headers["Cache-Control"] != "no-store"
    assert client.get(address, {"letter": "zz"}).headers["Cache-Control"] == "no-store"


def test_signs_that_mean_something_to_a_database_are_taken_as_they_are(rf, monkeypatch):
    monkeypatch.setattr(alphabet, "ONE_PAGE", 1)
    make_disease(title="%-disease", slug="percent")
    make_disease(title="_-disease", slug="underscore")
    make_disease(title="Autism")
    assert sorted(index_of(rf, "?letter=other")[1]) == ["%-disease", "_-disease"]


def test_lines_stand_in_the_order_of_a_printed_index():
    lines = [
        alphabet.IndexLine(text, Disease(slug=text))
        for text in ("stroke", "Sepsis", "école", "3q29", "Burns", "Echo")
    ]
    groups = alphabet.by_letter(lines)
    assert [key for key, _label, _lines in groups] == ["b", "e", "s", "other"]
    assert [line.text for line in groups[1][2]] == ["Echo", "école"]
    assert [line.text for line in groups[2][2]] == ["Sepsis", "stroke"]
