from django.db.models import QuerySet
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.languages import Text
from content.prepared import prepared
from content.unchecked import Fact, unchecked
from content.web import params
from content.web.alphabet import sort_key
from content.web.pages import get_public
from editorial.public import byline
from evidence import jsonld, reading
from evidence.approvals import Use, uses_of
from evidence.models import Authorisation, Jurisdiction, Product, RuleStatement
from evidence.pictures.timeline import timeline
from evidence.unchecked import of_regulators, of_steps
from literature.page_text import PageText
from literature.reference_lists import has_references
from literature.unchecked import of_references

MOST_STEPS = 50


@require_safe
@params.declare("page")
def jurisdiction_list(request):
    places = reading.public_places()
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


@prepared
def place_at(slug):
    return Jurisdiction.objects.filter(slug=slug)[:1]


@has_references(Jurisdiction, place_at)
def text_of(place):
    return PageText(place, [])


@require_safe
def jurisdiction_detail(request, slug):
    place = get_public(place_at, slug)
    reading.with_regulators([place])
    products = reading.with_events(products_in(place), known=[place])
    steps = reading.newest_first(products, lambda step: is_step_in(place, step))[:MOST_STEPS]
    uses = [use for product in products for use in uses_of(product) if is_in(place, use)]
    rules = rules_of(place.pk)
    text = text_of(place)
    return render(
        request,
        "evidence/jurisdiction_detail.html",
        {
            "described_by": jsonld.jurisdiction,
            "place": place,
            "title": _("Rules on cell treatment: %(place)s") % {"place": place.name},
            "entry": place,
            "text": text,
            "rules": rules,
            "steps": steps,
            "unchecked": unchecked(
                [
                    *marks_of_rules(place, rules),
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
        },
    )


def marks_of_rules(place, rules):
    return [
        Fact(rule.verification, Text(rule.text, place.language), f"rule-{number}")
        for number, rule in enumerate(rules, 1)
    ]


@prepared
def rules_of(place):
    return RuleStatement.objects.filter(jurisdiction=place)


def products_in(place: Jurisdiction) -> list[Product]:
    """With a step in this place."""
    return _in_country(place.country) if place.country else _in_jurisdiction(place.pk)


@prepared
def _in_country(country: str) -> QuerySet:
    return with_steps(Authorisation.objects.filter(country=country))


@prepared
def _in_jurisdiction(place: int) -> QuerySet:
    return with_steps(Authorisation.objects.filter(jurisdiction=place))


def with_steps(steps: QuerySet) -> QuerySet:
    return Product.objects.published().filter(pk__in=steps.values("product")).by_kind()


def is_step_in(place: Jurisdiction, step: Authorisation) -> bool:
    """By its code: the hospital exemption of a member is no step of the union."""
    if place.country:
        return step.country == place.country
    return step.jurisdiction_id == place.pk


def is_in(place: Jurisdiction, use: Use) -> bool:
    if place.country:
        return use.country == place.country
    return any(is_step_in(place, step) for step in use.steps)
