"""Mails of the desk: plain text, in the language of the site, after the commit."""

import logging
from collections.abc import Iterable
from functools import partial

from django.conf import settings
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from editorial import reviewers
from editorial.models import Revision
from editorial.workflow import Verb

logger = logging.getLogger(__name__)

TOLD = (Verb.SUBMIT, Verb.APPROVE, Verb.REQUEST_CHANGES)


def tell(draft: Revision, verb: Verb, by, note: str) -> None:
    """Write to whom a step concerns; a mail server that fails is logged and nothing else."""
    if verb in TOLD:
        transaction.on_commit(partial(send_step, draft.pk, verb, by, note), robust=True)


def send_step(pk: int, verb: Verb, by, note: str) -> None:
    try:
        draft = Revision.objects.defer("payload").select_related("author", "assigned_to")
        draft = draft.filter(pk=pk).first()
        if draft is None or draft.content_type.model_class() is None:
            return
        with translation.override(settings.LANGUAGE_CODE):
            subject, body = said(draft, verb, by, note)
            send(subject, body, to=recipients(draft, verb, by))
    except Exception:
        logger.exception("The mail about a step on the desk was not sent")


def recipients(draft: Revision, verb: Verb, by) -> list[User]:
    if verb == Verb.SUBMIT:
        asked = [draft.assigned_to] if draft.assigned_to else reviewers.able_for(draft)
    else:
        asked = [draft.author] if draft.author else []
    return [colleague for colleague in asked if colleague != by]


def said(draft: Revision, verb: Verb, by, note: str) -> tuple[str, str]:
    kind = draft.content_type.model_class()._meta
    words = {
        "who": by or _("A command"),
        "title": draft.title,
        "type": kind.verbose_name,
        "number": draft.number,
    }
    match verb:
        case Verb.SUBMIT:
            subject = _("Please review: %(title)s") % words
            body = _("%(who)s asks for a review of “%(title)s” (%(type)s, version %(number)s).")
        case Verb.APPROVE:
            subject = _("Approved: %(title)s") % words
            body = _("%(who)s approved “%(title)s” (%(type)s, version %(number)s).")
        case _verb:
            subject = _("Changes requested: %(title)s") % words
            body = _("%(who)s asks for changes of “%(title)s” (%(type)s, version %(number)s).")
    url = reverse(f"admin:{kind.app_label}_{kind.model_name}_change", args=[draft.object_id])
    paragraphs = [body % words, note.strip(), absolute(url)]
    return subject, "\n\n".join(filter(None, paragraphs)) + "\n"


def send(subject: str, body: str, *, to: Iterable[User]) -> int:
    """One mail to each, so that nobody sees the others; returns how many were sent."""
    subject = " ".join(f"[{_('MSC Portal desk')}] {subject}".split())
    written = [
        mail.EmailMessage(subject, body, to=[colleague.email])
        for colleague in to
        if colleague.is_active and colleague.email
    ]
    return mail.get_connection().send_messages(written) or 0 if written else 0


def absolute(path: str) -> str:
    """With the first host that the site answers to."""
    host = next(iter(settings.ALLOWED_HOSTS), "localhost").removeprefix(".")
    scheme = "https" if getattr(settings, "SECURE_SSL_REDIRECT", False) else "http"
    return f"{scheme}://{host}{path}"
