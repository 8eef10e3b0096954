"""Mails are rows until they are sent: one sender at a time, tried again, told on the desk."""

import datetime
import threading
from io import StringIO

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.core.serializers import serialize
from django.db import OperationalError, connection, connections, transaction
from django.utils import timezone

from accounts import mail_server, mails, passwords
from accounts.mails import SendOutcome
from accounts.models import OutgoingMail
from editorial.workflow.due_moments import Clock
from tests import tasks
from tests.accounts.mail_servers import BrokenServer, dragging_mail_server, silent_mail_server
from tests.editorial.at_desk import desk, messages_of
from tests.editorial.moments import Moment
from tests.factories import make_user

pytestmark = pytest.mark.django_db
BROKEN = "tests.accounts.mail_servers.BrokenServer"
SMTP = "accounts.mail_server.EmailBackend"
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def ada():
    return make_user("ada", groups=["Author"], email="ada@example.org")


@pytest.fixture
def publisher():
    return make_user("petra", groups=["Publisher"], email="petra@example.org")


@pytest.fixture
def broken(settings):
    """A mail server that fails until the function is called."""
    works, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, BROKEN
    return lambda: setattr(settings, "EMAIL_BACKEND", works)


def waiting(to, subject="Cells", body="Round ones."):
    mails.write(subject, body, to=[to])
    return OutgoingMail.objects.latest("pk")


def failed(to, **fields):
    letter = waiting(to)
    OutgoingMail.objects.filter(pk=letter.pk).update(last_error="the server hung up", **fields)
    return letter


def to():
    return [address for message in mail.outbox for address in message.to]


# The transaction


@pytest.mark.django_db(transaction=True)
def test_a_mail_is_written_with_what_it_tells_of_and_sent_after_the_commit(ada):
    with transaction.atomic():
        waiting(ada)
        assert OutgoingMail.objects.count() == 1 and mail.outbox == []
    assert to() == ["ada@example.org"] and not OutgoingMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rollback_leaves_neither_row_nor_mail(ada):
    with pytest.raises(RuntimeError), transaction.atomic():
        waiting(ada)
        raise RuntimeError
    assert mail.outbox == [] and not OutgoingMail.objects.exists()


def test_who_has_left_or_has_no_address_gets_none(ada):
    left = make_user("left", email="left@example.org", is_active=False)
    mails.write("Cells", "Round ones.", to=[ada, left, make_user("nowhere")])
    assert [letter.recipient for letter in OutgoingMail.objects.all()] == ["ada@example.org"]


# One sender at a time


def test_what_one_process_sends_no_other_sends(ada, monkeypatch):
    letter, others = waiting(ada), []

    def send(message):
        others.append(mails.attempt(letter.pk))
        others.append(mails.send_due())
        mail.outbox.append(message)

    monkeypatch.setattr(mail.EmailMessage, "send", send)
    assert mails.attempt(letter.pk) is SendOutcome.SENT
    assert others == [SendOutcome.NOTHING, mails.MailTally()] and len(mail.outbox) == 1
    assert mails.attempt(letter.pk) is SendOutcome.NOTHING


@pytest.mark.only_on("postgresql")  # threads share no SQLite in memory
@pytest.mark.django_db(transaction=True)
def test_of_ten_that_come_at_once_one_sends(ada):
    with transaction.atomic():
        letter = waiting(ada)
        transaction.set_rollback(True)
    letter.save(force_insert=True)
    outcomes, gate = [], threading.Barrier(10)

    def run():
        gate.wait()
        outcomes.append(mails.attempt(letter.pk))
        connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(SendOutcome.SENT) == 1 and outcomes.count(SendOutcome.NOTHING) == 9
    assert to() == ["ada@example.org"]


def test_what_a_process_that_died_was_sending_is_sent_by_the_next(ada, monkeypatch):
    moment = Moment(monkeypatch)
    letter = waiting(ada)
    assert mails.claim(letter.pk)  # and then it died
    moment.at(moment.now + mails.CLAIM - MINUTE)
    assert mails.send_due() == mails.MailTally()
    moment.at(moment.now + MINUTE)
    assert mails.send_due() == mails.MailTally(sent=1) and to() == ["ada@example.org"]


# Tried again


def test_the_pauses_grow_and_end_after_two_days(ada, broken, monkeypatch):
    moment = Moment(monkeypatch)
    letter, start, pauses = waiting(ada), moment.now, []
    while letter.next_attempt_at:
        moment.at(letter.next_attempt_at)
        assert mails.attempt(letter.pk) is SendOutcome.FAILED
        letter.refresh_from_db()
        if letter.next_attempt_at:
            pauses.append((letter.next_attempt_at - moment.now) // MINUTE)
    assert pauses[:5] == [1, 5, 15, 60, 240] and set(pauses[5:]) == {240}
    assert moment.now - start <= datetime.timedelta(days=2) < moment.now - start + 240 * MINUTE
    assert letter.last_error == "the server hung up" and letter.attempts == len(pauses) + 1
    broken()
    assert mails.attempt(letter.pk) is SendOutcome.NOTHING and mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_process_tries_again_by_itself(ada, broken, monkeypatch):
    moment = Moment(monkeypatch)
    first = waiting(ada)
    moment.at(moment.now + MINUTE / 2)
    second = waiting(ada)
    broken()
    for letter in (first, second):
        moment.at(moment.now + MINUTE / 2)
        tasks.run_deferred()
        assert not OutgoingMail.objects.filter(pk=letter.pk).exists()
    assert len(mail.outbox) == 2 and tasks.deferred == []


@pytest.mark.django_db(transaction=True)
def test_what_another_process_left_is_found_by_the_clock_of_requests(
    ada, broken, monkeypatch, client
):
    moment = Moment(monkeypatch)
    waiting(ada)
    tasks.deferred.clear()  # that process has ended
    broken()
    clock = Clock()
    clock.look()
    assert mail.outbox == []
    moment.at(moment.now + MINUTE)
    clock.look()
    assert to() == ["ada@example.org"]


@pytest.mark.django_db(transaction=True)
def test_a_silent_server_is_left_and_gets_the_mail_when_it_speaks(ada, settings, monkeypatch):
    moment = Moment(monkeypatch)
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = SMTP, 0.2
    with silent_mail_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        letter = waiting(ada)
        letter.refresh_from_db()
        assert "timed out" in letter.last_error and server.mails.empty()
        settings.EMAIL_TIMEOUT = 60
        server.speaks.set()
        moment.at(moment.now + MINUTE)
        tasks.run_deferred()
        recipient, text = server.mails.get(timeout=60)
    assert recipient == "ada@example.org" and "Round ones." in text
    assert not OutgoingMail.objects.exists()


@pytest.fixture
def dragged(settings, monkeypatch):
    """`dragged(server, seconds)`: this server has a moment for a mail, however lively it is."""

    def call(server, seconds):
        settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = SMTP, 60
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        monkeypatch.setattr(mail_server, "SECONDS", seconds)

    return call


@pytest.mark.parametrize("code", ["220", "354", "250"], ids=["greeting", "data", "each answer"])
def test_a_server_that_drags_a_mail_out_is_left(ada, dragged, code):
    letter = waiting(ada)
    with dragging_mail_server(code) as server:
        dragged(server, seconds=0.3)
        assert mails.attempt(letter.pk) is SendOutcome.FAILED
        assert server.left.wait(60)
    letter.refresh_from_db()
    assert letter.last_error == "The mail server took too long." and letter.claimed_until is None
    assert not [thread for thread in threading.enumerate() if thread.name == "time of a mail"]


def test_a_mail_that_was_taken_is_sent_though_the_farewell_has_no_end(ada, dragged):
    letter = waiting(ada)
    with dragging_mail_server("221") as server:
        dragged(server, seconds=3)  # enough for all but the farewell
        assert mails.attempt(letter.pk) is SendOutcome.SENT
        assert server.mails.get(timeout=60)[0] == "ada@example.org"
    assert not OutgoingMail.objects.exists()
    assert not [thread for thread in threading.enumerate() if thread.name == "time of a mail"]


# Sent and noted


@pytest.fixture
def locked(monkeypatch):
    """`locked(n)`: the next n deletions meet a locked database."""
    delete = OutgoingMail.delete
    monkeypatch.setattr(mails, "WAITS", (0, 0, 0))

    def lock(times):
        refused = iter(range(times))

        def refuse(letter):
            if next(refused, None) is not None:
                raise OperationalError("database is locked")
            return delete(letter)

        monkeypatch.setattr(OutgoingMail, "delete", refuse)

    return lock


def test_a_lock_that_ends_makes_no_second_mail(ada, locked, caplog):
    letter = waiting(ada)
    locked(3)
    assert mails.attempt(letter.pk) is SendOutcome.SENT
    assert len(mail.outbox) == 1 and not OutgoingMail.objects.exists() and caplog.text == ""


def test_a_lock_without_end_is_told_in_the_log(ada, locked, caplog):
    letter = waiting(ada)
    locked(4)
    assert mails.attempt(letter.pk) is SendOutcome.SENT and len(mail.outbox) == 1
    assert f"Mail {letter.pk} was sent, but" in caplog.text
    assert "sent a second time: database is locked" in caplog.text


def test_the_claim_lasts_longer_than_sending_and_noting():
    lock = connection.settings_dict["OPTIONS"].get("timeout", 0)
    noting = sum(mails.WAITS) + lock * (len(mails.WAITS) + 1)
    assert mail_server.SECONDS + noting < mails.CLAIM.total_seconds()


def test_a_mail_that_came_back_with_an_old_backup_is_not_sent(ada, monkeypatch):
    moment = Moment(monkeypatch)
    waiting(ada)
    moment.at(moment.now + mails.TRIED_FOR + MINUTE)
    assert mails.send_due() == mails.MailTally(failed=1) and mail.outbox == []
    letter = OutgoingMail.objects.get()
    assert letter.next_attempt_at is None and letter.last_error == "It is too old."


# Keys


def test_no_key_is_in_the_database_while_its_mail_waits(ada, publisher):
    passwords.mail_new_link(ada, by=publisher)
    passwords.mail_forgotten("petra@example.org")
    stored = serialize("json", OutgoingMail.objects.all())
    assert stored.count("[link]") == 2 and "/admin/password/" not in stored
    mails.send_due()
    links = [message.body.partition("/admin/password/")[2].split()[0] for message in mail.outbox]
    assert len(set(links)) == 2
    for link in links:
        key, token, _end = link.split("/")
        assert token not in stored and "[link]" not in mail.outbox[0].body


def test_the_proof_that_waits_beside_a_mail_opens_nothing(ada, publisher, client):
    passwords.mail_new_link(ada, by=publisher)
    proof = OutgoingMail.objects.get().link_proof
    mails.send_due()
    link = mail.outbox[0].body.partition("/admin/password/")[2].split()[0]
    key, token, _end = link.split("/")
    assert client.get(f"/admin/password/{key}/{proof}/").status_code == 410
    assert client.get(f"/admin/password/{key}/{token}/").status_code == 302


@pytest.mark.parametrize("change", ["password", "newer link", "left", "address", "three days"])
def test_a_link_that_has_ended_is_not_sent(ada, publisher, change, monkeypatch):
    passwords.mail_new_link(ada, by=publisher)
    letter = OutgoingMail.objects.get()
    if change == "password":
        ada.set_password("chosen-otherwise-by-ada")
    if change == "newer link":
        passwords.new_link(ada, by=publisher)
    if change == "three days":
        from django.contrib.auth.tokens import PasswordResetTokenGenerator as Tokens

        later = datetime.datetime.now() + datetime.timedelta(days=3, minutes=1)
        monkeypatch.setattr(Tokens, "_now", lambda self: later)
    ada.is_active = change != "left"
    ada.email = "other@example.org" if change == "address" else ada.email
    ada.save()
    with pytest.raises(mails.OfNoUse, match="has ended"):
        mails.send_again(letter.pk, by=publisher)
    assert mails.attempt(letter.pk) is SendOutcome.NOTHING
    assert mail.outbox == [] and not OutgoingMail.objects.exists()


def test_a_server_that_quotes_the_key_does_not_bring_it_to_the_desk(
    ada, publisher, settings, monkeypatch, caplog
):
    settings.EMAIL_BACKEND = BROKEN

    def quote(server, messages):
        raise OSError(f"spam: {messages[0].body}")

    monkeypatch.setattr(BrokenServer, "send_messages", quote)
    passwords.mail_new_link(ada, by=publisher)
    mails.send_due()
    reason = OutgoingMail.objects.get().last_error
    assert "spam" in reason and "[link]" in reason
    assert "/admin/password/" not in reason and "/admin/password/" not in caplog.text


def test_for_an_unknown_address_a_row_is_written_that_says_nothing_and_is_never_sent():
    passwords.mail_forgotten("nobody@example.org")
    assert "nobody" not in serialize("json", OutgoingMail.objects.all())
    assert mails.send_due() == mails.MailTally()
    assert mail.outbox == [] and not OutgoingMail.objects.exists()


# On the desk


def test_the_desk_says_what_failed_why_and_since_when(ada):
    browser = desk("Publisher")
    empty = browser.get("/admin/desk/mails/").content.decode()
    assert "Every mail was sent." in empty
    waiting(ada)  # tried for the first time
    failed(ada, next_attempt_at=None)
    failed(ada, next_attempt_at=timezone.now() + MINUTE)
    first = browser.get("/admin/")
    (made,) = [made for made in first.context["desk"].lists if made.slug == "mails"]
    page = browser.get("/admin/desk/mails/")
    assert made.number == len(page.context["page"]) == 2
    assert "desk-filters" not in page.content.decode()  # of one kind there is nothing to choose
    for shown in (first.content.decode(), page.content.decode()):
        assert shown.count("Cells") >= 2 and "to ada@example.org" in shown
        assert shown.count("the server hung up") == 2 and "Round ones." not in shown
        assert "not tried any more" in shown and "tried again at" in shown
        assert shown.count("Send again</button>") == shown.count("Discard</button>") == 2
        assert timezone.now().strftime("%Y-%m-%dT") in shown


def test_a_mail_is_sent_again_or_discarded_with_one_click(ada, django_capture_on_commit_callbacks):
    browser = desk("Publisher")
    failed(ada, next_attempt_at=None, attempts=9)
    failed(ada)
    one, other = browser.get("/admin/desk/mails/").context["page"]
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(one.buttons[0].url, follow=True)
    assert "on its way" in messages_of(answer)[0] and to() == ["ada@example.org"]
    answer = browser.post(other.buttons[1].url, follow=True)
    assert "was discarded" in messages_of(answer)[0] and len(mail.outbox) == 1
    assert "Every mail was sent." in answer.content.decode()
    for button in one.buttons:
        answer = browser.post(button.url, follow=True)
        assert "sent or discarded already" in messages_of(answer)[0]


def test_a_mail_that_is_sent_again_is_tried_for_two_more_days(ada, publisher, broken, monkeypatch):
    moment = Moment(monkeypatch)
    letter = failed(ada, next_attempt_at=None, attempts=9)
    moment.at(moment.now + 2 * mails.TRIED_FOR)
    mails.send_again(letter.pk, by=publisher)
    assert mails.attempt(letter.pk) is SendOutcome.FAILED
    letter.refresh_from_db()
    assert letter.next_attempt_at == moment.now + MINUTE and letter.last_error


def test_only_who_manages_accounts_sees_and_touches_them(ada):
    letter = failed(ada)
    for role in ("Author", "Medical reviewer", "Read-only"):
        browser = desk(role)
        assert "the server hung up" not in browser.get("/admin/").content.decode()
        for service in (mails.send_again, mails.discard):
            with pytest.raises(PermissionDenied):
                service(letter.pk, by=browser.user)
    assert OutgoingMail.objects.filter(pk=letter.pk, attempts=0).exists()


# The command


def run(*options):
    said = StringIO()
    call_command("send_mails", *options, stdout=said, no_color=True)
    return said.getvalue()


def test_the_command_sends_what_is_to_be_tried_and_says_so(ada):
    waiting(ada)
    failed(ada)
    failed(ada, next_attempt_at=timezone.now() + MINUTE)
    failed(ada, next_attempt_at=None)
    passwords.mail_forgotten("nobody@example.org")
    assert run() == "2 sent, 0 failed, 0 left for the next run\n" and len(mail.outbox) == 2
    assert run() == "0 sent, 0 failed, 0 left for the next run\n" and len(mail.outbox) == 2


def test_a_dry_run_names_them_and_sends_none(ada):
    waiting(ada)
    passwords.mail_forgotten("nobody@example.org")
    assert run("--dry-run") == "To ada@example.org: [MSC Portal desk] Cells\n"
    assert mail.outbox == [] and OutgoingMail.objects.count() == 2


def test_the_command_ends_in_an_error_where_a_mail_failed(ada, broken):
    waiting(ada)
    with pytest.raises(CommandError, match="0 sent, 1 failed"):
        run()


def test_the_command_is_bounded(ada, monkeypatch):
    for _mail in range(3):
        waiting(ada)
    assert mails.send_due(most=2) == mails.MailTally(sent=2, left=1)
    assert mails.send_due(seconds=0) == mails.MailTally(left=1) and len(mail.outbox) == 2


@pytest.mark.django_db
def test_a_mail_says_that_a_machine_wrote_it_and_how_to_get_no_more(settings):
    settings.DEFAULT_FROM_EMAIL = "Desk <desk@example.org>"
    colleague = make_user(email="ann@example.org")
    letters = [
        mails.written("One", "text", colleague),
        mails.with_link("Two", mails.LINK, colleague),
    ]
    for letter in letters:
        letter.save()
        assert mails.attempt(letter.pk) is SendOutcome.SENT
    told, asked = (message.extra_headers for message in mail.outbox)
    assert told["Auto-Submitted"] == asked["Auto-Submitted"] == "auto-generated"
    assert (
        told["Message-ID"].endswith("@example.org>") and told["Message-ID"] != asked["Message-ID"]
    )
    assert told["List-Unsubscribe"] == "<mailto:desk@example.org?subject=unsubscribe>"
    assert "List-Unsubscribe" not in asked
