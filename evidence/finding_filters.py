"""What a list of findings can be narrowed by."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from diseases.models import Disease
from diseases.vocabulary import Certainty, Direction
from evidence.filters import Filters, choose, choose_in_use, title_in

NAMES = ("disease", "direction", "certainty")


def filters_of(request: HttpRequest, findings: QuerySet) -> Filters:
    """Only values that a finding of the list has are offered."""
    used = set(findings.order_by().values_list("direction", "certainty"))
    directions = {direction for direction, _certainty in used}
    certainties = {certainty for _direction, certainty in used}
    diseases = Disease.objects.filter(evidence_statements__in=findings).distinct()
    titles = diseases.order_by("title", "pk").values_list("slug", "title")
    return Filters(
        request,
        [
            choose(
                request,
                "disease",
                _("Disease"),
                titles,
                known_as=title_in(Disease.objects.published()),
            ),
            choose_in_use(request, "direction", _("Direction"), Direction.choices, directions),
            choose_in_use(request, "certainty", _("Certainty"), Certainty.choices, certainties),
        ],
    )


def found(findings: QuerySet, filters: Filters) -> QuerySet:
    if filters.unknown:
        return findings.none()
    fields = {"disease": "disease__slug"}
    wanted = {fields.get(name, name): value for name, value in filters.in_use.items()}
    return findings.filter(**wanted).order_by("disease__title", "-as_of_on", "pk")
