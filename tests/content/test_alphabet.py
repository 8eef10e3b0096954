import pytest

from content import alphabet
from diseases.models import Disease
from tests.factories import make_disease

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
    index = alphabet.Alphabet(rf.get(f"/diseases/{query}"), (rows, "title"))
    return index, list(index.within(rows, "title").values_list("title", flat=True))


def test_a_short_index_is_on_one_page_with_anchors(rf):
    make_disease(title="Stroke")
    index, titles = index_of(rf)
    urls = {letter.key: letter.url for letter in index.letters}
    assert titles == ["Stroke"]
    assert urls["s"] == "#letter-s" and urls["a"] == ""
    assert "other" not in urls


def test_a_long_index_opens_one_letter(rf, monkeypatch):
    monkeypatch.setattr(alphabet, "ONE_PAGE", 2)
    for title in ("Autism", "Éclampsia", "Emphysema", "stroke", "5q syndrome"):
        make_disease(title=title)
    index, titles = index_of(rf, "?letter=e")
    assert sorted(titles) == ["Emphysema", "Éclampsia"]
    assert [letter.key for letter in index.letters if letter.is_open] == ["e"]
    urls = {letter.key: letter.url for letter in index.letters}
    assert urls["s"] == "?letter=s" and urls["other"] == "?letter=other"


@pytest.mark.parametrize("query", ["", "?letter=z", "?letter=%25", "?letter=ee"])
def test_a_long_index_opens_its_first_letter_when_none_is_named(rf, monkeypatch, query):
    monkeypatch.setattr(alphabet, "ONE_PAGE", 1)
    make_disease(title="Burns")
    make_disease(title="Autism")
    assert index_of(rf, query)[1] == ["Autism"]


def test_signs_that_mean_something_to_a_database_are_taken_as_they_are(rf, monkeypatch):
    monkeypatch.setattr(alphabet, "ONE_PAGE", 1)
    make_disease(title="%-disease", slug="percent")
    make_disease(title="_-disease", slug="underscore")
    make_disease(title="Autism")
    assert sorted(index_of(rf, "?letter=other")[1]) == ["%-disease", "_-disease"]


def test_lines_stand_in_the_order_of_a_printed_index():
    lines = [
        alphabet.Line(text, Disease(slug=text))
        for text in ("stroke", "Sepsis", "école", "3q29", "Burns", "Echo")
    ]
    groups = alphabet.by_letter(lines)
    assert [key for key, _label, _lines in groups] == ["b", "e", "s", "other"]
    assert [line.text for line in groups[1][2]] == ["Echo", "école"]
    assert [line.text for line in groups[2][2]] == ["Sepsis", "stroke"]
