"""Who can review texts at this moment; four eyes need two of them."""

from accounts.models import User
from editorial.models import Contributor, Review, Revision, Transition
from editorial.workflow import Verb

NEEDED = 2
BACKEND = "django.contrib.auth.backends.ModelBackend"


def able_reviewers():
    """Active colleagues with the right to review whom a page can name."""
    allowed = User.objects.with_perm("editorial.review_revision", backend=BACKEND)
    return allowed.filter(pk__in=Contributor.objects.filter(user__isnull=False).values("user"))


def too_few() -> int | None:
    """How many there are when there are too few, else None."""
    number = able_reviewers().count()
    return number if number < NEEDED else None


def approval_of(entry, draft: Revision | None) -> Transition | None:
    """The step with which somebody approved exactly this version."""
    if draft is None or draft.state != Revision.State.APPROVED:
        return None
    steps = Transition.objects.filter(
        content_type=draft.content_type, object_id=entry.pk, verb=Verb.APPROVE
    )
    return steps.filter(revision_number=draft.number).select_related("made_by").first()


def last_review(entry) -> Review | None:
    return Review.objects.of(entry).approving().select_related("reviewer").first()
