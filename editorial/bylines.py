"""Who wrote a page, who reviewed it, and what was corrected on it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.contrib.contenttypes.models import ContentType

from content.models import Publishable
from editorial.models import Contributor, Correction, Review, Reviewed


@dataclass(frozen=True)
class Byline:
    entry: Publishable
    authors: list[Contributor]
    reviews: list[Review]  # the medical review that the page names, by one person or more

    @property
    def reviewers(self) -> list[Contributor]:
        named = {review.reviewer for review in self.reviews if review.reviewer.is_live}
        return sorted(named, key=lambda person: (person.title, person.pk))

    @property
    def evidence_searched_on(self) -> date | None:
        return max(
            filter(None, (review.evidence_searched_on for review in self.reviews)), default=None
        )

    @property
    def ai_used(self) -> list[str]:
        return [review.ai_used for review in self.reviews if review.ai_used]

    @cached_property
    def corrections(self) -> list[Correction]:
        """Public ones, newest first; read when they are shown."""
        return list(Correction.objects.published().filter(**place_of(self.entry)))


def byline(entry: Publishable) -> Byline:
    """What is shown of the people behind an entry; only those with a public page are named."""
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
    return Byline(entry, authors, list(reviews.select_related("reviewer").order_by("pk")))


def place_of(entry: Publishable) -> dict:
    content_type = ContentType.objects.get_for_model(type(entry))
    return {"content_type": content_type, "object_id": entry.pk}
