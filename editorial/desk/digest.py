"""One mail for each colleague with what waits for them; nothing where nothing waits."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import mails
from accounts.models import User
from content.web.addresses import absolute
from editorial.desk.lists import (
    ComingUp,
    DeskList,
    Mine,
    OutsideComments,
    ReaderFeedback,
    ReviewsDue,
    Waiting,
)
from editorial.desk.search import models_for
from editorial.models import Revision, SentDigest
from editorial.workflow import may

MOST_NAMED = 10


class ChangesRequested(Mine):
    title = gettext_lazy("Changes were requested in your drafts")

    def chosen(self, drafts):
        return super().chosen(drafts).filter(state=Revision.State.CHANGES)


class ToReview(Waiting):
    """What this colleague may review, without what somebody else was asked for."""

    title = gettext_lazy("Waiting for your review")

    def chosen(self, drafts):
        asked = Q(assigned_to=None) | Q(assigned_to=self.user)
        others = Q(author=None) | ~Q(author=self.user)
        return super().chosen(drafts).filter(asked & others)


class ReviewsToHearOf(ReviewsDue):
    """Who reviews or publishes hears of all pages, others of those they are responsible for."""

    def conditions(self, model):
        hears_all = self.user.has_perm("editorial.review_revision") or may(
            self.user, "publish", model
        )
        for said, due in super().conditions(model):
            yield said, due if hears_all else due & Q(owner=self.user)


@dataclass
class Digest:
    colleague: User
    subject: str
    body: str

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(f"{self.subject}\n{self.body}".encode()).hexdigest()


@dataclass
class DigestTally:
    sent: int = 0
    same: int = 0
    failed: int = 0


def sections(user: User) -> Iterator[DeskList]:
    yield ChangesRequested(user)
    if user.has_perm("editorial.review_revision"):
        yield ToReview(user)
    yield OutsideComments(user)
    yield ReviewsToHearOf(user)
    if any(may(user, "publish", model) for model in models_for(user)):
        yield ComingUp(user)
    if user.has_perm("editorial.change_feedback"):
        yield ReaderFeedback(user)


def digest_for(user: User) -> Digest | None:
    waiting = [section for section in sections(user) if section.number]
    if not waiting:
        return None
    number = sum(section.number for section in waiting)
    subject = ngettext("%d thing waits for you", "%d things wait for you", number) % number
    paragraphs = [in_words(section) for section in waiting]
    paragraphs.append(absolute(reverse("admin:index")))
    return Digest(user, subject, "\n\n".join(paragraphs) + "\n")


def in_words(section: DeskList) -> str:
    rows = [f"{section.title} ({section.number})"]
    for line in section.lines(slice(0, MOST_NAMED)):
        said = [line.title, str(line.type)]
        if line.when:
            said.append(when_in_words(line.when))
        rows.append(f"- {', '.join(said)}: {absolute(line.url)}")
    if section.number > MOST_NAMED or len(rows) == 1:
        rows.append(f"- {_('All of them:')} {absolute(section.url)}")
    return "\n".join(rows)


def when_in_words(when) -> str:
    if hasattr(when, "hour"):
        return formats.date_format(timezone.localtime(when), "SHORT_DATETIME_FORMAT")
    return formats.date_format(when, "SHORT_DATE_FORMAT")


def digests() -> Iterator[Digest]:
    colleagues = User.objects.filter(is_active=True, is_staff=True).exclude(email="")
    with translation.override(settings.LANGUAGE_CODE):
        for user in colleagues.order_by("pk"):
            if found := digest_for(user):
                yield found


def send_all() -> DigestTally:
    tally = DigestTally()
    for digest in digests():
        with transaction.atomic():
            if not claim(digest):
                tally.same += 1
                continue
            letter = mails.written(digest.subject, digest.body, digest.colleague)
            letter.save()
        if mails.attempt(letter.pk) is mails.SendOutcome.FAILED:
            tally.failed += 1
        else:
            tally.sent += 1
    return tally


def claim(digest: Digest) -> bool:
    """Whether this process may write it; the same digest goes out once a day."""
    today = timezone.localdate()
    SentDigest.objects.get_or_create(
        colleague=digest.colleague, defaults={"sent_on": today, "digest": ""}
    )
    others = SentDigest.objects.filter(colleague=digest.colleague).exclude(
        sent_on=today, digest=digest.fingerprint
    )
    return bool(others.update(sent_on=today, digest=digest.fingerprint))
