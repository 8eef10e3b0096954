"""What this app adds to the plain page of a disease and to the card for a doctor."""

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from content.prepared import prepared
from content.registry import Block
from content.unchecked import Fact
from diseases.models import Disease
from diseases.vocabulary import Design
from evidence import reading
from evidence.answers import PlaceAnswer, about, answers
from evidence.approvals import State, Use, uses_of
from evidence.models import EvidenceStatement, Price, Trial
from evidence.pictures.hundred_people import crowd
from evidence.unchecked import of_steps

WITH_COMPARISON = {Design.SYSTEMATIC_REVIEW, Design.RCT, Design.NONRANDOMISED}
# A page of a disease shows the first of each list.
MOST_TRIALS = 5


def approved(disease: Disease) -> Block:
    """Place by place, from the steps of this disease; places without any in one line."""
    uses = uses_about(disease)
    told = sorted(answers(uses, {}), key=best_first)
    return Block(
        "evidence/_plain_approved.html",
        {
            "answers": [answer for answer in told if answer.granted or answer.applications],
            "nowhere": [answer.place for answer in told if is_empty(answer)],
            "address": disease.evidence_url,
            "marks": of_steps((use.decisive for use in uses), "approved"),
        },
    )


def best_first(answer: PlaceAnswer) -> int:
    return State.values.index(answer.best.state) if answer.best else len(State)


def is_empty(answer: PlaceAnswer) -> bool:
    return not (answer.granted or answer.applications)


def uses_about(disease: Disease) -> list[Use]:
    """Of MSC products, as on the page with the evidence."""
    products = reading.products_about(disease)
    return about(disease, [use for product in products for use in uses_of(product)])


def deciding_result(disease: Disease) -> Block:
    """The one result that decides most; else why none can be shown as people of 100."""
    rows = _findings(disease.pk)
    deciding = [row for row in rows if row.is_deciding and row.is_counted]
    if not deciding:
        counted = [row for row in rows if row.is_counted]
        return Block(
            "evidence/_no_picture.html",
            {
                "has_findings": bool(counted),
                "has_comparison": any(row.best_design in WITH_COMPARISON for row in counted),
                "findings": list(dict.fromkeys(row.slug for row in rows)),
                "address": disease.evidence_url,
            },
        )
    finding = deciding[0]
    return Block(
        "evidence/_hundred_people.html",
        {
            "finding": finding,
            "with_cells": crowd(finding.of_100_with_cells),
            "without": crowd(finding.of_100_without),
            "sources": [row.source_key for row in deciding if row.source_key],
            "marks": [Fact(finding.verification, _("The result that decides most"), "result")],
            "findings": list(dict.fromkeys(row.slug for row in rows)),
            "address": disease.evidence_url,
        },
    )


@prepared
def _findings(disease: int) -> QuerySet:
    """Each comes once for each of its sources, in their order."""
    shown = (
        *("language", "slug", "title", "is_deciding", "best_design", "verification"),
        *("of_100_with_cells", "of_100_without", "better_when", "of_100_people", "of_100_time"),
        *("of_100_outcome", "of_100_comparator", "of_100_in_words", "outcome_name", "comparator"),
        *("population", "n_participants", "follow_up", "certainty", "effect_plain"),
    )
    found = EvidenceStatement.objects.published().about_msc().filter(disease=disease)
    source = F("citations__publication__slug")
    return (
        found.marking_counted()
        .annotate(source_key=source)
        .only(*shown)
        .order_by("-is_deciding", "pk", "citations__order", "source_key")
    )


def prices(disease: Disease) -> QuerySet:
    """One of them is enough to say that there are some."""
    return Price.objects.published().for_disease(disease)


def open_trials(disease: Disease) -> QuerySet:
    return Trial.objects.published().filter(diseases=disease).recruiting()
