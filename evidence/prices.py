"""Prices with what a list of them shows."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from diseases.models import Disease, SoldCondition
from evidence import reading
from evidence.models import Price
from evidence.safety import with_named_references
from literature.named_sources import short_name


def shown(prices: QuerySet) -> list[Price]:
    """Each with `about`, the public pages on what it was asked for, and its `named_sources`; with
    `named_range`, the source of its range, where that is another one.
    """
    rows = list(
        prices.select_related("product", "range_source").prefetch_related(
            Prefetch("diseases", Disease.objects.published().for_links()),
            Prefetch("conditions", SoldCondition.objects.published().for_links()),
        )
    )
    reading.with_citations(*rows)
    with_named_references(rows)
    for price in rows:
        price.about = list(about(price))
        price.named_range = named_range(price)
    return rows


def about(price: Price) -> Iterable:
    if price.product and price.product.is_live:
        yield price.product
    yield from price.diseases.all()
    yield from price.conditions.all()


def named_range(price: Price):
    source = price.range_source
    return (source, short_name(source)) if source and source.is_live else None
