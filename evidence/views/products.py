from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content import params
from content.pages import get_public
from editorial.bylines import byline
from evidence.approvals import in_places, status_in_words
from evidence.models import Authorisation, Product
from literature.page_text import PageText


@require_safe
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
    product = get_public(Product.objects.select_related("source").with_events(), slug=slug)
    rows = in_places(product)
    return render(
        request,
        "evidence/product_detail.html",
        {
            "product": product,
            "entry": product,
            "text": PageText(product, ["note"]),
            "in_places": rows,
            "is_followed": bool(rows) or product.kind != Product.Kind.OTHER,
            "in_words": status_in_words(product, rows),
            "names": product.names.shown(),
            "diseases": product.diseases.published(),
            "byline": byline(product),
            "crumbs": [(_("Products"), reverse("evidence:products")), (product.title, "")],
        },
    )


@require_safe
def approvals(request):
    steps = Authorisation.objects.published().with_sources().newest_first()
    return render(
        request,
        "evidence/approvals.html",
        {
            "page": params.page_of(request, steps),
            "query": "",
            "crumbs": [
                (_("Products"), reverse("evidence:products")),
                (_("All steps by date"), ""),
            ],
        },
    )
