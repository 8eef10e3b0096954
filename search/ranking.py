"""How well an entry answers a question; the same numbers on every database."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from search.words import STOP_WORDS, Question, Word, index_words

LONGEST_NAME = 7

EXACT_IN_PHRASE = 0.6  # of the weight of a name that is only a part of the question
STARTS_NAME = 30
WORDS_IN_NAME = 20
NAME_IN_WORDS = 10
OTHER_NAME = 0.9
WORDS_IN_SUMMARY = 6
FRESH = 0.5
DAYS_IN_YEAR = 365.25


class Candidate(NamedTuple):
    """The columns of an entry that its score and place depend on."""

    id: int
    title: str
    url: str
    boost: float
    published_at: datetime.datetime
    name_words: str
    summary_words: str


class Named(NamedTuple):
    """An entry that has a whole name in the question."""

    weight: int
    covered: float  # share of the question, by weight of words
    is_whole: bool


def names_in(question: Question) -> list[str]:
    """The question itself and everything of up to seven words in it, as keys of names."""
    keys = question.keys
    names = [" ".join(keys)]
    for first in range(len(keys)):
        for end in range(first + 1, min(first + LONGEST_NAME, len(keys)) + 1):
            if not STOP_WORDS.issuperset(keys[first:end]):
                names.append(" ".join(keys[first:end]))
    return list(dict.fromkeys(names))


def entries_named(question: Question, aliases: Iterable[tuple[int, str, int]]) -> dict[int, Named]:
    """`aliases`: entry, key and weight of names found; the longest name of an entry counts."""
    whole = " ".join(question.keys)
    all_words = sum(map(_weight, question.keys)) or 1
    best = {}
    for entry_id, key, weight in aliases:
        covered = 1.0 if key == whole else sum(map(_weight, key.split())) / all_words
        found = Named(weight, covered, key == whole)
        best[entry_id] = max(best.get(entry_id, found), found, key=_worth)
    return best


def _weight(key: str) -> float:
    return 0.0 if key in STOP_WORDS else Word((key,)).weight


def _worth(found: Named) -> float:
    return found.weight if found.is_whole else EXACT_IN_PHRASE * found.weight * found.covered


def score(
    entry: Candidate, question: Question, named: Mapping[int, Named], now: datetime.datetime
) -> float:
    points = entry.boost
    if entry.id in named:
        points += _worth(named[entry.id])
    title, *others = entry.name_words.split("\n")
    points += max(
        _name_points(title.split(), question),
        *(OTHER_NAME * _name_points(name.split(), question) for name in others),
        0.0,
    )
    points += WORDS_IN_SUMMARY * _share(entry.summary_words.split(), question)
    age = max((now - entry.published_at).days, 0) / DAYS_IN_YEAR
    return points + FRESH / (1 + age)


def telling_name(title: str, names: Sequence[str], question: Question) -> str:
    """The other name that answers the question better than the title does; else empty."""
    best, best_points = "", _name_points(index_words(title), question)
    for name in names:
        points = OTHER_NAME * _name_points(index_words(name), question)
        if points > best_points:
            best, best_points = name, points
    return best


def _name_points(words: Sequence[str], question: Question) -> float:
    finished, starts = question.finished, question.starts
    hits = sum(word in finished or (bool(starts) and word.startswith(starts)) for word in words)
    if not hits:
        return 0.0
    points = WORDS_IN_NAME * _share(words, question) + NAME_IN_WORDS * hits / len(words)
    return points + STARTS_NAME if _begins(words, question.words) else points


def _begins(words: Sequence[str], asked: Sequence[Word]) -> bool:
    return len(asked) <= len(words) and all(map(Word.fits, asked, words))


def _share(words: Sequence[str], question: Question) -> float:
    """Share of the words of the question that are among these, by weight."""
    present = set(words)
    found = sum(weight for word, weight in question.finished.items() if word in present)
    if question.starts and any(word.startswith(question.starts) for word in present):
        found += question.words[-1].weight
    return found / question.weight
