from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from mscportal.starter.schema.base import (
    Date,
    DiseaseKey,
    Distinct,
    Mark,
    Record,
    ReferenceKey,
    Rows,
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
ProductDonor = Literal["autologous", "allogeneic", "allogeneic (pooled donors)"]


class Event(Record):
    """One dated step with an authority."""

    kind: EventKind
    date: Date | None = None
    precision: Literal["day", "month", "year", "unknown"]
    place: Text
    authority: Text
    indication: Text | None = None
    what: Literal["authorisation", "application"]
    """A withdrawn application is not a withdrawn authorisation."""
    reference: ReferenceKey | None = None
    url: Url | None = None
    note: Text | None = None
    verified: Mark

    def contradictions(self) -> Iterator[tuple[str, str]]:
        precision = self.date.precision if self.date else "unknown"
        if precision != self.precision:
            yield "precision", f"{self.precision} does not fit the date, which is {precision}"


def out_of_order(events: tuple[Event, ...]) -> Iterator[tuple[str, str]]:
    dates = [event.date for event in events if event.date]
    for earlier, later in pairwise(dates):
        if later.is_before(earlier):
            yield "events", f"not in order of date: {later} stands after {earlier}"


class Product(Record):
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
    note: Text | None = None
    diseases: Distinct[DiseaseKey] = ()
    references: Distinct[ReferenceKey] = ()
    events: Some[Event]
    verified: Mark

    def contradictions(self) -> Iterator[tuple[str, str]]:
        return out_of_order(self.events)


class NotAuthorised(Record):
    key: Slug
    name: Text
    company: Text
    disease: DiseaseKey | None = None
    fact: Text
    references: Distinct[ReferenceKey] = ()
    events: Some[Event] = ()
    verified: Mark

    def contradictions(self) -> Iterator[tuple[str, str]]:
        return out_of_order(self.events)


class ProductFile(Record):
    event_kinds: list_of(EventKind)
    status_as_of: Text
    products: Rows
    not_authorised: Rows
