"""Which entries a list of the desk or of the admin is narrowed to."""

import datetime
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.utils import timezone

from content.models import ChildRow, Verification
from editorial.models import Revision

DUE_SOON = datetime.timedelta(days=30)
OF_STATE = {
    "live": Q(is_live=True),
    "new": Q(is_live=False, withdrawn_at__isnull=True),
    "withdrawn": Q(is_live=False, withdrawn_at__isnull=False),
}


def marks(model):
    """The fields that say how far a fact of the row was checked."""
    return [field for field in model._meta.fields if field.choices == Verification.choices]


def has_unchecked_facts(model):
    """Condition: the entry, or one of its rows, says something that nobody has checked yet."""
    own = [Q(**{field.name: Verification.MEMORY}) for field in marks(model)]
    in_rows = [
        Q(
            Exists(
                relation.related_model._base_manager.filter(
                    **{relation.field.name: OuterRef("pk"), field.name: Verification.MEMORY}
                )
            )
        )
        for relation in model._meta.related_objects
        if relation.one_to_many and issubclass(relation.related_model, ChildRow)
        for field in marks(relation.related_model)
    ]
    return reduce(or_, own + in_rows, Q(pk__in=[]))


def with_drafts(entries):
    """Each entry with the state and the author of its draft, and its appointment, if any."""
    content_type = ContentType.objects.get_for_model(entries.model)
    versions = Revision.objects.filter(content_type=content_type, object_id=OuterRef("pk"))

    def of_draft(field):
        # The newest version is a draft only while it was not published.
        value = Case(When(published_at__isnull=True, then=F(field)))
        return Subquery(versions.order_by("-number").values(found=value)[:1])

    appointments = versions.filter(publish_at__isnull=False)
    return entries.annotate(
        draft_state=of_draft("state"),
        draft_author=of_draft("author"),
        draft_due_at=Subquery(appointments.values("publish_at")[:1]),
    )


def due_condition(value: str) -> Q:
    """Of rows of a Reviewed type, by the day of their next medical review."""
    today = timezone.localdate()
    return {
        "due": Q(next_review_on__lte=today),
        "overdue": Q(next_review_on__lt=today),
        "soon": Q(next_review_on__gt=today, next_review_on__lte=today + DUE_SOON),
        "later": Q(next_review_on__gt=today + DUE_SOON),
        "none": Q(next_review_on=None),
    }[value]
