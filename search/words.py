"""What the analyser's keys become in an index and in a question to it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from content.text.analyser import KEYS, Memory, split

LONGEST_WORD = 64
MOST_WORDS = 16
# Shorter beginnings of words fit too much.
SHORTEST_START = 3
# A shorter word is like too many others.
SHORTEST_REPAIRED, LONGEST_REPAIRED = 4, 40


def index_word(key: str) -> str:
    """The key in characters that no index takes for syntax or for the end of a word."""
    if key.isalnum():
        return key[:LONGEST_WORD]
    return "".join(
        character if character.isalnum() or not character.isascii() else "_" for character in key
    )[:LONGEST_WORD]


# Index word of a word as `split` hands it out; empty for a word of nothing but marks.
WORDS = Memory(lambda raw: index_word(KEYS[raw]))


def index_words(text: str) -> list[str]:
    return list(filter(None, map(WORDS.__getitem__, split(text)[1::2])))


# Left out of a question that has other words too.
STOP_WORDS = frozenset(
    index_words(
        "a about an and any are as at be been by can could did do does for from get has have how "
        "i if in into is it its me my of on or our should so than that the their there they this "
        "to was we what when where which who why will with would you your"
    )
)
# So many pages of this site have them that they say little about which one is meant.
WEAK_WORDS = frozenset(
    index_words(
        "cell condition cure disease disorder doctor help mesenchymal MSC patient people stem "
        "stromal study syndrome therapy treat treatment trial type"
    )
)
WEAK_SHARE = 0.25


class Word(NamedTuple):
    """A word of a question. Any of the forms will do; an unfinished word matches by its start."""

    forms: tuple[str, ...]
    is_unfinished: bool = False
    # Slips between what was typed and each form, where the forms are guesses.
    slips: tuple[int, ...] = ()

    @property
    def is_weak(self) -> bool:
        return self.forms[0] in WEAK_WORDS

    @property
    def is_short_start(self) -> bool:
        return self.is_unfinished and len(self.forms[0]) < SHORTEST_START

    @property
    def weight(self) -> float:
        return WEAK_SHARE if self.is_weak else 1.0


class Guess(NamedTuple):
    """What a word may have been meant to be; the likelier sorts first."""

    slips: int
    has_other_start: bool
    word: str
    shown: str


class Marks(dict[str, int]):
    """Of a word: which words of the question it answers, a bit for each."""

    def __init__(self, words: Sequence[Word]):
        self.starts: tuple[str, ...] = ()
        self.mark_of_start = 0
        for place, word in enumerate(words):
            for form in word.forms:
                self[form] = self.get(form, 0) | 1 << place
            if word.is_unfinished:
                self.starts, self.mark_of_start = word.forms, 1 << place
        self.exact = [(f" {form} ", mark) for form, mark in self.items()]

    def __missing__(self, text: str) -> int:
        mark = self.mark_of_start if self.starts and text.startswith(self.starts) else 0
        self[text] = mark
        return mark

    def of(self, words: str) -> int:
        """Of words with a space between."""
        padded, found = f" {words} ", 0
        for form, mark in self.exact:
            if form in padded:
                found |= mark
        if self.starts and any(f" {start}" in padded for start in self.starts):
            found |= self.mark_of_start
        return found


class Shares(dict[int, float]):
    """Of marks: the share of the question that they stand for, by weight of words."""

    def __init__(self, words: Sequence[Word]):
        self.weights = [word.weight for word in words]

    def __missing__(self, marks: int) -> float:
        some = sum(weight for place, weight in enumerate(self.weights) if marks >> place & 1)
        self[marks] = share = some / sum(self.weights)
        return share


@dataclass(frozen=True)
class Question:
    raws: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]  # every word in all its readings, for whole names
    words: tuple[Word, ...]  # without stop words; the last one may be unfinished
    places: tuple[int, ...]  # of these words among the keys

    @cached_property
    def whole_words(self) -> tuple[Word, ...]:
        return tuple(
            Word(word.forms if word.slips else word.forms[:1], slips=word.slips)
            for word in self.words
        )

    @cached_property
    def telling_words(self) -> tuple[Word, ...]:
        """Those of which one alone is worth a result."""
        return (
            tuple(word for word in self.words if not (word.is_weak or word.is_short_start))
            or self.words
        )

    @cached_property
    def long_words(self) -> dict[int, Word]:
        """By their numbers, those that are long enough to be misspelt."""
        return {
            number: word
            for number, word in enumerate(self.words)
            if SHORTEST_REPAIRED <= len(word.forms[0]) <= LONGEST_REPAIRED
            and word.forms[0].isalpha()
        }

    @cached_property
    def marks(self) -> Marks:
        return Marks(self.words)

    @cached_property
    def shares(self) -> Shares:
        return Shares(self.words)

    @cached_property
    def slips(self) -> dict[str, int]:
        """Guessed words, with the slips that they suppose."""
        return {
            form: slips
            for word in self.words
            for form, slips in zip(word.forms, word.slips, strict=False)
        }

    def long_words_but(self, known: Collection[int]) -> dict[int, Word]:
        """Without those of these numbers."""
        return {number: word for number, word in self.long_words.items() if number not in known}

    def read_as(self, guesses: Mapping[int, Sequence[Guess]]) -> "Question":
        """The same question with guesses in place of the words of these numbers."""
        keys, words = list(self.keys), list(self.words)
        for number, near in guesses.items():
            forms = tuple(guess.word for guess in near)
            slips = tuple(guess.slips for guess in near)
            words[number] = Word(forms, words[number].is_unfinished, slips)
            keys[self.places[number]] = forms
        return Question(self.raws, tuple(keys), tuple(words), self.places)


def ask(query: str) -> Question:
    """Read what a visitor typed; words behind the sixteenth are not looked at."""
    raws = [raw for raw in split(query)[1::2] if WORDS[raw]][:MOST_WORDS]
    keys = [WORDS[raw] for raw in raws]
    telling = [place for place, key in enumerate(keys) if key not in STOP_WORDS]
    places = telling or range(len(keys))
    words = [
        Word(starts(raws[place]), is_unfinished=True)
        if place == len(keys) - 1
        else Word((keys[place],))
        for place in places
    ]
    return Question(tuple(raws), tuple((key,) for key in keys), tuple(words), tuple(places))


def starts(raw: str) -> tuple[str, ...]:
    """What a word that begins like this may begin with: "haem" is a word, but starts "hemat".

    The letter q ends no plural and no British spelling, so with it only the start is folded.
    """
    word, start = WORDS[raw], index_word(KEYS[raw + "q"][:-1])
    return (word, start) if start and start != word else (word,)
