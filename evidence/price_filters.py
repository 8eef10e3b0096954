"""What the list of prices can be narrowed by."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from diseases.models import Disease
from evidence.filters import Filters, choose, choose_in_use, title_in
from evidence.models import Price

NAMES = ("disease", "kind")

# Of a disease slug, title and whether it is public, and the kind of a price; each once.
Used = Iterable[tuple[str | None, str | None, bool | None, str]]


def used_by(prices: QuerySet) -> QuerySet:
    """What can be chosen; a price about no disease comes without one."""
    return (
        prices.order_by("diseases__title", "diseases", "kind")
        .values_list("diseases__slug", "diseases__title", "diseases__is_live", "kind")
        .distinct()
    )


def filters_of(request: HttpRequest, used: Used) -> Filters:
    used = list(used)
    titles = {slug: title for slug, title, is_live, _kind in used if is_live}
    kinds = {kind for *_disease, kind in used}
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
            choose_in_use(request, "kind", _("Kind of price"), Price.Kind.choices, kinds),
        ],
    )


def found(prices: QuerySet, filters: Filters) -> QuerySet:
    if filters.unknown:
        return prices.none()
    fields = {"disease": "diseases__slug"}
    wanted = {fields.get(name, name): value for name, value in filters.in_use.items()}
    return prices.filter(**wanted).in_groups()
