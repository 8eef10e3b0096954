"""Criteria about rows: sources, reviews, approvals."""

import datetime
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils import timezone

from content import richtext
from content.models import Publishable
from content.registry import entry_models
from diseases.models import Disease
from editorial.models import Contributor, Review, Reviewed
from evidence.approvals import State, in_places
from evidence.models import Authorisation, EvidenceStatement
from literature.models import Citation, Publication, TextCitation
from mscportal.audit.findings import Finding, Level
from search.services import search

STALE_INTERESTS = datetime.timedelta(days=730)
DISEASE_SECTIONS = {
    "evidence_summary": "benefits",
    "risks": "risks",
    "uncertainty": "what is not known",
    "standard_care": "alternatives",
    "without_treatment": "no treatment",
}
LEAST_WORDS = 15
TOP = 3


def name_of(entry: Publishable) -> str:
    return f"{entry._meta.verbose_name} {entry.slug}"


def overdue_reviews() -> Iterator[Finding]:
    today = timezone.localdate()
    for model in entry_models():
        if issubclass(model, Reviewed):
            for entry in model.objects.published().filter(next_review_on__lt=today):
                due = f"the review was due on {entry.next_review_on}"
                yield Finding(2, Level.WARNING, name_of(entry), due)


def reviewers_of_their_own_text() -> Iterator[Finding]:
    reviews = Review.objects.filter(
        kind=Review.Kind.CLINICAL, decision=Review.Decision.APPROVE
    ).select_related("reviewer")
    for review in reviews:
        authors = getattr(review.entry, "authors", None)
        if authors is not None and authors.filter(pk=review.reviewer_id).exists():
            message = f"{review.reviewer} wrote and reviewed it"
            yield Finding(4, Level.ERROR, name_of(review.entry), message)


def unstated_interests() -> Iterator[Finding]:
    oldest = timezone.localdate() - STALE_INTERESTS
    for person in Contributor.objects.published():
        if not person.interests or person.interests_stated_on is None:
            yield Finding(5, Level.ERROR, name_of(person), "no dated statement of interests")
        elif person.interests_stated_on < oldest:
            message = f"interests were stated on {person.interests_stated_on}"
            yield Finding(5, Level.ERROR, name_of(person), message)


def statements_without_source() -> Iterator[Finding]:
    for statement in EvidenceStatement.objects.published().prefetch_related(
        "citations__publication"
    ):
        if not any(citation.publication.is_live for citation in statement.citations.all()):
            yield Finding(7, Level.ERROR, name_of(statement), "no public source")


def dangling_tokens() -> Iterator[Finding]:
    known = set(Publication.objects.published().values_list("slug", flat=True))
    for model in entry_models():
        texts = [*model.rich_fields(), *model.token_fields]
        if not texts:
            continue
        for entry in model.objects.published().iterator():
            for field in texts:
                for key in richtext.cited_keys(getattr(entry, field)):
                    if key not in known:
                        message = f"{field} cites {key}, which is not a public publication"
                        yield Finding(8, Level.ERROR, name_of(entry), message)


def pictures_without_alternative() -> Iterator[Finding]:
    for model in entry_models():
        for field in model.rich_fields():
            for entry in model.objects.published().filter(**{f"{field}__contains": "<img"}):
                if count := richtext.pictures_without_alternative(getattr(entry, field)):
                    message = f"{field} has {count} pictures without text alternative"
                    yield Finding(19, Level.ERROR, name_of(entry), message)


def malformed_publications() -> Iterator[Finding]:
    for publication in Publication.objects.published().iterator():
        try:
            publication.clean_fields()
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                message = f"{field}: {' '.join(messages)}"
                yield Finding(9, Level.ERROR, name_of(publication), message)


def unflagged_retractions() -> Iterator[Finding]:
    bad = {"publication__retraction__in": Publication.NEEDS_WARNING}
    cited = [
        *Citation.objects.filter(**bad, note="").select_related("publication", "content_type"),
        *TextCitation.objects.filter(**bad).select_related("publication", "content_type"),
    ]
    for citation in cited:
        if citation.entry is not None and citation.entry.is_live:
            publication = citation.publication
            message = f"cites {publication.slug} ({publication.retraction}) without a note"
            yield Finding(10, Level.ERROR, name_of(citation.entry), message)


def unofficial_events() -> Iterator[Finding]:
    events = (
        Authorisation.objects.filter(product__is_live=True)
        .select_related("product", "publication", "jurisdiction")
        .prefetch_related("jurisdiction__regulators")
    )
    for event in events:
        if not event.has_official_source:
            message = f"{event}: source to be confirmed"
            yield Finding(11, Level.WARNING, name_of(event.product), message)


def ended_authorisations_shown_as_current() -> Iterator[Finding]:
    """The one sentence of a disease page must not name a place where every authorisation ended."""
    for disease in Disease.objects.published():
        products = disease.products.published().with_events()
        rows = [row for product in products for row in in_places(product)]
        in_force = {row.place for row in rows if row.state == State.CURRENT}
        for place in sorted({row.place for row in rows} - in_force):
            if place in disease.what_it_means:
                message = f"“what this means” names {place}, where no authorisation is in force"
                yield Finding(12, Level.ERROR, name_of(disease), message)


def thin_disease_sections() -> Iterator[Finding]:
    for disease in Disease.objects.published():
        for field, section in DISEASE_SECTIONS.items():
            words = len(richtext.plain_text(getattr(disease, field)).split())
            if words < LEAST_WORDS:
                yield Finding(13, Level.WARNING, name_of(disease), f"“{section}” has {words} words")


def names_that_find_nothing() -> Iterator[Finding]:
    for disease in Disease.objects.published().with_names():
        for name in [disease.title, *(row.text for row in disease.names.all())]:
            hits = search(name).hits[:TOP]
            if disease.get_absolute_url() not in [hit.url for hit in hits]:
                message = f"searching “{name}” does not show it among the first {TOP}"
                yield Finding(24, Level.ERROR, name_of(disease), message)


CHECKS = (
    overdue_reviews,
    reviewers_of_their_own_text,
    unstated_interests,
    statements_without_source,
    dangling_tokens,
    pictures_without_alternative,
    malformed_publications,
    unflagged_retractions,
    unofficial_events,
    ended_authorisations_shown_as_current,
    thin_disease_sections,
    names_that_find_nothing,
)
