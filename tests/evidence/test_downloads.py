"""Findings and trials as files."""

import csv
import io
import json

import pytest

from evidence.models import TrialCountry
from tests.factories import (
    make_disease,
    make_publication,
    make_source,
    make_statement,
    make_trial,
)
from tests.visits import cost

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/evidence/findings.csv",
    "/evidence/findings.json",
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
    assert row["counts"] == "yes" and record["counts"] is True
    assert row["as_of"] == "2024"
    assert row["address"] == "http://testserver/diseases/stroke/#evidence-pain"


def test_what_no_longer_counts_is_marked(client):
    old = make_statement(slug="old")
    make_statement(slug="new", disease=old.disease, m2m={"supersedes": [old]})
    make_statement(slug="other-cells", is_msc=False)
    counts = {row["id"]: row["counts"] for row in table(client, "/evidence/findings.csv")}
    assert counts == {"old": "no", "new": "yes", "other-cells": "no"}


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


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_is_never_a_formula(client, start):
    make_trial(sponsor=f"{start}HYPERLINK(1)")
    make_statement(effect_value=f"{start}3.2 (1 to 2)")
    (trial,) = table(client, "/evidence/trials.csv")
    (finding,) = table(client, "/evidence/findings.csv")
    assert trial["sponsor"][0] == finding["effect_value"][0] == "'"


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
