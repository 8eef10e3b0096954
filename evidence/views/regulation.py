from functools import partial

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.languages import Text
from content.unchecked import Fact, unchecked
from content.web import params
from content.web.alphabet import sort_key
from content.web.pages import get_public
from delivery.page_cache import parts
from editorial.public import byline
from evidence import jsonld
from evidence.approvals import Use, uses_of
from evidence.models import Authorisation, Jurisdiction, Product
from evidence.pictures.timeline import timeline
from evidence.unchecked import of_regulators, of_steps
from literature.page_text import PageText
from literature.unchecked import of_references

MOST_STEPS = 50


@require_safe
@params.declare("page")
def jurisdiction_list(request):
    places = list(Jurisdiction.objects.published().prefetch_related("regulators").order_by("pk"))
    places.sort(key=lambda place: sort_key(place.name))
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
    steps = list(
        Authorisation.objects.published().in_place(place).with_sources().newest_first()[:MOST_STEPS]
    )
    uses = uses_in(place)
    text = PageText(place, [])
    return {
        "described_by": jsonld.jurisdiction,
        "place": place,
        "title": _("Rules on cell treatment: %(place)s") % {"place": place.name},
        "entry": place,
        "text": text,
        "steps": steps,
        "unchecked": unchecked(
            [
                *marks_of_rules(place),
                *of_regulators(place),
                *of_steps(steps, "steps"),
                *of_references(text.references),
            ]
        ),
        "timeline": timeline(uses),
        "byline": byline(place),
        "crumbs": [
            (_("Rules by place"), reverse("evidence:jurisdictions")),
            (place.name, ""),
        ],
    }


def marks_of_rules(place):
    return [
        Fact(rule.verification, Text(rule.text, place.language), f"rule-{number}")
        for number, rule in enumerate(place.rules.all(), 1)
    ]


def uses_in(place: Jurisdiction) -> list[Use]:
    """Every use of a product in this place."""
    steps = Authorisation.objects.published().in_place(place)
    products = Product.objects.published().filter(pk__in=steps.values("product"))
    uses = [use for product in products.by_kind().with_uses() for use in uses_of(product)]
    return [use for use in uses if is_in(place, use)]


def is_in(place: Jurisdiction, use: Use) -> bool:
    if place.country:
        return use.country == place.country
    return any(step.jurisdiction_id == place.pk for step in use.steps)
