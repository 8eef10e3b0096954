from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.languages import title_of
from content.prepared import prepared
from content.unchecked import unchecked
from content.web import params
from evidence import reading
from evidence.approvals import status_in_words, uses_of
from evidence.models import Product
from evidence.safety import with_named_references
from evidence.unchecked import of_compared_products
from linking.on_pages import LinkedTexts
from literature.named_sources import with_named_sources


@require_safe
@params.declare("a", "b")
def compare(request):
    """Two products side by side, as two fields of the address name them."""
    offered = list(every_title())
    labels = {"a": _("First product"), "b": _("Second product")}
    slugs = {product.slug for product in offered}
    chosen = {name: params.choice(request, name, slugs) for name in labels}
    unknown = [
        found
        for name, label in labels.items()
        for found in params.unknown(request, name, label, slugs)
    ]
    products = [] if wrong_with(chosen) or unknown else compared(chosen["a"], chosen["b"])
    response = render(
        request,
        "evidence/product_comparison.html",
        {
            "offered": offered,
            "fields": [(name, label, chosen[name]) for name, label in labels.items()],
            "unknown": unknown,
            "wrong": "" if unknown else wrong_with(chosen),
            "products": products,
            "unchecked": unchecked(of_compared_products(products)),
            "title": title_with(products),
            "crumbs": [
                (_("Products"), reverse("evidence:products")),
                (_("Two products compared"), ""),
            ],
        },
    )
    return params.kept_if_known(response, unknown)


@prepared
def every_title():
    return Product.objects.published().by_kind().only("title", "slug", "kind", "language")


def wrong_with(chosen):
    """In words why there is nothing to compare yet."""
    first, second = chosen["a"], chosen["b"]
    if not first and not second:
        return _("Choose two products.")
    if not first or not second:
        return _("Choose a second product.")
    if first == second:
        return _("Both fields name the same product. Choose two different ones.")
    return ""


def title_with(products):
    if not products:
        return _("Two products compared")
    first, second = map(title_of, products)
    return _("%(first)s and %(second)s compared") % {"first": first, "second": second}


@prepared
def two_products(slugs):
    return Product.objects.published().filter(slug__in=slugs).select_related("source")


def compared(*slugs):
    """The products in this order, each with its uses, texts and sources."""
    found = {product.slug: product for product in two_products(sorted(slugs))}
    products = reading.with_events(found[slug] for slug in slugs)
    reading.with_citations(*products)
    with_named_references(products)
    linked = LinkedTexts(*products)
    fields = [(product, field) for product in products for field in ("note", "harms")]
    texts = with_named_sources(linked.html(*each) for each in fields)
    for (product, field), text in zip(fields, texts, strict=True):
        setattr(product, f"linked_{field}", text)
    for product in products:
        product.uses = uses_of(product)
        product.in_words = status_in_words(product, product.uses)
    return products
