"""For tests of the desk: colleagues with a role, forms as a browser sends them, rows in bulk."""

import datetime
import itertools
from contextlib import contextmanager
from html.parser import HTMLParser

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from diseases.models import Disease
from editorial.versions import drafts
from tests.factories import make_user

CITATIONS = "literature-citation-content_type-object_id"

number = itertools.count(1)

SPECIAL = {
    "registry": lambda n: "nct",
    "registry_id": lambda n: f"NCT{n:08d}",
    "alt": lambda n: "A picture",
    "file": lambda n: f"images/{n}/original.png",
    "width": lambda n: 40,
    "height": lambda n: 30,
    "system": lambda n: "mesh",
    "other_name": lambda n: f"Place {n}",
}

# A certainty needs a review beside it; the content types are set by hand.
LEFT_EMPTY = {"certainty_by", "content_type", "target_type"}

# What leads to a row of any type: its name, the type and the key.
GENERIC = [("entry", "content_type", "object_id"), ("target", "target_type", "target_id")]

# Values that the rules of a model ask for.
WHOLE = {
    "editorial.Correction": {"what_was": "What it said"},
    "editorial.Feedback": {"is_helpful": True},
    "literature.Publication": {"note": "no number seen"},
    "evidence.Authorisation": {"country": "JP"},
    "evidence.EvidenceStatement": {"as_of_precision": "year"},
}


def desk(*roles, **fields):
    """A browser in which a colleague with these roles is logged in."""
    client = Client()
    client.user = make_user(groups=roles, **fields)
    client.force_login(client.user)
    return client


def administrator():
    return desk(is_superuser=True)


def url(obj, page="change", **query):
    """The address of an admin page of a row, or of a model; `step:publish` for a verb."""
    meta = obj._meta
    if page == "password":
        return reverse("admin:auth_user_password_change", args=[obj.pk])
    page, _colon, verb = page.partition(":")
    args = [] if isinstance(obj, type) else [obj.pk, *filter(None, [verb])]
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args, query=query)


@contextmanager
def drafted(entry):
    """The entry as its next version says."""
    with drafts.draft_applied(entry, drafts.as_it_would_be(entry)):
        yield type(entry)._base_manager.get(pk=entry.pk)


def next_version(entry, *names):
    """What the next version says in some of its fields."""
    with drafted(entry) as shown:
        return tuple(getattr(shown, name) for name in names)


class _Form(HTMLParser):
    """The controls of the form that a colleague edits, as a browser would send them."""

    def __init__(self):
        super().__init__()
        self.sent, self.inside, self.select, self.area = {}, False, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = attrs.get("id", "").endswith("_form")
        elif not self.inside:
            return
        elif tag == "select":
            self.select = attrs.get("name")
            if "multiple" in attrs:
                self.sent[self.select] = []
        elif tag == "option" and self.select and "selected" in attrs:
            value = attrs.get("value", "")
            if isinstance(self.sent.get(self.select), list):
                self.sent[self.select].append(value)
            else:
                self.sent[self.select] = value
        elif tag == "textarea":
            self.area = attrs["name"]
            self.sent[self.area] = ""
        elif tag == "input" and "name" in attrs:
            self.handle_input(attrs)

    def handle_input(self, attrs):
        kind, name, value = attrs.get("type", "text"), attrs["name"], attrs.get("value", "")
        if kind in ("submit", "file", "button"):
            return
        if kind in ("checkbox", "radio"):
            if "checked" in attrs:
                self.sent.setdefault(name, []).append(attrs.get("value", "on"))
        else:
            self.sent[name] = value

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.area:
            # A browser drops the line break after the tag.
            self.sent[self.area] += data.removeprefix("\r\n").removeprefix("\n")


def form_of(response):
    form = _Form()
    form.feed(response.content.decode())
    return {name: value for name, value in form.sent.items() if name}


def send(client, address, button="_save", *, rows=None, **changes):
    """Open a form, change some of its fields, add rows by their prefix and press a button."""
    data = form_of(client.get(address))
    for prefix, added in (rows or {}).items():
        start = len(f"{prefix}-__prefix__-")
        empty = {
            name[start:]: value
            for name, value in data.items()
            if name.startswith(f"{prefix}-__prefix__-")
        }
        for row in added:
            place = int(data[f"{prefix}-TOTAL_FORMS"])
            data |= {f"{prefix}-{place}-{name}": value for name, value in (empty | row).items()}
            data[f"{prefix}-TOTAL_FORMS"] = place + 1
    data |= changes | {button: "1"}
    return client.post(address, {name: value for name, value in data.items() if value is not None})


def queries_of(client, address):
    """How many a page asks when what a process keeps is there already."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(queries)


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def rows(model, how_many, *, related=True, **fixed):
    """Rows in one query; each has its own related rows, so that a query per row shows up."""
    fixed = dict(fixed)
    own = {}
    for field in model._meta.concrete_fields:
        if not field.is_relation or field.name in fixed or field.name in LEFT_EMPTY:
            continue
        if related or not field.null:
            own[field.name] = rows(field.related_model, how_many, related=False)
    for name, kind, key in GENERIC:
        if hasattr(model, name) and key not in fixed:
            fixed[kind] = ContentType.objects.get_for_model(Disease)
            own[key] = [row.pk for row in rows(Disease, how_many, related=False)]
    made = []
    for place in range(how_many):
        values = dict(fixed) | {name: choices[place] for name, choices in own.items()}
        for field in model._meta.concrete_fields:
            if field.name not in values and field.attname not in values and needs_value(field):
                values[field.name] = value_for(field)
        values = WHOLE.get(model._meta.label, {}) | values
        made.append(model(**values))
    return model._base_manager.bulk_create(made)


def needs_value(field):
    if field.name in SPECIAL:
        return True
    return not (field.primary_key or field.has_default() or field.blank or field.null)


def value_for(field):
    n = next(number)
    if field.name in SPECIAL:
        return SPECIAL[field.name](n)
    if field.choices:
        return field.flatchoices[0][0]
    if isinstance(field, models.DateTimeField | models.DateField):
        return datetime.date(2024, 1, 1)
    if isinstance(field, models.IntegerField):
        return 2024
    if isinstance(field, models.URLField):
        return f"https://example.org/{n}"
    if isinstance(field, models.SlugField):
        return f"row-{n}"
    return f"{field.verbose_name} {n}"[: field.max_length]
