from itertools import chain

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from content.languages import title_of
from content.models import shown_names
from content.prepared import prepared
from content.text import richtext
from content.unchecked import Fact, unchecked
from content.web import params
from content.web.pages import get_public
from editorial.public import byline
from evidence import jsonld, reading
from evidence.answers import in_one_line, of_product
from evidence.approvals import State, status_in_words, uses_of
from evidence.models import Product, SafetyItem
from evidence.pictures.timeline import timeline
from evidence.standings import Standing, by_standing
from evidence.unchecked import of_steps
from linking.on_pages import mentioned_in
from literature.page_text import PageText
from literature.reference_lists import has_references
from literature.unchecked import of_references

PRODUCTS_ON_A_PAGE = 50
STEPS_ON_A_PAGE = 25
MOST_HARMS = 5
LONGEST_DESCRIPTION = 155


@require_safe
@params.declare("standing", "page")
def product_list(request):
    products = reading.with_uses(reading.public_products())
    groups = by_standing(products)
    used = [standing for standing, found in groups.items() if found]
    chosen = params.choice(request, "standing", used)
    unknown = params.unknown(request, "standing", _("Standing"), used, dict(Standing.choices))
    listed = [] if unknown else groups[Standing(chosen)] if chosen else products
    page = params.page_of(request, listed, per_page=PRODUCTS_ON_A_PAGE)
    for product in page:
        product.in_words = status_in_words(product, product.uses)
    response = render(
        request,
        "evidence/product_list.html",
        {
            "page": page,
            "chosen": chosen,
            "chosen_label": Standing(chosen).label if chosen else "",
            "unknown": unknown,
            "number": len(products),
            "numbers": [(each, each.label, len(found)) for each, found in groups.items()],
            "query": f"standing={chosen}" if chosen else "",
            "crumbs": [(_("Products"), "")],
        },
    )
    return params.kept_if_known(response, unknown)


@prepared
def product_at(slug):
    return Product.objects.filter(slug=slug).select_related("source")[:1]


@has_references(Product, product_at)
def text_of(product):
    return PageText(product, ["note", "harms"])


@require_safe
def product_detail(request, slug):
    product = get_public(product_at, slug)
    reading.with_events([product])
    uses = uses_of(product)
    diseases = diseases_of(product.pk)
    told = of_product(uses)
    text = text_of(product)
    return render(
        request,
        "evidence/product_detail.html",
        {
            "described_by": jsonld.product,
            "product": product,
            "entry": product,
            "text": text,
            "uses": uses,
            "uses_by_state": [
                (state, [use for use in uses if use.state == state], EMPTY.get(state, ""))
                for state in State
            ],
            "timeline": timeline(uses),
            "unchecked": unchecked(
                [
                    Fact(product.verification, _("What it is"), "what"),
                    Fact(product.harms_verification, _("Harms"), "safety", product.harms),
                    *of_steps(chain.from_iterable(use.steps for use in uses), "steps"),
                    *of_references(text.references),
                ]
            ),
            "harms": harms(),
            "is_followed": bool(uses) or product.kind != Product.Kind.OTHER,
            "in_words": status_in_words(product, uses),
            "in_short": told,
            "description": description(product, told),
            "names": shown_names(product),
            "diseases": diseases,
            "mentions": mentioned_in(product, diseases),
            "byline": byline(product),
            "crumbs": [(_("Products"), reverse("evidence:products")), (title_of(product), "")],
        },
    )


@prepared
def harms():
    return SafetyItem.objects.published().with_approved_products()[:MOST_HARMS]


@prepared
def diseases_of(product):
    return Product(pk=product).diseases.published().for_links()


def description(product, told):
    """For search engines: where it stands, which no text of an editor can know for long."""
    if product.meta_description or not told or product.kind == Product.Kind.OTHER:
        return product.description
    return richtext.shorten(in_one_line(told), LONGEST_DESCRIPTION)


# What an empty list of uses says. The other states are named only where there is a use in them.
EMPTY = {
    State.CURRENT: gettext_lazy("No use that we know of."),
    State.FORMER: gettext_lazy("No use of which we know that it ended."),
    State.APPLICATION: gettext_lazy("Nothing that we know of."),
}


@require_safe
@params.declare("page")
def approvals(request):
    products = reading.with_events(reading.public_products())
    page = params.page_of(request, reading.newest_first(products), per_page=STEPS_ON_A_PAGE)
    return render(
        request,
        "evidence/approvals.html",
        {
            "page": page,
            "timeline": timeline(use for product in products for use in uses_of(product)),
            "unchecked": unchecked(of_steps(page, "steps")),
            "query": "",
            "crumbs": [
                (_("Products"), reverse("evidence:products")),
                (_("All steps by date"), ""),
            ],
        },
    )
