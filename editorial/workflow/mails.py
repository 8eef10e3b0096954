"""Mails of the desk: plain text, in the language of the site, sent after the commit."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.mails import write
from accounts.models import User
from content.desk_links import form_address
from content.web.addresses import absolute
from editorial.models import Revision, Verb
from editorial.workflow import reviewers

TOLD = (Verb.SUBMIT, Verb.REASSIGN, Verb.APPROVE, Verb.REQUEST_CHANGES)


def tell(
    draft: Revision, verb: Verb, by: User | None, note: str, *, before: User | None = None
) -> None:
    """Write to whom a step concerns, in its transaction.

    `before`: who was asked to review until now.
    """
    if verb not in TOLD:
        return
    with translation.override(settings.LANGUAGE_CODE):
        subject, body = said(draft, verb, by, note)
        write(subject, body, to=[one for one in recipients(draft, verb, by) if one != before])
        if before is not None and before != by:
            write(*said_to_former(draft, by), to=[before])


def recipients(draft: Revision, verb: Verb, by: User | None) -> list[User]:
    if verb in (Verb.SUBMIT, Verb.REASSIGN):
        asked = [draft.assigned_to] if draft.assigned_to else reviewers.able_for(draft)
    else:
        asked = [draft.author] if draft.author else []
    return [colleague for colleague in asked if colleague != by]


def said(draft: Revision, verb: Verb, by: User | None, note: str) -> tuple[str, str]:
    words = words_for(draft, by)
    match verb:
        case Verb.SUBMIT | Verb.REASSIGN:
            subject = _("Please review: %(title)s") % words
            body = _("%(who)s asks for a review of “%(title)s” (%(type)s, version %(number)s).")
        case Verb.APPROVE:
            subject = _("Approved: %(title)s") % words
            body = _("%(who)s approved “%(title)s” (%(type)s, version %(number)s).")
        case Verb.REQUEST_CHANGES:
            subject = _("Changes requested: %(title)s") % words
            body = _("%(who)s asks for changes of “%(title)s” (%(type)s, version %(number)s).")
        case _:
            raise ValueError(f"There are no words for a mail about {verb}.")
    paragraphs = [body % words, note.strip(), address_of(draft)]
    return subject, "\n\n".join(filter(None, paragraphs)) + "\n"


def said_to_former(draft: Revision, by: User | None) -> tuple[str, str]:
    words = words_for(draft, by)
    subject = _("No review needed from you: %(title)s") % words
    body = _("%(who)s asked somebody else to review “%(title)s” (%(type)s, version %(number)s).")
    return subject, f"{body % words}\n\n{address_of(draft)}\n"


def words_for(draft: Revision, by: User | None) -> dict[str, object]:
    return {
        "who": by or _("A command"),
        "title": draft.title,
        "type": draft.content_type.name,
        "number": draft.number,
    }


def address_of(draft: Revision) -> str:
    model = draft.content_type.model_class()
    return absolute(form_address(model, draft.object_id))  # type: ignore[arg-type]
