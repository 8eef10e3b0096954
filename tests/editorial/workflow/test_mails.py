"""Mails of the desk: after the commit, to whom it concerns, and never in the way of a step."""

import io
import logging

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from accounts.models import OutgoingMail
from editorial import workflow
from editorial.models import Feedback, SentDigest, Transition
from tests.editorial.at_desk import desk, send
from tests.editorial.moments import HOUR, NOON, Moment, draft_of, step
from tests.factories import make_article, make_contributor, make_disease

pytestmark = pytest.mark.django_db
BROKEN = "tests.accounts.mail_servers.BrokenServer"
REASON = "No reviewer at hand."


@pytest.fixture
def author():
    return desk("Author", username="writer", email="writer@example.org")


@pytest.fixture
def reviewer():
    return reviewing("ada")


def reviewing(name):
    browser = desk("Medical reviewer", username=name, email=f"{name}@example.org")
    make_contributor(title=f"Dr {name}", user=browser.user)
    return browser


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def drafted(author, **changes):
    article = make_article()
    draft_of(article, author.user, **({"title": "On cells"} | changes))
    return article


def to():
    return sorted(address for message in mail.outbox for address in message.to)


def test_who_is_asked_gets_a_mail_with_the_note_and_a_link(author, reviewer, committed):
    reviewing("bob")
    article = drafted(author)
    with committed():
        workflow.submit(article, by=author.user, note="Please be quick.", reviewer=reviewer.user)
    (message,) = mail.outbox
    assert message.to == ["ada@example.org"] and "On cells" in message.subject
    assert "Please be quick." in message.body and "writer" in message.body
    assert f"/admin/articles/article/{article.pk}/change/" in message.body
    assert message.content_subtype == "plain"


def test_without_a_name_all_reviewers_get_one_each(author, reviewer, committed):
    reviewing("bob")
    with committed():
        workflow.submit(drafted(author), by=author.user)
    assert to() == ["ada@example.org", "bob@example.org"]
    assert all(len(message.to) == 1 for message in mail.outbox)


def test_a_reviewer_who_wrote_it_or_has_left_gets_none(author, reviewer, committed):
    bob = reviewing("bob")
    bob.user.is_active = False
    bob.user.save()
    reviewer.user.groups.add(Group.objects.get(name="Author"))
    article = make_article()
    draft_of(article, reviewer.user, title="Own")
    with committed():
        workflow.submit(article, by=author.user)
    assert to() == []


def test_who_was_asked_before_and_who_is_asked_now_both_hear_of_it(author, reviewer, committed):
    bob = reviewing("bob")
    article = drafted(author)
    workflow.submit(article, by=author.user, reviewer=reviewer.user)
    with committed():
        workflow.reassign(article, by=author.user, reviewer=bob.user, note="Ada is away.")
    asked, relieved = mail.outbox
    assert asked.to == ["bob@example.org"] and "Please review: On cells" in asked.subject
    assert "Ada is away." in asked.body
    assert relieved.to == ["ada@example.org"] and "No review needed" in relieved.subject
    step = Transition.objects.first()
    assert (step.verb, step.note) == ("reassign", "Instead of ada: bob. Ada is away.")


def test_asking_anybody_instead_of_one_leaves_that_one_in_peace(author, reviewer, committed):
    reviewing("bob")
    article = drafted(author)
    workflow.submit(article, by=author.user, reviewer=reviewer.user)
    with committed():
        workflow.reassign(article, by=author.user)
    assert to() == ["ada@example.org", "bob@example.org"]
    with pytest.raises(workflow.Refused, match="asked already"):
        workflow.reassign(article, by=author.user)


def test_links_lead_to_the_address_of_the_site(author, reviewer, committed, settings):
    settings.SITE_URL = "https://portal.example.org:8443"
    with committed():
        workflow.submit(drafted(author), by=author.user)
    assert "\nhttps://portal.example.org:8443/admin/articles/" in mail.outbox[0].body


def test_the_author_hears_of_an_approval_and_of_requested_changes(author, reviewer, committed):
    article = drafted(author)
    workflow.submit(article, by=author.user)
    with committed():
        workflow.request_changes(article, by=reviewer.user, note="Name the source.")
    workflow.submit(article, by=author.user)
    with committed():
        workflow.approve(article, by=reviewer.user)
    asked, approved = mail.outbox
    assert asked.to == approved.to == ["writer@example.org"]
    assert "Changes requested" in asked.subject and "Name the source." in asked.body
    assert "Approved" in approved.subject


def test_nothing_is_sent_when_the_step_is_rolled_back(author, reviewer, committed):
    from django.db import transaction

    article = drafted(author)
    with committed(), pytest.raises(RuntimeError), transaction.atomic():
        workflow.submit(article, by=author.user)
        raise RuntimeError
    assert mail.outbox == []


def test_a_step_posted_twice_sends_one_mail(author, reviewer, committed):
    article = drafted(author)
    with committed():
        for _time in range(2):
            author.post(step(article, "submit"), {"note": "Ready"})
    assert len(mail.outbox) == 1


def test_the_mail_is_in_the_language_of_the_site(author, reviewer, committed):
    article = drafted(author)
    with translation.override("es"), committed():
        workflow.submit(article, by=author.user)
    assert "Please review" in mail.outbox[0].subject and "article" in mail.outbox[0].body


def test_a_title_cannot_write_headers(author, reviewer, committed):
    article = drafted(author, title="On\r\nBcc: thief@example.org")
    with committed():
        workflow.submit(article, by=author.user)
    (message,) = mail.outbox
    assert message.message()["Bcc"] is None and message.to == ["ada@example.org"]


def test_a_server_that_fails_does_not_break_the_step(author, reviewer, settings, caplog, committed):
    settings.EMAIL_BACKEND = BROKEN
    article = drafted(author)
    with committed(), caplog.at_level(logging.ERROR):
        answer = send(author, step(article, "submit"))
    assert answer.status_code == 302 and "hung up" in caplog.text
    article.refresh_from_db()
    workflow.request_changes(article, by=reviewer.user, note="It was submitted.")


# The digest


def digest(*options):
    said = io.StringIO()
    call_command("send_desk_digest", *options, stdout=said)
    return said.getvalue()


def test_nothing_is_sent_where_nothing_waits(author, reviewer):
    assert "0 sent" in digest() and mail.outbox == []


def test_each_colleague_hears_of_what_waits_for_them(author, reviewer, monkeypatch):
    publisher = desk("Publisher", username="boss", email="boss@example.org")
    desk("Read-only", username="guest", email="guest@example.org")
    Moment(monkeypatch)
    workflow.submit(drafted(author, title="To review"), by=author.user)
    back = drafted(author, title="Sent back")
    workflow.submit(back, by=author.user)
    workflow.request_changes(back, by=reviewer.user, note="Shorter.")
    coming = drafted(author, title="Comes soon")
    workflow.schedule(coming, NOON + HOUR, by=publisher.user, reason=REASON, warnings_read=True)
    Feedback.objects.create(page="/", kind="error", text="Wrong.")
    today = timezone.localdate()
    make_disease(
        title="Overdue", last_reviewed_on=today.replace(year=2025), next_review_on=today,
    )  # fmt: skip
    digest()
    bodies = {message.to[0].partition("@")[0]: message.body for message in mail.outbox}
    assert set(bodies) == {"writer", "ada", "boss"}
    assert "To review" in bodies["ada"] and "Overdue" in bodies["ada"]
    assert "Sent back" not in bodies["ada"] and "Comes soon" not in bodies["ada"]
    assert "Sent back" in bodies["writer"] and "Feedback of readers (1)" in bodies["writer"]
    assert "To review" not in bodies["writer"] and "Overdue" not in bodies["writer"]
    assert "Comes soon" in bodies["boss"] and "Overdue" in bodies["boss"]


def test_who_is_responsible_for_a_page_hears_that_it_is_overdue(author):
    today = timezone.localdate()
    make_disease(
        title="Mine", owner=author.user, last_reviewed_on=today.replace(year=2020),
        next_review_on=today,
    )  # fmt: skip
    digest()
    assert to() == ["writer@example.org"] and "Mine" in mail.outbox[0].body


def test_what_somebody_else_was_asked_for_does_not_wait_for_me(author, reviewer):
    reviewing("bob")
    workflow.submit(drafted(author), by=author.user, reviewer=reviewer.user)
    digest()
    assert to() == ["ada@example.org"]


def test_the_same_digest_goes_out_once_a_day(author, reviewer, monkeypatch):
    moment = Moment(monkeypatch)
    workflow.submit(drafted(author), by=author.user)
    assert "1 sent, 0 sent already" in digest()
    moment.at(NOON + 3 * HOUR)
    assert "0 sent, 1 sent already" in digest()
    assert len(mail.outbox) == 1
    workflow.submit(drafted(author, title="One more"), by=author.user)
    assert "1 sent" in digest() and len(mail.outbox) == 2
    moment.at(NOON + 24 * HOUR)
    assert "1 sent" in digest() and len(mail.outbox) == 3


def test_a_dry_run_prints_and_sends_nothing(author, reviewer):
    workflow.submit(drafted(author), by=author.user)
    assert "On cells" in digest("--dry-run")
    assert mail.outbox == [] and not SentDigest.objects.exists()


def test_a_digest_that_failed_is_sent_later_and_not_written_again(
    author, reviewer, settings, monkeypatch
):
    moment = Moment(monkeypatch)
    workflow.submit(drafted(author), by=author.user)
    OutgoingMail.objects.all().delete()
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, BROKEN
    with pytest.raises(CommandError, match="1 failed"):
        digest()
    settings.EMAIL_BACKEND = backend
    assert "0 sent, 1 sent already" in digest() and mail.outbox == []
    moment.at(NOON + HOUR)
    call_command("send_mails", stdout=io.StringIO())
    assert to() == ["ada@example.org"] and "1 thing waits for you" in mail.outbox[0].subject


def test_who_has_left_or_has_no_address_gets_none(author):
    workflow.submit(drafted(author), by=author.user)
    reviewing("bob").user.__class__.objects.filter(username="bob").update(is_active=False)
    reviewing("carol").user.__class__.objects.filter(username="carol").update(email="")
    assert "0 sent" in digest()
