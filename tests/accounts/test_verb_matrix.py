"""Every verb of the desk × every role × own and other text, compared with what is written here."""

import datetime

import pytest
from django.utils import timezone

from editorial import versions, workflow
from editorial.admin.pages.steps import STEPS
from editorial.models import Review, Revision, Transition
from editorial.workflow import TABLE, Verb, possible
from tests.editorial.at_desk import desk, form_of, send, url
from tests.factories import make_article, make_contributor, make_user

pytestmark = pytest.mark.django_db

# A author, M medical reviewer, R read-only, P publisher, S administrator, N without a role.
ROLES = {
    "A": ["Author"],
    "M": ["Medical reviewer"],
    "R": ["Read-only"],
    "P": ["Publisher"],
    "N": [],
    "S": None,
}
WRITTEN = {
    # verb: who may use it on a text of somebody else, and on the own
    Verb.SUBMIT: ("APS", "APS"),
    Verb.REASSIGN: ("APS", "APS"),
    Verb.REQUEST_CHANGES: ("MPS", ""),
    Verb.APPROVE: ("MPS", ""),
    Verb.PUBLISH: ("PS", "PS"),
    Verb.SCHEDULE: ("PS", "PS"),
    Verb.UNSCHEDULE: ("PS", "PS"),
    Verb.WITHDRAW: ("PS", "PS"),
    Verb.PLAN_WITHDRAWAL: ("PS", "PS"),
    Verb.CANCEL_WITHDRAWAL: ("PS", "PS"),
    Verb.MARK_REVIEWED: ("MPS", ""),
    Verb.DISCARD: ("APS", "APS"),
}
WITHOUT_PAGE = {Verb.SAVE, Verb.RESTORE, Verb.SHARE, Verb.UNSHARE}
IN_REVIEW = {Verb.REASSIGN, Verb.REQUEST_CHANGES, Verb.APPROVE}
SENT = {
    "note": "Because of a newer study",
    "at_0": (timezone.localdate() + datetime.timedelta(days=2)).isoformat(),
    "at_1": "10:00:00",
}


def browser_of(letter):
    browser = desk(is_superuser=True) if letter == "S" else desk(*ROLES[letter])
    make_contributor(user=browser.user)
    return browser


def a_reviewer():
    colleague = make_user(groups=["Medical reviewer"])
    make_contributor(user=colleague)
    return colleague


def ready_for(verb, writer):
    """A live article in the state in which the verb is possible, last changed by `writer`."""
    article = make_article(title="Live", body="<p>Live text.</p>")
    payload = versions.capture(article)
    payload["fields"] |= {"body": "<p>Draft text.</p>"}
    draft = workflow.save_draft(article, payload, by=None)
    if verb in IN_REVIEW:
        workflow.submit(article, by=None, reviewer=a_reviewer())
    if verb == Verb.UNSCHEDULE:
        workflow.schedule(article, timezone.now() + datetime.timedelta(days=1), by=None, reason="-")
    if verb == Verb.CANCEL_WITHDRAWAL:
        workflow.plan_withdrawal(article, timezone.now() + datetime.timedelta(days=1), by=None)
    if verb == Verb.MARK_REVIEWED:
        workflow.publish(article, by=None)
    Revision.objects.filter(pk=draft.pk).update(author=writer)
    Transition.objects.all().delete()
    return article


def test_every_verb_is_written_down():
    assert set(WRITTEN) == set(STEPS) == set(TABLE) - WITHOUT_PAGE


@pytest.mark.parametrize("own", [False, True], ids=["text of somebody else", "own text"])
@pytest.mark.parametrize("letter", ROLES)
@pytest.mark.parametrize("verb", WRITTEN)
def test_a_verb_works_for_those_and_only_those_who_are_written_down(verb, letter, own):
    browser = browser_of(letter)
    writer = browser.user if own else make_user()
    article, allowed = ready_for(verb, writer), letter in WRITTEN[verb][own]
    has_right = letter in WRITTEN[verb][0]
    assert (verb in possible(article, browser.user)) == allowed
    if letter != "N":
        page = browser.get(url(article)).content.decode()
        assert (url(article, f"step:{verb}") in page) == allowed
    opened = browser.get(url(article, f"step:{verb}")).status_code
    assert opened == (200 if allowed else 302 if has_right else 403)
    sent = browser.post(url(article, f"step:{verb}"), SENT)
    assert sent.status_code == (302 if has_right else 403)
    steps = [step.made_by for step in Transition.objects.all()]
    assert steps == ([browser.user] if allowed else [])


@pytest.mark.parametrize("verb", WRITTEN)
def test_a_replayed_step_is_done_once(verb):
    publisher = browser_of("P")
    article = ready_for(verb, make_user())
    for _ in range(3):
        answer = publisher.post(url(article, f"step:{verb}"), SENT)
        assert answer.status_code == 302 or "asked already" in answer.content.decode()
    again = {Verb.SCHEDULE, Verb.PLAN_WITHDRAWAL, Verb.MARK_REVIEWED}
    repeats = 3 if verb in again else 1
    assert Transition.objects.count() == repeats


def test_nonsense_is_no_verb():
    publisher, article = browser_of("P"), make_article()
    for verb in ("save", "restore", "nothing", "publish_unreviewed"):
        assert publisher.get(url(article, f"step:{verb}")).status_code == 404
        assert publisher.post(url(article, f"step:{verb}"), SENT).status_code == 404


FORGED = {
    "state": "approved",
    "is_live": "on",
    "published_at": "2020-01-01",
    "last_reviewed_on": "2020-01-01",
    "next_review_on": "2040-01-01",
    "author": "1",
    "approved_by": "1",
    "number": "99",
    "publish_at": "2020-01-01",
    "reviewer": "1",
}


def test_extra_fields_of_a_form_change_nothing():
    author, article = browser_of("A"), make_article(live=False)
    send(author, url(article), **FORGED, title="Draft")
    article.refresh_from_db()
    assert (article.is_live, article.published_at, article.last_reviewed_on) == (False, None, None)
    draft = Revision.objects.pending(article)
    assert (draft.state, draft.number, draft.author) == ("draft", 1, author.user)
    author.post(url(article, "step:submit"), {**FORGED, "number": "1"})
    draft.refresh_from_db()
    assert (draft.state, draft.assigned_to) == ("draft", None)  # there is no such reviewer
    author.post(url(article, "step:submit"), {**FORGED, "number": "1", "reviewer": ""})
    draft.refresh_from_db()
    assert (draft.state, draft.approved_by, draft.publish_at) == ("in_review", None, None)


def test_an_approval_names_the_own_contributor_and_no_forged_one():
    reviewer, other = browser_of("M"), make_contributor()
    article = ready_for(Verb.APPROVE, make_user())
    forged = {**FORGED, "number": Revision.objects.pending(article).number, "reviewer": other.pk}
    reviewer.post(url(article, "step:approve"), {**SENT, **forged})
    assert Review.objects.get().reviewer == reviewer.user.contributor


def test_who_is_named_as_author_does_not_approve():
    reviewer = browser_of("M")
    article = make_article(m2m={"authors": [reviewer.user.contributor]})
    workflow.save_draft(article, versions.capture(article), by=None)
    workflow.submit(article, by=None)
    reviewer.post(url(article, "step:approve"), SENT)
    assert not Review.objects.exists()
    with pytest.raises(workflow.OwnText):
        workflow.approve(article, by=reviewer.user)


def test_a_reviewer_without_a_public_name_does_not_approve():
    reviewer, article = desk("Medical reviewer"), ready_for(Verb.APPROVE, make_user())
    with pytest.raises(workflow.Refused, match="not linked"):
        workflow.approve(article, by=reviewer.user)


@pytest.mark.parametrize("lacks", [{"live": False}, {"credentials": ""}])
@pytest.mark.parametrize("verb", [Verb.APPROVE, Verb.MARK_REVIEWED])
def test_a_reviewer_whom_the_page_cannot_name_with_credentials_reviews_nothing(verb, lacks):
    reviewer, article = desk("Medical reviewer"), ready_for(verb, make_user())
    make_contributor(user=reviewer.user, title="Rea Viewer", **lacks)
    with pytest.raises(workflow.Refused, match="Rea Viewer.*credentials"):
        getattr(workflow, verb)(article, by=reviewer.user)
    assert not Review.objects.exists()


def test_a_reviewer_whom_the_page_cannot_name_is_not_asked():
    reviewer, article = desk("Medical reviewer").user, ready_for(Verb.REASSIGN, make_user())
    make_contributor(user=reviewer, credentials="")
    with pytest.raises(workflow.Refused, match="cannot review"):
        workflow.reassign(article, by=make_user(groups=["Author"]), reviewer=reviewer)


def test_a_change_after_the_approval_needs_a_new_one():
    reviewer, publisher, author = browser_of("M"), browser_of("P"), browser_of("A")
    article = ready_for(Verb.APPROVE, make_user())
    reviewer.post(url(article, "step:approve"), SENT)
    assert Revision.objects.pending(article).state == "approved"
    send(author, url(article), title="One word more")
    assert Revision.objects.pending(article).state == "draft"
    with pytest.raises(workflow.NeedsReason):
        workflow.publish(article, by=publisher.user)


def test_an_approved_version_is_published_with_its_review_and_an_unreviewed_one_claims_none():
    reviewer, publisher = browser_of("M"), browser_of("P")
    article = ready_for(Verb.APPROVE, make_user())
    reviewer.post(url(article, "step:approve"), SENT)
    workflow.publish(article, by=publisher.user)
    article.refresh_from_db()
    today = timezone.localdate()
    assert article.last_reviewed_on == today
    assert article.next_review_on == today.replace(year=today.year + 1)
    workflow.withdraw(article, by=publisher.user)
    workflow.publish(article, by=publisher.user)  # the same text, whose approval still stands
    send(browser_of("A"), url(article), body="<p>Nobody has read this.</p>")
    workflow.publish(article, by=publisher.user, reason="Urgent")
    article.refresh_from_db()
    assert article.last_reviewed_on is None and article.next_review_on is None


@pytest.mark.parametrize("sent", [None, "", "x", "-1", "7", "²", "9" * 30])
@pytest.mark.parametrize("has_draft", [False, True])
def test_a_form_that_does_not_say_what_it_shows_overwrites_nothing(has_draft, sent):
    author = browser_of("A")
    article = ready_for(Verb.SUBMIT, make_user()) if has_draft else make_article()
    before = Revision.objects.count()
    data = form_of(author.get(url(article)))
    del data["_opened_at"]
    if sent is not None:
        data["_opened_at"] = sent
    response = author.post(url(article), data | {"title": "Mine", "_save": "1"})
    assert response.status_code == 200 and Revision.objects.count() == before
    assert response.context["adminform"].form["title"].value() == "Mine"
    assert [conflict.mine for conflict in response.context["conflicts"]] == ["Mine"]
