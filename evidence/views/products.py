from functools import partial
from itertools import chain

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content import params
from content.languages import title_of
from content.pages import get_public
from content.unchecked import Fact, unchecked
from delivery import parts
from editorial.bylines import byline
from evidence import jsonld
from evidence.approvals import in_places, status_in_words
from evidence.models import Authorisation, Product, SafetyItem
from evidence.pictures.timeline import timeline
from evidence.unchecked import of_steps
from linking.services import mentioned_in
from literature.page_text import PageText

STEPS_ON_A_PAGE = 25
MOST_HARMS = 5


@require_safe
@params.declare("page")
def product_list(request):
    page = params.page_of(request, Product.objects.published().by_kind().with_events())
    for product in page:
        product.in_places = in_places(product)
        product.in_words = status_in_words(product, product.in_places)
    return render(
        request,
        "evidence/product_list.html",
        {"page": page, "query": "", "crumbs": [(_("Products"), "")]},
    )


@require_safe
def product_detail(request, slug):
    return parts.show(request, "evidence/product_detail.html", partial(whole_product, slug))


def whole_product(slug):
    product = get_public(Product.objects.select_related("source").with_events(), slug=slug)
    rows = in_places(product)
    diseases = list(product.diseases.published())
    return {
        "described_by": jsonld.product,
        "product": product,
        "entry": product,
        "text": PageText(product, ["note"]),
        "in_places": rows,
        "timeline": timeline(rows),
        "uses": uses(rows),
        "unchecked": unchecked(
            [
                Fact(product.verification, _("What it is"), "what"),
                *of_steps(chain.from_iterable(row.steps for row in rows), "steps"),
            ]
        ),
        "harms": SafetyItem.objects.published().with_approved_products()[:MOST_HARMS],
        "is_followed": bool(rows) or product.kind != Product.Kind.OTHER,
        "in_words": status_in_words(product, rows),
        "names": product.names.shown(),
        "diseases": diseases,
        "mentions": mentioned_in(product, diseases),
        "byline": byline(product),
        "crumbs": [(_("Products"), reverse("evidence:products")), (title_of(product), "")],
    }


def uses(rows):
    """(use, places) of each use that a step names, as the authority worded it."""
    found = {}
    for row in rows:
        for step in row.steps:
            if step.indication:
                places = found.setdefault(step.indication, [])
                if row.place not in places:
                    places.append(row.place)
    return list(found.items())


@require_safe
@params.declare("page")
def approvals(request):
    steps = Authorisation.objects.published().with_sources().newest_first()
    page = params.page_of(request, steps, per_page=STEPS_ON_A_PAGE)
    return render(
        request,
        "evidence/approvals.html",
        {
            "page": page,
            "timeline": timeline(rows_of(page)),
            "unchecked": unchecked(of_steps(page, "steps")),
            "query": "",
            "crumbs": [
                (_("Products"), reverse("evidence:products")),
                (_("All steps by date"), ""),
            ],
        },
    )


def rows_of(steps):
    """Each product and place of these steps, with all of its steps, by the newest of them."""
    products = Product.objects.filter(pk__in={step.product_id for step in steps}).with_events()
    rows = {(row.product.pk, row.place): row for each in products for row in in_places(each)}
    wanted = dict.fromkeys((step.product_id, step.place) for step in steps)
    return [rows[key] for key in wanted]
