from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.web import params
from diseases.vocabulary import Certainty, Design, Direction, Phase
from evidence import jsonld
from evidence.at_a_glance import numbers_of
from evidence.pictures import evidence_map
from evidence.pictures import trials as trial_pictures
from evidence.reading import trials_alike

DISEASES_IN_TABLE = 50


@require_safe
@params.declare("category", "stage", "direction", "finding", "certainty", "page")
def overview(request):
    found = evidence_map.counted_findings()
    diseases = evidence_map.every_mapped_disease()
    filters = evidence_map.filters_of(request, diseases, found)
    chosen = evidence_map.chosen_diseases(filters, diseases, found)
    page = params.page_of(request, chosen, per_page=DISEASES_IN_TABLE)
    trials = trials_alike()
    numbers = numbers_of(found, trials)
    response = render(
        request,
        "evidence/overview.html",
        {
            "described_by": jsonld.overview,
            "page": page,
            "query": filters.query,
            "filters": filters,
            "matrix": evidence_map.matrix(chosen, filters),
            "stages": [(stage.value, stage.label) for stage in evidence_map.STAGES],
            "directions": Direction.choices,
            "certainties": Certainty.choices,
            "designs": Design.choices,
            "all_phases": Phase.choices,
            "rows": evidence_map.rows(page, found),
            "numbers": numbers,
            "is_drawn": bool(diseases),
            "phases": trial_pictures.by_phase(trials),
            "years": trial_pictures.by_year(trials),
            "gap": trial_pictures.reporting_gap(trials),
            "seen": numbers["seen"],
            "crumbs": [(_("Evidence"), "")],
        },
    )
    return params.kept_nowhere(response) if filters.is_invented else response
