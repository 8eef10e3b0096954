"""Criteria about rows: sources, reviews, approvals."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils import timezone

from content.registry import entry_models
from diseases import checks_before_publishing as of_diseases
from diseases.models import Disease
from editorial.models import Review, Reviewed
from editorial.workflow import checks as of_every_type
from editorial.workflow import link_checks
from evidence import checks_before_publishing as of_evidence
from evidence.models import EvidenceStatement
from literature import checks_before_publishing as of_sources
from literature.models import Publication
from mscportal.audit.findings import AuditFinding, AuditLevel
from mscportal.audit.from_gate import findings, name_of
from search.services import search

TOP = 3


def overdue_reviews() -> Iterator[AuditFinding]:
    today = timezone.localdate()
    for model in entry_models():
        if issubclass(model, Reviewed):
            for entry in model.objects.published().filter(next_review_on__lt=today):
                due = f"the review was due on {entry.next_review_on}"
                yield AuditFinding(2, AuditLevel.WARNING, name_of(entry), due)


def reviewers_of_their_own_text() -> Iterator[AuditFinding]:
    reviews = Review.objects.filter(
        kind=Review.Kind.CLINICAL, decision=Review.Decision.APPROVE
    ).select_related("reviewer")
    for review in reviews:
        authors = getattr(review.entry, "authors", None)
        if authors is not None and authors.filter(pk=review.reviewer_id).exists():
            message = f"{review.reviewer} wrote and reviewed it"
            yield AuditFinding(4, AuditLevel.ERROR, name_of(review.entry), message)


def unstated_interests() -> Iterator[AuditFinding]:
    return findings(5, of_every_type.interests)


def statements_without_source() -> Iterator[AuditFinding]:
    return findings(7, of_evidence.source_of_statement)


def dangling_tokens() -> Iterator[AuditFinding]:
    yield from findings(8, of_sources.tokens, with_field=True)
    yield from findings(8, of_sources.raw_tokens, with_field=True)


def pictures_without_alternative() -> Iterator[AuditFinding]:
    return findings(19, of_every_type.pictures, with_field=True)


def skipped_headings() -> Iterator[AuditFinding]:
    return findings(19, of_every_type.heading_order, with_field=True)


def dead_links() -> Iterator[AuditFinding]:
    for check in (link_checks.local_pages, link_checks.places, link_checks.addresses):
        yield from findings(22, check, with_field=True)


def effects_without_source() -> Iterator[AuditFinding]:
    return findings(7, of_sources.effect_without_source)


def malformed_publications() -> Iterator[AuditFinding]:
    for publication in Publication.objects.published().iterator():
        try:
            publication.clean_fields()
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                message = f"{field}: {' '.join(messages)}"
                yield AuditFinding(9, AuditLevel.ERROR, name_of(publication), message)


def unflagged_retractions() -> Iterator[AuditFinding]:
    return findings(10, of_sources.retracted_sources)


def unofficial_events() -> Iterator[AuditFinding]:
    return findings(11, of_evidence.official_events)


def steps_without_disease() -> Iterator[AuditFinding]:
    return findings(12, of_evidence.steps_without_disease)


def doubtful_approvals_shown_as_current() -> Iterator[AuditFinding]:
    return findings(12, of_evidence.doubtful_approvals)


def impossible_steps() -> Iterator[AuditFinding]:
    yield from findings(12, of_evidence.impossible_steps)
    yield from findings(12, of_evidence.order_of_steps)


def ended_authorisations_shown_as_current() -> Iterator[AuditFinding]:
    return findings(12, of_evidence.ended_authorisations)


def contradicted_statuses() -> Iterator[AuditFinding]:
    yield from findings(26, of_evidence.contradicted_status, with_field=True)
    yield from findings(26, of_evidence.seen_in_the_future, with_field=True)


def final_before_completion() -> Iterator[AuditFinding]:
    return findings(26, of_evidence.completion_after_the_look)


def statuses_told_otherwise() -> Iterator[AuditFinding]:
    return findings(37, of_evidence.status_told_otherwise, with_field=True)


def groups_the_other_way_round() -> Iterator[AuditFinding]:
    return findings(38, of_evidence.groups_the_other_way_round, with_field=True)


def thin_disease_sections() -> Iterator[AuditFinding]:
    """An empty section says so and points to a trusted resource: no error of a page."""
    return findings(13, of_diseases.sections, levels={"empty_section": AuditLevel.WARNING})


def names_that_find_nothing() -> Iterator[AuditFinding]:
    for disease in Disease.objects.published().with_names():
        for name in [disease.title, *(row.text for row in disease.names.all())]:
            hits = search(name).hits[:TOP]
            if disease.get_absolute_url() not in [hit.url for hit in hits]:
                message = f"searching “{name}” does not show it among the first {TOP}"
                yield AuditFinding(24, AuditLevel.ERROR, name_of(disease), message)


def crowded_places() -> Iterator[AuditFinding]:
    yield from findings(31, of_sources.crowded_places, with_field=True)
    yield from findings(31, of_evidence.crowded_sources)


def sources_of_usual_care() -> Iterator[AuditFinding]:
    return findings(32, of_diseases.sources_of_usual_care, with_field=True)


def results_of_no_finding() -> Iterator[AuditFinding]:
    yield from findings(33, of_evidence.direction_of_findings)
    yield from findings(33, of_diseases.reason_of_direction, with_field=True)


def unfinished_words() -> Iterator[AuditFinding]:
    return findings(34, of_every_type.unfinished_words, with_field=True)


def publications_without_a_way() -> Iterator[AuditFinding]:
    """Their pages say so and how to look for it, until somebody has found the source."""
    for publication in Publication.objects.published().iterator():
        if not publication.ways_to_source:
            message = "has no DOI, PMID, PMCID or address"
            yield AuditFinding(35, AuditLevel.WARNING, name_of(publication), message)


def findings_against_a_rule() -> Iterator[AuditFinding]:
    yield from findings(36, of_every_type.complete, models=[EvidenceStatement], with_field=True)
    yield from findings(36, of_evidence.direction_of_numbers, with_field=True)
    yield from findings(36, of_evidence.direction_without_comparison, with_field=True)


CHECKS = (
    overdue_reviews,
    reviewers_of_their_own_text,
    unstated_interests,
    statements_without_source,
    dangling_tokens,
    pictures_without_alternative,
    skipped_headings,
    dead_links,
    effects_without_source,
    malformed_publications,
    unflagged_retractions,
    unofficial_events,
    steps_without_disease,
    ended_authorisations_shown_as_current,
    doubtful_approvals_shown_as_current,
    impossible_steps,
    contradicted_statuses,
    final_before_completion,
    statuses_told_otherwise,
    thin_disease_sections,
    names_that_find_nothing,
    crowded_places,
    sources_of_usual_care,
    results_of_no_finding,
    unfinished_words,
    publications_without_a_way,
    findings_against_a_rule,
    groups_the_other_way_round,
)
