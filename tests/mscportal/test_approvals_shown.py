"""What the pages say of approvals is what the facts say, read a second time by plain code."""

import datetime
import re
from collections import defaultdict
from html import unescape
from pathlib import Path

import pytest
import yaml
from django.utils import timezone

from content import places
from tests.visits import body, section, words

pytestmark = pytest.mark.usefixtures("starter_site")

FACTS = Path("mscportal/starter/facts")
FIXED = "US EU GB JP KR IN CN CA AU".split()
NOT_MSC = {"not-msc-products", "exosome-products"}
# How what is said of a product in a place begins.
NEVER, ENDED = "Never approved", "No longer approved"
ONCE = "whether it still is we do not know"
FULL, PARTLY = (
    "Approved since",
    "Approved only provisionally, with conditions or for a limited time",
)
EXEMPT = "Allowed under a hospital exemption, which is no approval for sale"
EXEMPT_ONCE = "Allowed once under a hospital exemption, which is no approval for sale"
DOUBT = "whether it still holds we do not know"


def read(name):
    return yaml.safe_load((FACTS / f"{name}.yaml").read_text(encoding="utf-8"))


RAW = read("products")
PRODUCTS = [
    product
    for product in RAW["products"] + RAW["not_authorised"]
    if product["verified"] != "no" and product["key"] not in NOT_MSC
]
NAMES = {disease["key"]: disease["name"] for disease in read("diseases")["diseases"]}
DISEASES = list(NAMES)


def said_of(events):
    """One product, one place, one disease: what its steps, in the order of their dates, come to."""
    events = [event for event in events if event["verified"] != "no"]
    steps = [
        event
        for event in events
        if event["what"] == "authorisation" and event["kind"] not in ("applied", "refused")
    ]
    if not steps:
        return NEVER
    last = steps[-1]
    natures = [step["kind"] for step in steps if step["kind"] != "renewed"]
    if last["kind"] in ("withdrawn", "revoked", "suspended", "expired"):
        return ENDED
    ends = last.get("ends")
    if ends and datetime.date.fromisoformat(ends) < timezone.localdate():
        asked = [event for event in events[events.index(last) :] if event["kind"] == "applied"]
        return DOUBT if asked else ENDED
    if last["precision"] == "unknown" or last.get("present_state_unknown"):
        return EXEMPT_ONCE if natures[-1] == "exempt" else ONCE
    return {"conditional": PARTLY, "exempt": EXEMPT}.get(natures[-1], FULL)


def from_facts(disease):
    """{place: {(product, what is said)}}"""
    found = defaultdict(set)
    for product in PRODUCTS:
        by_place = defaultdict(list)
        for event in product.get("events", []):
            if disease in event["diseases"]:
                by_place[event["place"]].append(event)
        for place, events in by_place.items():
            found[place].add((product["key"], said_of(events)))
    return found


def from_page(page):
    """{place: (what is said of the place, {(product, what is said)})}"""
    part = section(page, "approved")
    listed = part[part.index("<dl") : part.index("</dl>")]
    found = {}
    for row in listed.split("<dt>")[1:]:
        place, _end, said = row.partition("</dt>")
        pieces = re.split(r'\(<a href="/products/([^/]+)/"[^>]*>', said)
        uses = set()
        for before, product in zip(pieces[::2], pieces[1::2], strict=False):
            told = re.split(r"\)\. ", unescape(words(before)))[-1]
            kinds = (DOUBT, NEVER, ENDED, EXEMPT_ONCE, ONCE, FULL, PARTLY, EXEMPT)
            uses.add((product, next(kind for kind in kinds if kind in told)))
        found[words(place)] = (words(said), uses)
    return found


@pytest.mark.parametrize("disease", DISEASES)
def test_each_disease_is_approved_where_the_facts_say_so(client, disease):
    wanted, shown = from_facts(disease), from_page(body(client, f"/diseases/{disease}/evidence/"))
    assert {place: uses for place, (_said, uses) in shown.items() if uses} == wanted
    assert list(shown)[: len(FIXED)] == [places.name_of(code) for code in FIXED]
    for place, (said, uses) in shown.items():
        is_known = {kind for _product, kind in uses} - {NEVER}
        looked = "None known to us. Last looked up: November 2026."
        assert (looked in said) is not bool(is_known), place


@pytest.mark.parametrize("disease", DISEASES)
def test_the_short_answer_names_the_same_places(client, disease):
    wanted = from_facts(disease)
    page = body(client, f"/diseases/{disease}/evidence/")
    said = re.search(r"<dt>Approved anywhere\?</dt><dd>(.*?)</dd>", page)[1]
    said = re.sub(r" \(conditional or provisional\)", "", unescape(said))
    groups = {
        "Approved for a use in this disease, as far as we know": {FULL, PARTLY},
        "Allowed under a hospital exemption, which is no approval for sale": {EXEMPT},
        "Approved once, present state not known": {ONCE, DOUBT},
        f"{EXEMPT_ONCE}, present state not known": {EXEMPT_ONCE},
        "Approved before, ended now": {ENDED},
    }
    named = set()
    for words_of_group, kinds in groups.items():
        listed = re.search(rf"{words_of_group}: ([^.]+)\.", said)
        shown = set(listed[1].split(", ")) if listed else set()
        assert shown == {
            place
            for place, uses in wanted.items()
            if any(kind in kinds for _product, kind in uses) and place not in named
        }
        named |= shown
    nowhere = re.search(r"None known to us in: ([^.]+)\.", said)
    listed = set(nowhere[1].split(", ")) if nowhere else set()
    assert listed == {places.name_of(code) for code in FIXED[:3]} - named


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product["key"])
def test_a_use_stands_in_the_list_of_what_became_of_it(client, product):
    events = [event for event in product.get("events", []) if event["verified"] != "no"]
    if not events:
        assert 'id="uses"' not in body(client, f"/products/{product['key']}/")
        return
    by_use = defaultdict(list)
    for event in events:
        by_use[event["place"], *event["diseases"]].append(event)
    wanted = defaultdict(list)
    for steps in by_use.values():
        kind = said_of(steps)
        state = {FULL: "Approved, as", PARTLY: "Approved, as", ENDED: "Was approved"}.get(kind)
        state = state or {
            NEVER: "Applications only",
            EXEMPT: "Allowed under",
            EXEMPT_ONCE: "Allowed once",
        }.get(kind, "Approved once")
        wanted[state].append(steps[0]["place"])
    part = section(body(client, f"/products/{product['key']}/"), "uses")
    shown = defaultdict(list)
    for piece in part.split("<h3>")[1:]:
        state = next(each for each in [*wanted, "Approved, as", "Was", "App"] if each in piece)
        for place in re.findall(r"<dt[^>]*>([^<]+)</dt>", piece):
            shown[state].append(place)
    assert {state: sorted(found) for state, found in shown.items()} == {
        state: sorted(found) for state, found in wanted.items()
    }


def test_nothing_counts_as_approved_whose_status_the_facts_call_unknown(client):
    """Words and marks of the facts agree, read without the code that asks for it."""
    doubted = [product for product in RAW["products"] if "not known" in product["status"]]
    assert {product["key"] for product in doubted} >= {
        "alofisel-jp",
        "neuronata-r",
        "obnitix",
        "prochymal",
    }
    listed = body(client, "/products/?standing=current")
    main = listed[listed.index("<main") :]
    for product in doubted:
        assert f"/products/{product['key']}/" not in main, product["key"]
        assert "pproved since" not in body(client, f"/products/{product['key']}/")


@pytest.mark.parametrize("product", RAW["products"], ids=lambda product: product["key"])
def test_what_is_said_first_of_a_product_names_place_and_standing(client, product):
    page = body(client, f"/products/{product['key']}/")
    (meta,) = re.findall(r'<meta name="description" content="([^"]*)">', page)
    header = page[page.index('<header class="page-head">') : page.index("</header>", 9)]
    by_use = defaultdict(list)
    for event in product["events"]:
        by_use[event["place"], *event["diseases"]].append(event)
    begins = {
        FULL: "Approved, as far as we know",
        PARTLY: "Approved, as far as we know",
        ONCE: "Approved once; whether it still is we do not know",
        DOUBT: "Approved once; whether it still is we do not know",
        EXEMPT_ONCE: "Allowed once under a hospital exemption, no approval for sale; whether still "
        "we do not know",
        ENDED: "Was approved, and that ended",
        NEVER: "Applications only, never approved",
    }
    lead = unescape(words(page))
    assert "Status:" not in lead and "Status:" not in header
    for (place, *_diseases), steps in by_use.items():
        told = re.search(rf"{begins[said_of(steps)]}: ([^:]*, for: [^.]*?; )*[^.]*{place}", lead)
        assert told, (place, said_of(steps))
    assert re.match(rf"({'|'.join(begins.values())}): [A-Z]", unescape(meta))


@pytest.mark.parametrize("product", RAW["not_msc"], ids=lambda product: product["key"])
def test_the_use_of_what_is_not_msc_is_a_disease_and_its_term_has_an_end(client, product):
    page = body(client, f"/products/{product['key']}/")
    uses, steps = (unescape(words(section(page, part))) for part in ("uses", "steps"))
    assert product["what_it_is"] not in uses and f"Use: {product['what_it_is']}" not in steps
    (disease,) = product["diseases"]
    assert NAMES[disease] in uses and f"Use: {NAMES[disease]}" in steps
    assert "until 6 Mar 2033" in steps


def test_no_use_is_the_length_of_a_term_or_what_was_asked_for():
    for product in PRODUCTS:
        for event in product.get("events", []):
            assert not re.search(r"years|shipment|approval", event["indication"])


def test_the_knee_page_names_the_products_for_what_they_are(client):
    page = body(client, "/diseases/osteoarthritis/evidence/")
    shown = from_page(page)
    assert shown["India"][1] == {("stemone", FULL)}
    assert shown["South Korea"][1] == {("jointstem", NEVER)}
    for place in ("United States", "European Union", "United Kingdom"):
        assert shown[place][0].startswith("None known to us.")
    fact = re.search(r"<dt>Approved anywhere\?</dt><dd>(.*?)</dd>", page)[1]
    assert "India" in fact and "Korea" not in fact
    apart = words(section(page, "approval-steps"))
    apart = apart[apart.index("Named here, with no step about this disease") :]
    assert "Cartistem ; South Korea , Knee cartilage defects (surgical implantation) :" in apart


@pytest.mark.parametrize(
    ("disease", "product"), [("parkinsons-disease", "Amchepry"), ("heart-failure", "ReHeart")]
)
def test_products_that_are_not_msc_are_named_as_such(client, disease, product):
    page = body(client, f"/diseases/{disease}/evidence/")
    assert all(not uses for _said, uses in from_page(page).values())
    part = words(section(page, "approval-steps"))
    assert product in part[part.index("Not MSC, and not counted here") :]


def test_the_numbers_of_products_are_those_of_the_facts(client):
    everything = sum(len(RAW[name]) for name in ("products", "not_authorised", "not_msc"))
    best = defaultdict(int)
    for product in PRODUCTS:
        by_use = defaultdict(list)
        for event in product.get("events", []):
            by_use[event["place"], *event["diseases"]].append(event)
        kinds = {said_of(events) for events in by_use.values()}
        order = [{FULL, PARTLY}, {EXEMPT}, {ONCE, DOUBT}, {EXEMPT_ONCE}, {ENDED}, set(), {NEVER}]
        best[next((at for at, group in enumerate(order) if group & kinds), None)] += 1
    page = body(client, "/products/")
    assert f"all products: {everything}<" in page
    labels = ["current", "exempt", "unclear", "exempt_unclear", "former", "exempt_former"]
    labels.append("application")
    for at, standing in enumerate(labels):
        link = re.search(rf'\?standing={standing}"[^>]*>[^<]*: (\d+)<', page)
        assert int(link[1] if link else 0) == best[at], standing
    first = body(client, "/evidence/")
    assert f"{best[0]} of MSC approved somewhere, some only with conditions" in first
    assert f'<a href="/products/">{everything}</a>' in first
