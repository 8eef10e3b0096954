"""What every verb needs: the lock, the record of the step, the next version."""

from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from content.models import Publishable
from editorial import versions
from editorial.models import Contributor, Review, Revision, Transition, Trashed, Verb
from editorial.versions import Payload
from editorial.workflow.verbs import WrongState, no_draft

E = TypeVar("E", bound=Publishable)


def lock(entry: E) -> E:
    """The row as it is now, which nobody else changes until this transaction ends."""
    return type(entry)._base_manager.select_for_update().get(pk=entry.pk)


def refuse_trashed(entry: Publishable) -> None:
    if Trashed.objects.of(entry).exists():
        raise WrongState(_("“%s” is in the trash. Take it out first.") % entry)


def draft_of(entry: Publishable) -> Revision:
    """What a verb works on that is possible with a draft only."""
    draft = Revision.objects.pending(entry)
    if draft is None:
        raise no_draft(entry)
    return draft


def note_step(
    entry: Publishable,
    verb: Verb,
    by: User | None,
    *,
    revision: Revision | None = None,
    note: str = "",
) -> Transition:
    return Transition.objects.create(
        entry=entry,
        title=entry.title,
        revision_number=revision.number if revision else None,
        verb=verb,
        made_by=by,
        note=note,
    )


def add_version(entry: Publishable, payload: Payload, by: User | None, note: str = "") -> Revision:
    """The newest version; the caller holds the lock. An appointment of an older draft stays.

    The row of an entry that was never public keeps only what identifies it.
    """
    newest = Revision.objects.newest(entry)
    if newest is None and entry.is_live:
        newest = first_version(entry)
    if not entry.is_live and entry.published_at is None:
        versions.keep_identity(entry, payload)
    return Revision.objects.create(
        entry=entry,
        number=newest.number + 1 if newest else 1,
        payload=payload,
        title=payload["fields"]["title"],
        author=by,
        note=note,
    )


def first_version(entry: Publishable) -> Revision:
    """What is live and came without a draft, by the starter content or an import."""
    since = entry.published_at or timezone.now()
    return Revision.objects.create(
        entry=entry,
        number=1,
        payload=versions.capture(entry),
        title=entry.title,
        created_at=since,
        published_at=since,
    )


def record_review(
    entry: Publishable,
    by: User | None,
    note: str,
    *,
    version: int,
    is_public: bool = False,
    ai_used: str = "",
) -> Review | None:
    """By the named person behind the account; a command run by staff names nobody."""
    reviewer = Contributor.objects.filter(user=by).first() if by else None
    if reviewer is None:
        return None
    return Review.objects.create(
        entry=entry,
        version=version,
        is_public=is_public,
        kind=Review.Kind.CLINICAL,
        reviewer=reviewer,
        decision=Review.Decision.APPROVE,
        interests_at_time=reviewer.interests,
        comment=note,
        ai_used=ai_used,
    )
