"""Who wrote a page, who reviewed it, and what was corrected on it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from content.models import Publishable
from editorial.models import Contributor, Correction, Review, Reviewed


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
        return list(Correction.objects.published().of(self.entry))


def byline(entry: Publishable) -> Byline:
    """What is shown of the people behind an entry; only those with a public page are named.

    A review by somebody whom the page cannot name with credentials is none to a reader.
    """
    if not isinstance(entry, Reviewed):
        return Byline(entry, [], [])
    authors = list(entry.authors.published())
    found = Review.objects.of(entry).approving().select_related("reviewer")
    named = found.filter(reviewer__in=Contributor.objects.named_reviewers())
    if entry.is_medically_reviewed:
        of_this_text = named.filter(made_on=entry.last_reviewed_on).order_by("pk")
        return Byline(entry, authors, list(of_this_text))
    return Byline(entry, authors, [], named.of_public_texts().first())
