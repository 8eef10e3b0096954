"""What feedback takes for a page of the site is what a visitor can read, under its own heading."""

import re
from collections import defaultdict

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from content.languages import in_every_language, resolved
from content.text.richtext import plain_text
from editorial.public import public_urls
from editorial.public.public_urls import readable_page
from editorial.workflow import publish, withdraw
from mscportal.audit.crawl import sitemap_paths
from tests import factories
from tests.mscportal.test_sitemap import make_one_of_each

pytestmark = pytest.mark.django_db

OF_EACH_VIEW = 2
BESIDES = ["/search/", "/styleguide/", "/mentions/disease/gvhd/", "/mentions/trial/nowhere/"]
NO_PAGES = [
    "/evidence/trials.csv",
    "/evidence/findings-not-counted.json",
    "/articles/feed/",
    "/safety/feed/",
    "/cite/article/how-sure-is-it.ris",
    "/cite/article/how-sure-is-it/references.json",
    "/cards/disease/gvhd.png",
    "/es/admin/",
    "/es/robots.txt",
    "/diseases/gvhd",
    "/de/diseases/gvhd/",
    "/diseases/nowhere/",
]


@pytest.fixture(autouse=True)
def a_fresh_process(monkeypatch):
    monkeypatch.setattr(public_urls, "_fixed", {})


@pytest.fixture
def asked(rf):
    return lambda address: readable_page(rf.get("/feedback/"), address)


def heading_for_visitors(address):
    """None where there is no page."""
    answer = Client(raise_request_exception=False).get(address)
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        return None
    found = re.search(r"<h1[^>]*>(.*?)</h1>", answer.content.decode(), re.DOTALL)
    return " ".join(plain_text(found[1]).split())


def some_of_each_view():
    by_view = defaultdict(list)
    for path in sitemap_paths():
        by_view[resolved(path).view_name].append(path)
    return [path for paths in by_view.values() for path in paths[:OF_EACH_VIEW]]


def test_every_kind_of_page_has_the_heading_that_visitors_see(starter_site, asked):
    addresses = [a for path in some_of_each_view() for a in in_every_language(path)]
    for address in [*addresses, *BESIDES, *NO_PAGES]:
        for _process_knows_it_now in range(2):
            page, heading = asked(address), heading_for_visitors(address)
            assert (page and page.title) == heading, address
            assert page is None or page.path == address
    assert all(asked(address) is None for address in NO_PAGES)


def test_a_list_keeps_its_heading_whatever_is_published(asked):
    lists = [a for name in ("home", "diseases:list", "evidence:overview", "evidence:trials")
             for a in in_every_language(reverse(name))]  # fmt: skip
    empty = {address: asked(address) for address in lists}
    make_one_of_each()
    for address in lists:
        assert asked(address) == empty[address]
        assert asked(address).title == heading_for_visitors(address)


def test_an_entry_costs_one_query_and_a_list_none(asked, django_assert_max_num_queries):
    pages = [entry.get_absolute_url() for entry in make_one_of_each()]
    pages += [a for page in pages for a in in_every_language(page)]
    for page in pages:
        with django_assert_max_num_queries(1):
            assert asked(page)
    asked("/evidence/")
    with django_assert_max_num_queries(0):
        assert asked("/evidence/").title == asked("/evidence/?page=2").title == "Evidence overview"


def test_titles_are_words_as_on_the_page(asked):
    for title in ("Pain & <b>loss</b>  of “sense”", "First : second", "5 > 4 {{ x }}"):
        page = factories.make_article(title=title).get_absolute_url()
        assert asked(page).title == heading_for_visitors(page)


def test_a_place_has_its_name_in_the_language_of_the_address(asked):
    address = factories.make_jurisdiction(title="Spain").get_absolute_url()
    assert asked(address).title == "Spain"
    assert asked(f"/es{address}").title == "España"
    with translation.override("es"):
        assert asked(address).title == "Spain"


def test_what_visitors_cannot_read_has_no_heading(asked):
    for entry in make_one_of_each(live=False):
        assert asked(entry.get_absolute_url()) is None
    article = factories.make_article(slug="first")
    withdraw(article, by=None)
    assert asked("/articles/first/") is None
    publish(article, by=None)
    assert asked("/articles/first/").title == article.title


def test_an_old_address_is_none(asked):
    disease = factories.make_disease(slug="old-name", title="Old name")
    factories.republish(disease, slug="new-name")
    assert asked("/diseases/old-name/") is None
    assert asked("/diseases/new-name/").title == "Old name"
    assert heading_for_visitors("/diseases/old-name/") is None


def test_a_draft_that_somebody_may_read_by_its_secret_is_no_page(asked, monkeypatch):
    monkeypatch.setattr(public_urls, "answer_of", lambda *args: pytest.fail("was asked"))
    assert asked("/review/1/secret/") is None
