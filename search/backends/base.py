from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from enum import IntEnum
from typing import NamedTuple, Protocol

from search.words import Question

# A word of the index that no text has: a phrase does not run over it into the next name.
BREAK = "|"


class Document(NamedTuple):
    """The words of an entry, with a space between, ready for an index."""

    entry_id: int
    profile: str  # what it can be filtered by, see search/facets.py
    prior: float  # of entries with the same words, the ones with more are looked at first
    names: Sequence[str]
    summary: str
    body: str


class Stage(IntEnum):
    """How a row was found, the likelier first."""

    ALIAS = 0  # a whole name stands in the question
    NAMES = 1  # the names together have every word
    NAMES_AND_TEXT = 2  # names, summary and text have every word, the names at least one
    TEXT = 3  # names, summary and text have every word
    ANY_NAME = 4  # nothing has every word; the names have at least one
    KNOWN_WORD = 5  # no entry: nothing has every word, but something has the word of this number


# Stage, key of the search entry (or number of the word), profile, key and weight of the alias.
Row = tuple[int, int, str, str, int]


class SearchBackend(Protocol):
    """The word index of one database. Words come from the analyser; raw input never gets here."""

    def find(self, question: Question, aliases: Sequence[str], cap: int, enough: int) -> list[Row]:
        """One statement for all stages: whole names, then words.

        At most `cap` rows of a stage, in the order in which they are worth a look. What is in
        texts is looked for where names give fewer than `enough`.
        """

    def phrase(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """(content type, key) of entries that have these words side by side."""

    def entries_named(self, word: str, cap: int) -> list[int]:
        """Keys of entries that have the word in a name."""

    def aliases(self, start: str, cap: int) -> list[tuple[str, int, int, str]]:
        """(key, weight, key and profile of the entry) of names that begin so, by the alphabet."""

    def write(self, documents: Iterable[Document]) -> None:
        """Put documents in, in place of what the index had of them."""

    def filling(self) -> AbstractContextManager[None]:
        """Around the writes of a whole rebuild, outside of transactions: where the index is empty
        it may be put in order once at the end."""

    def delete(self, entry_ids: Sequence[int]) -> None: ...

    def count_orphans(self) -> int:
        """Documents whose entry is gone."""

    def delete_orphans(self) -> None: ...

    def tidy(self) -> None:
        """After much writing: merge what can be merged, count anew for the planner."""
