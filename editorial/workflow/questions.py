"""What is not sure about an entry: asked by imports, settled by whoever may change the entry."""

from collections.abc import Iterable, Mapping

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from content.models import Publishable
from editorial.models import OpenQuestion
from editorial.workflow.entries import require_right
from editorial.workflow.steps import lock, refuse_trashed
from editorial.workflow.verbs import Refused, Right


@transaction.atomic
def settle(question: OpenQuestion, *, by: User | None, decision: str) -> OpenQuestion:
    """Keep what was decided, by whom and when; the question does not come back."""
    if question.entry is None:
        raise Refused(_("This entry is not there any more."))
    entry = lock(question.entry)
    require_right(by, Right.CHANGE.value, entry)
    refuse_trashed(entry)
    question = OpenQuestion.objects.select_for_update().get(pk=question.pk)
    if question.settled_at is not None:
        raise Refused(_("This question was settled already."))
    if not decision.strip():
        raise Refused(_("Say what was decided."))
    question.settled_at, question.settled_by = timezone.now(), by
    question.decision = " ".join(decision.split())
    question.full_clean(exclude=["content_type", "object_id"])
    question.save(update_fields=["settled_at", "settled_by", "decision"])
    return question


def questions_about(entry: Publishable) -> QuerySet[OpenQuestion]:
    """Open ones first, in the order in which they were asked."""
    return OpenQuestion.objects.of(entry).select_related("settled_by")


@transaction.atomic
def ask(source: str, asked: Mapping[Publishable, Iterable[str]]) -> None:
    """Let the open questions of one source be these; a question that was settled stays so."""
    wanted = {
        (ContentType.objects.get_for_model(type(entry)).pk, entry.pk, text)
        for entry, texts in asked.items()
        for text in texts
    }
    known = {
        (question.content_type_id, question.object_id, question.text): question
        for question in OpenQuestion.objects.filter(source=source)
    }
    left = [row.pk for key, row in known.items() if key not in wanted and row.settled_at is None]
    OpenQuestion.objects.filter(pk__in=left).delete()
    OpenQuestion.objects.bulk_create(
        OpenQuestion(content_type_id=kind, object_id=key, text=text, source=source)
        for kind, key, text in sorted(wanted - known.keys())
    )
