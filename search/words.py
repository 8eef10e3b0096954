"""What the analyser's keys become in an index and in a question to it."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from content.text import KEYS, Memory, split

LONGEST_WORD = 64
MOST_WORDS = 16


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

    @property
    def is_weak(self) -> bool:
        return self.forms[0] in WEAK_WORDS

    @property
    def weight(self) -> float:
        return WEAK_SHARE if self.is_weak else 1.0

    def fits(self, word: str) -> bool:
        return word in self.forms or (self.is_unfinished and word.startswith(self.forms))


@dataclass(frozen=True)
class Question:
    keys: tuple[str, ...]  # every word, for whole names
    words: tuple[Word, ...]  # without stop words; the last one may be unfinished

    @cached_property
    def whole_words(self) -> tuple[Word, ...]:
        return tuple(Word(word.forms[:1]) for word in self.words)

    @cached_property
    def telling_words(self) -> tuple[Word, ...]:
        return tuple(word for word in self.words if not word.is_weak) or self.words

    @cached_property
    def finished(self) -> dict[str, float]:
        """Weights of the words that must stand as they are."""
        return {word.forms[0]: word.weight for word in self.words if not word.is_unfinished}

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """How a word must begin to fit the unfinished one; empty without one."""
        return next((word.forms for word in self.words if word.is_unfinished), ())

    @cached_property
    def weight(self) -> float:
        return sum(self.finished.values()) + sum(
            word.weight for word in self.words if word.is_unfinished
        )


def ask(query: str) -> Question:
    """Read what a visitor typed; words behind the sixteenth are not looked at."""
    raws = [raw for raw in split(query)[1::2] if WORDS[raw]][:MOST_WORDS]
    keys = tuple(WORDS[raw] for raw in raws)
    telling = [place for place, key in enumerate(keys) if key not in STOP_WORDS]
    places = telling or range(len(keys))
    words = [
        Word(_starts(raws[place]), is_unfinished=True)
        if place == len(keys) - 1
        else Word((keys[place],))
        for place in places
    ]
    return Question(keys, tuple(words))


def _starts(raw: str) -> tuple[str, ...]:
    """What a word that begins like this may begin with: "haem" is a word, but starts "hemat".

    The letter q ends no plural and no British spelling, so with it only the start is folded.
    """
    word, start = WORDS[raw], index_word(KEYS[raw + "q"][:-1])
    return (word, start) if start and start != word else (word,)
