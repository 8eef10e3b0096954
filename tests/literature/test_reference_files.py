"""All references of a page as one file: what the page lists, in its order, and no more."""

import json
import re

import pytest

from editorial.workflow import withdraw
from literature.reference_lists import pages
from tests import factories
from tests.visits import body

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engines")]

STYLES = ("ris", "bib", "json")
LISTED = re.compile(r'<li id="[\w-]*ref-\d+".*?href="/publications/([\w-]+)/"', re.DOTALL)
OFFERED = re.compile(r'href="(/cite/[^"]+/references\.\w+)" download rel="nofollow"')


def listed_on(page):
    return LISTED.findall(page)


def offered_on(page):
    return dict(zip(STYLES, OFFERED.findall(page), strict=False))


@pytest.fixture
def sources():
    titles = ("First", "Second", "Third")
    return [factories.make_publication(title=title, slug=title.lower()) for title in titles]


def make_citing(kind, first, second, third):
    """An entry of each type whose pages have such a list; the third is in a text or a finding."""
    if kind == "disease":
        token = f"<p>It helps [@{third.slug}] a little [@{first.slug}].</p>"
        disease = factories.make_disease(cites=[second, first], answer_works=token)
        factories.make_statement(disease=disease, cites=[third])
        return disease
    make = getattr(factories, f"make_{kind}")
    return make(cites=[second, first])


# Each page with such a list, and by what its entry is made.
MADE_BY = {
    ("article", ""): "article",
    ("standingpage", ""): "page",
    ("disease", ""): "disease",
    ("disease", "evidence"): "disease",
    ("soldcondition", ""): "sold_condition",
    ("tissuesource", ""): "source",
    ("mechanism", ""): "mechanism",
    ("product", ""): "product",
    ("jurisdiction", ""): "jurisdiction",
    ("trial", ""): "trial",
}


def address_of(entry, part):
    return entry.get_absolute_url() + (f"{part}/" if part else "")


def test_no_page_is_forgotten_here(client):
    client.get("/")  # the views are loaded
    assert set(pages()) == set(MADE_BY)


@pytest.mark.parametrize(("kind", "part"), MADE_BY)
def test_each_page_offers_its_references_in_three_styles(client, sources, kind, part):
    entry = make_citing(MADE_BY[kind, part], *sources)
    shown = body(client, address_of(entry, part))
    keys = listed_on(shown)
    assert {"first", "second"} & set(keys)
    offered = offered_on(shown)
    assert set(offered) == set(STYLES)
    ris, bib, csl = (client.get(offered[style]).content.decode() for style in STYLES)
    assert re.findall(r"^@\w+\{([\w-]+),$", bib, re.MULTILINE) == keys
    assert [item["id"] for item in json.loads(csl)] == keys
    titles = [line.removeprefix("TI  - ").lower() for line in ris.split("\r\n") if line[:2] == "TI"]
    assert titles == keys
    assert ris.count("\r\nER  - \r\n") == ris.count("TY  - ") == len(keys)


def test_the_two_pages_of_a_disease_have_two_lists(client, sources):
    disease = make_citing("disease", *sources)
    plain = client.get(f"/cite/disease/{disease.slug}/references.json").json()
    evidence = client.get(f"/cite/disease/{disease.slug}/evidence/references.json").json()
    assert [item["id"] for item in plain] == ["third", "first"]
    assert {item["id"] for item in evidence} == {"first", "second", "third"}


def test_the_file_says_what_it_is(client, sources):
    disease = make_citing("disease", *sources)
    for style, kind in (
        ("ris", "application/x-research-info-systems"),
        ("bib", "application/x-bibtex"),
        ("json", "application/vnd.citationstyles.csl+json"),
    ):
        answer = client.get(f"/cite/disease/{disease.slug}/evidence/references.{style}")
        assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"
        name = f"{disease.slug}-evidence-references.{style}"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["X-Robots-Tag"] == "noindex"


def test_only_public_publications_are_in_it(client):
    shown = factories.make_publication(slug="shown")
    draft = factories.make_publication(slug="draft", live=False)
    former = factories.make_publication(slug="former")
    article = factories.make_article(cites=[draft, shown, former])
    withdraw(former, by=None)
    found = client.get(f"/cite/article/{article.slug}/references.json").json()
    assert [item["id"] for item in found] == ["shown"]


def test_a_page_without_references_offers_and_has_no_file(client):
    article = factories.make_article()
    assert not offered_on(body(client, article.get_absolute_url()))
    assert client.get(f"/cite/article/{article.slug}/references.ris").status_code == 404


def test_drafts_do_not_exist_withdrawn_pages_are_gone_and_old_addresses_lead_on(client, sources):
    draft = factories.make_article(live=False, cites=sources)
    former = factories.make_article(cites=sources)
    withdraw(former, by=None)
    for style in STYLES:
        of_draft, of_former = (
            client.get(f"/cite/article/{entry.slug}/references.{style}")
            for entry in (draft, former)
        )
        assert (of_draft.status_code, of_former.status_code) == (404, 410)
    moved = factories.make_disease(slug="old-name", cites=sources)
    factories.republish(moved, slug="new-name")
    answer = client.get("/cite/disease/old-name/evidence/references.ris")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/cite/disease/new-name/evidence/references.ris"


@pytest.mark.parametrize(
    "address",
    [
        "/cite/article/references.ris", "/cite/user/1/references.ris",
        "/cite/publication/first/references.ris", "/cite/term/x/references.json",
        "/cite/disease/asthma/card/references.ris", "/cite/disease/asthma/x/references.bib",
        "/cite/disease/asthma/references.txt", "/es/cite/disease/asthma/references.ris",
    ],
)  # fmt: skip
def test_nonsense_is_not_found(client, sources, address):
    factories.make_disease(slug="asthma", cites=sources)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("size", [1, 12])
def test_a_list_costs_the_same_at_any_size(client, django_assert_max_num_queries, size):
    article = factories.make_article(cites=[factories.make_publication() for _ in range(size)])
    disease = factories.make_disease()
    for _ in range(size):
        factories.make_statement(disease=disease, cites=[factories.make_publication()])
    addresses = [
        (f"/cite/article/{article.slug}/references.ris", 4),
        (f"/cite/disease/{disease.slug}/evidence/references.ris", 12),
    ]
    for address, most in addresses:
        client.get(address)  # content types are read once in a process
        with django_assert_max_num_queries(most):
            assert client.get(address).content.count(b"TY  -") == size
