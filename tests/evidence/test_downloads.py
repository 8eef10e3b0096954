"""Findings and trials as files."""

import csv
import datetime
import io
import json
import re
from html import unescape

import pytest

from evidence.files import cell
from evidence.models import TrialCountry
from tests.factories import (
    make_disease,
    make_publication,
    make_source,
    make_statement,
    make_trial,
)
from tests.visits import body, cost, words

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/evidence/findings.csv",
    "/evidence/findings.json",
    "/evidence/findings-not-counted.csv",
    "/evidence/findings-not-counted.json",
    "/evidence/trials.csv",
    "/evidence/trials.json",
]


def table(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def records(client, kind):
    return json.loads(client.get(f"/evidence/{kind}.json").content)[kind]


@pytest.mark.parametrize("address", ADDRESSES)
def test_files_say_what_they_are(client, address):
    answer = client.get(address)
    kind = "text/csv; charset=utf-8" if address.endswith("csv") else "application/json"
    assert answer.headers["Content-Type"] == kind
    name = f"msc-{address.rpartition('/')[2]}"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies


@pytest.mark.parametrize("address", ADDRESSES)
def test_files_are_only_read(client, address):
    assert client.post(address).status_code == 405


def test_an_empty_site_gives_a_heading_and_no_row(client):
    assert table(client, "/evidence/findings.csv") == []
    assert client.get("/evidence/trials.csv").content.decode("utf-8-sig").startswith("registry,")
    assert records(client, "trials") == []


def test_both_files_of_findings_say_the_same(client):
    review = make_publication(title="The review")
    make_statement(
        disease=make_disease(title="Stroke"),
        slug="pain",
        outcome_name="Pain, after a year",
        certainty="low",
        certainty_by=review,
        n_participants=120,
        m2m={"trials": [make_trial(registry_id="NCT01234567"), make_trial(live=False)]},
    )
    (row,) = table(client, "/evidence/findings.csv")
    (record,) = records(client, "findings")
    assert row["disease"] == record["disease"] == "Stroke"
    assert row["outcome"] == "Pain, after a year"
    assert row["certainty"] == "low" and row["certainty_stated_by"] == "The review"
    assert row["people"] == "120" and record["people"] == 120
    assert row["trials"] == "NCT01234567" and record["trials"] == ["NCT01234567"]
    assert (row["counts"], row["why_not_counted"]) == ("yes", "")
    assert record["counts"] is True
    assert row["as_of"] == "2024"
    assert row["address"] == "http://testserver/diseases/stroke/evidence/#evidence-pain"


def test_what_does_not_count_is_in_a_file_of_its_own_that_says_why(client):
    old = make_statement(slug="old")
    make_statement(slug="new", disease=old.disease, m2m={"supersedes": [old]})
    make_statement(slug="other-cells", is_msc=False)
    make_statement(slug="nobody", n_participants=0)
    assert [row["id"] for row in table(client, "/evidence/findings.csv")] == ["new"]
    rows = table(client, "/evidence/findings-not-counted.csv")
    assert {row["id"]: (row["counts"], row["why_not_counted"]) for row in rows} == {
        "old": ("no", "replaced"),
        "other-cells": ("no", "other_cells"),
        "nobody": ("no", "nobody_took_part"),
    }
    said = client.get("/evidence/findings.json").json()
    assert "http://testserver/evidence/findings-not-counted.json" in said["note"]
    assert said["number"] == 1


OCTOBER = {
    "status": "recruiting",
    "facts_as_of_on": datetime.date(2022, 10, 1),
    "facts_as_of_precision": "month",
}


def test_the_status_of_a_file_is_the_one_that_pages_show_and_the_old_one_has_its_date(client):
    make_trial(registry_id="NCT00000001", **OCTOBER)
    make_trial(registry_id="NCT00000002", status="completed")
    columns = ("status", "status_last_seen", "status_last_seen_on")
    old, done = (
        tuple(row[column] for column in columns) for row in table(client, "/evidence/trials.csv")
    )
    assert old == ("unknown", "recruiting", "2022-10")
    assert done[:2] == ("completed", "completed")
    heading = client.get("/evidence/trials.csv").content.decode().partition("\r\n")[0]
    assert ",".join(columns) in heading
    note = client.get("/evidence/trials.json").json()["note"]
    assert "no answer to whether a trial recruits now" in note


# By filters of the address


@pytest.fixture
def narrowed():
    stroke = make_disease(title="Stroke")
    japan = make_trial(registry_id="NCT00000001", phase="3", m2m={"diseases": [stroke]}, **OCTOBER)
    spain = make_trial(registry_id="NCT00000002", phase="2", status="completed")
    TrialCountry.objects.create(trial=japan, code="JP")
    TrialCountry.objects.create(trial=spain, code="ES")
    make_disease(title="Sepsis")
    make_statement(slug="walking", disease=stroke, direction="benefit", comparator="placebo")
    make_statement(slug="itching", disease=make_disease(title="Burns"), direction="unclear")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", ["NCT00000001", "NCT00000002"]),
        ("country=", ["NCT00000001", "NCT00000002"]),
        ("country=JP", ["NCT00000001"]),
        ("country=Japan", ["NCT00000001"]),
        ("status=unknown", ["NCT00000001"]),
        ("condition=stroke&phase=3", ["NCT00000001"]),
        ("country=JP&phase=2", []),
        ("status=recruiting", []),  # a status that a trial could have, and none has now
        ("condition=sepsis", []),
    ],
)
def test_a_file_of_trials_has_the_trials_of_the_page(client, narrowed, query, numbers):
    assert [row["registry_id"] for row in table(client, f"/evidence/trials.csv?{query}")] == numbers
    said = client.get(f"/evidence/trials.json?{query}").json()
    assert [row["registry_id"] for row in said["trials"]] == numbers
    page = body(client, f"/trials/?{query}")
    assert set(re.findall(r"NCT\d{8}", words(page))) == set(numbers)


@pytest.mark.parametrize(
    ("query", "found"),
    [("disease=stroke", ["walking"]), ("direction=unclear", ["itching"]), ("disease=sepsis", [])],
)
def test_a_file_of_findings_has_the_findings_of_the_page(client, narrowed, query, found):
    rows = table(client, f"/evidence/findings.csv?{query}")
    assert [row["id"] for row in rows] == found
    assert body(client, f"/evidence/findings/?{query}").count("#evidence-") == len(found)


def test_a_narrowed_file_says_so_by_its_name_and_inside(client, narrowed):
    answer = client.get("/evidence/trials.json?country=Japan&phase=3")
    assert 'filename="msc-trials-phase-3-country-JP.json"' in answer["Content-Disposition"]
    assert answer.json()["filters"] == {"phase": "3", "country": "JP"}
    assert client.get("/evidence/trials.json").json()["filters"] == {}


@pytest.mark.parametrize("kind", ["trials.csv", "trials.json"])
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("country=XX", "It has: JP, ES."),
        ("status=RECRUITING", "this value of “status”"),
        ("started=abc", "this value of “started”"),
        ("started=1850", "this value of “started”"),
        ("phase=3%00", ""),
        ("phase=" + "9" * 5000, "this value of “phase”. It has: 2, 3."),
        ("country=%3Cscript%3E", "this value of “country”"),
        ("phase=3&phase=2", "Name “phase” once only."),
        ("contry=JP", "This file can be narrowed by condition, status, phase, source, country, "),
        ("page=2", "This file can be narrowed by"),
    ],
)
def test_a_file_is_refused_where_the_address_asks_for_what_it_cannot_do(
    client, narrowed, kind, query, said
):
    answer = client.get(f"/evidence/{kind}?{query}")
    if not said:  # a control character is a space, and spaces at the end are none
        assert answer.status_code == 200
        return
    assert answer.status_code == 400
    assert said in answer.content.decode() and "script" not in answer.content.decode()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "no-store" and "Content-Disposition" not in answer


def test_files_of_findings_refuse_too(client, narrowed):
    for kind in ("findings", "findings-not-counted"):
        for query in ("disease=nowhere", "direction=up", "country=JP", "disease=burns&disease=x"):
            assert client.get(f"/evidence/{kind}.csv?{query}").status_code == 400, query


def test_a_list_leads_to_the_file_of_what_it_shows(client, narrowed):
    page = body(client, "/trials/?country=Japan&phase=3")
    (address,) = re.findall(r'"(/evidence/trials\.csv[^"]*)"', page)
    assert [row["registry_id"] for row in table(client, unescape(address))] == ["NCT00000001"]
    page = body(client, "/es/evidence/findings/?disease=stroke")
    assert "/es/evidence/findings.json?disease=stroke" in page
    assert "trials.csv" not in body(client, "/trials/?country=XX")


def test_trials_keep_unknown_apart_from_no(client):
    for number, posted in enumerate((True, False, None)):
        make_trial(registry_id=f"NCT0000000{number}", results_posted=posted)
    posted = [row["results_posted"] for row in table(client, "/evidence/trials.csv")]
    assert posted == ["yes", "no", ""]
    assert [each["results_posted"] for each in records(client, "trials")] == [True, False, None]


def test_trials_tell_both_numbers_of_people_and_countries_by_code_and_name(client):
    first = make_trial(registry_id="NCT00000001", enrolment=212, enrolment_registry=278)
    make_trial(registry_id="NCT00000002", enrolment=33, condition="Gout")
    for code in ("ES", "JP", "DE"):
        TrialCountry.objects.create(trial=first, code=code)
    TrialCountry.objects.create(trial=first, other_name="Northern Cyprus")
    one, two = table(client, "/evidence/trials.csv")
    assert (one["people"], one["people_registered"]) == ("212", "278")
    assert (two["people"], two["people_registered"]) == ("33", "33")
    assert one["countries"] == "Germany; Japan; Northern Cyprus; Spain"
    assert one["country_codes"] == "DE; ES; JP" and two["country_codes"] == ""
    assert two["condition"] == "Gout"
    assert records(client, "trials")[0]["country_codes"] == ["DE", "ES", "JP"]


def test_drafts_are_absent(client):
    make_statement(outcome_name="Secret", live=False)
    make_statement(outcome_name="Secret", disease=make_disease(live=False))
    make_trial(title="Secret", live=False)
    make_trial(
        m2m={
            "diseases": [make_disease(title="Secret", live=False)],
            "sources": [make_source(title="Secret", live=False)],
        }
    )
    draft = make_publication(title="Secret", live=False)
    make_statement(certainty="low", certainty_by=draft)
    for address in ADDRESSES:
        assert "Secret" not in client.get(address).content.decode()


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_cell_is_never_a_formula(client, start):
    make_trial(sponsor=f"{start}HYPERLINK(1)")
    make_statement(effect_value=f"{start}3.2 (1 to 2)")
    assert cell("\tx") == "'\tx" and cell("\r=x") == "'\r=x"
    (trial,) = table(client, "/evidence/trials.csv")
    (finding,) = table(client, "/evidence/findings.csv")
    assert trial["sponsor"][0] == finding["effect_value"][0] == "'"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("-0.35", "-0.35"),
        ("+2", "+2"),
        ("-12%", "-12%"),
        ("-0.35 to 2", "'-0.35 to 2"),
        ("-1+1", "'-1+1"),
        ("1/2", "phase 1/2"),
        ("2-3", "phase 2-3"),
        ("2020-05", "2020-05"),
        ("NCT00000001", "NCT00000001"),
        (None, ""),
        (True, "yes"),
    ],
)
def test_a_number_stays_one_and_no_cell_becomes_a_day(value, written):
    assert cell(value, "phase") == written


@pytest.mark.parametrize("address", ADDRESSES)
def test_files_cost_the_same_at_any_size(client, address):
    def add():
        trial = make_trial(m2m={"diseases": [make_disease()], "sources": [make_source()]})
        TrialCountry.objects.create(trial=trial, code="ES")
        make_statement(m2m={"trials": [trial]}, cites=[make_publication()])

    add()
    before = cost(client, address)
    for _ in range(5):
        add()
    assert cost(client, address) == before <= 8
