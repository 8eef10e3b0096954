from typing import NamedTuple
from urllib.parse import urlencode

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content import params
from search import facets, kinds, services

PER_PAGE = 10


class Filter(NamedTuple):
    label: str
    count: int
    query: str
    is_current: bool


@require_safe
@params.declare("q", "type", "page")
def search(request):
    asked = params.text(request, "q")
    chosen = params.choice(request, "type", kinds.kinds_by_word())
    types = {facets.TYPE: [kinds.kinds_by_word()[chosen]]} if chosen else {}
    results = services.find(asked, chosen=types)
    page = params.page_of(request, results, PER_PAGE)
    hits = list(page.object_list)
    best = hits.pop(0) if page.number == 1 and hits and hits[0].is_exact else None
    return render(
        request,
        "search/search.html",
        {
            "described_by": results_page,
            "asked": asked,
            "results": results,
            "page": page,
            "best": best,
            "hits": hits,
            "filters": filters(asked, chosen, results.type_counts),
            "all": f"?{urlencode({'q': asked})}",
            "query": params.query_without(request, "q", "type"),
            "crumbs": [(_("Search"), "")],
        },
    )


def results_page(page):
    """For machines; what a visitor typed is not repeated."""
    return [page.node("SearchResultsPage")]


def filters(asked, chosen, type_counts):
    """All types together, then each that has results, the most frequent first."""
    rows = [Filter(_("All"), sum(type_counts.values()), urlencode({"q": asked}), not chosen)]
    for kind, count in type_counts.items():
        word = kinds.word(kind)
        query = urlencode({"q": asked, "type": word})
        rows.append(Filter(kinds.label_of_many(kind), count, query, word == chosen))
    return rows
