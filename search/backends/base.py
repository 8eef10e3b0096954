from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from search.words import Word

# A word of the index that no text has: a phrase does not run over it into the next name.
BREAK = "|"


class Document(NamedTuple):
    """The words of an entry, ready for an index."""

    entry_id: int
    names: list[list[str]]
    summary: list[str]
    body: list[str]


class SearchBackend(Protocol):
    """The word index of one database. Words come from the analyser; raw input never gets here.

    Found rows are (key, kind) of search entries, the best first when there are more than `cap`.
    """

    def names(self, words: Sequence[Word], cap: int) -> list[tuple[int, str]]:
        """Entries whose names together have every word."""

    def any_name(self, words: Sequence[Word], cap: int) -> list[tuple[int, str]]:
        """Entries whose names have at least one of the words."""

    def body(self, words: Sequence[Word], cap: int) -> list[tuple[int, str]]:
        """Entries that have every word in their names, summary or text."""

    def phrase(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """(content type, key) of entries that have these words side by side."""

    def write(self, documents: Iterable[Document]) -> None:
        """Put documents in, in place of what the index had of them."""

    def delete(self, entry_ids: Sequence[int]) -> None: ...

    def count_orphans(self) -> int:
        """Documents whose entry is gone."""

    def delete_orphans(self) -> None: ...

    def tidy(self) -> None:
        """After much writing: merge what can be merged, count anew for the planner."""
