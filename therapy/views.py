from functools import cache
from itertools import chain

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.languages import title_of
from content.models import shown_names
from content.prepared import prepared
from content.related_links import related_links
from content.unchecked import Fact, unchecked
from content.web import params
from content.web.pages import get_public
from editorial.public import byline
from linking.on_pages import mentioned_in
from literature.page_text import PageText
from literature.reference_lists import has_references
from literature.unchecked import of_references
from therapy import jsonld, pictures
from therapy.models import Mechanism, TissueSource

MOST_LISTED = 20
MOST_TRIALS = 10
MOST_BESIDE = 5
RELATED_TO_A_SOURCE = dict.fromkeys(["products", "diseases", "mechanisms", "articles"], MOST_LISTED)
RELATED_TO_A_MECHANISM = dict.fromkeys(["diseases", "sources", "articles"], MOST_LISTED)
ROWS_OF_A_TABLE = 50
# In the order of the page, in which its references are numbered.
TEXTS_OF_A_SOURCE = (
    "harvest",
    "yield_figures",
    "expansion",
    "meaning_for_patients",
    "typical_uses",
    "advantages",
    "limitations",
)


@require_safe
@params.declare("page")
def source_list(request):
    page = params.page_of(request, TissueSource.objects.published().in_groups())
    is_first = page.number == 1
    tree = pictures.differentiation() if is_first else None
    return render(
        request,
        "therapy/source_list.html",
        {
            "page": page,
            "query": "",
            "map": pictures.body_map() if is_first else None,
            "tree": tree,
            "unchecked": unchecked([*map(mark_of_burden, page), *marks_of_tree(tree)]),
            "crumbs": [(_("Tissue sources"), "")],
        },
    )


def mark_of_burden(source):
    return Fact(
        source.harvest_verification,
        _("Burden for the donor"),
        f"row-{source.slug}",
        source.invasiveness,
        title_of(source),
    )


def marks_of_comparison(sources):
    for source in sources:
        yield mark_of_burden(source)
        yield Fact(
            source.yield_verification,
            _("Yield"),
            f"row-{source.slug}",
            source.yield_level,
            title_of(source),
        )


def marks_of_tree(tree):
    """Of the mechanism that the drawing stands for."""
    if tree is None:
        return []
    return [Fact(tree.mechanism.verification, _("What they can become in a dish"), "dish")]


@require_safe
@params.declare("sort", "page")
def compare(request):
    sources = TissueSource.objects.published().with_trial_number()
    orders = {
        "": (_("Kind of tissue"), sources.in_groups()),
        "name": (_("Name"), sources.order_by("title", "pk")),
        "donor": (_("Whose cells"), sources.by_donor()),
        "trials": (_("Number of trials listed"), sources.order_by("-trial_number", "title", "pk")),
    }
    sort = params.choice(request, "sort", orders)
    page = params.page_of(request, orders[sort][1], per_page=ROWS_OF_A_TABLE)
    response = render(
        request,
        "therapy/compare.html",
        {
            "page": page,
            "unchecked": unchecked(marks_of_comparison(page)),
            "sort": sort,
            "orders": [(key, label) for key, (label, _rows) in orders.items()],
            "query": f"sort={sort}" if sort else "",
            "crumbs": [
                (_("Tissue sources"), reverse("therapy:sources")),
                (_("Sources compared"), ""),
            ],
        },
    )
    return params.kept_if_known(response, params.unknown(request, "sort", _("Order"), orders))


@prepared
def source_at(slug):
    return TissueSource.objects.with_trial_number().filter(slug=slug)[:1]


@prepared
def first_trials(source):
    return TissueSource(pk=source).trials.published().open_first()[:MOST_TRIALS]


@cache
def sources_beside(group):
    """Takes the key of a source of this group; gives the others."""

    def beside(key):
        others = TissueSource.objects.published().with_trial_number()
        return others.beside(TissueSource(pk=key, group=group))[:MOST_BESIDE]

    return prepared(beside)


@has_references(TissueSource, source_at)
def text_of_source(source):
    return PageText(source, TEXTS_OF_A_SOURCE)


@require_safe
def source_detail(request, slug):
    source = get_public(source_at, slug)
    text = text_of_source(source)
    lists = related_links(source, RELATED_TO_A_SOURCE)
    listed_trials = first_trials(source.pk)
    compared = [source, *sources_beside(source.group)(source.pk)]
    return render(
        request,
        "therapy/source_detail.html",
        {
            "described_by": jsonld.source,
            "source": source,
            "entry": source,
            "text": text,
            "names": shown_names(source),
            "trials": listed_trials,
            "trial_number": source.trial_number,
            "spot": pictures.spot(source),
            "compared": compared,
            "unchecked": unchecked(
                [
                    *marks_of_source(source),
                    *marks_of_comparison(compared[1:]),
                    *of_references(text.references),
                ]
            ),
            **lists,
            "mentions": mentioned_in(source, chain(listed_trials, *lists.values())),
            "byline": byline(source),
            "crumbs": [
                (_("Tissue sources"), reverse("therapy:sources")),
                (title_of(source), ""),
            ],
        },
    )


def marks_of_source(source):
    of_yield = source.yield_verification
    points = source.advantages or source.limitations
    return [
        Fact(source.harvest_verification, _("How the cells are obtained"), "harvest"),
        Fact(of_yield, _("Yield"), "harvest", source.yield_level),
        Fact(source.expansion_verification, _("Growth in culture"), "laboratory", source.expansion),
        Fact(of_yield, _("Yield figures"), "laboratory", source.yield_figures),
        Fact(source.verification, _("Points in favour, and limits"), "limits", points),
    ]


@require_safe
@params.declare("page")
def mechanism_list(request):
    page = params.page_of(
        request,
        Mechanism.objects.published().order_by("title", "pk"),
        per_page=ROWS_OF_A_TABLE,
    )
    return render(
        request,
        "therapy/mechanism_list.html",
        {
            "page": page,
            "query": "",
            "ways": pictures.ways() if page.number == 1 else None,
            "crumbs": [(_("Mechanisms"), "")],
        },
    )


@prepared
def mechanism_at(slug):
    return Mechanism.objects.filter(slug=slug)[:1]


@has_references(Mechanism, mechanism_at)
def text_of_mechanism(mechanism):
    return PageText(mechanism, ["how_plain", "limits", "open_questions"])


@require_safe
def mechanism_detail(request, slug):
    mechanism = get_public(mechanism_at, slug)
    text = text_of_mechanism(mechanism)
    lists = related_links(mechanism, RELATED_TO_A_MECHANISM)
    return render(
        request,
        "therapy/mechanism_detail.html",
        {
            "described_by": jsonld.mechanism,
            "mechanism": mechanism,
            "entry": mechanism,
            "text": text,
            "names": shown_names(mechanism),
            "unchecked": unchecked(
                [*marks_of_mechanism(mechanism), *of_references(text.references)]
            ),
            **lists,
            "mentions": mentioned_in(mechanism, chain(*lists.values())),
            "byline": byline(mechanism),
            "crumbs": [
                (_("Mechanisms"), reverse("therapy:mechanisms")),
                (title_of(mechanism), ""),
            ],
        },
    )


def marks_of_mechanism(mechanism):
    mark = mechanism.verification
    return [
        Fact(mechanism.support_verification, _("How well it is supported"), "support"),
        Fact(mark, _("How it might work"), "how", mechanism.how_plain),
        Fact(mark, _("What it does not prove"), "limits", mechanism.limits),
        Fact(mark, _("Open questions"), "open", mechanism.open_questions),
    ]
