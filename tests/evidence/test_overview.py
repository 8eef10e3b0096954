"""The evidence overview."""

import datetime

import pytest

from tests.factories import make_disease, make_publication, make_statement, make_trial
from tests.visits import body, cost, section, words

pytestmark = pytest.mark.django_db

PAGE = "/evidence/"


def test_an_empty_site_says_so(client):
    page = body(client, PAGE)
    assert "No finding is listed yet" in page and "No trial is listed yet" in page


def test_findings_are_counted_by_disease_certainty_and_direction(client):
    stroke = make_disease(title="Stroke")
    review = make_publication()
    make_statement(disease=stroke, direction="benefit")
    make_statement(disease=stroke, direction="benefit")
    make_statement(disease=stroke, direction="harm", certainty="low", certainty_by=review)
    table = section(body(client, PAGE), "findings")
    assert '<th scope="rowgroup" rowspan="2"><a href="/diseases/stroke/#evidence">' in table
    rows = words(table[table.index("<tbody>") :])
    assert "low certainty 0 0 1 0 0" in rows
    assert "certainty not assessed 2 0 0 0 0" in rows
    assert rows.index("low certainty") < rows.index("not assessed")


def test_what_does_not_count_is_not_counted(client):
    stroke = make_disease(title="Stroke")
    old = make_statement(disease=stroke)
    make_statement(disease=stroke, m2m={"supersedes": [old]})
    make_statement(disease=stroke, m2m={"trials": [make_trial(status="withdrawn")]})
    make_statement(disease=stroke, live=False)
    make_statement(disease=make_disease(title="Hidden", live=False))
    make_statement(disease=stroke, is_msc=False)
    make_statement(disease=make_disease(title="Cord blood only"), is_msc=False)
    page = body(client, PAGE)
    assert "<dt>findings listed</dt><dd>1</dd>" in page
    assert "<dt>diseases with findings</dt><dd>1</dd>" in page
    assert "Hidden" not in page and "Cord blood only" not in page


def test_trials_are_counted_by_phase_and_status_as_of_their_dates(client):
    seen = {"facts_as_of_on": datetime.date(2022, 10, 1), "facts_as_of_precision": "month"}
    make_trial(phase="2", status="recruiting", **seen)
    make_trial(phase="2", status="completed", **seen)
    make_trial(phase="3", status="completed", **seen)
    make_trial(phase="1", status="completed", live=False)
    table = words(section(body(client, PAGE), "trials-by-phase"))
    assert "status in registry entries seen: October 2022" in table
    assert "Phase 2 1 1 2" in table and "Phase 3 0 1 1" in table
    assert "All 1 2 3" in table and "Phase 1" not in table


def test_years_of_start_include_the_unknown(client):
    start = {"start_on": datetime.date(2015, 3, 1), "start_precision": "month"}
    make_trial(**start)
    make_trial(**start)
    make_trial()
    table = words(section(body(client, PAGE), "trials-by-year"))
    assert "2015 2" in table and "not known 1" in table


def test_the_reporting_gap_counts_completed_trials_with_people(client):
    for posted in (True, False, False, None):
        make_trial(status="completed", results_posted=posted)
    make_trial(status="completed", results_posted=False, enrolment=0)
    make_trial(status="recruiting", results_posted=False)
    page = words(section(body(client, PAGE), "reporting"))
    assert (
        "Of 4 completed trials in which people took part, 1 had results posted in the registry, "
        "2 had none, and for 1 we do not know." in page
    )


def test_diseases_are_paged(client):
    for number in range(51):
        make_statement(disease=make_disease(title=f"Disease {number:03d}"))
    first, second = body(client, PAGE), body(client, f"{PAGE}?page=2")
    assert "Disease 049" in first and "Disease 050" not in first
    assert "Disease 050" in second
    body(client, f"{PAGE}?page=3", status=404)


def test_the_page_costs_the_same_at_any_size(client):
    def add():
        make_statement(cites=[make_publication()], disease=make_disease())
        make_trial()

    add()
    before = cost(client, PAGE)
    for _ in range(24):
        add()
    assert cost(client, PAGE) == before <= 12


@pytest.mark.parametrize(
    "address",
    [
        "/evidence/",
        "/trials/",
        "/trials/x/",
        "/products/",
        "/products/x/",
        "/approvals/",
        "/regulation/",
        "/regulation/x/",
        "/safety/",
    ],
)
def test_pages_are_only_read(client, address):
    assert client.post(address).status_code == 405
