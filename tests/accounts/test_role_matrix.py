"""Every page of the desk × every role, compared with what is written here."""

import os

import pytest
from django.contrib import admin
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import reverse

from content.models import Publishable
from editorial.models import SiteDetails
from tests.editorial.at_desk import desk, rows
from tests.factories import make_entry

pytestmark = pytest.mark.django_db

# A author, M medical reviewer, R read-only, P publisher, S administrator (superuser).
# N works on the desk without any role.
ALL = "AMRPS"
WRITTEN = {
    # page: who may open it, who may send it
    "new entry": {
        "recovery": ("APS", "APS"),  # each sees the own unsaved text alone
        "check": (ALL, ""),
        "preview": (ALL, ""),
        "outside": (ALL, "APS"),  # who may change the draft shows it to somebody outside
        "questions": (ALL, "APS"),  # who may change the entry settles what is open about it
        "compare": (ALL, ""),
        "restore": ("", "APS"),
        "changelist": (ALL, ALL),
        "add": ("APS", "APS"),
        "change": (ALL, "APS"),
        "delete": ("PS", "PS"),
        "history": (ALL, ALL),
        "step": ("PS", "PS"),  # withdraw; the other verbs are below
        "duplicate": ("", "APS"),
    },
    "live entry": {
        "recovery": ("APS", "APS"),  # each sees the own unsaved text alone
        "check": (ALL, ""),
        "preview": (ALL, ""),
        "outside": (ALL, "APS"),  # who may change the draft shows it to somebody outside
        "questions": (ALL, "APS"),  # who may change the entry settles what is open about it
        "compare": (ALL, ""),
        "restore": ("", "APS"),
        "change": (ALL, "APS"),  # a draft
        "delete": ("PS", "PS"),
        "step": ("PS", "PS"),
        "duplicate": ("", "APS"),
    },
    "identity": {  # exists once in the world
        "recovery": ("APS", "APS"),  # each sees the own unsaved text alone
        "check": (ALL, ""),
        "preview": (ALL, ""),
        "outside": (ALL, "APS"),  # who may change the draft shows it to somebody outside
        "questions": (ALL, "APS"),  # who may change the entry settles what is open about it
        "compare": (ALL, ""),
        "restore": ("", "APS"),
        "changelist": (ALL, ALL),
        "add": ("APS", "APS"),
        "change": (ALL, "APS"),
        "delete": ("PS", "PS"),
        "history": (ALL, ALL),
        "step": ("PS", "PS"),
        "duplicate": ("", ""),
    },
    "editorial.Review": {
        "changelist": (ALL, ALL),
        "add": ("MPS", "MPS"),
        "change": (ALL, ""),
        "delete": ("", ""),
        "history": (ALL, ALL),
    },
    "editorial.Correction": {
        "changelist": (ALL, ALL),
        "add": ("", ""),  # with a publication
        "change": (ALL, "PS"),
        "delete": ("PS", "PS"),
        "history": (ALL, ALL),
    },
    "editorial.Feedback": {
        "changelist": (ALL, ALL),
        "add": ("", ""),  # readers send it
        "change": (ALL, "APS"),
        "delete": ("PS", "PS"),
        "history": (ALL, ALL),
    },
    "editorial.Trashed": {
        "changelist": (ALL, ALL),
        "add": ("", ""),
        "change": (ALL, "PS"),  # all of it is shown only
        "delete": ("", ""),
        "history": (ALL, ALL),
    },
    "resources.LinkCheck": {
        "changelist": (ALL, ALL),
        "add": ("", ""),
        "change": (ALL, ""),
        "delete": ("", ""),
        "history": (ALL, ALL),
    },
    "editorial.SiteDetails": {
        "changelist": (ALL, ALL),
        "add": ("", ""),  # there is one already
        "change": (ALL, "PS"),
        "delete": ("", ""),
        "history": (ALL, ALL),
    },
    "accounts.User": {
        "changelist": (ALL, ALL),
        "add": ("PS", "PS"),
        "change": (ALL, "PS"),
        "delete": ("", ""),
        "history": (ALL, ALL),
        "password_change": ("PS", "PS"),
    },
    "auth.Group": {
        "changelist": ("S", "S"),
        "add": ("S", "S"),
        "change": ("S", "S"),
        "delete": ("S", "S"),
        "history": ("S", "S"),
    },
    "content.Image": {
        "changelist": (ALL, ALL),
        "add": ("APS", "APS"),
        "change": (ALL, "PS"),
        "delete": ("PS", "PS"),
        "history": (ALL, ALL),
        "upload": ("", "APS"),
        "library": (ALL, ""),
    },
    "content.ImportRecord": {
        "changelist": ("RPS", "RPS"),
        "add": ("", ""),
        "change": ("RPS", ""),
        "delete": ("", ""),
        "history": ("RPS", "RPS"),
    },
}
OWN_PAGES = {
    "literature.Publication": {"picker": (ALL, "")},
    "diseases.Disease": {"measures": ("", "APS")},  # how hard what they type is to read
    "evidence.EvidenceStatement": {"measures": ("", "APS")},
}
IDENTITIES = {
    "evidence.Trial",
    "evidence.Jurisdiction",
    "literature.Publication",
    "editorial.Contributor",
}
ROLES = {
    "A": ["Author"],
    "M": ["Medical reviewer"],
    "R": ["Read-only"],
    "P": ["Publisher"],
    "N": [],
}
WITHOUT_ROW = ("changelist", "add", "upload", "library", "picker")


@pytest.fixture
def browsers():
    return {letter: desk(*groups) for letter, groups in ROLES.items()} | {
        "S": desk(is_superuser=True)
    }


def written_for(model):
    label = model._meta.label
    if label in IDENTITIES:
        return WRITTEN["identity"] | OWN_PAGES.get(label, {})
    if issubclass(model, Publishable):
        return WRITTEN["new entry"] | OWN_PAGES.get(label, {})
    return WRITTEN[label]


def pages_of(model):
    """Page -> name of the URL, as the admin registers them."""
    prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
    names = [pattern.name for pattern in admin.site._registry[model].get_urls() if pattern.name]
    return {name.removeprefix(prefix).removeprefix("auth_user_"): f"admin:{name}" for name in names}


@pytest.fixture
def drawn_for_two(monkeypatch, browsers):
    """Who gets in is decided before a page is drawn; here it is drawn for the role that may change
    everything and for the one that may change nothing (`make rehearse`: for all)."""
    if os.environ.get("REHEARSED"):
        return
    draw = SimpleTemplateResponse.rendered_content
    readers = {browsers["S"].user, browsers["R"].user}

    def drawn(response):
        return draw.fget(response) if response._request.user in readers else ""

    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", property(drawn))


def who_gets_in(browsers, address):
    opened = {letter for letter, browser in browsers.items() if is_in(browser.get(address))}
    sent = {letter for letter, browser in browsers.items() if is_in(browser.post(address))}
    return opened, sent


def is_in(response):
    assert response.status_code in (200, 302, 400, 403, 405), response.status_code
    return response.status_code not in (403, 405)


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_every_page_opens_for_those_and_only_those_who_are_written_down(
    model, browsers, drawn_for_two
):
    written, pages = written_for(model), pages_of(model)
    assert set(pages) == set(written), "write down who may use a new page of the desk"
    if model is SiteDetails:
        SiteDetails.objects.create()
    for page, name in pages.items():
        row = None if page in WITHOUT_ROW else one_row(model)
        address = reverse(name, args=arguments(page, row))
        opened, sent = who_gets_in(browsers, address)
        may_open, may_send = map(set, written[page])
        assert opened == may_open, f"GET {page}"
        assert sent == may_send, f"POST {page}"


def arguments(page, row):
    """What the address of a page names: nothing, a row, or a row and a verb."""
    if page in WITHOUT_ROW:
        return []
    return [row.pk, "withdraw"] if page == "step" else [row.pk]


def one_row(model):
    """A row that a deletion by the role before has not taken away."""
    if model is SiteDetails:
        return SiteDetails.objects.get()
    return rows(model, 1)[0]


LIVE = ["diseases.DiseaseCategory", "resources.RedFlag", "articles.Topic"]


@pytest.mark.parametrize("page", WRITTEN["live entry"])
@pytest.mark.parametrize("label", LIVE)
def test_what_is_public_is_taken_off_by_publishers_alone(label, page, browsers):
    from django.apps import apps

    model = apps.get_model(label)
    may_open, may_send = map(set, WRITTEN["live entry"][page])
    for letter, browser in browsers.items():
        entry = make_entry(model)
        name = f"admin:{label.lower().replace('.', '_')}_{page}"
        address = reverse(name, args=arguments(page, entry))
        assert is_in(browser.get(address)) == (letter in may_open), letter
        assert is_in(browser.post(address, {"post": "yes"})) == (letter in may_send), letter


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_every_lookup_answers_all_roles_and_nobody_without_one(model, browsers):
    for name in admin.site._registry[model].autocomplete_fields:
        query = {
            "app_label": model._meta.app_label,
            "model_name": model._meta.model_name,
            "field_name": name,
        }
        address = reverse("admin:autocomplete", query=query)
        assert {letter for letter in browsers if is_in(browsers[letter].get(address))} == set(ALL)


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_a_visitor_is_asked_to_log_in_everywhere(model):
    if model is SiteDetails:
        SiteDetails.objects.create()
    row, visitor = one_row(model), Client()
    for page, name in pages_of(model).items():
        address = reverse(name, args=arguments(page, row))
        for response in (visitor.get(address), visitor.post(address)):
            assert response.status_code == 302
            assert response.url.startswith(reverse("admin:login")), page


@pytest.mark.parametrize("label", LIVE)
def test_a_forged_publish_button_works_for_publishers_alone(label, browsers):
    from django.apps import apps

    model = apps.get_model(label)
    for letter, browser in browsers.items():
        entry = rows(model, 1)[0]
        address = reverse(f"admin:{label.lower().replace('.', '_')}_change", args=[entry.pk])
        data = {
            "title": "T", "slug": f"slug-{letter.lower()}", "order": "0", "language": "en",
            "group": "evidence", "verification": "memory", "_publish": "1", "_opened_at": "0",
            "editorial-correction-content_type-object_id-TOTAL_FORMS": "0",
            "editorial-correction-content_type-object_id-INITIAL_FORMS": "0",
            "editorial-review-content_type-object_id-TOTAL_FORMS": "0",
            "editorial-review-content_type-object_id-INITIAL_FORMS": "0",
        }  # fmt: skip
        response = browser.post(address, data)
        entry.refresh_from_db()
        assert (response.status_code, entry.is_live) == (
            (302, True) if letter in "PS" else (403, False)
        )


def test_the_index_opens_for_everybody_who_works_on_the_desk(browsers):
    for browser in browsers.values():
        assert browser.get(reverse("admin:index")).status_code == 200
