"""The head of a page: one address, its languages, and what cards and feeds readers need."""

import re

import pytest
from django.urls import reverse

from mscportal.sitemaps import LIST_PAGES
from tests import factories
from tests.visits import body

pytestmark = pytest.mark.django_db


def links(page, rel):
    """The attributes of every <link> of this kind."""
    found = [
        dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall("<link[^>]*>", page)
    ]
    return [link for link in found if link.get("rel") == rel]


def properties(page, name):
    return re.findall(rf'<meta (?:property|name)="{re.escape(name)}" content="([^"]*)"', page)


def canonical(page):
    [link] = links(page, "canonical")
    return link["href"]


def languages(page):
    return {
        link["hreflang"]: link["href"] for link in links(page, "alternate") if "hreflang" in link
    }


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_list_has_an_address_in_each_language(client, prefix):
    page = body(client, f"{prefix}/trials/")
    assert canonical(page) == f"http://testserver{prefix}/trials/"
    assert languages(page) == {
        "en-gb": "http://testserver/trials/",
        "es": "http://testserver/es/trials/",
        "x-default": "http://testserver/trials/",
    }


@pytest.mark.parametrize("query", ["phase=2", "phase=2&page=1", "x=1", "utm_source=mail"])
def test_an_address_that_is_not_the_canonical_one_names_no_other_languages(client, query):
    factories.make_trial(phase="2")
    page = body(client, f"/trials/?{query}")
    assert canonical(page) == "http://testserver/trials/" and languages(page) == {}


def test_later_pages_of_a_list_are_pages_of_their_own_in_each_language(client):
    for _ in range(26):
        factories.make_trial()
    page = body(client, "/es/trials/?page=2")
    assert canonical(page) == "http://testserver/es/trials/?page=2"
    assert languages(page)["x-default"] == "http://testserver/trials/?page=2"


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_an_untranslated_entry_has_the_one_address_of_its_language(client, prefix):
    disease = factories.make_disease()
    page = body(client, f"{prefix}{disease.get_absolute_url()}")
    assert canonical(page) == f"http://testserver{disease.get_absolute_url()}"
    assert properties(page, "og:url") == [canonical(page)]
    assert properties(page, "og:locale") == ["en_GB"]
    assert not languages(page)


def test_an_entry_in_spanish_is_at_home_under_the_spanish_address(client):
    disease = factories.make_disease(language="es")
    for prefix in ("", "/es"):
        page = body(client, f"{prefix}{disease.get_absolute_url()}")
        assert canonical(page) == f"http://testserver/es{disease.get_absolute_url()}"


def test_an_entry_in_a_language_without_interface_keeps_its_address(client):
    disease = factories.make_disease(language="de")
    page = body(client, disease.get_absolute_url())
    assert canonical(page) == f"http://testserver{disease.get_absolute_url()}"


def test_an_article_says_when_it_was_published_and_changed(client):
    article = factories.make_article()
    page = body(client, article.get_absolute_url())
    assert properties(page, "og:type") == ["article"]
    [published] = properties(page, "article:published_time")
    assert published.startswith(f"{article.published_at:%Y-%m-%d}")
    assert properties(page, "article:modified_time")
    assert not properties(body(client, "/articles/"), "article:published_time")


def test_the_search_stays_out_of_indexes_and_other_pages_do_not(client):
    assert properties(body(client, "/search/"), "robots") == ["noindex"]
    assert properties(body(client, "/diseases/"), "robots") == ["max-image-preview:large"]


def test_titles_and_descriptions_of_lists_are_short_and_their_own(client):
    seen = {}
    for name in LIST_PAGES:
        page = body(client, reverse(name))
        [title] = re.findall("<title>(.*?)</title>", page)
        [description] = properties(page, "description")
        assert 10 <= len(title) <= 65 and 50 <= len(description) <= 160, name
        assert title not in seen and description not in seen.values(), name
        seen[title] = description


def test_publications_have_descriptions_of_their_own_that_are_not_too_long(client):
    title = "A long title of a study of cells & signs in many people with many illnesses " * 3
    one = factories.make_publication(title=title, authors_text="Ministry of Health", year=2020)
    two = factories.make_publication(title="Rules", authors_text="Ministry of Health", year=2020)
    found = [
        properties(body(client, entry.get_absolute_url()), "description")[0] for entry in (one, two)
    ]
    assert len(set(found)) == 2 and all(len(text) <= 165 for text in found)
