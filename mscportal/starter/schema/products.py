from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from evidence.doubts import doubt
from mscportal.starter.schema.base import (
    AnyOf,
    Check,
    Date,
    DiseaseKey,
    Distinct,
    FactRecord,
    Mark,
    ReferenceKey,
    Rows,
    Seen,
    Slug,
    Some,
    SourceKey,
    Text,
    Url,
    Year,
    list_of,
)

EventKind = Literal[
    "authorised",
    "conditional",
    "exempt",
    "renewed",
    "refused",
    "suspended",
    "withdrawn",
    "revoked",
    "expired",
    "applied",
]
GRANTS = ("authorised", "conditional", "exempt", "renewed")
ProductDonor = Literal["autologous", "allogeneic", "allogeneic (pooled donors)"]


class Event(FactRecord):
    """One dated step with an authority."""

    kind: EventKind
    date: Date | None = None
    precision: Literal["day", "month", "year", "unknown"]
    date_is: Literal["announced", "reported", "approximate"] | None = None
    """What the date is, where it is not that of the step itself."""
    ends: Date | None = None
    """The last day of a limited term."""
    present_state_unknown: bool = False
    """Of an authorisation: whether it still holds is not known."""
    place: Text
    authority: Text
    indication: Text
    diseases: AnyOf[DiseaseKey]
    """What this very step is about; empty where none of the diseases is."""
    what: Literal["authorisation", "application"]
    """A withdrawn application is not a withdrawn authorisation."""
    reference: ReferenceKey | None = None
    url: Url | None = None
    public_note: Text | None = None
    check: Check | None = None
    verified: Mark

    @property
    def is_grant(self) -> bool:
        return self.what == "authorisation" and self.kind in GRANTS

    @property
    def is_in_doubt(self) -> bool:
        """Whether it proves no present approval, or will not by itself."""
        return self.present_state_unknown or self.date is None or self.ends is not None

    def contradictions(self) -> Iterator[tuple[str, str]]:
        precision = self.date.precision if self.date else "unknown"
        if precision != self.precision:
            yield "precision", f"{self.precision} does not fit the date, which is {precision}"
        if self.ends and self.ends.precision != "day":
            yield "ends", f"needs a day: {self.ends}"
        if self.ends and self.date and self.ends.is_before(self.date):
            yield "ends", f"a term that ends on {self.ends} cannot begin on {self.date}"
        if self.what == "application" and self.kind in (*GRANTS, "suspended"):
            yield "kind", f"an application is never {self.kind}"
        if self.ends and not self.is_grant:
            yield "ends", "only what was granted has a term"
        if self.present_state_unknown and not self.is_grant:
            yield "present_state_unknown", "only what was granted can be in force or not"
        if self.is_grant and not self.is_in_doubt and (words := doubt(self.public_note or "")):
            yield "public_note", f"{words!r} beside an approval that counts as in force"


def out_of_order(events: tuple[Event, ...]) -> Iterator[tuple[str, str]]:
    dates = [event.date for event in events if event.date]
    for earlier, later in pairwise(dates):
        if later.is_before(earlier):
            yield "events", f"not in order of date: {later} stands after {earlier}"


class Harms(FactRecord):
    """Harms of one product by name."""

    text: Some[Text]
    frequency: Text
    warnings: Some[Text] = ()
    references: Distinct[ReferenceKey]
    verified: Mark


class ProductFacts(FactRecord):
    """A product that holds or held a marketing authorisation somewhere."""

    key: Slug
    name: Text
    inn: Text | None = None
    company: Text
    jurisdiction: Text
    authority: Text
    year: Year
    authorisation_type: Text
    indication: Text
    status: Text
    status_date: Date | None = None
    source_tissue: SourceKey
    donor: ProductDonor
    route: Text
    public_note: Text | None = None
    diseases: Distinct[DiseaseKey] = ()
    """Pages that may name the product; for which uses it is authorised the events say."""
    references: Distinct[ReferenceKey] = ()
    harms: Harms | None = None
    events: Some[Event]
    check: Check | None = None
    seen: Seen = ()
    verified: Mark

    @property
    def authorised_for(self) -> set[str]:
        """Diseases that an authorisation is or was about."""
        events = (event for event in self.events if event.what == "authorisation")
        return {key for event in events for key in event.diseases}

    def contradictions(self) -> Iterator[tuple[str, str]]:
        yield from self.seen_fields_exist()
        yield from out_of_order(self.events)
        words = doubt(self.status)
        if words and not any(event.is_grant and event.is_in_doubt for event in self.events):
            yield "status", f"{words!r}, but no event has present_state_unknown"
        for key in sorted(self.authorised_for.difference(self.diseases)):
            yield "diseases", f"lacks {key!r}, which an authorisation is about"


class NotAuthorised(FactRecord):
    key: Slug
    name: Text
    company: Text
    disease: DiseaseKey | None = None
    fact: Text
    references: Distinct[ReferenceKey] = ()
    events: Some[Event] = ()
    check: Check | None = None
    verified: Mark

    def contradictions(self) -> Iterator[tuple[str, str]]:
        return out_of_order(self.events)


class NotMsc(FactRecord):
    """A cell product that readers confuse with MSC, with its one step."""

    key: Slug
    name: Text
    company: Text
    what_it_is: Text
    place: Text
    authority: Text
    kind: EventKind
    date: Date
    precision: Literal["day", "month", "year"]
    ends: Date | None = None
    """The last day of a limited term."""
    diseases: Distinct[DiseaseKey]
    """What its one step is about."""
    fact: Text
    references: Distinct[ReferenceKey]
    verified: Mark


class ProductFile(FactRecord):
    event_kinds: list_of(EventKind)
    status_as_of: Date
    products: Rows
    not_authorised: Rows
    not_msc: Rows
