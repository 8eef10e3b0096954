from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content import params
from content.unchecked import unchecked
from diseases.models import Disease
from diseases.vocabulary import Certainty, Direction
from evidence.filters import Filters, choose
from evidence.models import EvidenceStatement
from evidence.safety import with_named_references
from evidence.unchecked import of_listed_findings

FINDINGS_ON_A_PAGE = 50


@require_safe
@params.declare("disease", "direction", "certainty", "page")
def finding_list(request):
    """Those that count: what every number of findings on this site leads to."""
    counted = EvidenceStatement.objects.counted().filter(disease__is_live=True)
    filters = filters_of(counted, request)
    chosen = {each.name: each.chosen for each in filters if each.chosen}
    if "disease" in chosen:
        chosen["disease__slug"] = chosen.pop("disease")
    found = counted.none() if filters.unknown else counted.filter(**chosen)
    found = found.with_sources().order_by("disease__title", "-as_of_on", "pk")
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


def filters_of(counted, request):
    """Only values that a finding of the list has are offered."""
    used = set(counted.order_by().values_list("direction", "certainty"))
    directions = {direction for direction, _certainty in used}
    certainties = {certainty for _direction, certainty in used}
    diseases = Disease.objects.filter(evidence_statements__in=counted).distinct()
    choices = [
        (
            "disease",
            _("Disease"),
            diseases.order_by("title", "pk").values_list("slug", "title"),
            {},
        ),
        (
            "direction",
            _("Direction"),
            [each for each in Direction.choices if each[0] in directions],
            dict(Direction.choices),
        ),
        (
            "certainty",
            _("Certainty"),
            [each for each in Certainty.choices if each[0] in certainties],
            dict(Certainty.choices),
        ),
    ]
    return Filters(
        request,
        [
            choose(
                request, name, label, options, lambda value, words=words: str(words.get(value, ""))
            )
            for name, label, options, words in choices
        ],
    )
