"""Who wrote a page, who reviewed it, and what was corrected on it."""

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from django.db.models import QuerySet

from content.models import Publishable
from content.prepared import prepared
from editorial.models import Contributor, Correction, Review, Reviewed
from linking.names import target_of


@dataclass(frozen=True)
class Byline:
    entry: Publishable
    authors: list[Contributor]
    reviews: list[Review]  # the medical review of this text, by one named person or more
    earlier: Review | None = None  # of a text that was public before it, where it has none

    @property
    def is_reviewed(self) -> bool:
        return bool(self.reviews)

    @property
    def reviewers(self) -> list[Contributor]:
        named = {review.reviewer for review in self.reviews}
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
        return public_corrections(*target_of(self.entry))


def byline(entry: Publishable) -> Byline:
    """What is shown of the people behind an entry; only those with a public page are named.

    A review by somebody whom the page cannot name with credentials is none to a reader.
    """
    if not isinstance(entry, Reviewed):
        return Byline(entry, [], [])
    authors = authors_of(type(entry))(entry.pk)
    if entry.is_medically_reviewed:
        named = named_reviews(*target_of(entry))
        of_this_text = [review for review in named if review.made_on == entry.last_reviewed_on]
        return Byline(entry, authors, sorted(of_this_text, key=lambda review: review.pk))
    return Byline(entry, authors, [], earlier_review.first(*target_of(entry)))


@cache
def authors_of(model: type[Reviewed]) -> prepared:
    return prepared(lambda key: model(pk=key).authors.published())


@prepared
def named_reviews(content_type: int, key: int) -> QuerySet[Review]:
    about = Review.objects.filter(content_type=content_type, object_id=key)
    named = about.approving().filter(reviewer__in=Contributor.objects.named_reviewers())
    return named.select_related("reviewer")


@prepared
def earlier_review(content_type: int, key: int) -> QuerySet[Review]:
    """The newest of a text that was public."""
    return named_reviews.make(content_type, key).of_public_texts()[:1]


@prepared
def public_corrections(content_type: int, key: int) -> QuerySet[Correction]:
    return Correction.objects.published().filter(content_type=content_type, object_id=key)
