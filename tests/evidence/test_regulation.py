"""Rules by place."""

import pytest
from django.utils import timezone

from evidence.models import Regulator, RuleStatement
from tests.factories import (
    make_authorisation,
    make_jurisdiction,
    make_product,
    make_publication,
)
from tests.visits import body, cost, section

pytestmark = pytest.mark.django_db

LIST = "/regulation/"


def test_an_empty_list_says_so(client):
    assert "No place is listed yet" in body(client, LIST)


def test_places_stand_in_order_with_their_authorities(client):
    make_jurisdiction(title="Japan", regulator={"name": "PMDA"})
    make_jurisdiction(title="Canada", regulator={"name": "Health Canada"})
    make_jurisdiction(title="Secret", live=False)
    page = body(client, LIST)
    assert page.index("Health Canada") < page.index("PMDA")
    assert "Secret" not in page


def test_a_place_shows_rules_authorities_and_steps(client):
    place = make_jurisdiction(
        title="Japan",
        regulator={
            "name": "PMDA",
            "domains": "pmda.go.jp",
            "report_harm_url": "https://www.pmda.go.jp/report",
            "product_lookup_url": "https://www.pmda.go.jp/products",
        },
        cites=[make_publication(title="On the law")],
    )
    RuleStatement.objects.create(
        jurisdiction=place, text="Plans are sorted by risk.", rule="Act 85"
    )
    product = make_product(title="Stemirac")
    make_authorisation(product, jurisdiction=place, indication="Spinal cord injury")
    make_authorisation(make_product(title="Secret", live=False), jurisdiction=place)
    page = body(client, "/regulation/japan/")
    for text in (
        "Plans are sorted by risk. (Act 85)",
        'href="https://www.pmda.go.jp/report"',
        'href="https://www.pmda.go.jp/products"',
        "<code>pmda.go.jp</code>",
        '<a href="/products/stemirac/">Stemirac</a>',
        "Spinal cord injury",
        "On the law",
        "This is not legal advice.",
        "Not yet medically reviewed",
    ):
        assert text in page
    assert "not yet checked" in section(page, "regulators")
    assert "Secret" not in page


def test_a_place_with_nothing_says_so(client):
    make_jurisdiction(title="Japan")
    page = body(client, "/regulation/japan/")
    for text in ("No rule is listed yet", "No authority is listed yet", "no step of a product"):
        assert text in page


def test_a_draft_is_not_found_and_a_withdrawn_entry_is_gone(client):
    make_jurisdiction(title="Draft", live=False)
    make_jurisdiction(title="Gone", live=False, withdrawn_at=timezone.now())
    body(client, "/regulation/draft/", status=404)
    body(client, "/regulation/gone/", status=410)


def test_the_list_costs_the_same_at_any_size(client):
    make_jurisdiction(regulator={"name": "Office"})
    before = cost(client, LIST)
    for _ in range(5):
        make_jurisdiction(regulator={"name": "Office"})
    assert cost(client, LIST) == before <= 2


def test_a_place_costs_the_same_with_few_and_many_rows(client):
    place = make_jurisdiction(title="Japan", cites=[make_publication()])

    def add(number):
        Regulator.objects.create(jurisdiction=place, name=f"Office {number}")
        RuleStatement.objects.create(jurisdiction=place, text=f"Rule {number}")
        make_authorisation(make_product(), jurisdiction=place, publication=make_publication())

    add(0)
    before = cost(client, "/regulation/japan/")
    for number in range(1, 6):
        add(number)
    assert cost(client, "/regulation/japan/") == before <= 11
