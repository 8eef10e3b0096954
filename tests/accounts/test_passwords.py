"""Colleagues set their own password by a link that works once."""

import datetime
import logging
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from editorial.models import FeedbackTally
from editorial.public import throttle
from mscportal.logs import HideKeys
from tests.editorial.at_desk import desk, send, url
from tests.factories import make_user

pytestmark = pytest.mark.django_db
OWN = "chosen-by-myself-alone"
FORGOTTEN = "/admin/password/forgotten/"
BROKEN = "tests.accounts.mail_servers.BrokenServer"
CONSOLE = "django.core.mail.backends.console.EmailBackend"


@pytest.fixture
def publisher():
    return desk("Publisher", first_name="Petra")


@pytest.fixture
def ada():
    return make_user("ada", groups=["Author"], email="Ada@example.org")


def with_password(user, password):
    user.set_password(password)
    user.save()
    return user


def link_in(text):
    return re.search(r"http://localhost(/admin/password/[\w-]+/[\w-]+/)", text)[1]


def shown(browser, user):
    return link_in(browser.post(url(user, "password"), {"show": "1"}).content.decode())


def choose(link, password=OWN, client=None):
    """As a browser does: follow the link, fill in the form."""
    client = client or Client()
    page = client.get(link)
    if page.status_code == 302:
        return client.post(page.url, {"new_password1": password, "new_password2": password})
    return page


def can_log_in(user, password=OWN):
    return Client().login(username=user.username, password=password)


def asked(email, client=None):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return (client or Client()).post(FORGOTTEN, {"email": email})


def mailed(browser, user):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return browser.post(url(user, "password"), {"mail": "1"})


def test_a_new_colleague_is_invited_by_mail_and_chooses_a_password(publisher):
    added = send(publisher, url(User, "add"), username="bo", email="bo@example.org")
    page = publisher.get(added.url).content.decode()
    assert "The account has no password yet" in page and "Send the link to bo@example.org" in page
    bo = User.objects.get(username="bo")
    mailed(publisher, bo)
    (message,) = mail.outbox
    assert message.to == ["bo@example.org"] and "You are invited" in message.subject
    assert "Petra invites you" in message.body and "Your login name: bo" in message.body
    assert not can_log_in(bo)
    answer = choose(link_in(message.body))
    assert answer.status_code == 302 and answer.url.startswith(reverse("admin:login"))
    assert "Your password is set" in Client().get(answer.url).content.decode()
    client = Client()
    assert client.login(username="bo", password=OWN)
    assert client.get("/admin/").status_code == 200


def test_a_link_is_shown_where_no_mail_is_sent(publisher, ada, settings):
    settings.EMAIL_BACKEND = CONSOLE
    assert b'name="mail"' not in publisher.get(url(ada, "password")).content
    choose(shown(publisher, ada))
    assert can_log_in(ada) and mail.outbox == []


def test_a_link_works_once(publisher, ada):
    link = shown(publisher, ada)
    first, second = Client(), Client()
    form = second.get(link).url  # opened before the first one has used it
    choose(link, client=first)
    late = second.post(form, {"new_password1": OWN + "2", "new_password2": OWN + "2"})
    assert late.status_code == 410 and choose(link).status_code == 410
    assert can_log_in(ada) and not can_log_in(ada, OWN + "2")


def test_a_link_ends_after_three_days(publisher, ada, monkeypatch):
    from django.contrib.auth.tokens import PasswordResetTokenGenerator as Tokens

    link, now = shown(publisher, ada), datetime.datetime.now()
    monkeypatch.setattr(Tokens, "_now", lambda self: now + datetime.timedelta(days=3, minutes=1))
    assert choose(link).status_code == 410 and not can_log_in(ada)


@pytest.mark.parametrize("change", ["inactive", "no staff", "new link", "other mail"])
def test_a_link_ends_when_the_account_changes(publisher, ada, change):
    link = shown(publisher, ada)
    if change == "new link":
        shown(publisher, ada)
    ada.refresh_from_db()
    ada.is_active, ada.is_staff = change != "inactive", change != "no staff"
    if change == "other mail":
        ada.email = "other@example.org"
    ada.save()
    answer = choose(link)
    assert answer.status_code == 410 and "This link has ended" in answer.content.decode()
    ada.refresh_from_db()
    assert not ada.has_usable_password()


@pytest.mark.parametrize("path", ["x/y/", "MQ/set/", "MQ/new/", "OTk5/abc-def/", "é/é/"])
def test_nonsense_is_no_link(path):
    assert choose(f"/admin/password/{path}").status_code == 410


def test_a_link_of_one_account_sets_no_other_password(publisher, ada):
    link, bo = shown(publisher, ada), make_user("bo")
    key = shown(publisher, bo).split("/")[3]
    assert choose(link.replace(link.split("/")[3], key)).status_code == 410


@pytest.mark.parametrize("password", ["short", "ada@example.org", "password1234"])
def test_a_weak_password_is_refused_and_the_link_stays(publisher, ada, password):
    link, client = shown(publisher, ada), Client()
    answer = choose(link, password, client)
    assert answer.status_code == 200 and answer.context["form"].errors
    choose(link, client=client)
    assert can_log_in(ada)


def test_setting_a_password_ends_sessions_and_the_duty_to_change_it(publisher, ada):
    with_password(ada, "old-password-of-ada")
    User.objects.filter(pk=ada.pk).update(must_change_password=True)
    thief = Client()
    thief.login(username="ada", password="old-password-of-ada")
    choose(shown(publisher, ada))
    assert thief.get("/admin/").status_code == 302
    assert not can_log_in(ada, "old-password-of-ada")
    ada.refresh_from_db()
    assert not ada.must_change_password


def test_the_pages_tell_no_other_page_the_address(publisher, ada):
    link, client = shown(publisher, ada), Client()
    first = client.get(link)
    assert first.headers["Referrer-Policy"] == "no-referrer"
    assert link.split("/")[4] not in first.url
    form = client.get(first.url)
    # The address of the form has no secret; under "no-referrer" nobody could send it.
    assert form.headers["Referrer-Policy"] == "strict-origin"
    for answer in (first, form):
        assert "no-store" in answer.headers["Cache-Control"]
    choose(link)
    assert Client().get(link).headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("role", ["Author", "Medical reviewer", "Read-only"])
def test_who_does_not_manage_accounts_makes_no_link(role, ada):
    for data in ({"show": "1"}, {"mail": "1"}, {}):
        assert desk(role).post(url(ada, "password"), data).status_code == 403
    assert mail.outbox == []


def test_nobody_makes_a_link_for_an_account_that_may_do_more_or_is_not_active(publisher, ada):
    boss = make_user("boss", is_superuser=True, email="boss@example.org")
    assert publisher.post(url(boss, "password"), {"show": "1"}).status_code == 403
    User.objects.filter(pk=ada.pk).update(is_active=False)
    for how in ("show", "mail"):
        page = publisher.post(url(ada, "password"), {how: "1"}).content.decode()
        assert "not active" in page and "/admin/password/" not in page
    assert mail.outbox == []


def test_the_own_password_is_changed_on_its_own_page(publisher):
    answer = publisher.post(url(publisher.user, "password"), {"show": "1"})
    assert answer.url == reverse("admin:password_change")


def test_a_mail_server_that_fails_is_said(publisher, ada, settings):
    settings.EMAIL_BACKEND = BROKEN
    answer = mailed(publisher, ada)
    assert "on its way to Ada@example.org" in publisher.get(answer.url).content.decode()
    for page in (url(ada, "password"), reverse("admin:index")):
        said = publisher.get(page).content.decode()
        assert "could not be sent" in said and "the server hung up" in said


def test_a_forgotten_password_is_set_by_a_mailed_link(ada):
    with_password(ada, "old-password-of-ada")
    assert FORGOTTEN in Client().get(reverse("admin:login")).content.decode()
    asked("ada@EXAMPLE.org")
    (message,) = mail.outbox
    assert message.to == ["Ada@example.org"] and "your password stays as it is" in message.body
    assert can_log_in(ada, "old-password-of-ada")
    ada.refresh_from_db()
    asked("ada@example.org")
    choose(link_in(mail.outbox[1].body))
    assert can_log_in(ada)


def test_an_unknown_address_gets_the_same_answer_for_the_same_work_and_no_mail(ada):
    User.objects.create(username="left", email="left@example.org", is_active=False, is_staff=True)
    answers = [asked(email) for email in (ada.email, "nobody@example.org", "left@example.org")]
    assert {(answer.status_code, answer.url) for answer in answers} == {
        (302, FORGOTTEN + "?sent=1")
    }
    assert [message.to for message in mail.outbox] == [[ada.email]]
    work = []
    for email in (ada.email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            asked(email)
        work.append(len(queries))
    assert work[0] == work[1]


@pytest.mark.parametrize("email", ["", "x", "a@example.org\nBcc: b@example.org", "a" * 300])
def test_what_is_no_address_is_refused(email):
    assert asked(email).status_code == 200 and mail.outbox == []


def test_a_mail_server_that_fails_changes_no_answer(ada, settings, caplog):
    settings.EMAIL_BACKEND = BROKEN
    assert asked(ada.email).url == FORGOTTEN + "?sent=1"
    assert "was not sent" in caplog.text


def test_without_mail_nobody_is_told_to_wait_for_one(ada, settings):
    settings.EMAIL_BACKEND = CONSOLE
    assert "sends no mail" in Client().get(FORGOTTEN).content.decode()
    assert asked(ada.email).status_code == 403


def test_too_many_requests_are_refused_by_visitor_and_by_address(ada):
    for _ in range(throttle.PASSWORDS.most_per_bucket):
        assert asked(ada.email).status_code == 302
    assert asked("other@example.org").status_code == 429
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert asked(ada.email.lower(), elsewhere).status_code == 429
    assert asked("other@example.org", elsewhere).status_code == 302
    FeedbackTally.objects.filter(bucket=throttle.PASSWORDS.everyone).update(
        number=throttle.PASSWORDS.most_in_all
    )
    assert asked("third@example.org", Client(REMOTE_ADDR="203.0.113.9")).status_code == 429
    assert len(mail.outbox) == throttle.PASSWORDS.most_per_bucket


def test_each_step_is_logged_without_the_link(publisher, ada, caplog):
    caplog.handler.addFilter(HideKeys())
    with caplog.at_level(logging.INFO):
        link = shown(publisher, ada)
        mailed(publisher, ada)
        asked(ada.email)
        asked("nobody@example.org")
        choose(link)
        choose(link_in(mail.outbox[0].body))
    said = caplog.text
    assert said.count(f"made a one-time link for colleague {ada.pk}") == 2
    assert said.count("A link for a new password was asked for") == 2
    assert f"Colleague {ada.pk} set the own password" in said
    assert link.split("/")[4] not in said and "nobody@example.org" not in said
    history = [str(line) for line in LogEntry.objects.filter(object_id=ada.pk)]
    assert len(history) >= 4
