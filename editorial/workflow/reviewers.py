"""Who can review texts at this moment; four eyes need two of them."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from content.models import Publishable
from editorial.models import Contributor, Review, Revision, Transition, Verb
from editorial.workflow.verbs import Refused

NEEDED = 2
BACKEND = "django.contrib.auth.backends.ModelBackend"


def able_reviewers() -> QuerySet[User]:
    """Active colleagues with the right to review whom a page can name."""
    allowed = User.objects.with_perm("editorial.review_revision", backend=BACKEND)
    named = Contributor.objects.named_reviewers().filter(user__isnull=False)
    return allowed.filter(pk__in=named.values("user"))


def able_for(draft: Revision | None) -> QuerySet[User]:
    """Those who may be asked to review a draft: nobody reviews what they changed last."""
    able = able_reviewers()
    return able.exclude(pk=draft.author_id) if draft and draft.author_id else able


def assign(draft: Revision, reviewer: User | None) -> None:
    """Ask this colleague, or with None any reviewer; the caller holds the lock."""
    if reviewer is not None and not able_for(draft).filter(pk=reviewer.pk).exists():
        raise Refused(_("%s cannot review this text.") % reviewer)
    draft.assigned_to = reviewer
    draft.save(update_fields=["assigned_to"])


def asked_before(entry: Publishable) -> int | None:
    """Who was asked last to review a version of this entry; the key of the account."""
    asked = Revision.objects.of(entry).filter(assigned_to__isnull=False).order_by("-number")
    return asked.values_list("assigned_to", flat=True).first()


def too_few() -> int | None:
    """How many there are when there are too few, else None."""
    number = able_reviewers().count()
    return number if number < NEEDED else None


def approval_of(entry: Publishable, draft: Revision | None) -> Transition | None:
    """The step with which somebody approved exactly this version."""
    if draft is None or draft.state != Revision.State.APPROVED:
        return None
    steps = Transition.objects.filter(
        content_type=draft.content_type, object_id=entry.pk, verb=Verb.APPROVE
    )
    return steps.filter(revision_number=draft.number).select_related("made_by").first()


def last_review(entry: Publishable) -> Review | None:
    return Review.objects.of(entry).approving().select_related("reviewer").first()
