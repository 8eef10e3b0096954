"""What is not public is nowhere: every address is asked for words that only drafts have.

The addresses come from the map of URLs, so that a new view is asked by being there.
"""

import datetime
import itertools
import json
import os
import re

import pytest
from django.core.cache import cache
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from content.registry import entry_models
from editorial import workflow
from editorial.models import OutsideLink, Revision, Trashed
from editorial.versions import drafts
from mscportal.sitemaps import sections
from tests.factories import (
    make_article,
    make_disease,
    make_mechanism,
    make_page,
    make_price,
    make_product,
    make_publication,
    make_resource,
    make_sold_condition,
    make_source,
    make_statement,
    make_term,
    make_trial,
    make_user,
)

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
MAKERS = {
    "article": make_article,
    "disease": make_disease,
    "mechanism": make_mechanism,
    "page": make_page,
    "price": make_price,
    "product": make_product,
    "publication": make_publication,
    "resource": make_resource,
    "sold": make_sold_condition,
    "source": make_source,
    "statement": make_statement,
    "term": make_term,
    "trial": make_trial,
}
# Where the pages of each kind begin, and its type where that has another name.
PLACES = {
    "article": "articles",
    "disease": "diseases",
    "mechanism": "mechanisms",
    "page": "<slug:slug>",
    "price": "cost",
    "product": "products",
    "publication": "publications",
    "resource": "resources",
    "sold": "sold-for",
    "source": "sources",
    "statement": "evidence",
    "term": "glossary",
    "trial": "trials",
}
MODELS = {
    "page": "standingpage",
    "resource": "trustedresource",
    "sold": "soldcondition",
    "source": "tissuesource",
    "statement": "evidencestatement",
    "term": "glossaryterm",
}
EVERY = 1 if os.environ.get("REHEARSED") else 9
# What is asked beside the bare address; `{}` stands for a planted word.
QUERIES = ["", "?page=1", "?q={}", "?letter=a", "?sort=name", "?kind=regulator", "?words={}"]


def words_of(kind, state):
    return f"quagga{kind}{state}"


def texts(entry, word):
    """The word in every text field of the entry that takes it."""
    values = {"title": f"{word} title"}
    for name in ("plain_summary", "what_it_means", "meta_description", "body", "definition"):
        if hasattr(entry, name):
            values[name] = f"{word} text"
    return values


def draft_with(entry, word, by):
    payload = drafts.as_it_would_be(entry)
    fields = payload["fields"] | texts(entry, word)
    if "slug" in fields and not entry.is_live:
        fields["slug"] = word
    return workflow.save_draft(entry, payload | {"fields": fields}, by=by)


@pytest.fixture
def planted():
    """word -> slug that a stranger could guess, for each kind of entry and each hidden state."""
    chief = make_user(is_superuser=True)
    found = {}
    for kind, make in MAKERS.items():
        new = make(live=False, title=f"Working name {kind}")
        draft_with(new, words_of(kind, "new"), chief)
        changed = make(title=f"Known {kind}")
        draft_with(changed, words_of(kind, "changed"), chief)
        timed = make(title=f"Timed {kind}")
        revision = draft_with(timed, words_of(kind, "timed"), chief)
        Revision.objects.filter(pk=revision.pk).update(publish_at=timezone.now() + HOUR)
        word = words_of(kind, "withdrawn")
        withdrawn = make(**texts_for(make, word), slug=word)
        workflow.withdraw(withdrawn, by=chief)
        trashed = make(live=False, title=words_of(kind, "trashed"), slug=words_of(kind, "trashed"))
        workflow.delete(trashed, by=chief)
        for entry, state in ((new, "new"), (changed, "changed"), (timed, "timed")):
            found[words_of(kind, state)] = entry.slug
        found[word] = found[words_of(kind, "trashed")] = word
    cache.clear()
    return found


def texts_for(make, word):
    """Only what all factories take."""
    return {"title": f"{word} title", "plain_summary": f"{word} text"}


def patterns(resolver=None, prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        elif not route.startswith("admin/"):
            yield from patterns(pattern, route)


def candidates(planted):
    slugs = sorted({*planted, *planted.values()})
    kinds = sorted({model._meta.model_name for model in entry_models()})
    return {"slug": slugs, "kind": kinds, "section": sorted(sections()), "model": kinds}


def is_at_home(route, chosen):
    """The slug stands at an address of its own kind."""
    slug = chosen.get("slug", "")
    kind = next((kind for kind in MAKERS if kind in slug), None)
    if kind is None:
        return True
    if "kind" in chosen or "model" in chosen:
        return MODELS.get(kind, kind) in (chosen.get("kind"), chosen.get("model"))
    return route.lstrip("^").startswith(PLACES[kind])


def addresses(planted):
    """Every slug at every address of its kind, and each ninth (`make rehearse`: each) elsewhere."""
    pools, serial = candidates(planted), itertools.count()
    for route in patterns():
        names = re.findall(r"<(?:\w+:)?(\w+)>", route)
        values = [pools.get(name, ["x"]) for name in names]
        for chosen in itertools.product(*values):
            at_home = is_at_home(route, dict(zip(names, chosen, strict=True)))
            if not at_home and next(serial) % EVERY:
                continue
            address = route
            for name, value in zip(names, chosen, strict=True):
                address = re.sub(rf"<(?:\w+:)?{name}>", value, address)
            yield f"/{address.lstrip('^').replace('^', '')}"


def answers(client, planted):
    """(address, what it says without the word that was typed) of every address of the site."""
    words = sorted(planted)
    for number, address in enumerate(addresses(planted)):
        has_slug = any(slug in address for slug in {*planted, *planted.values()})
        for query in [""] if has_slug else QUERIES:
            word = words[number % len(words)]
            answer = client.get(address + query.format(word))
            assert answer.status_code < 500, address
            said = b"".join(answer.streaming_content) if answer.streaming else answer.content
            said += repr(dict(answer.headers)).encode()
            yield address + query, said.replace(word.encode(), b"") if "{}" in query else said


@pytest.fixture
def links(planted):
    """address of a link for an outside reader -> the planted words of its own version."""
    chief = make_user(is_superuser=True)
    hidden = re.compile("|".join(sorted(planted)).encode())
    made = {}
    for draft in Revision.objects.filter(published_at=None):
        if draft.entry is not None and not Trashed.objects.of(draft.entry).exists():
            link, secret = workflow.share(draft.entry, by=chief, reader="A reader")
            own = {*hidden.findall(json.dumps(draft.payload).encode())}
            made[f"/review/{link.pk}/{secret}/"] = own
    return made


def test_a_link_for_an_outside_reader_shows_its_own_version_and_nothing_else(
    client, planted, links
):
    hidden = re.compile("|".join(sorted(planted)).encode())
    seen = 0
    for address, own in links.items():
        answer = client.get(address)
        shown = {*hidden.findall(answer.content)}
        assert shown <= own, address
        assert answer.headers["Cache-Control"] == "private, no-store" and not answer.cookies
        seen += bool(shown)
    assert seen >= len(MAKERS)
    for address in links:
        assert client.get(f"{address[:-2]}/").status_code == 404
    OutsideLink.objects.update(expires_at=timezone.now())
    for address in links:
        answer = client.get(address)
        assert answer.status_code == 410 and not hidden.search(answer.content)


def test_no_address_of_the_site_says_a_word_of_what_is_not_public(client, planted, links):
    """Neither after an outside reader has opened a link to each hidden draft."""
    for address in links:
        assert client.get(address).status_code == 200
    public = make_article(title="Okapi title", slug="okapi", plain_summary="An okapi.")
    hidden = re.compile("|".join(sorted(planted)).encode())
    asked, leaks, seen = 0, [], 0
    for address, said in answers(client, planted | {"okapi": public.slug}):
        asked += 1
        seen += b"kapi" in said
        leaks += [
            (address, word) for word in {*hidden.findall(said)} if word.decode() not in address
        ]
    assert leaks == []
    # The walk does see what is public, and it went far.
    assert seen > 10 and asked > 500


def test_a_search_for_a_hidden_word_finds_nothing(client, planted):
    for word in planted:
        page = client.get(f"/search/?q={word}").content.decode()
        assert "Nothing found" in page, word


def test_a_guessed_address_is_not_there_or_gone(client, planted):
    for address in addresses(planted):
        word = next((word for word in planted if f"/{word}" in address), None)
        if word:
            answer = client.get(address)
            assert answer.status_code in (301, 404, 410), address
            assert word.encode() not in answer.content, address
