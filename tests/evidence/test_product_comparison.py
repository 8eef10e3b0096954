"""Two products side by side."""

import re

import pytest
from django.core.exceptions import ValidationError

from evidence.models import Product
from tests.factories import (
    make_authorisation,
    make_disease,
    make_jurisdiction,
    make_product,
    make_publication,
    make_source,
)
from tests.visits import body, cost, words

pytestmark = pytest.mark.django_db

PAGE = "/products/compare/"


@pytest.fixture
def two():
    label = make_publication(slug="label2024", authors_text="Office", year=2024)
    first = make_product(
        title="Alpha",
        note="Cells of donors.",
        donor="allogeneic",
        route="into the vein",
        source=make_source(title="Bone marrow"),
        harms="<p>Fever [@label2024]</p>",
        cites=[label],
    )
    make_authorisation(
        first, place="Japan", indication="Graft trouble", diseases=[make_disease(title="GVHD")]
    )
    make_authorisation(first, place="Chile", kind="refused", what="application")
    return first, make_product(title="Beta", kind="candidate", note="Own cells.")


def cells(page):
    """Label of each row with what it says of the first and of the second product."""
    rows = re.findall(r"<tr[^>]*><th scope=\"row\">(.*?)</tr>", page, re.DOTALL)
    return {words(head): list(map(words, told)) for head, *told in (r.split("<td") for r in rows)}


def test_two_products_stand_side_by_side(client, two):
    page = body(client, f"{PAGE}?a=alpha&b=beta")
    assert "<h1>Alpha and Beta compared</h1>" in page
    assert page.count('<th scope="col"><a href="/products/') == 2
    told = {label: said for label, said in cells(page).items()}
    assert list(told) == [
        "What it is",
        "Whose cells",
        "Cells from",
        "How given",
        "Where it stands, and for whom",
        "Harms of this product",
        "Sources",
    ]
    assert "Cells of donors." in told["What it is"][0] and "Own cells." in told["What it is"][1]
    assert "Donor cells" in told["Whose cells"][0] and "Not stated" in told["Whose cells"][1]
    assert "Bone marrow" in told["Cells from"][0] and "Not stated" in told["Cells from"][1]
    uses = told["Where it stands, and for whom"]
    assert "Japan : Approved since" in uses[0] and "For: GVHD Graft trouble" in uses[0]
    assert "Chile : Never approved: application, refused" in uses[0]
    assert "No approval step known." in uses[1]
    harms = told["Harms of this product"]
    assert "Fever ( Office 2024 )" in harms[0]
    assert "Not yet collected. That does not mean that there are none." in harms[1]
    assert "Office 2024" in told["Sources"][0]


def test_the_products_stand_in_the_order_of_the_address(client, two):
    page = body(client, f"{PAGE}?a=beta&b=alpha")
    assert "Beta and Alpha compared" in page
    assert '<option value="beta" selected>' in page and '<option value="alpha" selected>' in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Choose two products."),
        ("?a=&b=", "Choose two products."),
        ("?a=alpha", "Choose a second product."),
        ("?b=alpha", "Choose a second product."),
        (
            "?a=alpha&b=alpha",
            "Both fields name the same product. Choose two different ones.",
        ),
    ],
)
def test_what_is_missing_is_said_and_what_was_chosen_stays(client, two, query, said):
    page = body(client, f"{PAGE}{query}")
    assert said in page and "<table" not in page
    assert page.count('<option value="alpha" selected>') == query.count("alpha")


@pytest.mark.parametrize("asked", ["hidden", "nothing", "%3Cb%3E", "x" * 500])
def test_a_product_that_is_not_there_is_said_without_repeating_it(client, two, asked):
    make_product(title="Hidden", live=False)
    answer = client.get(f"{PAGE}?a=alpha&b={asked}")
    page = answer.content.decode()
    assert "Nothing in this list has what the address names under “Second product”." in page
    assert '<option value="alpha" selected>' in page and "idden</" not in page
    assert "<table" not in page and answer.headers["Cache-Control"] == "no-store"


def test_an_empty_site_says_so(client):
    page = body(client, PAGE)
    assert "No product is listed yet" in page and "<select" not in page


def test_the_list_of_products_leads_there(client, two):
    assert f'href="{PAGE}"' in body(client, "/products/")
    assert "<select" in body(client, PAGE)


def test_a_product_cannot_take_its_address(client):
    with pytest.raises(ValidationError) as refused:
        Product(title="Compare", slug="compare").clean()
    assert "slug" in refused.value.message_dict


def test_it_is_only_read(client, two):
    assert client.post(PAGE).status_code == 405
    assert client.head(f"{PAGE}?a=alpha&b=beta").status_code == 200


def test_a_comparison_costs_the_same_at_any_size(client, two):
    address = f"{PAGE}?a=alpha&b=beta"
    office = {"name": "Office", "domains": "example.org"}
    for product in two:
        make_authorisation(product, jurisdiction=make_jurisdiction(regulator=office))
    before = cost(client, address)
    for number in range(5):
        make_product(title=f"Other {number}", cites=[make_publication()])
        for product in two:
            make_authorisation(
                product,
                place=f"Land {number}",
                publication=make_publication(),
                jurisdiction=make_jurisdiction(regulator=office),
                diseases=[make_disease()],
            )
    assert cost(client, address) == before <= 8
