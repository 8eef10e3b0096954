"""Products, their approval steps, and the part of it on the page of a disease."""

import datetime
import re
from html import unescape

import pytest
from django.utils import timezone

from editorial import workflow
from evidence.models import Product
from tests.editorial.moments import Moment
from tests.factories import (
    make_authorisation,
    make_disease,
    make_jurisdiction,
    make_product,
    make_publication,
    make_source,
)
from tests.visits import body, cost, section, words

pytestmark = pytest.mark.django_db

LIST = "/products/"
STEPS = "/approvals/"


def withdrawn_in_the_eu(*diseases, **fields):
    product = make_product(title="Alofisel", **fields)
    made = {"place": "European Union", "indication": "Fistulas", "diseases": diseases}
    make_authorisation(product, **made)
    make_authorisation(
        product,
        **made,
        kind="withdrawn",
        occurred_on=datetime.date(2024, 12, 13),
        occurred_precision="day",
    )
    return product


@pytest.mark.parametrize("address", [LIST, STEPS])
def test_an_empty_site_says_so(client, address):
    assert "is listed yet" in body(client, address)


def test_products_stand_by_kind(client):
    make_product(title="Exosomes", kind="other")
    make_product(title="Candidate", kind="candidate")
    make_product(title="Zeta cells", kind="msc")
    page = body(client, LIST)
    assert page.index("Zeta cells") < page.index("Candidate") < page.index("Exosomes")
    assert "Not an MSC product" in page


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (LIST, "Fistulas European Union No longer approved: withdrawn by the holder, 13 Dec 2024"),
        (
            "/products/alofisel/",
            "European Union : no longer approved: withdrawn by the holder, 13 Dec 2024",
        ),
    ],
)
def test_a_withdrawn_approval_is_never_shown_as_current(client, address, said):
    withdrawn_in_the_eu()
    assert said in words(body(client, address))


def rows_of(page):
    """The rows of the list of products, as words."""
    return [words(row).strip() for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)[1:]]


def test_the_list_says_what_each_product_is_for_where_and_how_that_stands(client):
    knee, hip = make_disease(title="Knee pain"), make_disease(title="Hip pain", live=False)
    product = make_product(title="Cells", company="Maker")
    make_authorisation(product, place="Japan", indication="Severe pain", diseases=[knee, hip])
    for place in ("India", "Chile"):
        make_authorisation(
            product, place=place, kind="refused", what="application", indication="Burns"
        )
    make_authorisation(make_product(title="Drops"), place="Japan")
    page = body(client, LIST)
    assert '<a href="/diseases/knee-pain/">Knee pain</a>' in page and "Hip pain" not in page
    assert '<th scope="rowgroup" rowspan="2"><a href="/products/cells/">Cells</a>' in page
    (first, second, third) = rows_of(page)
    assert first.startswith("Cells Maker Knee pain Severe pain Japan Approved since")
    assert second.startswith("Burns Chile , India Never approved: application, refused")
    assert third.startswith("Drops Use not stated Japan Approved since")


def described(page):
    """What search engines, cards and programs are told."""
    (meta,) = re.findall(r'<meta name="description" content="([^"]*)">', page)
    (card,) = re.findall(r'<meta property="og:description" content="([^"]*)">', page)
    return {unescape(meta), unescape(card), *re.findall(r'"description":"([^"]*)"', page)}


def test_where_a_product_stands_is_told_of_place_and_use_wherever_it_is_told(client):
    withdrawn_in_the_eu(plain_summary="Cells of fat.")
    make_authorisation(Product.objects.get(), place="Japan", indication="Fistulas, third line")
    make_authorisation(Product.objects.get(), place="India", indication="Fistulas, third line")
    page = body(client, "/products/alofisel/")
    said = (
        "Approved, as far as we know: India, Japan, for: Fistulas, third line. Was approved, and "
        "that ended: European Union, for: Fistulas."
    )
    assert said in words(page).replace(" .", ".")
    assert described(page) == {said}


def test_what_is_no_msc_product_is_described_as_that_before_all(client):
    product = make_product(title="Nerve", kind="other", plain_summary="Nerve cells. Not MSC.")
    make_authorisation(product, kind="conditional", indication="Parkinson")
    page = body(client, "/products/nerve/")
    assert described(page) == {"Nerve cells. Not MSC."}
    standing = "Approved, as far as we know: Japan (conditional or provisional), for: Parkinson"
    assert standing in words(page)


def test_an_editor_may_describe_a_product_for_search_engines(client):
    make_authorisation(make_product(title="Cells", meta_description="All about these cells."))
    assert described(body(client, "/products/cells/")) == {"All about these cells."}


@pytest.mark.parametrize("query", ["alofisel", "fat"])
def test_a_search_tells_where_a_product_stands_on_that_day(client, engines, query, monkeypatch):
    moment = Moment(monkeypatch)
    tomorrow = moment.now.date() + datetime.timedelta(days=1)
    product = make_product(title="Alofisel", plain_summary="Cells of fat.")
    make_authorisation(product, kind="conditional", indication="Fistulas", ends_on=tomorrow)
    address = f"/search/?q={query}"
    running = "Approved, as far as we know: Japan (conditional or provisional), for: Fistulas"
    assert running in words(body(client, address))
    moment.at(moment.now + datetime.timedelta(days=2))
    assert workflow.keep_appointments().renewed == [product]
    page = words(body(client, address))
    assert running not in page
    assert "Was approved, and that ended: Japan (conditional or provisional), for: Fist" in page


def test_the_index_holds_of_a_product_only_what_no_day_changes():
    product = withdrawn_in_the_eu()
    make_authorisation(product, kind="refused", what="application", indication="Skin")
    lines = Product.objects.with_names().get().search_text().splitlines()
    assert sorted(lines[-3:]) == [
        "European Union, 13 Dec 2024: withdrawn by the holder. Fistulas",
        "European Union, May 2020: authorised. Fistulas",
        "Japan, May 2020: application, refused. Skin",
    ]


def test_a_search_costs_the_same_with_many_products(client, engines):
    def found(number):
        for _ in range(number):
            step = {"diseases": [make_disease()]}
            make_authorisation(make_product(title=f"Cells {Product.objects.count()}"), **step)
        return cost(client, "/search/?q=cells")

    assert found(1) == found(5)


def test_a_withdrawn_application_is_not_a_withdrawn_approval(client):
    product = make_product(title="NurOwn", kind="candidate")
    make_authorisation(product, kind="applied", what="application", place="United States")
    make_authorisation(
        product,
        kind="withdrawn",
        what="application",
        place="United States",
        occurred_on=datetime.date(2023, 11, 3),
        occurred_precision="day",
    )
    page = words(body(client, "/products/nurown/"))
    assert "United States : never approved: application, withdrawn by the holder, 3 Nov" in page
    assert "3 Nov 2023 : Application: withdrawn by the holder" in page
    assert "no longer approved" not in page and "Authorisation:" not in page


def test_an_ended_approval_is_named_as_one_in_its_steps(client):
    withdrawn_in_the_eu()
    steps = words(section(body(client, "/products/alofisel/"), "steps"))
    assert steps.index("13 Dec 2024 : Authorisation: withdrawn") < steps.index("May 2020")
    assert "Use: Fistulas" in steps


@pytest.mark.parametrize(
    ("source", "confirmed"),
    [
        ("https://www.ema.europa.eu/en/news/x", True),
        ("https://news.example.org/ema.europa.eu", False),
        ("https://ema.europa.eu.example.org/", False),
        ("", False),
    ],
)
def test_a_source_off_the_regulators_domain_is_to_be_confirmed(client, source, confirmed):
    place = make_jurisdiction(
        title="European Union", regulator={"name": "EMA", "domains": "ema.europa.eu"}
    )
    product = make_product(title="Alofisel")
    make_authorisation(
        product,
        place="European Union",
        jurisdiction=place,
        source_url=source,
        verification="checked",
    )
    page = body(client, "/products/alofisel/")
    assert ("Official source to be confirmed." in page) is not confirmed
    assert ("We have no page of the authority itself (" in page) is not confirmed
    assert '<a href="/regulation/european-union/">European Union</a>' in page


def test_a_product_without_steps_says_so(client):
    make_product(title="Lomecel-B", kind="candidate", note="Investigational only.")
    page = body(client, "/products/lomecel-b/")
    assert "No approval step known." in page
    assert "We know of no application and no approval." in page
    assert "Investigational only." in page


@pytest.mark.parametrize("address", [LIST, "/products/exosomes/"])
def test_approvals_of_what_is_no_msc_product_are_not_followed(client, address):
    make_product(title="Exosomes", kind="other")
    page = body(client, address)
    assert "Not made of MSC: we list no step of it here and do not count it." in page
    for claim in ("No approval step known", "Step by step", "no application and no approval"):
        assert claim not in page
    assert "The steps may not be complete" not in page


def test_known_steps_of_what_is_no_msc_product_are_shown(client):
    make_authorisation(make_product(title="Cord blood", kind="other"), place="Chile")
    page = body(client, "/products/cord-blood/")
    assert "Chile" in section(page, "steps") and "we list no step" not in page


def test_a_product_shows_its_facts_and_links_only_what_is_public(client):
    make_product(
        title="Ryoncil",
        inn="remestemcel-L",
        company="Mesoblast",
        route="into a vein",
        source=make_source(title="Marrow", live=False),
        m2m={"diseases": [make_disease(title="Stroke"), make_disease(title="Hidden", live=False)]},
    )
    page = body(client, "/products/ryoncil/")
    for text in ("remestemcel-L", "Mesoblast", "into a vein", '<a href="/diseases/stroke/">'):
        assert text in page
    assert "Marrow" not in page and "/sources/marrow/" not in page
    assert "Hidden" not in page
    assert "Not yet medically reviewed" in page


def test_a_note_names_its_sources(client):
    make_publication(slug="fda2024", title="Approval letter")
    make_product(title="Ryoncil", note="Licensed in 2024 [@fda2024].")
    page = body(client, "/products/ryoncil/")
    assert 'href="#ref-1"' in section(page, "what") and "Approval letter" in page


def test_a_draft_is_not_found_and_a_withdrawn_entry_is_gone(client):
    make_product(title="Draft", live=False)
    make_product(title="Gone", live=False, withdrawn_at=timezone.now())
    body(client, "/products/draft/", status=404)
    body(client, "/products/gone/", status=410)


def test_steps_stand_newest_first_and_undated_ones_last(client):
    product = make_product(title="Cells")
    make_authorisation(product, place="Oldland", occurred_on=datetime.date(2010, 1, 1))
    make_authorisation(product, place="Nodate", occurred_on=None, occurred_precision="unknown")
    make_authorisation(product, place="Newland", occurred_on=datetime.date(2025, 1, 1))
    make_authorisation(make_product(title="Secret", live=False), place="Hiddenland")
    page = body(client, STEPS)
    assert page.index("Newland") < page.index("Oldland") < page.index("Nodate")
    assert "date not known" in page and "Hiddenland" not in page


def test_steps_are_paged(client):
    product = make_product()
    for year in range(1990, 2020):
        make_authorisation(product, occurred_on=datetime.date(year, 1, 1))
    assert "Page 1 of 2" in body(client, STEPS)
    body(client, f"{STEPS}?page=2")
    body(client, f"{STEPS}?page=3", status=404)


def test_a_disease_page_sorts_approvals_by_what_became_of_them(client):
    disease = make_disease(title="Crohn")
    withdrawn_in_the_eu(disease)
    japan = make_product(title="Cells of Japan")
    make_authorisation(japan, indication="Fistulas in adults", diseases=[disease])
    exempt = make_product(title="Exempt cells")
    make_authorisation(exempt, kind="exempt", place="Germany", diseases=[disease])
    applied = make_product(title="Applied cells")
    make_authorisation(
        applied, kind="refused", what="application", place="Canada", diseases=[disease]
    )
    elsewhere = make_product(title="For the skin", m2m={"diseases": [disease]})
    make_authorisation(elsewhere, place="India", diseases=[make_disease(title="Skin")])
    make_product(title="Known by name", kind="candidate", m2m={"diseases": [disease]})
    page = body(client, "/diseases/crohn/evidence/")
    part = words(section(page, "approval-steps"))
    order = [
        "Approved, as far as we know",
        "Cells of Japan",
        "Allowed under a hospital exemption, no approval for sale",
        "Exempt cells",
        "Was approved, and that ended",
        "Alofisel",
        "Applications only, never approved",
        "Applied cells",
        "Named here, with no step about this disease",
        "For the skin",
        "Products without a known approval",
        "Known by name",
    ]
    places = [part.index(text) for text in order]
    assert places == sorted(places)
    assert "Fistulas in adults" in part


def test_words_about_the_status_contradict_no_step(client):
    disease = make_disease(title="Crohn")
    product = withdrawn_in_the_eu(disease, status_note="authorised")
    for address in (
        "/diseases/crohn/evidence/",
        product.get_absolute_url(),
        LIST,
        "/search/?q=approved+eu",
    ):
        page = words(body(client, address))
        assert "o longer approved: withdrawn" in page
        assert "Status in words" not in page and "Authorised" not in page, address


def test_each_step_on_a_disease_page_names_its_use(client):
    product, disease = make_product(), make_disease(title="GVHD")
    make_authorisation(product, indication="Acute disease", diseases=[disease])
    make_authorisation(product, kind="renewed", diseases=[disease])
    make_authorisation(product, indication="Skin disease", diseases=[make_disease()])
    part = words(section(body(client, "/diseases/gvhd/evidence/"), "approved"))
    for use in ("Acute disease", "not stated"):
        assert f"Use: {use}" in part
    assert "Skin disease" not in part


def uses_shown(client, product):
    """The text under each heading of the section on uses."""
    part = section(body(client, product.get_absolute_url()), "uses")
    found = (piece.partition("</h3>") for piece in part.split("<h3>")[1:])
    return {words(heading): words(text) for heading, _end, text in found}


def test_a_product_lists_uses_in_force_ended_and_never_approved_apart(client):
    product = make_product()
    make_authorisation(product, indication="Graft disease", kind="conditional")
    make_authorisation(product, indication="Skin disease", kind="refused", what="application")
    make_authorisation(product, indication="Old scars")
    make_authorisation(
        product, indication="Old scars", kind="revoked", occurred_on=datetime.date(2024, 1, 1)
    )
    shown = uses_shown(client, product)
    assert shown == {
        "Approved, as far as we know": "Japan Graft disease : approved only provisionally, with "
        "conditions or for a limited time, since May 2020",
        "Was approved, and that ended": "Japan Old scars : no longer approved: revoked, "
        "January 2024",
        "Applications only, never approved": "Japan Skin disease : never approved: application, "
        "refused, May 2020",
    }


def test_an_empty_list_of_uses_says_so_and_what_is_neither_stands_apart(client):
    product = make_product()
    make_authorisation(product, kind="exempt", indication="Graft disease", place="Germany")
    make_authorisation(
        product, indication="Fistulas", occurred_on=None, occurred_precision="unknown"
    )
    shown = uses_shown(client, product)
    assert shown["Approved, as far as we know"] == "No use that we know of."
    assert shown["Was approved, and that ended"] == "No use of which we know that it ended."
    assert shown["Applications only, never approved"] == "Nothing that we know of."
    exempt = shown["Allowed under a hospital exemption, no approval for sale"]
    assert exempt.startswith("Germany Graft disease : allowed under a hospital exemption, which")
    unclear = shown["Approved once; whether it still is we do not know"]
    assert unclear.startswith("Japan Fistulas : approved once (date not known); whether")


def test_a_step_of_which_nobody_knows_whether_it_holds_is_no_approval_anywhere(client):
    disease = make_disease(title="Nerves")
    product = make_product(title="Cells")
    doubted = {"is_present_state_unknown": True, "verification": "checked"}
    make_authorisation(product, diseases=[disease], **doubted)
    said = "pproved once (May 2020); whether it still is we do not know"
    for address in ("/products/", "/products/cells/", "/diseases/nerves/evidence/"):
        page = words(body(client, address))
        assert said in page and "pproved since" not in page, address
    assert "Whether it still holds we do not know." in words(body(client, STEPS))
    assert "Nothing in this list fits" in body(client, f"{LIST}?standing=current")
    assert "Cells" in body(client, f"{LIST}?standing=unclear")
    assert '"name":"approved once (May 2020)' in body(client, "/products/cells/")


def test_a_doubt_that_a_later_step_settled_is_not_told_beside_it(client):
    product = make_product(title="Cells")
    make_authorisation(product, is_present_state_unknown=True)
    assert "Whether it still holds we do not know." in words(body(client, "/products/cells/"))
    make_authorisation(product, kind="revoked", occurred_on=datetime.date(2024, 1, 1))
    assert "Whether it still holds" not in words(body(client, "/products/cells/"))


def test_a_term_is_shown_with_its_step(client):
    product = make_product(title="Cells")
    make_authorisation(product, kind="conditional", ends_on=datetime.date(2099, 5, 1))
    page = words(section(body(client, "/products/cells/"), "steps"))
    assert "May 2020 until 1 May 2099 :" in page


def test_harms_of_a_product_are_shown_with_their_sources(client):
    make_publication(slug="label", title="The label")
    make_product(title="Ryoncil", note="A note.", harms="<p>Fever in 20 of 100 [@label].</p>")
    page = body(client, "/products/ryoncil/")
    part = section(page, "safety")
    assert "Fever in 20 of 100" in words(part) and 'href="#ref-1"' in part
    assert "not yet checked" not in part and "Not yet collected" not in part
    unchecked = page.split('id="unchecked"')[1].split("</details>")[0]
    assert '<a href="#safety">Harms</a>' in unchecked


def test_missing_harms_are_not_yet_collected_and_never_none(client):
    make_authorisation(make_product(title="Cells"))
    part = words(section(body(client, "/products/cells/"), "safety"))
    assert "Not yet collected. That does not mean that there are none." in part
    assert "no harm" not in part and "not yet checked" not in part


def product_with_steps(number):
    place = make_jurisdiction(regulator={"name": "Office", "domains": "example.org"})
    product = make_product(
        source=make_source(), m2m={"diseases": [make_disease()]}, cites=[make_publication()]
    )
    source = {"jurisdiction": place, "publication": make_publication()}
    make_authorisation(product, diseases=[make_disease(), make_disease()], **source)
    make_authorisation(product, place=f"Place {number}")
    return product


@pytest.mark.parametrize(("address", "most"), [(LIST, 2), (STEPS, 4)])
def test_lists_cost_the_same_at_any_size(client, address, most):
    product_with_steps(0)
    before = cost(client, address)
    for number in range(5):
        product_with_steps(number)
    assert cost(client, address) == before <= most


def test_a_product_costs_the_same_with_few_and_many_steps(client):
    product = product_with_steps(0)
    before = cost(client, product.get_absolute_url())
    for number in range(5):
        place = make_jurisdiction(regulator={"name": "Office", "domains": "example.org"})
        make_authorisation(
            product, place=f"Land {number}", jurisdiction=place, publication=make_publication()
        )
        product.diseases.add(make_disease())
    assert cost(client, product.get_absolute_url()) == before <= 12
