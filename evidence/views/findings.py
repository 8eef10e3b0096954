from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content import params
from content.unchecked import unchecked
from diseases.vocabulary import Certainty, Direction
from evidence import finding_filters
from evidence.models import EvidenceStatement
from evidence.safety import with_named_references
from evidence.unchecked import of_listed_findings

FINDINGS_ON_A_PAGE = 50


@require_safe
@params.declare(*finding_filters.NAMES, "page")
def finding_list(request):
    """Those that count: what every number of findings on this site leads to."""
    counted = EvidenceStatement.objects.counted().filter(disease__is_live=True)
    filters = finding_filters.filters_of(request, counted)
    found = finding_filters.found(counted, filters).with_sources()
    page = params.page_of(request, found, per_page=FINDINGS_ON_A_PAGE)
    response = render(
        request,
        "evidence/finding_list.html",
        {
            "page": page,
            "unchecked": unchecked(of_listed_findings(page)),
            "findings": with_named_references(page),
            "filters": filters,
            "query": filters.query,
            "levels": Certainty.choices,
            "ways": Direction.choices,
            "crumbs": [(_("Evidence"), reverse("evidence:overview")), (_("Findings"), "")],
        },
    )
    return params.kept_nowhere(response) if filters.is_invented else response
