"""How many products there are, and where each stands at best: the one count of them."""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy

from evidence.approvals import State, Use, uses_of
from evidence.models import Product


class Standing(TextChoices):
    """Each product has one. Its uses of the best state decide."""

    CURRENT = (
        State.CURRENT.value,
        gettext_lazy("approved somewhere, some only with conditions, as far as we know"),
    )
    EXEMPT = State.EXEMPT.value, gettext_lazy("under a hospital exemption, no approval for sale")
    UNCLEAR = State.UNCLEAR.value, gettext_lazy("approved once; whether still we do not know")
    EXEMPT_UNCLEAR = (
        State.EXEMPT_UNCLEAR.value,
        gettext_lazy("under a hospital exemption once, no approval; whether still we do not know"),
    )
    FORMER = State.FORMER.value, gettext_lazy("no longer approved where it was")
    EXEMPT_FORMER = (
        State.EXEMPT_FORMER.value,
        gettext_lazy("no longer under a hospital exemption, which was no approval"),
    )
    APPLICATION = State.APPLICATION.value, gettext_lazy("asked for, never approved")
    NONE = "none", gettext_lazy("no step known to us")
    NOT_MSC = "not_msc", gettext_lazy("not made of MSC")


def by_standing(products: Iterable[Product]) -> dict[Standing, list[Product]]:
    """Each of the products once, in their order, with its `uses`. Works on prefetched steps."""
    found: dict[Standing, list[Product]] = {standing: [] for standing in Standing}
    for product in products:
        product.uses = uses_of(product)
        found[standing_of(product, product.uses)].append(product)
    return found


def standing_of(product: Product, uses: list[Use]) -> Standing:
    """`uses` stand in their order, the best first."""
    if product.kind == Product.Kind.OTHER:
        return Standing.NOT_MSC
    return Standing(uses[0].state) if uses else Standing.NONE
