"""What this app adds to pages of the apps below."""

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from content.registry import Block
from diseases.models import Disease, SoldCondition


def status(disease: Disease) -> Block:
    """For the best answer of a search."""
    return Block("search/_fact.html", {"label": _("Status"), "text": status_sentence(disease)})


def states_in_short(keys: Iterable[int]) -> dict[int, Block]:
    """For a search: what the tests of a condition that cells are sold for came to."""
    found = SoldCondition.objects.published().filter(pk__in=keys).only("known")
    return {
        condition.pk: Block("diseases/_state.html", {"condition": condition}) for condition in found
    }


def status_sentence(disease: Disease) -> str:
    """Two separate facts side by side; neither is worked out from the other."""
    if not disease.testing_stage:
        return _("How far testing went has not been stated yet.")
    stage = capfirst(disease.get_testing_stage_display())
    if not disease.evidence_direction:
        return f"{stage}."
    return _("%(stage)s. Result so far: %(direction)s.") % {
        "stage": stage,
        "direction": disease.get_evidence_direction_display(),
    }
