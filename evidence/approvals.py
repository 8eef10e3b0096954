"""Where a product stands in each place, read from its dated steps."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.models import Authorisation, Jurisdiction, Product

STEPS_OF_AN_APPLICATION = {Authorisation.Kind.APPLIED, Authorisation.Kind.REFUSED}


class State(TextChoices):
    CURRENT = "current", gettext_lazy("approved, and no end is known to us")
    UNCLEAR = "unclear", gettext_lazy("approved at an unknown date; the present state is not known")
    FORMER = "former", gettext_lazy("was approved, and that ended")
    APPLICATION = "application", gettext_lazy("applications only, never approved")


class InPlace(NamedTuple):
    """The steps of one product in one place, newest first, and the step that decides."""

    product: Product
    place: str
    jurisdiction: Jurisdiction | None
    state: State
    decisive: Authorisation
    steps: list[Authorisation]


def in_places(product: Product) -> list[InPlace]:
    """Current approvals first, then former ones. Works on prefetched events."""
    by_place = defaultdict(list)
    for step in product.authorisations.all():
        by_place[step.place].append(step)
    found = [in_place(product, place, steps) for place, steps in by_place.items()]
    return sorted(found, key=lambda row: (State.values.index(row.state), row.place))


def in_place(product: Product, place: str, steps: list[Authorisation]) -> InPlace:
    """`steps` are ordered by date, those without a date first."""
    authorisations = [
        step
        for step in steps
        if step.what == Authorisation.What.AUTHORISATION
        and step.kind not in STEPS_OF_AN_APPLICATION
    ]
    # An end without a date may be later than everything else: it is never passed over.
    undated_ends = [
        step
        for step in authorisations
        if step.kind not in Authorisation.IN_FORCE and not step.has_date
    ]
    decisive = (undated_ends or authorisations or steps)[-1]
    if not authorisations:
        state = State.APPLICATION
    elif decisive.is_in_force:
        state = State.CURRENT
    elif decisive.kind in Authorisation.IN_FORCE:
        state = State.UNCLEAR
    else:
        state = State.FORMER
    jurisdiction = next((step.jurisdiction for step in reversed(steps) if step.jurisdiction), None)
    return InPlace(product, place, jurisdiction, state, decisive, steps[::-1])


def status_in_words(product: Product, rows: Iterable[InPlace]) -> str:
    """What the editors wrote about the status, unless the steps say the same word."""
    said = {word for row in rows for word in (row.decisive.kind, row.decisive.get_kind_display())}
    return "" if product.status_note in said else product.status_note


def places(rows: Iterable[InPlace], state: State) -> list[str]:
    return sorted({row.place for row in rows if row.state == state})


def in_short(rows: Iterable[InPlace]) -> str:
    """One or two sentences for the key facts of a disease."""
    current, former = places(rows, State.CURRENT), places(rows, State.FORMER)
    unclear = places(rows, State.UNCLEAR)
    if current:
        sentences = [
            _(
                "A product linked to this disease was approved, and no end is known to us: "
                "%(places)s. The use allowed can be narrower."
            )
            % {"places": ", ".join(current)}
        ]
    elif former or unclear:
        sentences = [_("No current approval that we know of.")]
    elif rows:
        sentences = [_("No. We know of applications only.")]
    else:
        sentences = [_("No approved product that we know of.")]
    if former:
        sentences.append(
            _("Approved before, ended now: %(places)s.") % {"places": ", ".join(former)}
        )
    if unclear:
        sentences.append(
            _("Approved once, present state not known: %(places)s.")
            % {"places": ", ".join(unclear)}
        )
    return " ".join(sentences)
