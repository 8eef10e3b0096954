from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.web import params
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
    filters = evidence_map.filters_of(request)
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
            "statement_number": statements.count(),
            "disease_number": statements.values("disease").distinct().count(),
            "latest": latest(statements),
            "phases": trial_pictures.by_phase(trials),
            "years": trial_pictures.by_year(trials),
            "gap": trial_pictures.reporting_gap(trials),
            "seen": span(trials.status_dates()),
            "crumbs": [(_("Evidence"), "")],
        },
    )
    return params.kept_nowhere(response) if filters.is_invented else response


def latest(statements):
    """(date, precision) of the newest finding; None without any."""
    newest = statements.order_by("-as_of_on", "pk")
    return newest.values_list("as_of_on", "as_of_precision").first()
