"""Texts that nobody expects, in every field of every form of the desk: an answer, never a fault."""

import os

import pytest
from django.contrib import admin
from django.urls import reverse

from editorial import versions, workflow
from editorial.models import Revision, SiteDetails
from tests.editorial.at_desk import administrator, form_of, rows, url
from tests.factories import make_article

pytestmark = pytest.mark.django_db

TEXTS = {
    "very long": "a" * 20_000,
    "emoji": "\N{MICROSCOPE}\N{FAMILY}\N{ZERO WIDTH JOINER}1\N{COMBINING ENCLOSING KEYCAP}",
    "NUL": "before\0after",
    "right to left": "\N{RIGHT-TO-LEFT OVERRIDE}خلايا جذعية\N{POP DIRECTIONAL FORMATTING}",
    "half a character": "\ud83d".encode("utf-8", "surrogatepass"),
    "mark-up": "</textarea><script>alert(1)</script>{{ 7*7 }}{% now %}' OR 1=1 --",
    "number": "9" * 40,
}
LEFT_ALONE = ("_FORMS", "csrfmiddlewaretoken", "-id", "_popup")


def filled(data, text):
    """Every field says it, and one new row of each kind does too."""
    data = dict(data)
    for name in list(data):
        if name.endswith("-TOTAL_FORMS"):
            prefix = name.removesuffix("-TOTAL_FORMS")
            place = int(data[name])
            empty = [key for key in data if key.startswith(f"{prefix}-__prefix__-")]
            data |= {key.replace("__prefix__", str(place)): data[key] for key in empty}
            data[name] = str(place + 1) if empty else data[name]
    return {
        name: value if name.endswith(LEFT_ALONE) or isinstance(value, list) else text
        for name, value in data.items()
        if value is not None
    }


def said_on(place, model):
    """Every text on one of the two forms of a model, in turn (`make rehearse`: on both)."""
    first = list(admin.site._registry).index(model) + place
    for number, (name, text) in enumerate(TEXTS.items(), first):
        if number % 2 == 0 or os.environ.get("REHEARSED"):
            yield name, text


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_no_form_breaks(model):
    client = administrator()
    row = SiteDetails.objects.create() if model is SiteDetails else rows(model, 1)[0]
    forms = [client.get(page) for page in (url(model, "add"), url(row))]
    opened_forms = [opened for opened in forms if opened.status_code != 403]
    for place, opened in enumerate(opened_forms):
        page = opened.request["PATH_INFO"]
        for name, text in said_on(place, model) if len(opened_forms) == 2 else TEXTS.items():
            buttons = ("_save", "_publish", "_preview") if name in ("NUL", "emoji") else ("_save",)
            for button in buttons:
                data = filled(form_of(opened), text) | {button: "1"}
                assert client.post(page, data).status_code in (200, 302, 403)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_step_and_no_search_breaks(text):
    client = administrator()
    article = make_article()
    payload = versions.capture(article)
    payload["fields"]["title"] = "Changed"
    workflow.save_draft(article, payload, by=None)
    for verb in ("submit", "request_changes", "approve", "schedule", "publish", "withdraw"):
        names = "note at_0 at_1 number reviewer ai_used what_was what_is correction_kind".split()
        data = dict.fromkeys(names, text) | {"warnings_read": "on"}
        assert client.post(url(article, f"step:{verb}"), data).status_code in (200, 302)
    assert client.post(url(article, "restore"), {"version": text}).status_code == 302
    searched = {"q": text}
    for address in ("desk_find", "articles_article_changelist", "edit"):
        answer = client.get(reverse(f"admin:{address}"), searched | {"page": text})
        assert answer.status_code in (200, 302, 404)
    for name in ("old", "new", "view"):
        answer = client.get(url(article, "compare"), {name: text})
        assert answer.status_code in (200, 404)


def test_a_reason_with_a_nul_is_kept_without_it():
    client, article = administrator(), make_article(title="Before")
    data = form_of(client.get(url(article))) | {
        "title": "After",
        "_note": "be\0cause",
        "_save": "1",
    }
    assert client.post(url(article), data).status_code == 302
    assert Revision.objects.newest(article).note == "because"
