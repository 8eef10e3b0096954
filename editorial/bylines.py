"""Who wrote a page, who reviewed it, and what was corrected on it."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.contenttypes.models import ContentType

from content.models import Publishable
from editorial.models import Contributor, Correction, Review, Reviewed


@dataclass(frozen=True)
class Byline:
    entry: Publishable
    authors: list[Contributor]
    reviewers: list[Contributor]

    @cached_property
    def corrections(self) -> list[Correction]:
        """Public ones, newest first; read when they are shown."""
        return list(Correction.objects.published().filter(**place_of(self.entry)))


def byline(entry: Publishable) -> Byline:
    """Live contributors only; reviewers are those of the medical review that the page names."""
    if not isinstance(entry, Reviewed):
        return Byline(entry, [], [])
    authors = list(entry.authors.published())
    if not entry.is_medically_reviewed:
        return Byline(entry, authors, [])
    reviews = Review.objects.filter(
        **place_of(entry),
        kind=Review.Kind.CLINICAL,
        decision=Review.Decision.APPROVE,
        made_on=entry.last_reviewed_on,
    )
    reviewers = Contributor.objects.published().filter(reviews__in=reviews).distinct()
    return Byline(entry, authors, list(reviewers))


def place_of(entry: Publishable) -> dict:
    content_type = ContentType.objects.get_for_model(type(entry))
    return {"content_type": content_type, "object_id": entry.pk}
