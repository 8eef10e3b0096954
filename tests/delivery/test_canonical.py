"""Pages name one host where one is set, under whichever host they are asked for."""

import json
import re

import pytest
from django.test import Client

from delivery.static_export.client import InProcessClient
from tests.factories import make_article, make_disease, make_red_flag

pytestmark = pytest.mark.django_db

SITE = "https://portal.example.org:8443"


@pytest.fixture
def site(settings):
    settings.CANONICAL_ORIGIN = SITE
    settings.ALLOWED_HOSTS = ["portal.example.org", "inner.example.org"]


@pytest.fixture
def inner(site):
    return Client(headers={"host": "inner.example.org"})


def test_canonical_address_structured_data_and_languages_name_the_one_host(inner):
    disease = make_disease()
    page = inner.get(disease.get_absolute_url()).content.decode()
    assert f'<link rel="canonical" href="{SITE}{disease.get_absolute_url()}">' in page
    data = json.loads(re.search(r"<script[^>]*ld\+json[^>]*>(.*?)</script>", page, re.S)[1])
    assert any(node["@id"].startswith(SITE) for node in data["@graph"])
    assert f'hreflang="es" href="{SITE}/es/diseases/"' in inner.get("/diseases/").content.decode()


@pytest.mark.parametrize(
    "address",
    ["/sitemap.xml", "/robots.txt", "/articles/feed/", "/articles/feed/rss/", "/safety/feed/"]
    + ["/opensearch.xml", "/evidence/trials.json", "/", "/es/articles/", "/feeds/"],
)
def test_nothing_names_the_host_that_was_asked_for(inner, address):
    make_article()
    make_red_flag(why="")
    text = inner.get(address).content.decode()
    assert "inner.example.org" not in text
    assert "http://portal.example.org" not in text


def test_a_host_that_is_not_ours_is_still_refused(site):
    assert Client(headers={"host": "evil.example"}).get("/").status_code == 400


def test_the_desk_and_forms_are_judged_by_the_host_that_was_asked_for(inner):
    answer = inner.get("/admin/")
    assert answer.status_code == 302 and "portal.example.org" not in answer.headers["Location"]
    sent = {"page": "/", "text": "Thank you."}
    same = inner.post("/feedback/", sent, headers={"origin": "http://inner.example.org"})
    assert same.status_code != 403
    other = inner.post("/feedback/", sent, headers={"origin": SITE})
    assert other.status_code == 403


def test_without_a_set_address_pages_name_the_host_that_was_asked_for(client):
    assert 'rel="canonical" href="http://testserver/"' in client.get("/").content.decode()


def test_pages_that_are_baked_for_another_host_name_that_one(site, settings):
    settings.ALLOWED_HOSTS += ["static.example.org"]
    answer = InProcessClient("https://static.example.org").ask("/")
    assert b'rel="canonical" href="https://static.example.org/"' in answer.body
