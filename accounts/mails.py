"""Mails to colleagues: plain text, one to each, rows of the database until they are sent.

A row is written in the transaction of what it tells of and sent after its commit, beside the
answer. What fails is tried again and told on the desk. A process that dies between the sending and
the deletion of the row, or a database that refuses the deletion for minutes, makes it a mail that
comes twice, never one that is lost.
"""

import datetime
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import make_msgid, parseaddr
from enum import Enum, auto

from django.conf import settings
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import Error, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import links
from accounts.models import OutgoingMail, User
from content.tasks import task
from content.web.site_name import with_site_name

logger = logging.getLogger(__name__)

PRINTED = "django.core.mail.backends.console.EmailBackend"
LINK = "[link]"

PAUSES = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]  # and so on
TRIED_FOR = datetime.timedelta(days=2)
# Longer than a server can drag a mail out (accounts/mail_server.py) and its deletion may wait.
CLAIM = datetime.timedelta(minutes=5)
WAITS = (1, 5, 10, 20)  # seconds between attempts to delete; each may wait for a lock too
MOST_AT_ONCE = 50
MOST_BY_COMMAND, SECONDS_OF_COMMAND = 200, 60


def are_sent() -> bool:
    """Without a mail server they are printed to the log, where nobody looks for them."""
    return settings.EMAIL_BACKEND != PRINTED


# Writing


def written(subject: str, body: str, to: User) -> OutgoingMail:
    """Not saved yet. `[link]` in the body of `with_link` stands for an address made when sent."""
    now = timezone.now()
    return OutgoingMail(
        recipient=to.email,
        subject=" ".join(f"[{with_site_name(_('%(site)s desk'))}] {subject}".split()),
        body=body,
        created_at=now,
        tried_until=now + TRIED_FOR,
        next_attempt_at=now,
    )


def with_link(subject: str, body: str, to: User) -> OutgoingMail:
    letter = written(subject, body, to)
    letter.link_for, letter.link_proof = to, links.proof_for(to)
    return letter


def write(subject: str, body: str, *, to: Iterable[User]) -> None:
    """One mail to each, so that nobody sees the others."""
    send_later(
        [
            written(subject, body, colleague)
            for colleague in to
            if colleague.is_active and colleague.email
        ]
    )


def send_later(letters: list[OutgoingMail]) -> None:
    """Rows of the present transaction, sent after its commit."""
    for letter in OutgoingMail.objects.bulk_create(letters):
        deliver.enqueue(letter.pk)


# Sending


class SendOutcome(Enum):
    SENT = auto()
    FAILED = auto()
    NOTHING = auto()  # sent by somebody else, taken back, or of no use any more


@task
def deliver(pk: int) -> None:
    attempt(pk)


@task
def deliver_due() -> None:
    """What is to be tried now, and this again when the next one is to be tried."""
    due = OutgoingMail.objects.due().order_by("next_attempt_at")
    for pk in due.values_list("pk", flat=True)[:MOST_AT_ONCE]:
        deliver.enqueue(pk)
    coming = OutgoingMail.objects.filter(next_attempt_at__gt=timezone.now())
    moment = coming.order_by("next_attempt_at").values_list("next_attempt_at", flat=True).first()
    if moment:
        deliver_due.using(run_after=moment).enqueue()


@dataclass
class MailTally:
    sent: int = 0
    failed: int = 0
    left: int = 0


def send_due(*, most: int = MOST_BY_COMMAND, seconds: float = SECONDS_OF_COMMAND) -> MailTally:
    """What is to be tried now, one after the other; begins no other when the time is over."""
    tally, ends_at = MailTally(), time.monotonic() + seconds
    due = OutgoingMail.objects.due().order_by("next_attempt_at")
    for pk in list(due.values_list("pk", flat=True)[:most]):
        if time.monotonic() >= ends_at:
            break
        outcome = attempt(pk)
        tally.sent += outcome is SendOutcome.SENT
        tally.failed += outcome is SendOutcome.FAILED
    tally.left = OutgoingMail.objects.due().count()
    return tally


def attempt(pk: int) -> SendOutcome:
    """Send it unless another process does so at this moment. Takes as long as the mail server."""
    letter = claim(pk)
    if letter is None:
        return SendOutcome.NOTHING
    if timezone.now() > letter.tried_until:  # nobody came by, or a backup was restored
        put_off(letter, letter.last_error or _("It is too old."), None)
        return SendOutcome.FAILED
    if not is_of_use(letter):
        letter.delete()
        return SendOutcome.NOTHING
    address = links.address_for(letter.link_for) if letter.link_for else LINK
    body = letter.body.replace(LINK, address)
    try:
        headers = headers_of(letter)
        mail.EmailMessage(letter.subject, body, to=[letter.recipient], headers=headers).send()
    except Exception as error:
        # A server may quote what it does not like.
        reason = (str(error) or type(error).__name__).replace(address, LINK)
        logger.error("Mail %s was not sent: %s", letter.pk, reason)
        put_off(letter, reason, next_attempt(letter))
        return SendOutcome.FAILED
    note_sent(letter)
    return SendOutcome.SENT


def headers_of(letter: OutgoingMail) -> dict[str, str]:
    """No robot answers a mail that says it is one's (RFC 3834); the id names the site, not the
    machine. Whoever wants no more of them writes to the sender, as programs offer it.
    """
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    headers = {
        "Auto-Submitted": "auto-generated",
        "Message-ID": make_msgid(domain=sender.rpartition("@")[2]),
    }
    if letter.link_for is None:
        headers["List-Unsubscribe"] = f"<mailto:{sender}?subject=unsubscribe>"
    return headers


def note_sent(letter: OutgoingMail) -> None:
    """Delete it; a row that stays is sent a second time."""
    for wait in (0, *WAITS):
        time.sleep(wait)
        try:
            letter.delete()
            return
        except Error as error:
            reason = error
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
    logger.error(
        "Mail %s was sent, but the database did not take the note of it, and it will be sent a "
        "second time: %s",
        letter.pk,
        reason,
    )


def claim(pk: int) -> OutgoingMail | None:
    """Of several that come at once, one gets it: both databases look again when they write."""
    until = timezone.now() + CLAIM
    rows = OutgoingMail.objects.filter(pk=pk)
    if rows.due().update(claimed_until=until, attempts=F("attempts") + 1):
        return rows.select_related("link_for").first()
    return None


def is_of_use(letter: OutgoingMail) -> bool:
    if letter.link_for:
        return links.is_still_wanted(letter.link_for, letter.link_proof)
    return bool(letter.recipient)


def next_attempt(letter: OutgoingMail) -> datetime.datetime | None:
    moment = timezone.now() + PAUSES[min(letter.attempts, len(PAUSES)) - 1]
    return moment if moment <= letter.tried_until else None


def put_off(letter: OutgoingMail, reason: str, moment: datetime.datetime | None) -> None:
    OutgoingMail.objects.filter(pk=letter.pk).update(
        last_error=reason, next_attempt_at=moment, claimed_until=None
    )
    if moment:
        deliver_due.using(run_after=moment).enqueue()


# What the desk does with those that failed


class OfNoUse(Exception):
    """The mail cannot be sent again; the message says why."""


@transaction.atomic
def send_again(pk: int, *, by: User) -> None:
    """At once, and for two more days."""
    letter = required(pk, "change", by)
    if not is_of_use(letter):
        raise OfNoUse(_("The link in this mail has ended. Make a new one."))
    letter.next_attempt_at = timezone.now()
    letter.tried_until = letter.next_attempt_at + TRIED_FOR
    letter.attempts = 0
    letter.save(update_fields=["next_attempt_at", "tried_until", "attempts"])
    logger.info("Colleague %s had mail %s sent again", by.pk, pk)
    deliver.enqueue(pk)


@transaction.atomic
def discard(pk: int, *, by: User) -> None:
    required(pk, "delete", by).delete()
    logger.info("Colleague %s discarded mail %s", by.pk, pk)


def required(pk: int, verb: str, by: User) -> OutgoingMail:
    if not by.has_perm(f"accounts.{verb}_outgoingmail"):
        raise PermissionDenied
    letter = OutgoingMail.objects.select_for_update().filter(pk=pk).first()
    if letter is None:
        raise OfNoUse(_("This mail was sent or discarded already."))
    return letter
