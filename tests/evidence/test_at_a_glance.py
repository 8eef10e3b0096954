"""The numbers of the evidence overview."""

import datetime
import re

import pytest

from tests.factories import (
    make_authorisation,
    make_disease,
    make_product,
    make_statement,
    make_trial,
)
from tests.visits import body, section, words

pytestmark = pytest.mark.django_db


def at_a_glance(client):
    return section(body(client, "/evidence/"), "at-a-glance")


def number_beside(part, said):
    """The figure of a pair in the list of numbers."""
    return int(re.search(rf"{said}.*?<dd>(?:<a [^>]*>)?(\d+)<", part, re.DOTALL)[1])


def test_the_numbers_count_what_is_public(client):
    disease = make_disease()
    make_disease(live=False)
    make_trial(status="recruiting")
    make_trial(
        status="recruiting",
        facts_as_of_on=datetime.date(2022, 3, 1),
        facts_as_of_precision="month",
    )
    make_trial(status="recruiting", live=False)
    make_statement(disease=disease, direction="harm")
    make_statement(disease=disease, live=False)
    make_statement(disease=make_disease(live=False))
    make_statement(disease=disease, direction="benefit", is_msc=False)
    make_authorisation(make_product(kind="msc"), kind="authorised")
    make_authorisation(make_product(kind="msc"), kind="revoked")
    make_authorisation(make_product(kind="msc"), kind="exempt")
    make_authorisation(make_product(kind="other"), kind="authorised")
    make_product(kind="msc", live=False)
    part = at_a_glance(client)
    assert number_beside(part, "diseases with a page") == 1
    assert "1 with findings" in part
    assert number_beside(part, "registered trials listed") == 2
    assert "1 known to be recruiting" in part
    assert number_beside(part, "findings with a source") == 1
    assert "more harm" in part and "1 of 1" in part and "better than" not in part
    assert number_beside(part, "products listed, MSC and others") == 4
    assert "1 of MSC approved somewhere, some only with conditions" in part


def test_a_finding_that_was_overturned_is_not_counted(client):
    disease = make_disease()
    old = make_statement(disease=disease)
    make_statement(disease=disease, m2m={"supersedes": [old]})
    assert number_beside(at_a_glance(client), "findings with a source") == 1


def test_the_numbers_say_when_the_registries_were_seen(client):
    assert "Registry entries were seen" not in at_a_glance(client)
    for month in (3, 9):
        make_trial(facts_as_of_on=datetime.date(2022, month, 1), facts_as_of_precision="month")
    assert "Registry entries were seen: March 2022 to September 2022." in words(at_a_glance(client))


def test_a_number_is_a_link_to_its_list_or_zero(client):
    assert "<a" not in at_a_glance(client)
    make_trial()
    make_statement()
    make_product()
    numbers = re.findall(r'<dd>(?:<a href="([^"]+)">)?(\d+)', at_a_glance(client))
    assert numbers == [
        ("/diseases/", "1"),
        ("/trials/", "1"),
        ("/evidence/findings/", "1"),
        ("/products/", "1"),
    ]
