from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from content import languages
from content.reachable import by_key
from content.registry import answers_to, blocks, told_of_results
from content.web import params
from search import facets, kinds, services
from search import query_statistics as counts
from search.models import Entry

PER_PAGE = 10
AS_TYPED = "exact"
SETTINGS = ("q", *facets.LABELS, AS_TYPED)


@dataclass(frozen=True)
class Choice:
    label: str
    count: int
    query: str
    is_current: bool


class FacetFilter(NamedTuple):
    label: str | Promise
    choices: list[Choice]  # all values together first

    @property
    def chosen(self):
        return next((choice for choice in self.choices[1:] if choice.is_current), None)


@require_safe
def search(request):
    asked = params.text(request, "q")
    as_typed = bool(params.choice(request, AS_TYPED, ("1",)))
    chosen = facets.chosen_in(request)
    results = services.find(asked, chosen=chosen, as_typed=as_typed)
    page = params.page_of(request, results, PER_PAGE)
    hits = list(page.object_list)
    told = told_of_results(hit.target for hit in hits)
    best = hits.pop(0) if page.number == 1 and hits and hits[0].is_exact else None
    is_first = page.number == 1 and not chosen and not as_typed
    answers = answers_to(asked, results.named) if is_first else []
    if is_first:
        counts.note(asked, has_result=results.found.has_all_words or bool(answers))
    nothing = not results.found.profiles
    settings = {name: params.text(request, name) for name in SETTINGS}
    response = render(
        request,
        "search/search.html",
        {
            "described_by": results_page,
            "asked": asked,
            "results": results,
            "page": page,
            "answers": answers,
            "best": best,
            "best_facts": facts_of(best),
            "best_told": told.get(best.target) if best else None,
            "hits": [(hit, told.get(hit.target)) for hit in hits],
            "filters": filters(results, chosen, settings),
            "all": f"?{urlencode({'q': asked})}",
            "as_typed_query": urlencode({"q": asked, AS_TYPED: 1}),
            "did_you_mean": did_you_mean(asked) if nothing and as_typed else None,
            "near": services.suggest(asked[:NEAR_START]) if nothing and asked else (),
            "query": params.query_without(request, *SETTINGS),
            "crumbs": [(_("Search"), "")],
        },
    )
    if asked:
        # Nobody else's cache keeps what a person asked; each question comes here and is counted.
        response.headers["Cache-Control"] = "private, no-cache"
    return response


NEAR_START = 4  # letters


def did_you_mean(asked):
    meant = services.find(asked).corrected
    return meant and Choice(meant, 0, urlencode({"q": meant}), False)


def results_page(page):
    """For machines; what a visitor typed is not repeated."""
    return [page.node("SearchResultsPage")]


def facts_of(hit):
    entry = by_key([hit.target]).get(hit.target) if hit else None
    return blocks(entry, "best_answer") if entry else []


def filters(results, chosen, now):
    """Types first; of the others those between whose values there is a choice.

    `now` holds what the address sets at present, by name.
    """
    rows = []
    for facet, label in facets.LABELS.items():
        values = results.facets[facet]
        current = chosen.get(facet, [""])[0]
        if facet != facets.TYPE and len(values) < 2 and not current:
            continue
        shown = [(value, name) for value, name in labels(facet, values) if name]
        every = Choice(_("All"), results.count_without(facet), query(now, facet, ""), not current)
        rows.append(
            FacetFilter(
                label,
                [every]
                + [
                    Choice(
                        name,
                        values[value],
                        query(now, facet, kinds.word(value) if facet == facets.TYPE else value),
                        value == current,
                    )
                    for value, name in shown
                ],
            )
        )
    return rows


def query(now, facet, value):
    return urlencode([(name, text) for name, text in {**now, facet: value}.items() if text])


def labels(facet, values):
    """(value, its label), in the language of the page or marked with its own."""
    if facet == facets.TYPE:
        return [(value, kinds.label_of_many(value)) for value in values]
    if facet == facets.LANGUAGE:
        return [(value, capfirst(languages.name(value))) for value in values]
    known = dict(facets.choices(facet))
    if of_entries := facets.kinds_of_values(facet):
        rows = Entry.objects.filter(kind__in=of_entries).values_list("url", "title", "language")
        for url, title, language in rows:
            known[url.rstrip("/").rpartition("/")[2]] = languages.Text(title, language)
    return [
        (value, name if isinstance(name, languages.Text) else capfirst(str(name)))
        for value in values
        if (name := known.get(value))
    ]


@require_safe
@params.declare("q")
def suggest(request):
    """Names that begin like what is typed, in the form that browsers know from OpenSearch:
    question, names, what they are, addresses; and what only our own field reads."""
    typed = params.text(request, "q", longest=100)
    found = services.suggest(typed)
    message = ngettext("%(number)d suggestion", "%(number)d suggestions", len(found))
    response = JsonResponse(
        [
            typed,
            [row.title for row in found],
            [" · ".join(filter(None, (row.also_called, capfirst(row.label)))) for row in found],
            [request.build_absolute_uri(languages.local_path(row.url)) for row in found],
            {
                "languages": [
                    row.language if languages.is_foreign(row.language) else "" for row in found
                ],
                "status": message % {"number": len(found)},
            },
        ],
        safe=False,
        content_type="application/x-suggestions+json",
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response
