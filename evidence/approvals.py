"""Where a product stands in a place for a use, read from its dated steps.

The rule, with its reasons in `docs/decisions/0034-approvals-by-use.md`:

- A use is about diseases, the ones that its steps name. A step that names none belongs to the use
  with its own wording, and one that names neither is about every use of the product in that place.
- Of the steps of an authorisation the last one decides. An end that is known to the month or the
  year counts from the end of it, and one without a date comes last: no end is passed over. A grant
  without a date comes first and proves no present approval, and neither does one of which the
  editors say that nobody knows whether it still holds.
- A term ends by itself on its day. Where a new application is open by then, we do not know.
- A step with a day to come is told on its day and not before.
- The day as of which steps are read is stored with the product (`evidence/terms.py`).
- An application decides nothing about an authorisation, and a hospital exemption is none.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content import partial_dates
from content.partial_dates import Precision
from content.web.alphabet import sort_key
from diseases.models import Disease
from evidence.models import Authorisation, Jurisdiction, Product
from evidence.terms import has_ended, lies_ahead

Kind = Authorisation.Kind
ENDS_OF_AN_APPLICATION = {Kind.REFUSED, Kind.WITHDRAWN, Kind.REVOKED, Kind.EXPIRED}


class State(TextChoices):
    CURRENT = "current", gettext_lazy("approved, as far as we know")
    EXEMPT = "exempt", gettext_lazy("allowed under a hospital exemption, no approval for sale")
    UNCLEAR = "unclear", gettext_lazy("approved once; whether it still is we do not know")
    EXEMPT_UNCLEAR = (
        "exempt_unclear",
        gettext_lazy(
            "allowed once under a hospital exemption, no approval for sale; whether still we do "
            "not know"
        ),
    )
    FORMER = "former", gettext_lazy("was approved, and that ended")
    EXEMPT_FORMER = (
        "exempt_former",
        gettext_lazy(
            "was allowed under a hospital exemption, no approval for sale, and that ended"
        ),
    )
    APPLICATION = "application", gettext_lazy("applications only, never approved")


IN_FORCE = {State.CURRENT, State.EXEMPT}
UNCLEAR_STATES = {State.UNCLEAR, State.EXEMPT_UNCLEAR}
ENDED_STATES = {State.FORMER, State.EXEMPT_FORMER}
# An exemption is no approval, and was none when it is in doubt or over.
OF_AN_EXEMPTION = {
    State.CURRENT: State.EXEMPT,
    State.UNCLEAR: State.EXEMPT_UNCLEAR,
    State.FORMER: State.EXEMPT_FORMER,
}


class Use(NamedTuple):
    """One use of one product in one place: its steps, newest first, and the one that decides."""

    product: Product
    place: str
    country: str
    diseases: tuple[Disease, ...]  # also those that are not public
    state: State
    nature: str  # the kind of the last grant: authorised, conditional or exempt
    decisive: Authorisation
    since: Authorisation | None  # the first of the grants of that nature up to the decisive one
    has_run_out: bool
    asked: Authorisation | None  # an application after it whose decision is not known to us
    steps: list[Authorisation]
    is_one_of_several: bool  # uses of the product in this place

    def is_about(self, disease: Disease) -> bool:
        return disease in self.diseases

    @property
    def public_diseases(self) -> list[Disease]:
        return [disease for disease in self.diseases if disease.is_live]

    @property
    def note(self) -> str:
        """On the deciding step; what was written of a grant is not said beside its end."""
        return "" if self.has_run_out else self.decisive.note

    @property
    def jurisdiction(self) -> Jurisdiction | None:
        return next((step.jurisdiction for step in self.steps if step.jurisdiction_id), None)

    @property
    def has_grant(self) -> bool:
        """Whether what was granted is among the steps; a renewal is of something granted before."""
        return any(step.is_grant and step.kind in GRANTED for step in self.steps)

    @property
    def grant_of_unknown_order(self) -> Authorisation | None:
        """One that may be older or newer than the end that decides: their dates do not tell."""
        end = self.decisive
        last = partial_dates.last_day(end.occurred_on, end.occurred_precision)
        if end.is_grant or last is None:
            return None
        dated = (step for step in self.steps if step.is_grant and step.occurred_on)
        return next(
            (
                step
                for step in dated
                if step.occurred_on <= last
                and partial_dates.last_day(step.occurred_on, step.occurred_precision)
                >= end.occurred_on
            ),
            None,
        )

    @property
    def wording(self) -> str:
        """As the authority worded the use; empty where no step does."""
        worded = (step.indication for step in [self.decisive, *self.steps])
        return next(filter(None, worded), "")

    @property
    def shape(self) -> str:
        """The kind of step that a badge shows."""
        return Kind.EXPIRED if self.has_run_out else self.decisive.kind

    @property
    def in_words(self) -> str:
        """What may be said of it in one breath; goes after the place or the product."""
        if self.state == State.APPLICATION:
            return application_in_words(self.decisive)
        if self.state in ENDED_STATES:
            return ended_in_words(self)
        return self._granted_in_words()

    def _granted_in_words(self) -> str:
        is_in_doubt = self.state in UNCLEAR_STATES and not self.has_run_out
        words = ONCE if is_in_doubt else GRANTED
        said = words[self.nature] % {"date": (self.since or self.decisive).date_in_words}
        if self.decisive.ends_on:
            said = _("%(standing)s, until %(day)s") % {
                "standing": said,
                "day": end_of_term(self.decisive),
            }
        if is_in_doubt:
            said = _("%(standing)s; whether it still is we do not know") % {"standing": said}
        if self.asked is None:
            return said
        if self.has_run_out:
            return _(
                "%(standing)s; applied for anew on %(date)s, and no decision is known to us: "
                "whether it still holds we do not know"
            ) % {"standing": said, "date": self.asked.date_in_words}
        return _("%(standing)s; an application of %(date)s is open as far as we know") % {
            "standing": said,
            "date": self.asked.date_in_words,
        }


GRANTED = {
    Kind.AUTHORISED: gettext_lazy("approved since %(date)s"),
    Kind.CONDITIONAL: gettext_lazy(
        "approved only provisionally, with conditions or for a limited time, since %(date)s"
    ),
    Kind.EXEMPT: gettext_lazy(
        "allowed under a hospital exemption, which is no approval for sale, since %(date)s"
    ),
}
ONCE = {
    Kind.AUTHORISED: gettext_lazy("approved once (%(date)s)"),
    Kind.CONDITIONAL: gettext_lazy(
        "approved once, only provisionally, with conditions or for a limited time (%(date)s)"
    ),
    Kind.EXEMPT: gettext_lazy(
        "allowed once under a hospital exemption, which is no approval for sale (%(date)s)"
    ),
}
ENDED = {
    Kind.AUTHORISED: gettext_lazy("no longer approved: %(end)s"),
    Kind.CONDITIONAL: gettext_lazy(
        "no longer approved, and before only provisionally, with conditions or for a limited "
        "time: %(end)s"
    ),
    Kind.EXEMPT: gettext_lazy(
        "no longer allowed under a hospital exemption, which was no approval for sale: %(end)s"
    ),
}


def end_of_term(step: Authorisation) -> str:
    return partial_dates.show(step.ends_on, Precision.DAY)


def ended_in_words(use: Use) -> str:
    step = use.decisive
    if use.has_run_out:
        end = _("its term ended on %(day)s") % {"day": end_of_term(step)}
    else:
        end = _("%(step)s, %(date)s") % {
            "step": step.get_kind_display(),
            "date": step.date_in_words,
        }
    return ENDED[use.nature] % {"end": end}


def application_in_words(step: Authorisation) -> str:
    date = step.date_in_words
    if step.kind == Kind.APPLIED:
        return _("never approved: applied for, %(date)s") % {"date": date}
    words = {"step": step.get_kind_display(), "date": date}
    return _("never approved: application, %(step)s, %(date)s") % words


def uses_of(product: Product) -> list[Use]:
    """In force first, then by place. Works on steps that were read before."""
    by_place = defaultdict(list)
    for step in product.authorisations.all():
        if lies_ahead(step.occurred_on, product.stands_since):
            continue
        by_place[step.country, step.other_place].append(step)
    found = []
    for steps in by_place.values():
        parted = by_use(steps)
        found += [
            use_of(product, diseases, own, is_one_of_several=len(parted) > 1)
            for diseases, own in parted
        ]
    return sorted(found, key=in_order)


def in_order(use: Use) -> tuple:
    """Of the uses in force, full approvals come before the rest."""
    is_narrow = use.nature != Kind.AUTHORISED
    place = State.values.index(use.state)
    return (place, is_narrow, sort_key(use.place), use.wording, str(use.decisive.pk))


def by_use(
    steps: Sequence[Authorisation],
) -> list[tuple[tuple[Disease, ...], list[Authorisation]]]:
    """Steps of a product in one place, parted; diseases that share all their steps are one use."""
    told = [(step, subjects_of(step)) for step in steps]
    of_subject: dict[Disease | str, list[Authorisation]] = {
        subject: [] for _step, subjects in told for subject in subjects
    }
    if not of_subject:
        return [((), list(steps))]
    for step, subjects in told:
        for subject in subjects or of_subject:
            of_subject[subject].append(step)
    by_disease: dict[tuple, tuple[list[Disease], list[Authorisation]]] = {}
    by_wording: list[tuple[tuple[Disease, ...], list[Authorisation]]] = []
    for subject, own in of_subject.items():
        if isinstance(subject, Disease):
            by_disease.setdefault(tuple(step.pk for step in own), ([], own))[0].append(subject)
        else:
            by_wording.append(((), own))
    return [(tuple(diseases), own) for diseases, own in by_disease.values()] + by_wording


def subjects_of(step: Authorisation) -> list[Disease | str]:
    """The diseases of a step, else its wording; none where it is about every use."""
    return list(step.diseases.all()) or list(filter(None, [worded(step)]))


def worded(step: Authorisation) -> str:
    return " ".join(step.indication.lower().split())


def use_of(
    product: Product,
    diseases: tuple[Disease, ...],
    steps: list[Authorisation],
    *,
    is_one_of_several: bool,
) -> Use:
    ordered = sorted(steps, key=counts_from)
    of_authorisation = [step for step in ordered if step.is_of_an_authorisation]
    decisive = (of_authorisation or ordered)[-1]
    nature = nature_of(of_authorisation)
    asked = open_application(ordered[ordered.index(decisive) + 1 :])
    is_over = has_ended(decisive.ends_on, product.stands_since)
    has_run_out = bool(of_authorisation) and decisive.is_grant and is_over
    return Use(
        product=product,
        place=steps[0].place,
        country=steps[0].country,
        diseases=diseases,
        state=state_of(decisive, nature, asked, has_run_out),
        nature=nature,
        decisive=decisive,
        since=first_of_run(of_authorisation, nature),
        has_run_out=has_run_out,
        asked=asked,
        steps=steps[::-1],
        is_one_of_several=is_one_of_several,
    )


def state_of(
    decisive: Authorisation, nature: str, asked: Authorisation | None, has_run_out: bool
) -> State:
    if not decisive.is_of_an_authorisation:
        return State.APPLICATION
    if not decisive.is_grant or (has_run_out and not asked):
        state = State.FORMER
    elif has_run_out or not decisive.is_in_force:
        state = State.UNCLEAR
    else:
        state = State.CURRENT
    return OF_AN_EXEMPTION[state] if nature == Kind.EXEMPT else state


def counts_from(step: Authorisation) -> tuple[datetime.date, bool]:
    """When a step counts: an end as late as it can have been, of one day after everything else;
    everything else as its date says.
    """
    is_end = step.kind not in Authorisation.IN_FORCE and step.kind != Kind.APPLIED
    if is_end:
        end = partial_dates.last_day(step.occurred_on, step.occurred_precision)
        return end or datetime.date.max, is_end
    return step.occurred_on or datetime.date.min, is_end


def nature_of(steps: Iterable[Authorisation]) -> str:
    """What was granted last; a renewal renews what was there."""
    granted = [step.kind for step in steps if step.kind in GRANTED]
    return granted[-1] if granted else Kind.AUTHORISED


def first_of_run(steps: Sequence[Authorisation], nature: str) -> Authorisation | None:
    first = None
    for step in reversed(steps):
        if step.kind not in (Kind.RENEWED, nature):
            break
        first = step if step.has_date else first
    return first


def open_application(later: Iterable[Authorisation]) -> Authorisation | None:
    """Of the steps after the deciding one, an application without a decision known to us."""
    asked = None
    for step in later:
        if step.kind == Kind.APPLIED:
            asked = step
        elif step.kind in ENDS_OF_AN_APPLICATION:
            asked = None
    return asked


def status_in_words(product: Product, uses: Sequence[Use]) -> str:
    """What the editors wrote about the status, where no step says it: words stay when a day passes
    or a step is added, and would say something else then.
    """
    return "" if uses else product.status_note
