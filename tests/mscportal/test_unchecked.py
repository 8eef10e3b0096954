"""Each page says once how many of its facts are unchecked, and leads to each of them."""

import re

import pytest

from tests.factories import (
    make_article,
    make_authorisation,
    make_disease,
    make_jurisdiction,
    make_mechanism,
    make_page,
    make_price,
    make_product,
    make_publication,
    make_question,
    make_red_flag,
    make_resource,
    make_safety_item,
    make_sold_condition,
    make_source,
    make_statement,
    make_term,
    make_trial,
)
from tests.visits import body, words

pytestmark = pytest.mark.django_db


CHECKED = {f"{name}verification": "checked" for name in ("", "harvest_", "yield_", "expansion_")}


def source():
    make_source(
        title="Fat", slug="fat", invasiveness="low", yield_level="high", limitations="<p>Few.</p>"
    )


def other_source():
    make_source(title="Bone", slug="bone", invasiveness="low", harvest_verification="memory")
    make_source(title="Fat", slug="fat", **CHECKED)


def place():
    authority().rules.create(text="Ask first.")


def authority():
    addresses = dict.fromkeys(("product_lookup_url", "report_harm_url"), "https://example.org/")
    return make_jurisdiction(title="Japan", slug="japan", regulator={"name": "PMDA", **addresses})


def product():
    make_authorisation(make_product(title="Known", slug="known"))


def seen_but_its_doi():
    return make_publication(slug="smith2020", doi="10.1000/x", verification="archive")


def statement():
    make_statement(slug="pain", cites=[make_publication()])


def disease():
    seen = {
        f"{name}verification": "checked"
        for name in ("", "evidence_", "patient_info_", "standard_care_", "emergency_")
    }
    gout = make_disease(slug="gout", cites=[seen_but_its_doi()], **seen)
    make_trial(slug="nct1", m2m={"diseases": [gout]})
    make_resource(slug="help", m2m={"diseases": [gout]})


PAGES = {
    "the glossary": (lambda: make_term(title="cell", slug="cell"), "/glossary/", ["cell"]),
    "a disease": (disease, "/diseases/gout/evidence/", ["trial-nct1", "resources", "ref-1"]),
    "an article": (
        lambda: make_article(slug="how", cites=[seen_but_its_doi()]),
        "/articles/how/",
        ["ref-1"],
    ),
    "a standing page": (
        lambda: make_page(slug="how-we-work", cites=[seen_but_its_doi()]),
        "/how-we-work/",
        ["ref-1"],
    ),
    "the publications": (seen_but_its_doi, "/publications/", ["publication-smith2020"]),
    "the trials": (lambda: make_trial(slug="nct1"), "/trials/", ["trial-nct1"]),
    "the findings": (statement, "/evidence/findings/", ["finding-pain"]),
    "the resources": (lambda: make_resource(slug="help"), "/resources/", ["help"]),
    "a source": (source, "/sources/fat/", ["harvest", "harvest", "limits"]),
    "a source beside others": (other_source, "/sources/fat/", ["row-bone"]),
    "the list of sources": (source, "/sources/", ["row-fat"]),
    "sources compared": (source, "/sources/compare/", ["row-fat", "row-fat"]),
    "a mechanism": (
        lambda: make_mechanism(slug="calm", how_plain="<p>So.</p>"),
        "/mechanisms/calm/",
        ["support", "how"],
    ),
    "conditions sold": (lambda: make_sold_condition(slug="hair"), "/sold-for/", ["hair"]),
    "a condition sold": (
        lambda: make_sold_condition(slug="hair"),
        "/sold-for/hair/",
        ["known"],
    ),
    "the prices": (lambda: make_price(slug="knee"), "/cost/", ["knee"]),
    "a term": (lambda: make_term(slug="cell"), "/glossary/cell/", ["definition"]),
    "the questions": (lambda: make_question(slug="who"), "/questions/", ["who"]),
    "the warning signs": (lambda: make_red_flag(slug="cure"), "/safety/red-flags/", ["cure"]),
    "harms": (lambda: make_safety_item(slug="clots"), "/safety/", ["clots"]),
    "a place": (place, "/regulation/japan/", ["rule-1", "regulators"]),
    "addresses of authorities": (authority, "/safety/", ["check", "report"]),
    "a trial": (
        lambda: make_trial(slug="nct1", outcome="Nothing was found."),
        "/trials/nct1/",
        ["facts", "facts", "result"],
    ),
    "a product": (product, "/products/known/", ["what", "steps"]),
    "the steps of all products": (product, "/approvals/", ["steps"]),
    "a publication": (
        lambda: make_publication(slug="smith2020", doi="10.1000/x"),
        "/publications/smith2020/",
        ["record", "record"],
    ),
}


def listed(page):
    part = page[page.index('<details class="finding-key" id="unchecked"') :]
    part = part[: part.index("</details>")]
    return int(re.search(r"\d+", words(part))[0]), re.findall(r'<a href="#([^"]+)"', part)


@pytest.mark.parametrize("name", PAGES)
def test_the_line_of_a_page_counts_its_unchecked_facts_and_leads_to_them(client, name):
    make, address, anchors = PAGES[name]
    make()
    page = body(client, address)
    assert listed(page) == (len(anchors), anchors)
    assert page.count('id="unchecked"') == 1
    for anchor in anchors:
        assert page.count(f'id="{anchor}"') == 1


def test_a_page_without_unchecked_facts_has_no_line(client):
    make_source(slug="fat", invasiveness="low", **CHECKED)
    make_term(slug="cell", verification="archive")
    for address in ("/sources/", "/sources/fat/", "/sources/compare/", "/glossary/cell/"):
        page = body(client, address)
        assert 'id="unchecked"' not in page and "not yet checked" not in page


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("", "We believe it to be right", "We believe them to be right"),
        ("/es", "Creemos que es correcto", "Creemos que son correctos"),
    ],
)
def test_one_unchecked_fact_is_told_in_the_singular(client, language, one, many):
    lone = make_publication(slug="lone", doi="10.1000/1", verification="archive")
    several = make_publication(slug="several", doi="10.1000/2", pmid="2")
    assert one in body(client, f"{language}{lone.get_absolute_url()}")
    assert many in body(client, f"{language}{several.get_absolute_url()}")
