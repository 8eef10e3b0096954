import datetime
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from content.languages import in_every_language
from content.registry import entry_models
from diseases.models import Disease
from evidence.models import Trial
from literature.models import Publication
from mscportal.sitemaps import LIST_PAGES, LISTED, Entries, most_read_first
from resources.models import GlossaryTerm
from tests import factories
from tests.content.picture_files import make_image

pytestmark = pytest.mark.django_db

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
XHTML = "{http://www.w3.org/1999/xhtml}"
LISTED_TYPES = len({model for models in LISTED.values() for model in models})


def locations(client, address="/sitemap.xml"):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/xml"
    tree = ElementTree.fromstring(answer.content)
    return tree.tag.removeprefix(NAMESPACE), [loc.text for loc in tree.iter(f"{NAMESPACE}loc")]


def make_one_of_each(**fields):
    product = factories.make_product(**fields)
    return [
        factories.make_article(**fields),
        factories.make_topic(**fields),
        factories.make_page(**fields),
        factories.make_disease(**fields),
        factories.make_category(**fields),
        factories.make_sold_condition(**fields),
        factories.make_source(**fields),
        factories.make_mechanism(**fields),
        factories.make_trial(**fields),
        factories.make_jurisdiction(**fields),
        factories.make_term(**fields),
        factories.make_publication(**fields),
        factories.make_contributor(**fields),
        product,
    ]


def test_every_live_entry_with_a_page_is_there_once(client):
    entries = make_one_of_each()
    assert {type(entry) for entry in entries} == {m for m in entry_models() if m.has_page}
    kind, found = locations(client)
    assert kind == "urlset"
    assert len(found) == len(set(found))
    for entry in entries:
        assert f"http://testserver{entry.get_absolute_url()}" in found


def test_list_pages_are_there_and_answer(client):
    _kind, found = locations(client)
    assert len(found) == 2 * len(LIST_PAGES)
    for address in found:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_drafts_and_parts_of_pages_are_not_there(client):
    drafts = make_one_of_each(live=False)
    factories.make_question()
    factories.make_red_flag()
    factories.make_resource()
    factories.make_price()
    _kind, found = locations(client)
    assert not [address for address in found if "#" in address]
    assert not {f"http://testserver{entry.get_absolute_url()}" for entry in drafts} & set(found)


def test_entries_carry_the_date_of_their_last_change(client):
    disease = factories.make_disease()
    body = client.get("/sitemap.xml").content.decode()
    assert f"<lastmod>{disease.updated_at:%Y-%m-%dT%H:%M}" in body


def test_a_large_site_gets_an_index_of_sections_and_pages(client, monkeypatch):
    monkeypatch.setattr(Entries, "limit", 2)
    diseases = [factories.make_disease() for _ in range(3)]
    kind, files = locations(client)
    assert kind == "sitemapindex"
    assert "http://testserver/sitemap-disease.xml?p=2" in files
    found = []
    for file in files:
        kind, part = locations(client, file.removeprefix("http://testserver"))
        assert kind == "urlset"
        found += part
    assert len(found) == len(set(found))
    assert {f"http://testserver{disease.get_absolute_url()}" for disease in diseases} < set(found)


@pytest.mark.parametrize(
    "address",
    ["/sitemap.xml?p=2", "/sitemap.xml?p=x", "/sitemap-nonsense.xml", "/sitemap-disease.xml?p=0"],
)
def test_nonsense_does_not_exist(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("size", [1, 6])
def test_it_costs_the_same_at_any_size(client, django_assert_num_queries, size):
    for _ in range(size):
        make_one_of_each()
    # Two for each type with a page, and the last change of each type that a list shows.
    with django_assert_num_queries(2 * 14 + LISTED_TYPES):
        client.get("/sitemap.xml")


def test_a_card_and_the_picture_at_the_top_stand_for_a_page(client, settings, tmp_path):
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path
    image = make_image()
    article = factories.make_article(hero=image)
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    [url] = [
        url for url in tree if url.findtext(f"{NAMESPACE}loc").endswith(article.get_absolute_url())
    ]
    shown = [found.text for found in url.iter(f"{IMAGE}loc")]
    assert len(shown) == 2
    assert shown[0].startswith("http://testserver/cards/article/")
    assert shown[1] == f"http://testserver{image.file.url}"
    for address in shown:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_pages_of_the_interface_name_their_other_languages(client):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    for url in tree:
        others = {link.get("hreflang"): link.get("href") for link in url.iter(f"{XHTML}link")}
        assert set(others) == {"en-gb", "es", "x-default"}
        assert others["en-gb"] == others["x-default"]
        assert url.findtext(f"{NAMESPACE}loc") in others.values()


def test_an_entry_stands_under_the_address_of_its_language_only(client):
    disease = factories.make_disease(language="es")
    _kind, found = locations(client)
    assert f"http://testserver/es{disease.get_absolute_url()}" in found
    assert f"http://testserver{disease.get_absolute_url()}" not in found


def list_date(client, address):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    [url] = [u for u in tree if u.findtext(f"{NAMESPACE}loc") == f"http://testserver{address}"]
    return url.findtext(f"{NAMESPACE}lastmod")


def test_a_list_changes_when_something_on_it_does(client):
    assert list_date(client, "/glossary/") is None
    term = factories.make_term()
    factories.make_term(live=False)
    assert list_date(client, "/glossary/")[:19] == f"{term.updated_at:%Y-%m-%dT%H:%M:%S}"
    assert list_date(client, "/questions/") is None


def test_a_list_changes_when_something_on_it_is_withdrawn(client):
    term = factories.make_term()
    later = term.updated_at + datetime.timedelta(days=1)
    type(term).objects.filter(pk=term.pk).update(is_live=False, withdrawn_at=later)
    assert list_date(client, "/glossary/")[:19] == f"{later:%Y-%m-%dT%H:%M:%S}"


def test_an_unchanged_map_is_not_sent_again(client):
    disease = factories.make_disease()
    tag = client.get("/sitemap.xml").headers["ETag"]
    assert client.get("/sitemap.xml", headers={"if-none-match": tag}).status_code == 304
    disease.is_live = False
    disease.save()
    assert client.get("/sitemap.xml", headers={"if-none-match": tag}).status_code == 200


def test_every_page_is_made_ahead_in_each_language_and_what_is_read_most_comes_first(client):
    made = make_one_of_each()
    factories.make_disease(language="es", slug="ictus")
    factories.make_article(live=False)
    pages = list(most_read_first())
    assert len(pages) == len(set(pages))
    _kind, listed = locations(client)
    listed = [address.removeprefix("http://testserver") for address in listed]
    below = [each.card_url for each in Disease.objects.published()]
    assert set(pages) == {page for each in listed + below for page in in_every_language(each)}
    assert pages[:2] == ["/", "/es/"]
    places = {type(entry): pages.index(entry.get_absolute_url()) for entry in made}
    first, *_rest = sorted(places, key=places.get)
    assert first is Disease
    assert max(places, key=places.get) is Publication
    assert places[GlossaryTerm] < places[Trial] < places[Publication]
    assert max(pages.index(page) for page in map(reverse, LIST_PAGES)) < places[Disease]
