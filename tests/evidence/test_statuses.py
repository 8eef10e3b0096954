"""What is shown of the status of a trial, from the publication until its day has passed."""

import datetime
import io
import math

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from delivery.content_version.version import read_row
from editorial import versions, workflow
from editorial.models import Correction, Review, Revision, Transition
from editorial.versions import drafts
from editorial.workflow import scheduling
from evidence import statuses
from evidence.models import Trial
from evidence.pictures import trials as pictures
from mscportal.starter.load import load
from mscportal.starter.wanted import Wanted
from tests.editorial.moments import Moment
from tests.factories import make_disease, make_trial, make_user, republish
from tests.visits import body, section, words

JULY_1 = datetime.date(2025, 7, 1)
JULY = {"facts_as_of_on": JULY_1, "facts_as_of_precision": "month"}
UNKNOWN_DATE = (None, "unknown")
OPEN = ["recruiting", "not_yet_recruiting", "active_not_recruiting", "suspended"]


def day(text):
    return datetime.date.fromisoformat(text)


def noon(text):
    return datetime.datetime.combine(day(text), datetime.time(12), datetime.UTC)


def shown(status="recruiting", seen=(JULY_1, "day"), completion=UNKNOWN_DATE, today="2025-12-01"):
    return statuses.shown(status, seen, completion, day(today))


# The rule


def test_open_final_and_unsure_statuses_are_all_that_there_are():
    unsure = {Trial.Status.UNKNOWN, Trial.Status.UNCLEAR}
    assert statuses.OPEN | statuses.FINAL | unsure == set(Trial.Status)
    assert sorted(OPEN) == sorted(statuses.OPEN)


@pytest.mark.parametrize("status", OPEN)
def test_an_open_status_holds_twelve_months_after_the_look_and_no_day_longer(status):
    assert shown(status, today="2026-07-01") == (status, day("2026-07-01"))
    assert shown(status, today="2026-07-02") == ("unknown", None)


@pytest.mark.parametrize("status", OPEN)
def test_an_open_status_does_not_outlive_the_completion(status):
    end = (day("2025-12-01"), "day")
    assert shown(status, completion=end) == (status, day("2025-12-01"))
    assert shown(status, completion=end, today="2025-12-02") == ("unknown", None)


def test_an_end_after_the_twelve_months_changes_nothing():
    assert shown(completion=(day("2031-01-01"), "day")).until == day("2026-07-01")


@pytest.mark.parametrize(
    ("precision", "until"),
    [("day", "2026-07-01"), ("month", "2026-07-31"), ("year", "2026-12-31")],
)
def test_of_a_date_known_in_part_the_last_day_counts(precision, until):
    assert shown(seen=(JULY_1, precision)).until == day(until)
    end = (datetime.date(2026, 2, 1), "month")
    assert shown(seen=(JULY_1, precision), completion=end).until == day("2026-02-28")


def test_a_status_that_was_seen_nobody_knows_when_is_not_known():
    assert shown(seen=UNKNOWN_DATE, completion=(day("2031-01-01"), "day")) == ("unknown", None)


@pytest.mark.parametrize("status", ["completed", "terminated", "withdrawn", "unknown", "unclear"])
def test_other_statuses_do_not_grow_old(status):
    for seen in ((day("1999-01-01"), "year"), UNKNOWN_DATE):
        assert shown(status, seen, (day("2000-01-01"), "day")) == (status, None)


@pytest.mark.parametrize(
    ("looked", "until"), [("2024-02-29", "2025-02-28"), ("9999-12-31", "9999-12-31")]
)
def test_unusual_days_have_a_day_a_year_later(looked, until):
    assert statuses.a_year_after(day(looked)) == day(until)


# Every way in which a live row changes


pytestmark = pytest.mark.django_db


@pytest.fixture
def moment(monkeypatch):
    return Moment(monkeypatch, noon("2025-12-01"))


def stored(trial):
    return Trial.objects.values_list("shown_status", "shown_until").get(pk=trial.pk)


def test_a_publication_stores_it(moment):
    trial = make_trial(status="recruiting", **JULY)
    assert stored(trial) == ("recruiting", day("2026-07-31"))
    republish(trial, status="completed")
    assert stored(trial) == ("completed", None)
    republish(trial, status="recruiting", completion_on="2026-03-01", completion_precision="month")
    assert stored(trial) == ("recruiting", day("2026-03-31"))


def test_its_own_date_comes_before_that_of_the_registry(moment):
    trial = make_trial(
        status="recruiting",
        facts_as_of_on=day("2022-10-01"),
        facts_as_of_precision="month",
        status_as_of_on=JULY_1,
        status_as_of_precision="month",
    )
    assert stored(trial) == ("recruiting", day("2026-07-31"))


def test_it_is_no_part_of_a_version_and_follows_from_the_one_that_is_restored(moment):
    trial = make_trial(status="recruiting", **JULY)
    republish(trial, status="completed")
    payload = versions.capture(trial)
    assert not {"shown_status", "shown_until"} & payload["fields"].keys()
    moment.at(noon("2026-09-01"))
    workflow.restore(trial, 1, by=None)
    workflow.publish(trial, by=None)
    assert stored(trial) == ("unknown", None)


def test_a_preview_shows_the_draft_and_the_row_stays(moment):
    trial = make_trial(status="completed", **JULY)
    payload = versions.capture(trial)
    payload["fields"] |= {"status": "recruiting"}
    with drafts.draft_applied(trial, payload):
        assert stored(trial) == ("recruiting", day("2026-07-31"))
    assert stored(trial) == ("completed", None)


def test_what_was_withdrawn_comes_back_as_of_the_day_of_its_return(moment):
    trial = make_trial(status="recruiting", **JULY)
    workflow.withdraw(trial, by=None)
    moment.at(noon("2026-09-01"))
    assert workflow.keep_appointments().renewed == []
    workflow.publish(trial, by=None)
    assert stored(trial) == ("unknown", None)


def test_the_starter_content_stores_it(moment):
    fields = {
        "title": "Cells",
        "registry": "nct",
        "registry_id": "NCT01234567",
        "status": "recruiting",
        "sponsor": "University hospital",
        "facts_as_of_on": JULY_1,
        "facts_as_of_precision": "month",
    }
    load([Wanted(Trial, "t", "nct01234567", fields)])
    trial = Trial.objects.get()
    assert stored(trial) == ("recruiting", day("2026-07-31"))
    moment.at(noon("2026-09-01"))
    workflow.keep_appointments()
    tally = load([Wanted(Trial, "t", "nct01234567", fields | {"status": "suspended"})])
    assert tally.kept == [], "a day that passed is no editor's change"
    assert stored(trial) == ("unknown", None)


def test_a_saving_of_single_fields_keeps_it_true(moment):
    trial = make_trial(status="recruiting", **JULY)
    trial.status = "completed"
    trial.save(update_fields=["status"])
    assert stored(trial) == ("completed", None)


def test_the_database_refuses_a_live_row_that_shows_another_status(moment):
    trial = make_trial(status="recruiting", **JULY)
    rows = Trial.objects.filter(pk=trial.pk)
    for change in ({"status": "completed"}, {"shown_status": "active_not_recruiting"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    rows.update(shown_status="unknown", shown_until=None)


# The day that passes


def test_it_is_written_anew_when_its_day_has_passed_and_not_before(moment, client):
    disease = make_disease(title="Stroke")
    trial = make_trial(title="Cells", status="recruiting", m2m={"diseases": [disease]}, **JULY)
    moment.at(noon("2026-07-31"))
    assert workflow.keep_appointments().renewed == []
    assert "recruiting as of July 2025" in words(body(client, trial.get_absolute_url()))
    moment.at(noon("2026-08-01"))
    assert workflow.keep_appointments().renewed == [trial]
    assert stored(trial) == ("unknown", None)
    said = "not known now (was recruiting in July 2025)"
    for address in (trial.get_absolute_url(), "/trials/", "/diseases/stroke/evidence/"):
        assert said in words(body(client, address)), address
    assert workflow.keep_appointments().renewed == []


def test_it_is_no_step_no_version_no_review_and_no_correction(moment):
    trial = make_trial(status="recruiting", **JULY)
    kinds = (Transition, Revision, Review, Correction)
    before = [kind.objects.count() for kind in kinds]
    changed = trial.updated_at
    moment.at(noon("2026-08-01"))
    workflow.keep_appointments()
    assert [kind.objects.count() for kind in kinds] == before
    trial.refresh_from_db()
    assert trial.updated_at > changed, "the page says something else, and the sitemap says when"


def test_search_follows(moment, client):
    address = make_trial(title="Of palsy", status="recruiting", **JULY).get_absolute_url()
    assert address in body(client, "/search/?q=palsy&status=recruiting")
    moment.at(noon("2026-08-01"))
    workflow.keep_appointments()
    page = body(client, "/search/?q=palsy&status=recruiting")
    assert address not in page and "None of the results fits" in page
    assert address in body(client, "/search/?q=palsy&status=unknown")


@pytest.mark.django_db(transaction=True)
def test_the_stamp_carries_the_midnight_after_it_and_moves_then(moment, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    assert read_row().due == math.inf
    trial = make_trial(status="recruiting", **JULY)
    later = make_trial(
        status="recruiting", facts_as_of_on=day("2025-08-01"), facts_as_of_precision="day"
    )
    midnight = datetime.datetime(2026, 7, 31, 22, tzinfo=datetime.UTC)
    assert read_row().due == midnight.timestamp()
    before = read_row().number
    moment.at(midnight)
    workflow.keep_appointments()
    assert stored(trial) == ("unknown", None) and stored(later)[0] == "recruiting"
    assert read_row().number > before
    assert read_row().due == (midnight + datetime.timedelta(days=1)).timestamp()
    workflow.withdraw(later, by=None)
    assert read_row().due == math.inf


@pytest.mark.django_db(transaction=True)
def test_an_appointment_that_comes_first_stays_the_next_moment(moment):
    trial = make_trial(status="recruiting", **JULY)
    workflow.plan_withdrawal(trial, noon("2025-12-24"), by=make_user(groups=["Publisher"]))
    assert read_row().due == noon("2025-12-24").timestamp()


def test_the_command_does_it_and_says_how_many(moment):
    make_trial(title="Cells", status="recruiting", **JULY)
    make_trial(title="More cells", status="suspended", **JULY)
    moment.at(noon("2026-08-01"))
    said = io.StringIO()
    call_command("publish_due", stdout=said)
    assert "Brought up to date: trial “Cells”" in said.getvalue()
    assert "0 published, 0 withdrawn, 0 refused, 2 brought up to date" in said.getvalue()


def test_one_that_fails_does_not_hold_up_the_others(moment, monkeypatch, caplog):
    broken = make_trial(status="recruiting", **JULY)
    whole = make_trial(status="recruiting", **JULY)
    moment.at(noon("2026-08-01"))
    real = scheduling.announce_change

    def announce(entry):
        if entry == broken:
            raise RuntimeError("out of paper")
        real(entry)

    monkeypatch.setattr(scheduling, "announce_change", announce)
    assert workflow.keep_appointments().renewed == [whole]
    assert "out of paper" in caplog.text
    assert stored(broken)[0] == "recruiting" and stored(whole)[0] == "unknown"


# Nowhere does an old status count as an open one


@pytest.fixture
def old_and_new(moment):
    disease = make_disease(title="Stroke")
    about = {"m2m": {"diseases": [disease]}}
    make_trial(
        title="Old",
        status="recruiting",
        facts_as_of_on=day("2022-10-01"),
        facts_as_of_precision="month",
        **about,
    )
    make_trial(
        title="Overdue",
        status="recruiting",
        completion_on=day("2025-08-01"),
        completion_precision="month",
        **JULY,
        **about,
    )
    make_trial(title="New", status="recruiting", start_on=None, **JULY, **about)
    make_trial(title="Undated", status="active_not_recruiting", **JULY | {}, **about)


def titles(queryset):
    return [trial.title for trial in queryset]


def test_lists_and_filters_take_it_for_what_is_known(old_and_new, client):
    assert titles(Trial.objects.recruiting()) == ["New"]
    assert titles(Trial.objects.open_first())[:2] == ["New", "Undated"]
    found = body(client, "/trials/?status=recruiting")
    assert ">New</a>" in found and ">Old</a>" not in found and ">Overdue</a>" not in found
    found = body(client, "/trials/?status=unknown")
    assert ">Old</a>" in found and ">Overdue</a>" in found and ">New</a>" not in found
    assert 'class="badge badge-trial trial-unknown"' in found
    assert "trial-recruiting" not in found


def test_a_disease_counts_what_is_known(old_and_new, client):
    page = body(client, "/diseases/stroke/evidence/")
    assert "1 in our list, by registry entries of July 2025. This may have changed." in page
    listed = words(section(page, "trials"))
    assert "We list 4 trials. 1 was recruiting when we saw its registry entry." in listed
    assert "How 2 of them stand now is not known." in listed


def test_pictures_and_the_first_page_count_what_is_known(old_and_new, client):
    phases = pictures.by_phase(Trial.objects.published().alike())
    assert {group: number for group, _label, number in phases.groups} == {
        "open": 1,
        "running": 1,
        "unsure": 2,
    }
    assert "1 known to be recruiting" in body(client, "/evidence/")


def test_files_tell_both_statuses_and_the_day_of_the_look(old_and_new, client):
    rows = client.get("/evidence/trials.json").json()["trials"]
    names = ("status", "status_last_seen", "status_last_seen_on")
    told = {row["title"]: tuple(row[name] for name in names) for row in rows}
    assert told["Old"] == ("unknown", "recruiting", "2022-10")
    assert told["New"] == ("recruiting", "recruiting", "2025-07")


def test_the_best_answer_of_a_search_counts_what_is_known(old_and_new, client):
    page = body(client, "/search/?q=stroke")
    assert "1 in our list, by registry entries of July 2025." in page


@pytest.mark.parametrize(
    ("precision", "said"),
    [
        ("day", "was recruiting on 1 Jul 2023"),
        ("month", "was recruiting in July 2023"),
        ("year", "was recruiting in 2023"),
    ],
)
def test_the_words_name_the_day_as_exactly_as_it_is_known(moment, client, precision, said):
    trial = make_trial(
        status="recruiting", facts_as_of_on=day("2023-07-01"), facts_as_of_precision=precision
    )
    page = words(body(client, trial.get_absolute_url()))
    assert f"not known now ({said})" in page
    assert "We do not know how it stands now; the registry may." in page


def test_a_look_of_an_unknown_day_is_told_as_that(client):
    trial = make_trial(status="recruiting", facts_as_of_on=None)
    page = words(body(client, trial.get_absolute_url()))
    assert "not known now (was recruiting on a day that is not known)" in page


def test_finding_what_is_due_costs_one_look_at_each_type(moment, django_assert_num_queries):
    for _number in range(5):
        make_trial(status="recruiting", **JULY)
    with django_assert_num_queries(2):
        scheduling.next_moment()
