from collections import Counter

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content import params
from diseases.models import Disease
from diseases.vocabulary import Certainty, Direction, Phase
from evidence import jsonld
from evidence.blocks import span
from evidence.models import EvidenceStatement, Trial

DISEASES_IN_TABLE = 50


@require_safe
def overview(request):
    trials = Trial.objects.published()
    statements = EvidenceStatement.objects.published().about_msc().current().with_people()
    diseases = Disease.objects.published().filter(evidence_statements__in=statements).distinct()
    page = params.page_of(request, diseases.order_by("title", "pk"), per_page=DISEASES_IN_TABLE)
    phases = trials_by_phase(trials)
    return render(
        request,
        "evidence/overview.html",
        {
            "described_by": jsonld.overview,
            "page": page,
            "query": "",
            "directions": Direction.choices,
            "rows": finding_rows(list(page), statements),
            "statement_number": statements.filter(disease__in=diseases).count(),
            "phases": phases,
            "trial_number": phases["total"],
            "years": trials_by_year(trials),
            "gap": reporting_gap(trials),
            "seen": span(trials.status_dates()),
            "crumbs": [(_("Evidence"), "")],
        },
    )


def finding_rows(diseases, statements):
    """For each disease its levels of certainty, each with the findings in every direction.

    [(disease, [((certainty, label), [number, ...]), ...]), ...]
    """
    counted = Counter(
        {
            row[:3]: row[3]
            for row in statements.filter(disease__in=diseases)
            .order_by()
            .values_list("disease", "certainty", "direction")
            .annotate(number=Count("pk"))
        }
    )
    levels = {(disease, certainty) for disease, certainty, _direction in counted}
    return [
        (
            disease,
            [
                (level, [counted[disease.pk, level[0], direction] for direction in Direction])
                for level in Certainty.choices
                if (disease.pk, level[0]) in levels
            ],
        )
        for disease in diseases
    ]


def trials_by_phase(trials):
    """A table of phases against the statuses that occur."""
    counted = Counter(
        {
            (phase, status): number
            for phase, status, number in trials.order_by()
            .values_list("phase", "status")
            .annotate(number=Count("pk"))
        }
    )
    statuses = [
        choice for choice in Trial.Status.choices if any(key[1] == choice[0] for key in counted)
    ]
    rows = [
        (label, [counted[phase, status] for status, _label in statuses])
        for phase, label in Phase.choices
        if any(key[0] == phase for key in counted)
    ]
    return {
        "statuses": [label for _status, label in statuses],
        "rows": [(label, numbers, sum(numbers)) for label, numbers in rows],
        "totals": [sum(column) for column in zip(*(row[1] for row in rows), strict=True)],
        "total": counted.total(),
    }


def trials_by_year(trials):
    """(year or None, number); an unknown start comes last."""
    years = trials.order_by().values_list(ExtractYear("start_on")).annotate(number=Count("pk"))
    return sorted(years, key=lambda row: (row[0] is None, row[0] or 0))


def reporting_gap(trials):
    """Completed trials with participants, by whether the registry showed results."""
    completed = trials.with_participants().filter(status=Trial.Status.COMPLETED)
    counted = dict(completed.order_by().values_list("results_posted").annotate(number=Count("pk")))
    return {
        "total": sum(counted.values()),
        "posted": counted.get(True, 0),
        "none": counted.get(False, 0),
        "unknown": counted.get(None, 0),
    }
