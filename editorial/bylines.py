"""Who wrote a page and who reviewed it."""

from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType

from editorial.models import Contributor, Review, Reviewed


class Byline(NamedTuple):
    authors: list[Contributor]
    reviewers: list[Contributor]


def byline(entry: Reviewed) -> Byline:
    """Live contributors only; reviewers are those of the medical review that the page names."""
    authors = list(entry.authors.published())
    if not entry.is_medically_reviewed:
        return Byline(authors, [])
    reviews = Review.objects.filter(
        content_type=ContentType.objects.get_for_model(type(entry)),
        object_id=entry.pk,
        kind=Review.Kind.CLINICAL,
        decision=Review.Decision.APPROVE,
        made_on=entry.last_reviewed_on,
    )
    reviewers = Contributor.objects.published().filter(reviews__in=reviews).distinct()
    return Byline(authors, list(reviewers))
