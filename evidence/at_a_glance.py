"""The numbers of the evidence overview: what the site holds, each as its list counts it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, QuerySet

from content.prepared import prepared
from diseases.models import Disease
from diseases.vocabulary import Direction
from evidence import reading
from evidence.blocks import span
from evidence.models import Product, Trial
from evidence.models.trials import in_use
from evidence.pictures.evidence_map import AlikeFindings
from evidence.standings import Standing, by_standing


def numbers_of(
    found: Iterable[AlikeFindings], trials: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """Counts of the site's own records, and when the registries behind them were seen."""
    found, trials = list(found), list(trials)
    by_direction: Counter[str] = Counter()
    for each in found:
        by_direction[each.direction] += each.number
    products = by_standing(reading.with_uses(counted_products()))
    return {
        "diseases": sum(number for _is_live, number in numbers_of_diseases()),
        "with_findings": len({each.disease for each in found}),
        "trials": sum(row["number"] for row in trials),
        "recruiting": sum(
            row["number"] for row in trials if row["shown_status"] == Trial.Status.RECRUITING
        ),
        "findings": by_direction.total(),
        "latest": max(((each.newest, each.precision) for each in found), default=None),
        "directions": [
            (value, label, by_direction[value])
            for value, label in Direction.choices
            if value in by_direction
        ],
        "products": sum(map(len, products.values())),
        "approved": len(products[Standing.CURRENT]),
        "seen": span(in_use(trials).seen) if trials else "",
    }


@prepared
def counted_products() -> QuerySet:
    return Product.objects.published().only("kind", "stands_since")


@prepared
def numbers_of_diseases() -> QuerySet:
    return Disease.objects.published().order_by().values_list("is_live").annotate(Count("pk"))
