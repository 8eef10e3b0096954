"""Verbs that work on the draft and never on what is public."""

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from content.models import Publishable
from editorial.models import Revision, Verb
from editorial.versions import Payload, drafts
from editorial.workflow import mails, reviewers
from editorial.workflow.steps import add_version, draft_of, lock, note_step, record_review
from editorial.workflow.verbs import Refused, require


@transaction.atomic
def save_draft(
    entry: Publishable, payload: Payload, *, by: User | None, note: str = ""
) -> Revision:
    """Keep a version as the draft."""
    entry = lock(entry)
    require(Verb.SAVE, entry, by)
    revision = add_version(entry, payload, by, note)
    note_step(entry, Verb.SAVE, by, revision=revision, note=note)
    return revision


@transaction.atomic
def discard(entry: Publishable, *, by: User | None) -> None:
    """Go on with what is live: the live text becomes the newest version again."""
    entry = lock(entry)
    require(Verb.DISCARD, entry, by)
    draft = drafts.pending(entry)
    Revision.objects.of(entry).cancel_appointments()
    live = Revision.objects.of(entry).get(number=Revision.objects.live_number(entry))
    revision = add_version(entry, live.payload, live.author, note=_("Draft discarded."))
    revision.state, revision.approved_by = live.state, live.approved_by
    revision.published_at = live.published_at
    revision.save(update_fields=["state", "approved_by", "published_at"])
    note_step(entry, Verb.DISCARD, by, revision=draft)


@transaction.atomic
def submit(
    entry: Publishable, *, by: User | None, note: str = "", reviewer: User | None = None
) -> Revision:
    """Ask for a review; `reviewer` is a colleague, None stands for any who can."""
    entry = lock(entry)
    require(Verb.SUBMIT, entry, by)
    reviewers.assign(draft_of(entry), reviewer)
    return _move(entry, Verb.SUBMIT, Revision.State.IN_REVIEW, by, note)


@transaction.atomic
def reassign(
    entry: Publishable, *, by: User | None, reviewer: User | None = None, note: str = ""
) -> Revision:
    """Ask somebody else for the review that was asked for; None stands for any who can."""
    entry = lock(entry)
    require(Verb.REASSIGN, entry, by)
    draft = draft_of(entry)
    before = draft.assigned_to
    if reviewer == before:
        raise Refused(_("This is who was asked already."))
    reviewers.assign(draft, reviewer)
    words = {"before": before or _("any reviewer"), "now": reviewer or _("any reviewer")}
    said = _("Instead of %(before)s: %(now)s.") % words
    note_step(entry, Verb.REASSIGN, by, revision=draft, note=f"{said} {note}".strip())
    mails.tell(draft, Verb.REASSIGN, by, note, before=before)
    return draft


@transaction.atomic
def request_changes(entry: Publishable, *, by: User | None, note: str) -> Revision:
    """Send the draft back with what should change; an approval is taken back with it."""
    entry = lock(entry)
    require(Verb.REQUEST_CHANGES, entry, by)
    if not note.strip():
        raise Refused(_("Say what should change."))
    return _move(entry, Verb.REQUEST_CHANGES, Revision.State.CHANGES, by, note)


@transaction.atomic
def approve(entry: Publishable, *, by: User | None, note: str = "", ai_used: str = "") -> Revision:
    """A medical reviewer stands for exactly this version; a later change needs a new approval."""
    entry = lock(entry)
    require(Verb.APPROVE, entry, by)
    draft = draft_of(entry)
    record_review(entry, by, note, version=draft.number, ai_used=ai_used)
    return _move(entry, Verb.APPROVE, Revision.State.APPROVED, by, note)


@transaction.atomic
def restore(entry: Publishable, number: int, *, by: User | None) -> Revision:
    """Make a new draft of an earlier version; what is live and the history stay as they are."""
    entry = lock(entry)
    require(Verb.RESTORE, entry, by)
    try:
        old = Revision.objects.of(entry).get(number=number)
    except ObjectDoesNotExist as error:
        raise Refused(_("There is no version %s.") % number) from error
    note = _("Version %(number)s of %(date)s restored.") % {
        "number": number,
        "date": timezone.localtime(old.created_at).date().isoformat(),
    }
    revision = add_version(entry, old.payload, by, note)
    note_step(entry, Verb.RESTORE, by, revision=revision, note=note)
    return revision


def _move(
    entry: Publishable, verb: Verb, state: Revision.State, by: User | None, note: str
) -> Revision:
    draft = draft_of(entry)
    draft.state = state
    draft.approved_by = by if state == Revision.State.APPROVED else None
    if state == Revision.State.IN_REVIEW:
        draft.submitted_at = timezone.now()
    draft.save(update_fields=["state", "approved_by", "submitted_at"])
    note_step(entry, verb, by, revision=draft, note=note)
    mails.tell(draft, verb, by, note)
    return draft
