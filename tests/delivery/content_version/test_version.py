"""The content version moves with every commit that changes what visitors read, and with nothing
else."""

import datetime
import math

import pytest
from django.db import connection, transaction
from django.utils import timezone

from delivery.content_version import sql_tables
from delivery.content_version.version import content_version, read_row, tables_written_since
from diseases.models import Disease
from editorial import workflow
from editorial.models import Feedback, Revision, SiteDetails
from editorial.versions import drafts
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh():
    content_version.forget()


def moves(action):
    before = content_version.now()
    action()
    return content_version.now() != before


def editor():
    return factories.make_user(is_superuser=True)


def test_a_publication_moves_it_and_names_what_was_written():
    disease = factories.make_disease(live=False)
    before = content_version.now()
    workflow.publish(disease, by=None)
    assert content_version.now().number > before.number
    assert {"diseases_disease", "search_entry"} <= tables_written_since(before.number)
    assert tables_written_since(content_version.now().number) == frozenset()


def test_a_withdrawal_moves_it():
    disease = factories.make_disease()
    assert moves(lambda: workflow.withdraw(disease, by=editor()))


@pytest.mark.parametrize(
    "write",
    [
        lambda disease: Disease.objects.filter(pk=disease.pk).update(title="Other"),
        lambda disease: Disease.objects.bulk_update([disease], ["title"]),
        lambda disease: disease.names.create(text="Another name"),
        lambda disease: disease.related.add(factories.make_disease()),
        lambda disease: disease.delete(),
        lambda disease: SiteDetails.objects.create(owner="An owner"),
        lambda disease: raw("UPDATE diseases_disease SET title = 'Raw'"),
        lambda disease: raw("CREATE TABLE something_new (id integer)"),
        lambda disease: raw("DROP TABLE something_new"),
    ],
    ids="update bulk_update row relation delete settings raw create drop".split(),
)
def test_any_write_moves_it_however_it_is_made(write):
    if write.__code__.co_consts[-1] == "DROP TABLE something_new":
        raw("CREATE TABLE IF NOT EXISTS something_new (id integer)")
    disease = factories.make_disease()
    try:
        assert moves(lambda: write(disease))
    finally:
        raw("DROP TABLE IF EXISTS something_new")


def raw(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_what_is_rolled_back_does_not_move_it():
    disease = factories.make_disease()

    def look():
        with transaction.atomic():
            Feedback.objects.create(kind="helpful", is_helpful=True, page="/")
            with transaction.atomic():
                Disease.objects.filter(pk=disease.pk).update(title="Draft")
                transaction.set_rollback(True)

    assert not moves(look)
    assert Feedback.objects.exists()


def test_a_draft_does_not_move_it(client):
    disease = factories.make_disease()
    payload = drafts.as_it_would_be(disease)
    payload["fields"]["plain_summary"] = "Only in the draft."
    assert not moves(lambda: workflow.save_draft(disease, payload, by=editor()))

    def look():
        with drafts.draft_applied(disease, payload):
            disease.refresh_from_db()
            assert disease.plain_summary == "Only in the draft."

    assert not moves(look)


def test_logging_in_and_reading_do_not_move_it(client):
    user = editor()
    factories.make_disease()
    assert not moves(lambda: client.force_login(user))
    assert not moves(lambda: client.get("/diseases/"))
    assert not moves(lambda: client.get("/admin/"))


def test_the_next_appointment_is_carried_along_and_moves_no_page():
    disease = factories.make_disease()
    assert read_row().due == math.inf
    payload = drafts.as_it_would_be(disease)
    payload["fields"]["plain_summary"] = "Later."
    workflow.save_draft(disease, payload, by=None)
    before, at = content_version.now(), timezone.now() + datetime.timedelta(hours=1)
    workflow.schedule(disease, at, by=None, reason="Later")
    assert content_version.now() == before
    assert (
        read_row().due
        == content_version.shared.state(content_version.shared.seen()).due
        == at.timestamp()
    )
    workflow.unschedule(disease, by=None)
    assert read_row().due == math.inf


def test_nothing_stored_is_shown_after_a_moment_until_the_appointment_is_kept():
    disease = factories.make_disease(title="Before")
    payload = drafts.as_it_would_be(disease)
    payload["fields"]["plain_summary"] = "After."
    draft = workflow.save_draft(disease, payload, by=None)
    past = timezone.now() - datetime.timedelta(seconds=1)
    Revision.objects.filter(pk=draft.pk).update(publish_at=past)
    assert content_version.now() is None
    workflow.keep_appointments()
    assert content_version.now() is not None


def test_every_table_is_public_unless_its_model_says_otherwise():
    assert sql_tables.written_by('INSERT INTO "a_table_of_tomorrow" VALUES (1)')
    assert sql_tables.written_by("ALTER TABLE diseases_disease ADD x int") == sql_tables.EVERYTHING
    assert sql_tables.written_by("WITH x AS (DELETE FROM y) SELECT 1") == sql_tables.EVERYTHING
    assert sql_tables.written_by("WITH x AS (SELECT 1) SELECT 1") is None
    assert sql_tables.written_by("(SELECT 1) UNION ALL (SELECT 2)") is None
    assert sql_tables.written_by('UPDATE "django_session" SET x = 1') is None
    assert "editorial_feedback" in sql_tables.private()
    assert sql_tables.timed() == {"editorial_plannedwithdrawal", "editorial_revision"}
