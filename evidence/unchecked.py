"""What pages of this app say, and how far that was checked."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from content.languages import Text, title_of
from content.unchecked import Fact
from evidence.models import Authorisation, EvidenceStatement, SafetyItem, Trial


def of_findings(statements: Iterable[EvidenceStatement]) -> list[Fact]:
    return [
        Fact(each.verification, Text(each.outcome_name, each.language), f"evidence-{each.slug}")
        for each in statements
    ]


def of_harms(items: Iterable[SafetyItem], anchor: str = "") -> list[Fact]:
    """Each stands under its own address, or all of them at one place."""
    return [Fact(each.verification, title_of(each), anchor or each.slug) for each in items]


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


def of_trial(trial: Trial) -> list[Fact]:
    return [
        Fact(trial.verification, _("Number, title, phase and people"), "facts"),
        Fact(trial.registry_facts_verification, _("Dates and places"), "facts"),
        Fact(trial.outcome_verification, _("What came out"), "result", trial.outcome),
    ]
