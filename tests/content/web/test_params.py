import pytest
from django.http import Http404, QueryDict
from django.test import RequestFactory

from content.web import params
from literature.models import Publication


def ask(query):
    return RequestFactory().get(f"/?{query}")


def test_page_one_is_the_default_and_exists_for_an_empty_list():
    assert params.page_of(ask(""), []).number == 1
    assert params.page_of(ask("page=1"), []).object_list == []


def test_pages_cut_the_list():
    page = params.page_of(ask("page=2"), list(range(60)), per_page=25)
    assert list(page) == list(range(25, 50))
    assert page.paginator.num_pages == 3


@pytest.mark.parametrize(
    "number",
    [
        "",
        "0",
        "-1",
        "+1",
        "01",
        "1.0",
        "1e3",
        "abc",
        " 1",
        "1 ",
        "%00",
        "²",
        "１",
        "٣",
        "4",
        "9" * 8,
    ],
)
def test_nonsense_and_out_of_range_pages_do_not_exist(number):
    with pytest.raises(Http404):
        params.page_of(ask(f"page={number}"), list(range(60)))


@pytest.mark.parametrize("allowed", [["rct", "review"], Publication.Type.values, Publication.Type])
def test_an_allowed_choice_is_taken(allowed):
    assert params.choice(ask("type=rct"), "type", allowed) == "rct"


@pytest.mark.parametrize("query", ["", "type=", "type=RCT", "type=rc", "type=%00", "other=rct"])
def test_any_other_choice_is_no_choice(query):
    assert params.choice(ask(query), "type", Publication.Type.values) == ""


def test_slugs_are_slugs():
    assert params.slug(ask("source=bone-marrow_2"), "source") == "bone-marrow_2"


@pytest.mark.parametrize("value", ["", "a b", "a/b", "<b>", "ä", "a%00", "a%0A", "a" * 121])
def test_anything_else_is_no_slug(value):
    assert params.slug(ask(f"source={value}"), "source") == ""


def test_words_are_trimmed_cut_and_free_of_control_characters():
    assert params.text(ask("q=+knee+pain+"), "q") == "knee pain"
    assert params.text(ask("q=knee%00%0Dpain"), "q") == "knee pain"
    assert params.text(ask("q=" + "x" * 300), "q") == "x" * 200
    assert params.text(ask("q=" + "x" * 300), "q", longest=7) == "x" * 7
    assert params.text(ask(""), "q") == ""


def test_words_keep_what_people_type():
    assert params.text(ask("q=Crohn%E2%80%99s+%3Cb%3E"), "q") == "Crohn’s <b>"


def test_the_query_keeps_declared_filters_only():
    request = ask("type=rct&page=3&evil=1&q=a+%26+b&empty=")
    assert params.query_without(request, "type", "q", "empty") == "type=rct&q=a+%26+b"
    assert params.query_without(request) == ""


def test_the_page_number_is_never_kept():
    assert params.query_without(ask("type=rct&page=3"), "type", "page") == "type=rct"


def test_the_query_is_encoded():
    query = params.query_without(ask("q=%22%3E%3Cscript%3E%00"), "q")
    assert "<" not in query and '"' not in query
    assert QueryDict(query)["q"] == '"><script>'
