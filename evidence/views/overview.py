from django.db.models import Count, Max
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content import params
from diseases.vocabulary import Certainty, Design, Direction, Phase
from evidence import jsonld
from evidence.blocks import span
from evidence.models import EvidenceStatement, Trial
from evidence.pictures import evidence_map
from evidence.pictures import trials as trial_pictures

DISEASES_IN_TABLE = 50


@require_safe
@params.declare("category", "stage", "direction", "finding", "certainty", "page")
def overview(request):
    trials = Trial.objects.published()
    statements = EvidenceStatement.objects.counted().filter(disease__is_live=True)
    groups = list(groups_of(statements))
    filters = evidence_map.filters_of(
        request,
        {group["direction"] for group in groups},
        {group["certainty"] for group in groups},
    )
    diseases = evidence_map.mapped_diseases(filters)
    page = params.page_of(request, diseases.order_by("title", "pk"), per_page=DISEASES_IN_TABLE)
    response = render(
        request,
        "evidence/overview.html",
        {
            "described_by": jsonld.overview,
            "page": page,
            "query": filters.query,
            "filters": filters,
            "matrix": evidence_map.matrix(diseases, filters),
            "stages": [(stage.value, stage.label) for stage in evidence_map.STAGES],
            "directions": Direction.choices,
            "certainties": Certainty.choices,
            "designs": Design.choices,
            "all_phases": Phase.choices,
            "rows": evidence_map.rows(list(page)),
            "statement_number": sum(group["number"] for group in groups),
            "disease_number": statements.values("disease").distinct().count(),
            "latest": latest(groups),
            "phases": trial_pictures.by_phase(trials),
            "years": trial_pictures.by_year(trials),
            "gap": trial_pictures.reporting_gap(trials),
            "seen": span(trials.status_dates()),
            "crumbs": [(_("Evidence"), "")],
        },
    )
    return params.kept_nowhere(response) if filters.is_invented else response


def groups_of(statements):
    """How many are alike in direction, certainty and precision, and the date of the newest."""
    alike = statements.order_by().values("direction", "certainty", "as_of_precision")
    return alike.annotate(number=Count("pk"), newest=Max("as_of_on"))


def latest(groups):
    """(date, precision) of the newest finding; None without any."""
    dates = ((group["newest"], group["as_of_precision"]) for group in groups)
    return max(dates, default=None)
