"""Before you pay a clinic."""

import pytest

from tests.factories import (
    make_jurisdiction,
    make_publication,
    make_red_flag,
    make_safety_item,
)
from tests.visits import body, cost, section

pytestmark = pytest.mark.django_db

PAGE = "/safety/"


def test_an_empty_site_still_says_what_to_do(client):
    page = body(client, PAGE)
    for text in (
        "call your local emergency number",
        "No warning sign is listed yet",
        "That does not mean that there is none",
        "No place is listed yet",
    ):
        assert text in page


def test_warning_signs_lead_to_the_printable_list(client):
    make_red_flag(title="Patient stories instead of data")
    make_red_flag(title="Secret", live=False)
    page = section(body(client, PAGE), "red-flags")
    assert "Patient stories instead of data" in page and 'href="/safety/red-flags/"' in page
    assert "Secret" not in page


def test_each_harm_has_its_anchor_and_its_sources(client):
    source = make_publication(slug="kuriyan2017", authors_text="Kuriyan AE, et al.", year=2017)
    item = make_safety_item(title="Loss of sight", cites=[source, make_publication(live=False)])
    page = body(client, PAGE)
    assert item.get_absolute_url() == "/safety/#loss-of-sight"
    assert '<li id="loss-of-sight">' in page
    assert '<a href="/publications/kuriyan2017/">Kuriyan AE 2017</a>' in page
    assert "Three people lost sight." in page


def test_harms_outside_trials_come_before_harms_in_trials(client):
    make_safety_item(title="Fever", setting="trial")
    make_safety_item(title="Blindness", setting="unregulated")
    make_safety_item(title="Approved", setting="approved")
    page = section(body(client, PAGE), "harms")
    assert page.index("Blindness") < page.index("Fever") < page.index("Approved")


def test_a_retracted_source_of_a_harm_is_marked(client):
    make_safety_item(cites=[make_publication(retraction="retracted")])
    assert "retraction-retracted" in section(body(client, PAGE), "harms")


def test_every_place_has_its_look_up_and_its_report_address(client):
    make_jurisdiction(
        title="United Kingdom",
        regulator={
            "name": "MHRA",
            "report_harm_url": "https://yellowcard.mhra.gov.uk",
            "product_lookup_url": "https://products.mhra.gov.uk",
        },
    )
    make_jurisdiction(title="Japan", regulator={"name": "PMDA", "domains": "pmda.go.jp"})
    make_jurisdiction(title="Secret", live=False, regulator={"name": "Hidden office"})
    page = body(client, PAGE)
    assert 'href="https://products.mhra.gov.uk"' in section(page, "check")
    report = section(page, "report")
    assert 'href="https://yellowcard.mhra.gov.uk"' in report and "not yet checked" in report
    assert "we have no address yet" in report and "pmda.go.jp" in report
    assert "Hidden office" not in page


def test_the_page_costs_the_same_at_any_size(client):
    def add(number):
        cited = make_publication(slug=f"key{number}")
        make_safety_item(description=f"<p>Harm [@key{number}].</p>", cites=[cited])
        make_red_flag()
        make_jurisdiction(regulator={"name": "Office"})

    add(0)
    before = cost(client, PAGE)
    for number in range(1, 6):
        add(number)
    assert cost(client, PAGE) == before <= 7
