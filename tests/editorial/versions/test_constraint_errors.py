"""Versions from before a rule of the database was made: a sentence with the field, no fault."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from editorial import versions, workflow
from editorial.models import Revision
from editorial.versions import drafts
from editorial.workflow import NoLongerFits, NotReady
from tests.editorial.at_desk import administrator, messages_of, url
from tests.factories import make_disease, make_trial

pytestmark = pytest.mark.django_db
SAID = "The completion lies before the start."


def old_version(entry, change):
    """The newest version says what only an older database allowed."""
    payload = versions.capture(entry)
    change(payload)
    return workflow.save_draft(entry, payload, by=None)


def ends_before_it_starts(payload):
    payload["fields"] |= {
        "start_on": "2020-05-01",
        "start_precision": "day",
        "completion_on": "2019-05-01",
        "completion_precision": "day",
    }


@pytest.fixture
def trial():
    return make_trial(title="Old trial")


def test_the_form_opens_and_names_the_field(trial):
    old_version(trial, ends_before_it_starts)
    page = administrator().get(url(trial))
    assert page.status_code == 200
    assert f"Completion: {SAID}" in page.content.decode()


def test_the_preview_names_the_field_in_its_banner(trial):
    old_version(trial, ends_before_it_starts)
    page = administrator().get(url(trial, "preview"))
    assert page.status_code == 200 and SAID in page.content.decode()


def test_publishing_is_refused_and_names_the_field(trial):
    old_version(trial, ends_before_it_starts)
    with pytest.raises(NoLongerFits, match=f"Completion: {SAID}"):
        workflow.publish(trial, by=None)
    page = administrator().get(url(trial, "step:publish"))
    assert f"Completion: {SAID}" in page.content.decode()
    trial.refresh_from_db()
    assert trial.completion_on is None and trial.is_live


def test_no_appointment_is_made_for_it(trial):
    old_version(trial, ends_before_it_starts)
    later = timezone.now() + datetime.timedelta(days=1)
    with pytest.raises(NotReady, match=SAID):
        workflow.schedule(trial, later, by=None)


def test_at_its_moment_it_is_refused_and_the_history_says_why(trial):
    made = old_version(trial, ends_before_it_starts)
    Revision.objects.filter(pk=made.pk).update(publish_at=timezone.now())
    kept = workflow.keep_appointments()
    assert kept.refused == [trial] and not kept.published
    assert SAID in administrator().get(url(trial, "history")).content.decode()


@pytest.mark.parametrize("live", [True, False])
def test_it_can_be_restored_and_the_form_says_what_was_left_out(live):
    trial = make_trial(live=live)
    made = old_version(trial, ends_before_it_starts)
    good = versions.capture(trial)
    good["fields"]["title"] = "Newer"
    workflow.save_draft(trial, good, by=None)
    browser = administrator()
    address = reverse("admin:evidence_trial_restore", args=[trial.pk])
    page = browser.post(address, {"version": made.number}, follow=True)
    assert page.status_code == 200 and SAID in page.content.decode()
    assert any("is the draft now" in said for said in messages_of(page))
    assert drafts.pending(trial).payload["fields"]["completion_on"] == "2019-05-01"


def test_what_cannot_be_written_leaves_the_other_fields_of_the_version(trial):
    def also_a_new_title(payload):
        ends_before_it_starts(payload)
        payload["fields"]["title"] = "New title"

    payload = old_version(trial, also_a_new_title).payload
    problems = versions.apply(trial, payload)
    assert {problem.kind for problem in problems} == {"broken"}
    assert trial.title == "New title" and trial.completion_on is None


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "x" * 201, "at most 200 characters"),
        ("title", None, "Title: This may not be empty any more."),
        ("start_on", "the year of the goat", "Start"),
    ],
)
def test_values_that_a_field_does_not_take_any_more_are_named(trial, field, value, said):
    payload = versions.capture(trial)
    payload["fields"][field] = value
    problems = versions.apply(trial, payload)
    if problems:
        assert said in str(problems[0]) and problems[0].kind == "broken"
        assert trial.title == "Old trial" and trial.start_on is None
    else:
        assert (field, len(value)) == ("title", 201)  # SQLite counts no characters


def test_a_row_that_breaks_a_rule_is_left_out_by_name_and_the_others_stay():
    disease = make_disease()
    disease.codes.create(system="mesh", code="D000001")
    payload = versions.capture(disease)
    good = payload["rows"]["codes"][0]
    bad = {**good, "id": "5f0c3c1e-0000-4000-8000-000000000001", "system": None}
    payload["rows"]["codes"] = [{**good, "code": "D000002"}, bad]
    (problem,) = versions.apply(disease, payload)
    assert str(problem) == "Code (system): This may not be empty any more."
    assert [row.code for row in disease.codes.all()] == ["D000002"]
