"""Prices: the page, its filters, its files, and what the database refuses."""

import csv
import html
import io
import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from editorial.workflow.gate import publish_checks
from evidence import money
from evidence.models import Price
from tests.factories import (
    make_article,
    make_disease,
    make_price,
    make_product,
    make_publication,
    make_sold_condition,
)
from tests.visits import body, cost, words

pytestmark = pytest.mark.django_db

PAGE = "/cost/"


def rows_of(page):
    """(heading, titles) of each table."""
    return [
        (words(table.partition("</caption>")[0]), re.findall(r'<tr id="([^"]+)"', table))
        for table in page.split('<table class="stacked prices">')[1:]
    ]


def row(page, slug):
    return words(page[page.index(f'<tr id="{slug}">') :].partition("</tr>")[0].partition(">")[2])


def test_an_empty_list_says_so(client):
    assert "No price is listed yet." in body(client, PAGE)


def test_a_price_stands_with_its_place_its_year_and_its_sources(client):
    make_price(
        slug="knee",
        title="One knee injection",
        amount=5156,
        low=1150,
        high=12000,
        year=2017,
        n_clinics=65,
        remark="On average",
        cites=[make_publication(authors_text="Piuzzi NS, et al.", year=2018)],
        range_source=make_publication(authors_text="Academy", year=2018),
        m2m={"diseases": [make_disease(title="Osteoarthritis"), make_disease(live=False)]},
    )
    told = row(body(client, PAGE), "knee")
    assert told == (
        "One knee injection About: Osteoarthritis $5,156 for one injection ; $1,150 to $12,000 "
        "On average United States, 2017 65 clinics Piuzzi NS 2018 ; range: Academy 2018"
    )


def test_prices_stand_by_kind_and_always_in_the_same_order(client):
    make_price(slug="refund", kind="refund")
    make_price(slug="b", title="B")
    make_price(slug="a-old", title="A", year=2015)
    make_price(slug="a-new", title="A", year=2023)
    make_price(slug="draft", live=False)
    assert rows_of(body(client, PAGE)) == [
        ("Asked by clinics", ["a-new", "a-old", "b"]),
        ("Paid back", ["refund"]),
    ]


def test_it_leads_to_the_article_and_to_what_was_sold(client):
    make_price(product=make_product(title="Cellix"))
    make_price(product=make_product(title="Hidden", live=False))
    make_price(m2m={"conditions": [make_sold_condition(title="Hair loss")]})
    make_article(slug="what-it-costs")
    page = body(client, PAGE)
    assert 'href="/articles/what-it-costs/"' in page
    assert 'href="/products/cellix/"' in page and 'href="/sold-for/hair-loss/"' in page
    assert "Hidden" not in page


@pytest.mark.parametrize(
    ("amount", "currency", "english", "spanish"),
    [
        ("5156", "USD", "$5,156", "US$ 5.156"),
        ("19800", "CNY", "19,800 yuan", "19.800 yuanes"),
        ("7000000", "KRW", "7,000,000 won", "7.000.000 wones"),
        ("1478.68", "CAD", "1,478.68 Canadian dollars", "1.478,68 dólares canadienses"),
        ("0", "EUR", "€0", "€ 0"),
        ("1500", "CHF", "1,500 CHF", "1.500 CHF"),
    ],
)
def test_an_amount_is_told_as_readers_know_it(amount, currency, english, spanish):
    assert money.in_words(Decimal(amount), currency) == english
    with translation.override("es"):
        told = money.in_words(Decimal(amount), currency)
        assert told.replace("\xa0", ".") == spanish


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"low": 9500, "high": 15000}, "$9,500 to $15,000"),
        ({"low": 10000, "high": 60000, "currency": "AUD"}, "10,000 to 60,000 Australian dollars"),
        ({"low": 10000000, "currency": "JPY"}, "from 10,000,000 yen"),
        ({"high": 900}, "up to $900"),
    ],
)
def test_a_range_is_told_with_what_is_known_of_it(client, fields, told):
    make_price(slug="price", **fields)
    assert f"{told} for one injection" in row(body(client, PAGE), "price")


@pytest.mark.parametrize(
    ("kind", "told"),
    [("clinic", "2 clinics"), ("refund", "2 people"), ("fundraising", "2 appeals")],
)
def test_who_stands_behind_a_price_is_told_by_its_kind(client, kind, told):
    make_price(slug="price", kind=kind, n_clinics=2)
    assert told in row(body(client, PAGE), "price")


def test_a_price_that_nobody_checked_is_marked(client):
    make_price(slug="seen", title="Seen", verification="archive")
    make_price(slug="told", title="Told", verification="memory")
    page = body(client, PAGE)
    marks = page[page.index('id="unchecked"') :].partition("</details>")[0]
    assert re.findall(r'href="#([^"]+)"', marks) == ["told"]


# By filters of the address


@pytest.fixture
def narrowed():
    knee, stroke = make_disease(title="Osteoarthritis"), make_disease(title="Stroke")
    make_disease(title="Sepsis")
    make_price(slug="both", m2m={"diseases": [knee, stroke]})
    make_price(slug="knee", kind="product", m2m={"diseases": [knee]})
    make_price(slug="any")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"both", "knee", "any"}),
        ("disease=osteoarthritis", {"both", "knee"}),
        ("disease=osteoarthritis&kind=product", {"knee"}),
        ("kind=clinic", {"both", "any"}),
        ("disease=sepsis", set()),
        ("kind=refund", set()),
    ],
)
def test_the_page_and_its_files_have_the_same_prices(client, narrowed, query, found):
    page = body(client, f"{PAGE}?{query}")
    assert {slug for _heading, slugs in rows_of(page) for slug in slugs} == found
    answer = client.get(f"/cost/prices.csv?{query}")
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert {each["id"] for each in rows} == found
    assert {each["id"] for each in client.get(f"/cost/prices.json?{query}").json()["prices"]} == (
        found
    )


def test_what_no_price_is_about_is_said(client, narrowed):
    assert "Show all prices" in body(client, f"{PAGE}?disease=sepsis")
    answer = client.get(f"{PAGE}?disease=nowhere")
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    for kind in ("csv", "json"):
        assert client.get(f"/cost/prices.{kind}?disease=nowhere").status_code == 400


def test_the_page_leads_to_the_file_of_what_it_shows(client, narrowed):
    page = body(client, f"{PAGE}?disease=osteoarthritis&kind=product")
    (address,) = re.findall(r'"(/cost/prices\.csv[^"]*)"', page)
    assert html.unescape(address) == "/cost/prices.csv?disease=osteoarthritis&kind=product"


def test_files_have_codes_and_whole_numbers(client):
    source = make_publication(slug="piuzzi2018")
    make_price(
        slug="knee",
        amount=5156,
        low=1150,
        high=12000,
        product=make_product(title="Hidden", live=False),
        cites=[source, make_publication(live=False)],
        m2m={"diseases": [make_disease(title="Stroke"), make_disease(live=False)]},
    )
    make_price(live=False)
    (record,) = client.get("/cost/prices.json").json()["prices"]
    assert (record["country"], record["country_code"]) == ("United States", "US")
    assert (record["amount"], record["low"], record["currency"]) == ("5156.00", "1150.00", "USD")
    assert record["diseases"] == ["Stroke"] and record["product"] == ""
    assert record["sources"] == ["http://testserver/publications/piuzzi2018/"]
    assert record["address"] == "http://testserver/cost/#knee"
    assert "None is adjusted for inflation" in client.get("/cost/prices.json").json()["note"]


def test_prices_of_a_disease_are_asked_for_by_a_queryset():
    knee = make_disease()
    price = make_price(m2m={"diseases": [knee]})
    make_price(live=False, m2m={"diseases": [knee]})
    make_price()
    assert list(Price.objects.published().for_disease(knee)) == [price]


# Rules


REFUSED = {
    "below nothing": {"amount": -1},
    "range the wrong way round": {"low": 10, "high": 5},
    "no amount and no range": {"amount": None},
    "no place": {"country": ""},
    "no year": {"year": None},
    "no currency": {"currency": ""},
    "no measure": {"per": ""},
}


@pytest.mark.parametrize("rule", REFUSED)
def test_the_database_and_the_form_refuse(rule):
    price = make_price()
    for name, value in REFUSED[rule].items():
        setattr(price, name, value)
    with pytest.raises(ValidationError):
        price.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        price.save()


def test_a_currency_is_a_code():
    with pytest.raises(ValidationError, match="Three capital letters"):
        make_price(currency="usd").full_clean()


def test_a_price_needs_a_source():
    codes = [check.code for check in publish_checks(make_price(live=False))]
    assert "no_source" in codes
    cited = make_price(live=False, cites=[make_publication()])
    assert publish_checks(cited) == []


# Budgets


@pytest.mark.parametrize("address", [PAGE, "/cost/?disease=stroke", "/cost/prices.csv"])
def test_it_costs_the_same_at_any_size(client, address):
    stroke = make_disease(title="Stroke")

    def add():
        make_price(
            cites=[make_publication()],
            product=make_product(),
            range_source=make_publication(),
            m2m={"diseases": [stroke, make_disease()], "conditions": [make_sold_condition()]},
        )

    add()
    before = cost(client, address)
    for _ in range(5):
        add()
    assert cost(client, address) == before <= 7
