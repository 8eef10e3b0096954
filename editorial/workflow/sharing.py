"""Readers without an account: a link to one version, and what they write about it."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from content.models import Publishable
from editorial.models import OutsideComment, OutsideLink, Trashed, Verb
from editorial.workflow.steps import draft_of, lock, note_step, refuse_trashed
from editorial.workflow.verbs import Refused, Right, may, require

USUAL_DAYS = 14
MOST_DAYS = 60


@transaction.atomic
def share(
    entry: Publishable, *, by: User | None, reader: str, days: int = USUAL_DAYS
) -> tuple[OutsideLink, str]:
    """A link to the draft as it is now, and its secret, which nobody can look up later."""
    entry = lock(entry)
    require(Verb.SHARE, entry, by)
    refuse_trashed(entry)
    if not reader.strip():
        raise Refused(_("Say for whom the link is."))
    if not 1 <= days <= MOST_DAYS:
        raise Refused(_("A link works for 1 to %s days.") % MOST_DAYS)
    draft = draft_of(entry)
    now = timezone.now()
    link = OutsideLink(
        revision=draft,
        reader=reader.strip(),
        made_by=by,
        made_at=now,
        expires_at=now + datetime.timedelta(days=days),
    )
    secret = link.take_secret()
    link.save()
    note_step(entry, Verb.SHARE, by, revision=draft, note=link.reader)
    return link, secret


@transaction.atomic
def unshare(entry: Publishable, link: OutsideLink, *, by: User | None) -> None:
    """The link ends at once; what was written through it stays."""
    entry = lock(entry)
    require(Verb.UNSHARE, entry, by)
    if link.has_ended:
        raise Refused(_("This link has ended already."))
    OutsideLink.objects.filter(pk=link.pk).update(revoked_at=timezone.now())
    note_step(entry, Verb.UNSHARE, by, revision=link.revision, note=link.reader)


def entry_behind(link: OutsideLink) -> Publishable | None:
    """The entry that may be shown through the link now; None when the link is of no use."""
    entry = link.revision.entry
    if link.has_ended or entry is None or Trashed.objects.of(entry).exists():
        return None
    return entry if may(link.made_by, Right.CHANGE.value, entry) else None


def comments_on(entry: Publishable) -> QuerySet[OutsideComment]:
    content_type = ContentType.objects.get_for_model(type(entry))
    return OutsideComment.objects.filter(
        link__revision__content_type=content_type, link__revision__object_id=entry.pk
    )


def mark_comments_read(entry: Publishable) -> int:
    return comments_on(entry).filter(read_at=None).update(read_at=timezone.now())
