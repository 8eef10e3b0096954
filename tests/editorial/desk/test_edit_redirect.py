"""From a public page to its form, although public pages know nothing of the desk."""

import pytest
from django.test import Client
from django.urls import reverse

from content.registry import entry_models
from tests.editorial.at_desk import desk, rows, url
from tests.factories import make_article, make_disease

pytestmark = pytest.mark.django_db


def edit(client, page):
    return client.get(reverse("admin:edit"), {"page": page})


@pytest.mark.parametrize("model", [m for m in entry_models() if m.has_page])
def test_the_address_of_every_kind_of_page_leads_to_its_form(model):
    (entry,) = rows(model, 1)
    reader = desk("Read-only")
    for address in (
        entry.get_absolute_url(),
        f"/es{entry.get_absolute_url()}",
        f"https://www.example.org{entry.get_absolute_url()}?a=b#c",
    ):
        assert edit(reader, address).url == url(entry), address


def test_two_kinds_of_pages_with_one_slug_are_told_apart():
    article, disease = make_article(slug="knees"), make_disease(slug="knees")
    reader = desk("Read-only")
    assert edit(reader, "/articles/knees/").url == url(article)
    assert edit(reader, "/diseases/knees/").url == url(disease)


@pytest.mark.parametrize(
    "address", ["", "/", "/diseases/", "/nothing/", "//", "http://[", "\0", "x" * 5000, "/admin/"]
)
def test_an_address_without_one_entry_is_answered_with_a_form(address):
    response = edit(desk("Read-only"), address)
    assert response.status_code == 200
    assert "Make a bookmark" in response.content.decode()


def test_hostile_addresses_are_escaped_and_lead_nowhere_else():
    response = edit(desk("Read-only"), "//evil.example/<script>")
    assert (
        response.status_code == 200 and b"<script>" not in response.content.partition(b"id_page")[2]
    )


def test_visitors_are_asked_to_log_in_and_the_form_checks_the_right():
    article = make_article()
    assert edit(Client(), article.get_absolute_url()).url.startswith(reverse("admin:login"))
    nobody = desk()
    assert nobody.get(edit(nobody, article.get_absolute_url()).url).status_code == 403
    assert desk("Publisher").post(reverse("admin:edit")).status_code == 405


def test_previews_and_the_index_lead_to_the_form():
    article = make_article()
    assert url(article) in desk("Read-only").get(url(article, "preview")).content.decode()
