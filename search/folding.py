"""The folded words of an entry. Pure, so that other processes can do it for a rebuild."""

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from search.words import STOP_WORDS, WEAK_WORDS, index_words

# A word that a text has so often is one that it is about.
OFTEN, MOST_FREQUENT = 3, 12


class Said(NamedTuple):
    """What an entry says, as visitors read it, and what finds it besides."""

    names: tuple[str, ...]  # the title first, whole questions that mean it last
    summary: str
    text: str
    found_by: str


class Folded(NamedTuple):
    """The same in index words with a space between."""

    names: tuple[str, ...]
    summary: str
    text: str
    frequent: str


def fold(said: Said) -> Folded:
    words = index_words(f"{said.text}\n{said.found_by}")
    return Folded(
        tuple(" ".join(index_words(name)) for name in said.names),
        " ".join(index_words(said.summary)),
        " ".join(words),
        _frequent(words),
    )


def _frequent(words: list[str]) -> str:
    often = [
        (-number, word)
        for word, number in Counter(words).items()
        if number >= OFTEN and word not in STOP_WORDS and word not in WEAK_WORDS
    ]
    return " ".join(word for _number, word in sorted(often)[:MOST_FREQUENT])


@contextmanager
def folding_by(workers: int) -> Iterator[Callable]:
    """A `map` that works in so many other processes; in this one for none.

    They are started afresh: a copy of this one would share its connection to the database.
    """
    if not workers:
        yield map
        return
    afresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=afresh) as pool:
        yield partial(pool.map, chunksize=50)
