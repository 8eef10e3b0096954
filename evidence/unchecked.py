"""What pages of this app say, and how far that was checked."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from content.languages import Text, title_of
from content.unchecked import Fact
from evidence.models import (
    Authorisation,
    EvidenceStatement,
    Jurisdiction,
    Price,
    Product,
    SafetyItem,
    Trial,
)


def of_findings(statements: Iterable[EvidenceStatement]) -> list[Fact]:
    return [
        Fact(
            each.verification,
            Text(each.outcome_name, each.language),
            f"evidence-{each.slug}",
            is_marked=True,
        )
        for each in statements
    ]


def of_listed_findings(statements: Iterable[EvidenceStatement]) -> list[Fact]:
    return [
        Fact(
            each.verification,
            Text(each.outcome_name, each.language),
            f"finding-{each.slug}",
            entry=title_of(each.disease),
            is_marked=True,
        )
        for each in statements
    ]


def of_listed_trials(trials: Iterable[Trial]) -> list[Fact]:
    """Rows tell the number of a trial with its mark."""
    return [
        Fact(each.verification, each.registry_id, f"trial-{each.slug}", is_marked=True)
        for each in trials
    ]


def of_regulators(place: Jurisdiction) -> list[Fact]:
    return [
        Fact(each.verification, _("Addresses"), "regulators", entry=each.name, is_marked=True)
        for each in place.regulators.all()
    ]


def of_addresses(places: Iterable[Jurisdiction]) -> Iterator[Fact]:
    """Where the page on safety sends readers to look up a product, and to report harm."""
    for label, field, anchor in (
        (_("Where to look up a product"), "product_lookup_url", "check"),
        (_("Where to report harm"), "report_harm_url", "report"),
    ):
        for place in places:
            for each in place.regulators.all():
                address = getattr(each, field)
                yield Fact(each.verification, label, anchor, address, each.name, is_marked=True)


def of_harms(items: Iterable[SafetyItem], anchor: str = "") -> list[Fact]:
    """Each stands under its own address, or all of them at one place."""
    return [Fact(each.verification, title_of(each), anchor or each.slug) for each in items]


def of_prices(prices: Iterable[Price], anchor: str = "") -> list[Fact]:
    """Each stands under its own address, or all of them at one place."""
    return [Fact(each.verification, title_of(each), anchor or each.slug) for each in prices]


def of_steps(steps: Iterable[Authorisation], anchor: str) -> list[Fact]:
    return [
        Fact(
            each.verification,
            f"{each.place}: {each.get_kind_display()}",
            anchor,
            entry=title_of(each.product),
        )
        for each in steps
    ]


def of_compared_products(products: Iterable[Product]) -> Iterator[Fact]:
    for each in products:
        title = title_of(each)
        yield Fact(each.verification, _("What it is"), "what", entry=title)
        yield from of_steps((use.decisive for use in each.uses), "uses")
        yield Fact(each.harms_verification, _("Harms"), "harms", each.harms, title)


def of_trial(trial: Trial) -> list[Fact]:
    return [
        Fact(trial.verification, _("Number, title, phase and people"), "facts", is_marked=True),
        Fact(trial.registry_facts_verification, _("Dates and places"), "facts"),
        Fact(trial.outcome_verification, _("What came out"), "result", trial.outcome),
    ]
