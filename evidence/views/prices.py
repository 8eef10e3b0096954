from itertools import groupby

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.local_links import public_place
from content.prepared import prepared
from content.unchecked import unchecked
from content.web import params
from evidence import price_filters
from evidence.models import Price
from evidence.prices import shown
from evidence.unchecked import of_prices

PRICES_ON_A_PAGE = 100


@require_safe
@params.declare(*price_filters.NAMES, "page")
def cost(request):
    """Every price is on this one list: its address is an anchor here."""
    filters = price_filters.filters_of(request, used())
    rows = price_filters.found(Price.objects.published(), filters)
    page = params.page_of(request, rows, per_page=PRICES_ON_A_PAGE)
    page.object_list = shown(page.object_list)
    response = render(
        request,
        "evidence/cost.html",
        {
            "page": page,
            "groups": [
                (Price.Kind(kind), list(group))
                for kind, group in groupby(page.object_list, key=lambda price: price.kind)
            ],
            "unchecked": unchecked(of_prices(page)),
            "article": public_place("what_it_costs"),
            "filters": filters,
            "query": filters.query,
            "crumbs": [(_("What it costs"), "")],
        },
    )
    return params.kept_nowhere(response) if filters.is_invented else response


@prepared
def used():
    return price_filters.used_by(Price.objects.published())
