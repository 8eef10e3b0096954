"""How well an entry answers a question; the same numbers on every database."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import islice, product
from operator import or_
from typing import NamedTuple

from search.words import STOP_WORDS, Question, Word

LONGEST_NAME = 7
# Bounds for questions in which many words may be read in several ways.
MOST_READINGS = 16
MOST_NAMES = 400

EXACT_IN_PHRASE = 0.6  # of the weight of a name that is only a part of the question
STARTS_NAME = 30
SAME_WORDS = 40  # all of the question's words and no other, in any order
WORDS_IN_NAME = 20
NAME_IN_WORDS = 10
OTHER_NAME = 0.9
WORDS_IN_SUMMARY = 6
WORDS_IN_TEXT = 3
SLIP = 4  # for each slip that a guess supposes
FRESH = 0.5
DAYS_IN_YEAR = 365.25


class Candidate(NamedTuple):
    """The columns of an entry that its score and place depend on, as the finder reads them."""

    id: int
    title: str
    url: str
    boost: float
    published_day: int
    name_words: str
    summary_words: str
    frequent_words: str


class Named(NamedTuple):
    """An entry that has a whole name in the question."""

    weight: int
    covered: float  # share of the question, by weight of words
    is_whole: bool
    slips: int


def names_in(question: Question) -> dict[str, int]:
    """Everything of up to seven words in the question, as keys of names, with their slips."""
    names: dict[str, int] = {}
    places = range(len(question.keys))
    spans = [
        (first, end) for first in places for end in places if first <= end < first + LONGEST_NAME
    ]
    for first, end in [(0, len(question.keys) - 1), *spans]:
        some = question.keys[first : end + 1]
        if all(STOP_WORDS.issuperset(readings) for readings in some) and len(some) < len(places):
            continue
        for words in islice(product(*some), MOST_READINGS):
            names.setdefault(" ".join(words), sum(question.slips.get(word, 0) for word in words))
        if len(names) > MOST_NAMES:
            break
    return names


def entries_named(question: Question, aliases: Iterable[tuple[int, str, int]]) -> dict[int, Named]:
    """`aliases`: entry, key and weight of names found; the best name of an entry counts."""
    number = len(question.keys)
    all_words = sum(_weight(readings[0]) for readings in question.keys) or 1
    best: dict[int, Named] = {}
    for entry_id, key, weight in aliases:
        words = key.split(" ")
        is_whole = len(words) == number
        covered = 1.0 if is_whole else min(sum(map(_weight, words)) / all_words, 1.0)
        slips = sum(question.slips.get(word, 0) for word in words)
        found = Named(weight, covered, is_whole, slips)
        best[entry_id] = max(best.get(entry_id, found), found, key=_worth)
    return best


def _weight(key: str) -> float:
    return 0.0 if key in STOP_WORDS else Word((key,)).weight


def _worth(found: Named) -> float:
    share = 1.0 if found.is_whole else EXACT_IN_PHRASE * found.covered
    return found.weight * share - SLIP * found.slips


def score(entry: Candidate, question: Question, named: Mapping[int, Named], today: int) -> float:
    points = entry.boost
    if entry.id in named:
        points += _worth(named[entry.id])
    title, *others = entry.name_words.split("\n")
    best = name_points(title.split(), question)
    for name in others:
        best = max(best, OTHER_NAME * name_points(name.split(), question))
    points += best
    points += WORDS_IN_SUMMARY * question.shares[question.marks.of(entry.summary_words)]
    points += WORDS_IN_TEXT * question.shares[question.marks.of(entry.frequent_words)]
    return points + FRESH / (1 + max(today - entry.published_day, 0) / DAYS_IN_YEAR)


def telling_name(names: Sequence[str], name_words: str, question: Question) -> str:
    """The other name that answers the question better than the title does; else empty."""
    title, *others = name_words.split("\n")
    best, best_points = "", name_points(title.split(), question)
    for name, words in zip(names, others, strict=False):
        points = OTHER_NAME * name_points(words.split(), question)
        if points > best_points:
            best, best_points = name, points
    return best


def name_points(words: Sequence[str], question: Question) -> float:
    """How well these words, as one name, answer the question."""
    marks = [question.marks[word] for word in words]
    hits = len(marks) - marks.count(0)
    if not hits:
        return 0.0
    asked = reduce(or_, marks)
    points = WORDS_IN_NAME * question.shares[asked] + NAME_IN_WORDS * hits / len(marks)
    if question.slips:
        points -= SLIP * sum(question.slips.get(word, 0) for word in words)
    if question.shares[asked] == 1 and _is_same(words, marks, question):
        points += SAME_WORDS
    return points + STARTS_NAME if _begins(marks, len(question.words)) else points


def _is_same(words: Sequence[str], marks: Sequence[int], question: Question) -> bool:
    """Whether the name has no other word, and none that is only begun in the question."""
    return all(
        mark or word in STOP_WORDS for word, mark in zip(words, marks, strict=True)
    ) and not any(set(word.forms).isdisjoint(words) for word in question.words)


def _begins(marks: Sequence[int], number: int) -> bool:
    return number <= len(marks) and all(marks[place] >> place & 1 for place in range(number))
