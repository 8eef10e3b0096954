"""Each number of products leads to the list of exactly what it counts."""

import re
from html import unescape

import pytest

from evidence.models import Product
from evidence.standings import Standing, by_standing
from tests.factories import make_authorisation, make_disease, make_product, make_trial
from tests.visits import body, cost, words

pytestmark = pytest.mark.django_db

UNDATED = {"occurred_on": None, "occurred_precision": "unknown"}


@pytest.fixture
def products():
    made = {}

    def make(title, *steps, **fields):
        made[title] = make_product(title=title, **fields)
        for step in steps:
            make_authorisation(made[title], **step)

    make("Full", {})
    make("Second use asked for", {}, {"kind": "applied", "what": "application", "place": "India"})
    make("Conditional", {"kind": "conditional"})
    make("Exempt", {"kind": "exempt"})
    make("Exempt once", {"kind": "exempt", **UNDATED})
    make("Exempt no more", {"kind": "exempt"}, {"kind": "revoked", **UNDATED})
    make("Undated", UNDATED)
    make("Ended", {}, {"kind": "revoked", **UNDATED})
    make("Refused", {"kind": "refused", "what": "application"}, kind="candidate")
    make("Nothing", kind="candidate")
    make("Not MSC", {}, kind="other")
    make("Hidden", {}, live=False)
    return made


def listed(client, address):
    """How many entries a list has on all its pages."""
    return client.get(address).context["page"].paginator.count


def links(page):
    """(address, number) of each link whose words end or begin with a number."""
    for address, said in re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', page, re.DOTALL):
        if number := re.search(r"^\d+|\d+$", words(said)):
            yield unescape(address), int(number[0])


def test_each_product_stands_once_and_by_its_best_use(products):
    groups = by_standing(Product.objects.published().with_uses())
    titles = {standing: {each.title for each in found} for standing, found in groups.items()}
    assert titles == {
        Standing.CURRENT: {"Full", "Second use asked for", "Conditional"},
        Standing.EXEMPT: {"Exempt"},
        Standing.UNCLEAR: {"Undated"},
        Standing.EXEMPT_UNCLEAR: {"Exempt once"},
        Standing.FORMER: {"Ended"},
        Standing.EXEMPT_FORMER: {"Exempt no more"},
        Standing.APPLICATION: {"Refused"},
        Standing.NONE: {"Nothing"},
        Standing.NOT_MSC: {"Not MSC"},
    }


@pytest.mark.parametrize(("address", "least"), [("/products/", 8), ("/evidence/", 2)])
def test_every_number_of_products_leads_to_as_many(client, products, address, least):
    numbers = [
        (link, number) for link, number in links(body(client, address)) if "/products/" in link
    ]
    assert len(numbers) >= least
    for link, number in numbers:
        assert listed(client, link) == number, link


def test_the_overview_and_the_list_count_alike(client, products):
    found = dict(links(body(client, "/evidence/")))
    assert found["/products/"] == 11 and found["/products/?standing=current"] == 3


def test_the_number_of_diseases_at_a_glance_leads_to_as_many(client):
    for number in range(3):
        make_disease(title=f"Disease {number}", names=["Another name"])
    make_disease(title="Disease hidden", live=False)
    found = dict(links(body(client, "/evidence/")))
    assert found["/diseases/"] == body(client, "/diseases/").count("<strong>Disease") == 3


def test_the_numbers_of_trials_at_a_glance_lead_to_as_many(client):
    for _ in range(3):
        make_trial()
    found = dict(links(body(client, "/evidence/")))
    assert found["/trials/"] == listed(client, "/trials/") == 3
    recruiting = "/trials/?status=recruiting"
    assert found[recruiting] == listed(client, recruiting)


@pytest.mark.parametrize("standing", Standing.values)
def test_a_list_of_one_standing_shows_those_alone_and_says_which(client, products, standing):
    page = body(client, f"/products/?standing={standing}")
    wanted = by_standing(Product.objects.published().with_uses())[Standing(standing)]
    main = page[page.index("<main") :]
    shown = re.findall(r'<th scope="rowgroup"[^>]*><a [^>]*>([^<]+)</a>', main)
    assert sorted(shown) == sorted(product.title for product in wanted)
    assert f'?standing={standing}" aria-current="page"' in page


@pytest.mark.parametrize("value", ["nonsense", "CURRENT", "%3Cscript%3E", "x" * 3000])
def test_an_unknown_standing_is_said_nothing_is_shown_and_nothing_is_kept(client, products, value):
    answer = client.get(f"/products/?standing={value}")
    page = answer.content.decode()
    assert "Nothing in this list has what the address names under “Standing”." in page
    assert "Full</a>" not in page and 'aria-current="page">all products' not in page
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_standing_that_no_product_has_is_named(client):
    make_product(title="Nothing known")
    answer = client.get("/products/?standing=exempt")
    assert "Nothing in this list fits “Standing: under a hospital exemption" in (
        answer.content.decode()
    )
    assert "no-store" not in answer.headers["Cache-Control"]


def test_a_page_that_a_standing_does_not_have_is_missing(client, products):
    body(client, "/products/?standing=current&page=2", status=404)


def test_the_list_of_one_standing_costs_the_same_at_any_size(client, products):
    before = cost(client, "/products/?standing=current")
    for number in range(5):
        make_authorisation(make_product(title=f"More {number}"))
    assert cost(client, "/products/?standing=current") == before <= 2
