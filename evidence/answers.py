"""Is it approved for this disease? One answer for each place of a fixed list, then other places."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content import partial_dates, places
from content.web.alphabet import sort_key
from diseases.models import Disease
from evidence.approvals import Kind, State, Use, in_order
from evidence.models import Jurisdiction

# Answered on the page of every disease, in this order, whether or not there is anything to tell.
ANSWERED = ("US", "EU", "GB", "JP", "KR", "IN", "CN", "CA", "AU")
# Of these, the places that the short answer names even when none is known there.
ALWAYS_NAMED = ANSWERED[:3]


IN_SHORT = {
    State.EXEMPT: gettext_lazy(
        "Allowed under a hospital exemption, which is no approval for sale: %(places)s."
    ),
    State.UNCLEAR: gettext_lazy("Approved once, present state not known: %(places)s."),
    State.EXEMPT_UNCLEAR: gettext_lazy(
        "Allowed once under a hospital exemption, which is no approval for sale, present state not "
        "known: %(places)s."
    ),
    State.FORMER: gettext_lazy("Approved before, ended now: %(places)s."),
    State.EXEMPT_FORMER: gettext_lazy(
        "Allowed before under a hospital exemption, which was no approval for sale, ended now: "
        "%(places)s."
    ),
}


class PlaceAnswer(NamedTuple):
    place: str
    jurisdiction: Jurisdiction | None  # public, and of this very place
    granted: list[Use]  # in force, not known, or ended
    applications: list[Use]

    @property
    def best(self) -> Use | None:
        """The use that decides what the place is said to be; None where none is known."""
        return next(iter(self.granted), None)

    @property
    def last_look(self) -> str:
        """The day on which approvals were last looked up there; empty where nobody noted it."""
        place = self.jurisdiction
        if place is None or place.approvals_checked_on is None:
            return ""
        return partial_dates.show(place.approvals_checked_on, place.approvals_checked_precision)


def answers(uses: Iterable[Use], rules: Mapping[str, Jurisdiction]) -> list[PlaceAnswer]:
    """`uses` are about the disease; `rules` are the public places with rules, by their code."""
    known: dict[str, list[Use]] = {name_of(code): [] for code in ANSWERED}
    others: dict[str, list[Use]] = {}
    for use in sorted(uses, key=in_order):
        found = known if use.country in ANSWERED else others
        found.setdefault(use.place, []).append(use)
    codes = {name_of(code): code for code in [*ANSWERED, *rules]}
    listed = [*known.items(), *sorted(others.items(), key=lambda pair: sort_key(pair[0]))]
    return [answer(place, own, rules.get(codes.get(place, ""))) for place, own in listed]


def answers_of(
    codes: Iterable[str], uses: Iterable[Use], rules: Mapping[str, Jurisdiction]
) -> list[PlaceAnswer]:
    """Of these places alone, whatever the disease."""
    ordered = sorted(uses, key=in_order)
    return [
        answer(name_of(code), [use for use in ordered if use.country == code], rules.get(code))
        for code in codes
    ]


def answer(place: str, uses: list[Use], rules: Jurisdiction | None) -> PlaceAnswer:
    granted = [use for use in uses if use.state != State.APPLICATION]
    applications = [use for use in uses if use.state == State.APPLICATION]
    return PlaceAnswer(place, rules, granted, applications)


def name_of(code: str) -> str:
    return places.name_of(code)


def about(disease: Disease, uses: Iterable[Use]) -> list[Use]:
    return [use for use in uses if use.is_about(disease)]


def in_short(uses: Iterable[Use]) -> str:
    """For key facts, the stage ladder and the best answer of a search; agrees with the answers."""
    told = answers(uses, {})
    found = {state: where for state in State if (where := named(told, state))}
    sentences = []
    if current := found.pop(State.CURRENT, ""):
        sentences.append(
            _(
                "Approved for a use in this disease, as far as we know: %(places)s. "
                "The use can be narrower than the disease."
            )
            % {"places": current}
        )
    elif found:
        sentences.append(_("No approval that we know to be in force."))
    elif any(each.applications for each in told):
        sentences.append(_("No. We know of applications only."))
    else:
        sentences.append(_("No approved product that we know of."))
    sentences += [IN_SHORT[state] % {"places": where} for state, where in found.items()]
    if nowhere := [each.place for each in told[: len(ALWAYS_NAMED)] if each.best is None]:
        sentences.append(_("None known to us in: %(places)s.") % {"places": ", ".join(nowhere)})
    return " ".join(sentences)


def of_product(uses: Iterable[Use]) -> list[tuple[State, list[tuple[str, str]]]]:
    """Where one product stands, the best first: of each state the places and the use there.

    `uses` are those of the product, in their order.
    """
    found: dict[State, dict[str, list[str]]] = {}
    for use in uses:
        places_of = found.setdefault(use.state, {})
        places_of.setdefault(use.wording, []).append(with_nature(use.place, use))
    return [
        (state, [(", ".join(named), wording) for wording, named in by_wording.items()])
        for state, by_wording in found.items()
    ]


def in_one_line(told: list[tuple[State, list[tuple[str, str]]]]) -> str:
    """What `of_product` found, as its page says it."""
    return " ".join(
        f"{capfirst(state.label)}: {'; '.join(for_use(*each) for each in listed)}."
        for state, listed in told
    )


def for_use(named: str, wording: str) -> str:
    return f"{named}, {_('for:')} {wording}" if wording else named


def named(told: list[PlaceAnswer], state: State) -> str:
    return ", ".join(
        with_nature(each.place, each.best)
        for each in told
        if each.best is not None and each.best.state == state
    )


def with_nature(place: str, use: Use) -> str:
    """What is no full approval is never named without saying so; of an exemption its state does."""
    if use.nature == Kind.CONDITIONAL:
        return _("%(place)s (conditional or provisional)") % {"place": place}
    return place
