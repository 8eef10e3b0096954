"""A picture as pages show it: plain values, so that texts and the library both know it."""

from dataclasses import dataclass
from typing import NamedTuple


class Source(NamedTuple):
    """One format of a picture: MIME type and candidates for the browser."""

    type: str
    srcset: str


@dataclass(frozen=True)
class Picture:
    """What a template needs; made from rows that are loaded already, asks no database."""

    url: str
    width: int
    height: int
    alt: str
    credit: str
    licence: str
    source_url: str
    sources: tuple[Source, ...]
    # The part around the focal point, for places of fixed proportions.
    card: tuple[Source, ...] = ()

    @property
    def phone(self) -> tuple[Source, ...]:
        """A picture more than twice as wide as high would be a thin strip on a phone."""
        return self.card if self.width > 2 * self.height else ()

    @property
    def credit_line(self) -> str:
        return ", ".join(text for text in (self.credit, self.licence) if text)
