"""What a list of findings can be narrowed by."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from diseases.models import Disease
from diseases.vocabulary import Certainty, Direction
from evidence.filters import Filters, choose, choose_in_use, title_in

NAMES = ("disease", "direction", "certainty")


Used = Iterable[tuple[str, str, str, str]]


def used_by(findings: QuerySet) -> QuerySet:
    """What can be chosen: slug and title of the disease, direction, certainty, each once."""
    facts = ("disease__slug", "disease__title", "direction", "certainty")
    return findings.order_by("disease__title", "disease_id").values_list(*facts).distinct()


def filters_of(request: HttpRequest, used: Used) -> Filters:
    """Only values that a finding of the list has are offered."""
    used = list(used)
    directions = {direction for _slug, _title, direction, _certainty in used}
    certainties = {certainty for _slug, _title, _direction, certainty in used}
    titles = {slug: title for slug, title, _direction, _certainty in used}
    return Filters(
        request,
        [
            choose(
                request,
                "disease",
                _("Disease"),
                titles.items(),
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
    return in_order(findings.filter(**wanted))


def in_order(findings: QuerySet) -> QuerySet:
    return findings.order_by("disease__title", "-as_of_on", "pk")
