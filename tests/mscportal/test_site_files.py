"""Files under fixed addresses: robots, security contact, search description, manifest, icons."""

import datetime
import json
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone
from PIL import Image

from editorial import workflow
from editorial.models import SiteDetails
from tests.editorial.moments import Moment
from tests.visits import body

pytestmark = pytest.mark.django_db

SECURITY = "/.well-known/security.txt"


def test_robots_are_kept_from_the_desk_and_the_search_in_each_language(client):
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert {"Disallow: /admin/", "Disallow: /search/", "Disallow: /es/search/"} < set(lines)
    # One form, and not as many addresses as there are pages.
    assert {"Disallow: /feedback/?", "Disallow: /es/feedback/?"} < set(lines)
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def test_without_a_stated_contact_there_is_no_security_file(client):
    assert client.get(SECURITY).status_code == 404
    SiteDetails(contact_email="office@example.org").save()
    assert client.get(SECURITY).status_code == 404


def test_the_security_file_has_what_the_standard_asks_for(client):
    SiteDetails(security_contact="safe@example.org").save()
    answer = client.get(SECURITY)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert fields["Contact"] == "mailto:safe@example.org"
    assert fields["Canonical"] == f"http://testserver{SECURITY}"
    assert fields["Preferred-Languages"] == "en"
    ends = datetime.datetime.fromisoformat(fields["Expires"])
    assert datetime.timedelta(150) < ends - timezone.now() < datetime.timedelta(365)


@pytest.mark.parametrize(
    ("today", "then"),
    [
        ("2026-01-31", "2026-08-01"),
        ("2026-05-01", "2026-12-01"),
        ("2026-06-30", "2027-01-01"),
        ("2026-12-31", "2027-07-01"),
    ],
)
def test_the_security_file_ends_on_the_first_of_a_month(client, monkeypatch, today, then):
    Moment(monkeypatch, datetime.datetime.fromisoformat(f"{today}T12:00:00Z"))
    SiteDetails(security_contact="safe@example.org").save()
    assert f"Expires: {then}T00:00:00Z" in client.get(SECURITY).text


def test_its_end_moves_on_with_the_month(client, monkeypatch):
    moment = Moment(monkeypatch, datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.UTC))
    site = SiteDetails(security_contact="safe@example.org")
    site.save()
    assert workflow.keep_appointments().renewed == []
    moment.at(datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC))
    assert "Expires: 2026-08-01T00:00:00Z" in client.get(SECURITY).text
    assert workflow.keep_appointments().renewed == [site]
    assert "Expires: 2026-09-01T00:00:00Z" in client.get(SECURITY).text
    assert workflow.keep_appointments().renewed == []


def test_without_a_contact_no_month_changes_anything(monkeypatch):
    moment = Moment(monkeypatch)
    SiteDetails(contact_email="office@example.org").save()
    moment.at(moment.now + datetime.timedelta(days=90))
    assert workflow.keep_appointments().renewed == []


def test_browsers_are_told_how_to_search(client):
    answer = client.get("/opensearch.xml")
    assert answer.headers["Content-Type"] == "application/opensearchdescription+xml"
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    tree = ElementTree.fromstring(answer.content)
    assert len(tree.findtext(f"{space}ShortName")) <= 16
    assert tree.find(f"{space}Url").get("template") == "http://testserver/search/?q={searchTerms}"
    assert 'rel="search"' in body(client, "/")


def test_the_manifest_names_icons_that_exist_in_their_size(client):
    answer = client.get("/manifest.webmanifest")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    manifest = json.loads(answer.content)
    assert manifest["name"] and manifest["start_url"] == "/"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        file = finders.find(icon["src"].removeprefix("/static/"))
        assert file
        if icon["type"] == "image/png":
            width, height = map(int, icon["sizes"].split("x"))
            assert Image.open(file).size == (width, height)
    assert 'rel="manifest" href="/manifest.webmanifest"' in body(client, "/")


def test_there_is_an_icon_where_programs_look_for_one(client):
    answer = client.get("/favicon.ico")
    assert answer.headers["Content-Type"] == "image/x-icon"
    assert {(16, 16), (32, 32), (48, 48)} == Image.open(BytesIO(answer.content)).info["sizes"]
    assert Image.open(finders.find("icons/mark-180.png")).size == (180, 180)


@pytest.mark.parametrize(
    "address", ["/robots.txt", "/opensearch.xml", "/manifest.webmanifest", "/favicon.ico"]
)
def test_these_files_are_only_read_and_ask_no_database(client, django_assert_num_queries, address):
    with django_assert_num_queries(0):
        assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405
