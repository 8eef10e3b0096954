from xml.etree import ElementTree

import pytest

from content.registry import entry_models
from mscportal.sitemaps import LIST_PAGES, Entries
from tests import factories

pytestmark = pytest.mark.django_db

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


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
    assert len(found) == len(LIST_PAGES)
    for address in found:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_drafts_and_parts_of_pages_are_not_there(client):
    drafts = make_one_of_each(live=False)
    factories.make_question()
    factories.make_red_flag()
    factories.make_resource()
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


@pytest.mark.parametrize("size", [1, 25])
def test_it_costs_the_same_at_any_size(client, django_assert_num_queries, size):
    for _ in range(size):
        make_one_of_each()
    with django_assert_num_queries(2 * 13):
        client.get("/sitemap.xml")


def test_robots_are_kept_from_the_desk_and_shown_the_sitemap(client):
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert "Disallow: /admin/" in lines and "Disallow: /search/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines
