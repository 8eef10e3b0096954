"""A text must not say that a trial is running while the page of the trial says otherwise."""

import datetime

import pytest
from django.utils import timezone

from editorial.gate import Level, publish_checks
from evidence.told_statuses import told_otherwise
from mscportal.audit import facts
from tests.factories import (
    make_article,
    make_disease,
    make_publication,
    make_statement,
    make_trial,
)

pytestmark = pytest.mark.django_db

OLD = {
    "status": "recruiting",
    "facts_as_of_on": datetime.date(2020, 1, 1),
    "facts_as_of_precision": "day",
}
ENDED = {"registry_id": "NCT00000001", "acronym": "EXIT", "slug": "nct1", "status": "completed"}
GROWN_OLD = {"registry_id": "NCT00000002", "acronym": "START", "slug": "nct2", **OLD}
OPEN = {
    "registry_id": "NCT00000003",
    "acronym": "PACE",
    "slug": "nct3",
    "status": "recruiting",
    "facts_as_of_precision": "day",
}


@pytest.fixture(autouse=True)
def trials():
    open_now = OPEN | {"facts_as_of_on": timezone.localdate()}
    return [make_trial(**fields) for fields in (ENDED, GROWN_OLD, open_now)]


WRONG = {
    "The trial EXIT is recruiting.": "recruiting",
    "EXIT (18 children) follows its participants; results are pending.": "follows its participants",
    "NCT00000001 is still running.": "is still running",
    "The START trial is now recruiting adults.": "recruiting",
    "START is active, not recruiting.": "active not recruiting",
    "EXIT is not yet recruiting.": "not yet recruiting",
    "PACE is not yet recruiting.": "not yet recruiting",
    "PACE missed its goal, but EXIT (20 people) is under way.": "is under way",
    'A trial <a href="/trials/nct1/">in Spain</a> is ongoing.': "is ongoing",
    "A Spanish trial is recruiting [@exit2020].": "recruiting",
    "A Spanish trial is recruiting. [@exit2020] The next sentence.": "recruiting",
    'A Spanish trial is recruiting. (<a href="/trials/nct1/">record</a>)': "recruiting",
}
RIGHT = (
    "EXIT has ended.",
    "EXIT was recruiting in 2020.",
    "In the record of 2020 START is recruiting.",
    "EXIT is no longer recruiting.",
    "It is not known whether START is recruiting.",
    "START was expected to be recruiting.",
    "PACE is recruiting.",
    "EXIT missed its goal, and PACE is still recruiting.",
    "Look for a trial that is recruiting. EXIT is over.",
    "An exit is recruiting the start of a pace.",
    "EXIT-2 is recruiting.",
    "MSC are being tested for many diseases.",
    "A trial is recruiting [@review2020].",  # a source of two trials
    "In EXIT, recruiting people was hard.",
    "EXIT results are pending.",
)


@pytest.fixture
def sources(trials):
    ended, grown_old, _open = trials
    for key, cited_by in {"exit2020": [ended], "review2020": [ended, grown_old]}.items():
        publication = make_publication(slug=key)
        for trial in cited_by:
            trial.citations.create(publication=publication)


@pytest.mark.parametrize("text", WRONG)
def test_a_sentence_that_says_otherwise_is_found(text, sources):
    article = make_article(body=f"<p>Before. {text} It goes on.</p>")
    assert [told.words for told in told_otherwise(article)] == [WRONG[text]]


@pytest.mark.parametrize("text", RIGHT)
def test_a_sentence_that_agrees_or_is_not_sure_is_let_pass(text, sources):
    assert list(told_otherwise(make_article(body=f"<p>Before. {text} It goes on.</p>"))) == []


def test_texts_in_other_languages_are_let_pass():
    assert not list(told_otherwise(make_article(language="es", body="<p>EXIT is recruiting.</p>")))


def test_a_page_that_names_no_trial_is_about_its_own(trials):
    ended, _grown_old, open_now = trials
    said = {"plain_summary": "A trial is under way."}
    assert list(told_otherwise(make_disease(slug="a", m2m={"trials": [ended]}, **said)))
    assert not list(
        told_otherwise(make_disease(slug="b", m2m={"trials": [ended, open_now]}, **said))
    )
    assert not list(told_otherwise(make_disease(slug="c", **said)))
    statement = make_statement(effect_plain="A trial is under way.", m2m={"trials": [ended]})
    assert [told.field for told in told_otherwise(statement)] == ["effect_plain"]
    ended.outcome = "Recruitment is ongoing."
    assert [told.trial.registry_id for told in told_otherwise(ended)] == ["NCT00000001"]


def test_the_gate_warns_and_the_audit_names_it(trials):
    article = make_article(slug="a", body="<p>EXIT is recruiting.</p>")
    make_article(slug="b", body="<p>PACE is recruiting.</p>")
    [warning] = [each for each in publish_checks(article) if each.code == "status_told_otherwise"]
    assert warning.level == Level.WARNING and warning.field == "body"
    assert "NCT00000001" in warning.message and "completed" in warning.message
    found = list(facts.statuses_told_otherwise())
    assert [(each.where, each.level) for each in found] == [("article a", "warning")]
