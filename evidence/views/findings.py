from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.prepared import prepared
from content.unchecked import unchecked
from content.web import params
from diseases.vocabulary import Certainty, Direction
from evidence import finding_filters, reading
from evidence.models import EvidenceStatement
from evidence.safety import with_named_references
from evidence.unchecked import of_listed_findings

FINDINGS_ON_A_PAGE = 50


@require_safe
@params.declare(*finding_filters.NAMES, "page")
def finding_list(request):
    """Those that count: what every number of findings on this site leads to."""
    filters = finding_filters.filters_of(request, used())
    page = params.page_of(request, found(filters), per_page=FINDINGS_ON_A_PAGE)
    page.object_list = reading.shown_findings(page.object_list)
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


def counted():
    return EvidenceStatement.objects.counted().filter(disease__is_live=True)


@prepared
def used():
    return finding_filters.used_by(counted())


@prepared
def every_key():
    return finding_filters.in_order(counted()).values_list("pk", flat=True)


def found(filters):
    """Keys of the findings, in their order."""
    if not filters.chosen:
        return every_key()
    return finding_filters.found(counted(), filters).values_list("pk", flat=True)
