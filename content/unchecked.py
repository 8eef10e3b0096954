"""The facts of a page that nobody has checked yet: one line says how many, and opens the list."""

from collections.abc import Iterable
from typing import NamedTuple

from content.models import Verification
from content.richtext import shorten

LONGEST_LABEL = 80


class Fact(NamedTuple):
    """Something that a page says, and how far it was checked."""

    mark: str
    label: str  # a `content.languages.Text` keeps its language
    anchor: str  # where on the page it stands
    is_told: object = True  # false: the page does not say it
    entry: str = ""  # whose fact it is, where the page is about several; likewise a Text
    is_marked: bool = False  # a mark stands beside it, as beside identifiers and findings

    @property
    def name(self) -> str:
        return shorten(self.label, LONGEST_LABEL)


def unchecked(facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.is_told and fact.mark == Verification.MEMORY]
