"""Mails to colleagues: plain text, one to each."""

import logging
import threading
from collections.abc import Iterable

from django.conf import settings
from django.core import mail
from django.utils.translation import gettext as _

from accounts.models import User

logger = logging.getLogger(__name__)

PRINTED = "django.core.mail.backends.console.EmailBackend"


def are_sent() -> bool:
    """Without a mail server they are printed to the log, where nobody looks for them."""
    return settings.EMAIL_BACKEND != PRINTED


def written(subject: str, body: str, to: User) -> mail.EmailMessage:
    subject = " ".join(f"[{_('MSC Portal desk')}] {subject}".split())
    return mail.EmailMessage(subject, body, to=[to.email])


def send(subject: str, body: str, *, to: Iterable[User]) -> int:
    """One mail to each, so that nobody sees the others; returns how many were sent."""
    messages = [
        written(subject, body, colleague)
        for colleague in to
        if colleague.is_active and colleague.email
    ]
    return mail.get_connection().send_messages(messages) or 0 if messages else 0


def send_later(messages: list[mail.EmailMessage]) -> threading.Thread:
    """Beside the answer, which takes as long whether there is anything to send or not."""
    thread = threading.Thread(target=_deliver, args=[messages], name="mails of accounts")
    thread.start()
    return thread


def _deliver(messages):
    if not messages:
        return
    try:
        mail.get_connection().send_messages(messages)
    except Exception:
        logger.exception("A mail with a link for a new password was not sent")
