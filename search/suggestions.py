"""Names that begin like what a visitor is typing."""

from functools import lru_cache
from typing import NamedTuple

from content.text.analyser import split
from search import facets, kinds
from search.backends import get_backend
from search.models import Entry
from search.words import MOST_WORDS, WORDS, index_words, starts
from search.writer import boost

# Looked at in the order of the alphabet.
MOST_NAMES = 200
BOOST = 1.0
SHORTEST = 2


class Suggestion(NamedTuple):
    title: str
    # Another name that begins so; empty when the title does.
    also_called: str
    label: str
    url: str
    language: str


def suggest(typed: str, limit: int = 8) -> list[Suggestion]:
    raws = [raw for raw in split(typed)[1::2] if WORDS[raw]][:MOST_WORDS]
    keys = [WORDS[raw] for raw in raws]
    if len("".join(keys)) < SHORTEST:
        return []
    best: dict[int, tuple[float, int, str]] = {}
    for start in starts(raws[-1]):
        for key, weight, entry_id, profile in get_backend().aliases(
            " ".join([*keys[:-1], start]), MOST_NAMES
        ):
            if (more := _boost_of(profile)) is not None:
                place = (-weight / 10 - BOOST * more, len(key), key)
                best[entry_id] = min(best.get(entry_id, place), place)
    chosen = sorted(best, key=lambda entry_id: (best[entry_id], entry_id))[:limit]
    rows = Entry.objects.only("kind", "title", "names", "url", "language").in_bulk(chosen)
    return [_shown(rows[key], best[key][2]) for key in chosen if key in rows]


@lru_cache(4096)
def _boost_of(profile: str) -> float | None:
    """None for a type that the site has no more."""
    model = kinds.models_by_kind().get(facets.kind_of(profile))
    return None if model is None else boost(model)


def _shown(entry: Entry, key: str) -> Suggestion:
    words = key.split(" ")
    is_title = index_words(entry.title) == words
    other = (
        ""
        if is_title
        else next((name for name in entry.names.split("\n") if index_words(name) == words), "")
    )
    return Suggestion(entry.title, other, kinds.label(entry.kind), entry.url, entry.language)
