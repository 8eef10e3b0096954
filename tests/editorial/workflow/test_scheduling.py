"""Publication and withdrawal at a set moment: on time, once, whoever comes by."""

import datetime
import io
import logging
import os
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from editorial import workflow
from editorial.models import PlannedWithdrawal, Revision, Transition
from editorial.workflow import Verb
from editorial.workflow import due_moments as clocks
from tests.editorial.at_desk import desk, send
from tests.editorial.moments import HOUR, NOON, Moment, draft_of, step
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
REASON = "No reviewer at hand."


@pytest.fixture
def moment(monkeypatch):
    return Moment(monkeypatch)


@pytest.fixture
def publisher(db):
    return make_user(groups=["Publisher"])


@pytest.fixture
def awake(monkeypatch):
    """A clock that looks when it is time, and counts its seconds by hand."""
    monkeypatch.undo()
    clock = clocks.Clock()
    monkeypatch.setattr(clocks, "clock", clock)
    clock.seconds = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: clock.seconds)
    return clock


def scheduled(publisher, at=NOON + HOUR, **changes):
    article = make_article(title="Old title", slug="old-title")
    draft_of(article, publisher, **({"title": "New title"} | changes))
    workflow.schedule(article, at, by=publisher, reason=REASON)
    return article


def title_of(article):
    return Article.objects.get(pk=article.pk).title


def steps(verb):
    return Transition.objects.filter(verb=verb).count()


# The services


def test_a_draft_becomes_public_at_its_moment_and_not_before(moment, publisher):
    article = scheduled(publisher)
    assert workflow.keep_appointments().published == [] and title_of(article) == "Old title"
    moment.at(NOON + HOUR)
    assert workflow.keep_appointments().published == [article]
    assert title_of(article) == "New title"


def test_what_was_kept_is_not_kept_again(moment, publisher):
    scheduled(publisher)
    moment.at(NOON + 2 * HOUR)
    assert (
        len(workflow.keep_appointments().published) == 1
        and workflow.keep_appointments().published == []
    )
    assert steps(Verb.PUBLISH) + steps(Verb.PUBLISH_UNREVIEWED) == 1


def test_an_entry_leaves_the_site_at_its_moment_with_the_reason(moment, publisher, client):
    article = make_article()
    workflow.plan_withdrawal(article, NOON + HOUR, by=publisher, reason="The offer ends.")
    assert client.get(article.get_absolute_url()).status_code == 200
    moment.at(NOON + HOUR)
    assert workflow.keep_appointments().withdrawn == [article]
    assert client.get(article.get_absolute_url()).status_code == 410
    assert "The offer ends." in Transition.objects.get(verb=Verb.WITHDRAW).note


def test_a_page_may_come_and_go_by_appointment_in_one_look(moment, publisher):
    article = scheduled(publisher)
    workflow.plan_withdrawal(article, NOON + 2 * HOUR, by=publisher)
    moment.at(NOON + 3 * HOUR)
    kept = workflow.keep_appointments()
    assert (kept.published, kept.withdrawn) == ([article], [article])
    article.refresh_from_db()
    assert (article.title, article.is_live) == ("New title", False)


def test_there_is_one_appointment_of_each_kind(moment, publisher):
    article = scheduled(publisher)
    workflow.schedule(article, NOON + 2 * HOUR, by=publisher, reason=REASON)
    workflow.plan_withdrawal(article, NOON + 3 * HOUR, by=publisher)
    workflow.plan_withdrawal(article, NOON + 4 * HOUR, by=publisher)
    assert Revision.objects.get(publish_at__isnull=False).publish_at == NOON + 2 * HOUR
    assert PlannedWithdrawal.objects.get().withdraw_at == NOON + 4 * HOUR


def test_a_withdrawal_is_not_planned_for_what_is_not_public(moment, publisher):
    with pytest.raises(workflow.WrongState):
        workflow.plan_withdrawal(make_article(live=False), NOON + HOUR, by=publisher)


def test_a_new_entry_is_withdrawn_only_after_it_became_public(moment, publisher):
    article = make_article(live=False)
    draft_of(article, publisher)
    workflow.schedule(article, NOON + 2 * HOUR, by=publisher, reason=REASON)
    with pytest.raises(ValidationError):
        workflow.plan_withdrawal(article, NOON + HOUR, by=publisher)
    workflow.plan_withdrawal(article, NOON + 3 * HOUR, by=publisher)


def test_no_appointment_is_made_for_the_past(moment, publisher):
    with pytest.raises(ValidationError):
        workflow.plan_withdrawal(make_article(), NOON, by=publisher)
    with pytest.raises(ValidationError):
        scheduled(publisher, at=NOON)


def test_an_author_makes_and_cancels_no_appointments(moment, publisher):
    author, article = make_user(groups=["Author"]), make_article()
    with pytest.raises(PermissionDenied):
        workflow.plan_withdrawal(article, NOON + HOUR, by=author)
    workflow.plan_withdrawal(article, NOON + HOUR, by=publisher)
    with pytest.raises(PermissionDenied):
        workflow.cancel_withdrawal(article, by=author)


def test_a_cancelled_withdrawal_does_not_happen(moment, publisher):
    article = make_article()
    workflow.plan_withdrawal(article, NOON + HOUR, by=publisher)
    workflow.cancel_withdrawal(article, by=publisher)
    with pytest.raises(workflow.WrongState):
        workflow.cancel_withdrawal(article, by=publisher)
    moment.at(NOON + 2 * HOUR)
    assert workflow.keep_appointments().withdrawn == []
    assert steps(Verb.CANCEL_WITHDRAWAL) == 1


def test_withdrawing_by_hand_cancels_both_appointments(moment, publisher):
    article = scheduled(publisher)
    workflow.plan_withdrawal(article, NOON + 2 * HOUR, by=publisher)
    workflow.withdraw(article, by=publisher)
    moment.at(NOON + 3 * HOUR)
    kept = workflow.keep_appointments()
    assert (kept.published, kept.withdrawn, kept.refused) == ([], [], [])


def test_publishing_a_newer_version_cancels_the_appointments_below(moment, publisher):
    article = scheduled(publisher)
    draft_of(article, publisher, title="Newer title")
    workflow.publish(article, by=publisher, reason=REASON)
    moment.at(NOON + 2 * HOUR)
    assert workflow.keep_appointments().published == [] and title_of(article) == "Newer title"


def test_an_older_draft_keeps_its_appointment_and_it_can_be_cancelled(moment, publisher):
    article = scheduled(publisher)
    draft_of(article, publisher, title="Newer title")
    workflow.unschedule(article, by=publisher)
    moment.at(NOON + 2 * HOUR)
    assert workflow.keep_appointments().published == [] and title_of(article) == "Old title"
    assert Transition.objects.get(verb=Verb.UNSCHEDULE).revision_number == 2


def test_what_is_refused_at_its_moment_loses_the_appointment_and_says_why(moment, publisher):
    article = scheduled(publisher, slug="taken")
    make_article(slug="taken")
    moment.at(NOON + HOUR)
    kept = workflow.keep_appointments()
    assert kept.refused == [article] and title_of(article) == "Old title"
    assert Transition.objects.get(verb=Verb.UNSCHEDULE).note
    assert workflow.keep_appointments().refused == []


def test_one_that_fails_is_logged_and_does_not_hold_up_the_others(
    moment, publisher, monkeypatch, caplog
):
    broken, whole = scheduled(publisher), make_article(title="Whole")
    draft_of(whole, publisher, title="Whole and new")
    workflow.schedule(whole, NOON + 2 * HOUR, by=publisher, reason=REASON)
    real = workflow.scheduling.publish

    def publish(entry, **how):
        if entry == broken:
            raise RuntimeError("out of paper")
        return real(entry, **how)

    monkeypatch.setattr(workflow.scheduling, "publish", publish)
    moment.at(NOON + 3 * HOUR)
    with caplog.at_level(logging.ERROR):
        assert workflow.keep_appointments().published == [whole]
    assert "out of paper" in caplog.text
    assert Revision.objects.filter(publish_at__isnull=False).count() == 1


def test_an_appointment_of_a_deleted_entry_goes_quietly(moment, publisher):
    article = make_article()
    workflow.plan_withdrawal(article, NOON + HOUR, by=publisher)
    workflow.delete(article, by=publisher)
    moment.at(NOON + HOUR)
    assert workflow.keep_appointments().withdrawn == []
    assert not PlannedWithdrawal.objects.exists()


# The night in which the clock goes forward and the one in which it goes back


@pytest.mark.parametrize(
    ("local", "before"),
    [
        (datetime.datetime(2027, 3, 28, 3, 30), datetime.datetime(2027, 3, 28, 1, 29)),
        (datetime.datetime(2027, 10, 31, 3, 30), datetime.datetime(2027, 10, 31, 2, 29)),
    ],
)
def test_on_the_nights_of_the_change_the_local_time_holds(
    moment, publisher, settings, local, before
):
    settings.TIME_ZONE = "Europe/Berlin"
    browser = desk("Publisher")
    article = make_article(title="Old title")
    draft_of(article, publisher, title="New title")
    send(
        browser,
        step(article, "schedule"),
        at_0=local.date().isoformat(),
        at_1="03:30:00",
        note=REASON,
    )
    due = local.replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(datetime.UTC)
    assert Revision.objects.get(publish_at__isnull=False).publish_at == due
    moment.at(before.replace(tzinfo=datetime.UTC))
    assert workflow.keep_appointments().published == []
    moment.at(due)
    assert workflow.keep_appointments().published == [article]


@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31"])
def test_a_time_that_does_not_exist_or_exists_twice_is_refused(moment, publisher, settings, day):
    settings.TIME_ZONE = "Europe/Berlin"
    article = make_article()
    draft_of(article, publisher, title="New title")
    shown = send(
        desk("Publisher"),
        step(article, "schedule"),
        at_0=day,
        at_1="02:30:00",
        note=REASON,
    )
    assert shown.status_code == 200 and shown.context["form"].errors["at"]
    assert not Revision.objects.filter(publish_at__isnull=False).exists()


def test_the_page_of_the_step_names_the_zone_and_the_time_there(moment, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    article = make_article()
    shown = desk("Publisher").get(step(article, "plan_withdrawal")).content.decode()
    assert "Europe/Berlin" in shown and "1 p.m." in shown


def test_a_withdrawal_is_planned_and_cancelled_on_the_desk(moment):
    browser, article = desk("Publisher"), make_article()
    send(
        browser,
        step(article, "plan_withdrawal"),
        at_0="2027-03-02",
        at_1="08:00:00",
        note="The offer ends.",
    )
    assert PlannedWithdrawal.objects.get().reason == "The offer ends."
    send(browser, step(article, "cancel_withdrawal"))
    assert not PlannedWithdrawal.objects.exists()


# Requests


def test_the_first_request_after_the_moment_sees_the_new_page(awake, monkeypatch, client):
    moment = Moment(monkeypatch)
    article = scheduled(make_user(groups=["Publisher"]))
    address = article.get_absolute_url()
    assert "Old title" in client.get(address).content.decode()
    moment.at(NOON + HOUR)
    awake.seconds += 3600
    assert "New title" in client.get(address).content.decode()


def test_a_visitor_in_another_language_leaves_no_trace_in_the_log(awake, monkeypatch, client):
    moment = Moment(monkeypatch)
    scheduled(make_user(groups=["Publisher"]))
    moment.at(NOON + HOUR)
    client.get("/es/")
    assert Transition.objects.filter(note="At the time that was set.").count() == 1


def test_a_quiet_clock_asks_once_in_ten_seconds(awake, django_assert_num_queries):
    """For appointments, and for what holds until a day."""
    with django_assert_num_queries(2):
        for _request in range(50):
            awake.tick()
            awake.seconds += 0.1
    awake.seconds += 5.1
    with django_assert_num_queries(2):
        awake.tick()


def test_a_known_moment_is_not_asked_for_again_before_it_comes(
    awake, monkeypatch, django_assert_num_queries
):
    moment = Moment(monkeypatch)
    scheduled(make_user(groups=["Publisher"]), at=NOON + datetime.timedelta(seconds=5))
    awake.tick()
    with django_assert_num_queries(0):
        for second in (2, 3, 4):
            moment.at(NOON + datetime.timedelta(seconds=second))
            awake.seconds += 1
            awake.tick()
    moment.at(NOON + datetime.timedelta(seconds=5))
    awake.seconds += 1
    awake.tick()
    assert Article.objects.filter(title="New title").exists()


def test_looking_alone_writes_nothing(awake):
    with CaptureQueriesContext(connection) as queries:
        awake.tick()
    assert {query["sql"].lstrip("(").split()[0] for query in queries} == {"SELECT"}


def test_another_process_keeps_what_this_one_scheduled(awake, monkeypatch):
    """The other one has just looked and knows of nothing."""
    moment = Moment(monkeypatch)
    other = clocks.Clock()
    other.tick()
    scheduled(make_user(groups=["Publisher"]), at=NOON + datetime.timedelta(seconds=10))
    moment.at(NOON + datetime.timedelta(seconds=10))
    awake.seconds += 10
    other.tick()
    awake.tick()
    assert Article.objects.filter(title="New title").exists()
    assert steps(Verb.PUBLISH) + steps(Verb.PUBLISH_UNREVIEWED) == 1


def test_a_clock_that_fails_breaks_no_page_and_tries_again_later(
    awake, monkeypatch, client, caplog
):
    make_article(slug="whole")
    tried = []

    def fail():
        tried.append(1)
        raise OperationalError("database is locked")

    monkeypatch.setattr(clocks, "next_moment", fail)
    for _second in range(5):
        assert client.get("/articles/whole/").status_code == 200
        awake.seconds += 1
    assert len(tried) == 1 and "database is locked" in caplog.text
    awake.seconds += 10
    client.get("/articles/whole/")
    assert len(tried) == 2


def test_what_fails_at_its_moment_is_not_tried_with_every_request(awake, monkeypatch):
    moment = Moment(monkeypatch)
    scheduled(make_user(groups=["Publisher"]))
    tried = []

    def publish(entry, **how):
        tried.append(entry)
        raise RuntimeError

    monkeypatch.setattr(workflow.scheduling, "publish", publish)
    moment.at(NOON + HOUR)
    for _second in range(9):
        awake.tick()
        awake.seconds += 1
    assert len(tried) == 1


# The command, and two at once


def test_the_command_says_what_it_did(moment, publisher):
    article = scheduled(publisher)
    workflow.plan_withdrawal(make_article(title="Leaves"), NOON + HOUR, by=publisher)
    said = io.StringIO()
    call_command("publish_due", stdout=said)
    assert "0 published, 0 withdrawn, 0 refused" in said.getvalue()
    moment.at(NOON + HOUR)
    call_command("publish_due", stdout=said)
    assert "Published: article “New title”" in said.getvalue()
    assert "Withdrawn: article “Leaves”" in said.getvalue()
    assert "1 published, 1 withdrawn, 0 refused" in said.getvalue()
    assert title_of(article) == "New title"


def overdue(publisher, number):
    """Entries whose moment has come while nobody came by."""
    made = []
    for serial in range(number):
        article = make_article(title=f"Old {serial}")
        draft = draft_of(article, publisher, title=f"New {serial}")
        Revision.objects.filter(pk=draft.pk).update(publish_at=NOON - 5000 * HOUR)
        made.append(article)
    return made


@pytest.mark.only_on("sqlite")  # two processes on one file
@pytest.mark.django_db(transaction=True)
def test_two_processes_on_sqlite_publish_once(tmp_path, publisher):
    overdue(publisher, 5)
    file = sqlite3.connect(tmp_path / "portal.sqlite3")
    connection.connection.backup(file)
    file.close()
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MSC_", "DJANGO"))
    } | {"MSC_DATA_DIR": str(tmp_path)}
    both = [
        subprocess.Popen(
            [sys.executable, "manage.py", "publish_due"],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _process in range(2)
    ]  # fmt: skip
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    done = sqlite3.connect(tmp_path / "portal.sqlite3")
    query = (
        "select title, count(*) from editorial_transition where verb like 'publish%' group by title"
    )
    assert done.execute(query).fetchall() == [(f"New {serial}", 1) for serial in range(5)]
    assert sum(out.count("Published:") for out, _err in said) == 5, said


@pytest.mark.only_on("postgresql")  # needs locks on rows
@pytest.mark.django_db(transaction=True)
def test_two_threads_on_postgresql_publish_once(publisher):
    overdue(publisher, 5)
    together, kept = threading.Barrier(4), []

    def keep():
        try:
            together.wait()
            kept.extend(workflow.keep_appointments().published)
        finally:
            connection.close()

    threads = [threading.Thread(target=keep) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(entry.title for entry in kept) == [f"New {serial}" for serial in range(5)]
    assert steps(Verb.PUBLISH) + steps(Verb.PUBLISH_UNREVIEWED) == 5
