from functools import partial

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content import params
from content.languages import Text, title_of
from content.pages import get_public
from content.unchecked import Fact, unchecked
from delivery import parts
from editorial.bylines import byline
from evidence import jsonld
from evidence.approvals import in_places
from evidence.models import Jurisdiction, Product
from evidence.pictures.timeline import timeline
from evidence.unchecked import of_steps
from literature.page_text import PageText

MOST_STEPS = 50


@require_safe
@params.declare("page")
def jurisdiction_list(request):
    places = Jurisdiction.objects.published().prefetch_related("regulators").order_by("title", "pk")
    return render(
        request,
        "evidence/jurisdiction_list.html",
        {
            "page": params.page_of(request, places),
            "query": "",
            "crumbs": [(_("Rules by place"), "")],
        },
    )


@require_safe
def jurisdiction_detail(request, slug):
    return parts.show(request, "evidence/jurisdiction_detail.html", partial(whole_place, slug))


def whole_place(slug):
    place = get_public(Jurisdiction.objects.prefetch_related("regulators", "rules"), slug=slug)
    steps = list(place.authorisations.published().with_sources().newest_first()[:MOST_STEPS])
    return {
        "described_by": jsonld.jurisdiction,
        "place": place,
        "title": _("Rules on cell treatment: %(place)s") % {"place": place.title},
        "entry": place,
        "text": PageText(place, []),
        "steps": steps,
        "unchecked": unchecked([*marks_of_rules(place), *of_steps(steps, "steps")]),
        "timeline": timeline(rows_in(place)),
        "byline": byline(place),
        "crumbs": [
            (_("Rules by place"), reverse("evidence:jurisdictions")),
            (title_of(place), ""),
        ],
    }


def marks_of_rules(place):
    return [
        Fact(rule.verification, Text(rule.text, place.language), f"rule-{number}")
        for number, rule in enumerate(place.rules.all(), 1)
    ]


def rows_in(place):
    """Every product with a step in this place, with its steps there."""
    products = Product.objects.published().filter(authorisations__jurisdiction=place).distinct()
    rows = [row for product in products.by_kind().with_events() for row in in_places(product)]
    return [row for row in rows if row.jurisdiction == place]
