"""Words as search and automatic links see them: one analyser, so that both find the same.

Text is split first and folded word by word afterwards. Offsets therefore always count
characters of the text as given, also where folding changes the length of a word.
"""

import re
import unicodedata
from collections.abc import Callable
from itertools import accumulate
from sys import intern
from typing import NamedTuple

# The combining blocks of Unicode: `\w` leaves them out, and decomposed text is full of them.
MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
# Soft hyphen, zero-width spaces and joiners, direction marks.
INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
APOSTROPHES = "'‘’ʼ′＇"
DASHES = "-‐‑‒–−﹣－"

# Possessive, since no word would be found by going back: that takes a third off the time.
WORD = re.compile(rf"(\w++(?:[{APOSTROPHES}]\w++|[{MARKS}]++\w*+|[{INVISIBLE}]++\w++)*+)")
MARK = re.compile(f"[{MARKS}]")
UNSEEN = re.compile(f"[{INVISIBLE}]")
LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
    | dict.fromkeys(APOSTROPHES, "'")
)

IRREGULAR_PLURALS = {
    "aches": "ache",
    "alveoli": "alveolus",
    "bacilli": "bacillus",
    "backaches": "backache",
    "bacteria": "bacterium",
    "bronchi": "bronchus",
    "bursae": "bursa",
    "calculi": "calculus",
    "children": "child",
    "cortices": "cortex",
    "crises": "crisis",
    "criteria": "criterion",
    "earaches": "earache",
    "emboli": "embolus",
    "feet": "foot",
    "foci": "focus",
    "fungi": "fungus",
    "ganglia": "ganglion",
    "headaches": "headache",
    "indices": "index",
    "larvae": "larva",
    "matrices": "matrix",
    "men": "man",
    "metastases": "metastasis",
    "mitochondria": "mitochondrion",
    "niches": "niche",
    "nuclei": "nucleus",
    "ova": "ovum",
    "phenomena": "phenomenon",
    "sequelae": "sequela",
    "stimuli": "stimulus",
    "stomachaches": "stomachache",
    "teeth": "tooth",
    "thrombi": "thrombus",
    "toothaches": "toothache",
    "vertebrae": "vertebra",
    "women": "woman",
}

# Ending, what stands in its place, shortest word it applies to; the first that fits decides.
PLURALS = (
    ("ss", "ss", 0),
    ("us", "us", 0),
    ("is", "is", 0),
    ("ies", "y", 5),
    ("sses", "ss", 5),
    ("xes", "x", 5),
    ("shes", "sh", 5),
    ("ches", "ch", 5),
    ("abuses", "abuse", 6),
    ("auses", "ause", 5),
    ("fuses", "fuse", 5),
    ("ouses", "ouse", 5),
    ("uses", "us", 6),
    ("closes", "close", 6),
    ("overdoses", "overdose", 9),
    ("poses", "pose", 5),
    ("oses", "osis", 7),
    ("eses", "esis", 6),
    ("yses", "ysis", 6),
    ("oes", "o", 6),
    ("s", "", 4),
)
# "ie" is here because "ies" gives "y": calorie and calories must meet.
# No rule for "ae": Streptococcus pneumoniae is not pneumonia.
PLURALS_WITHOUT_S = (("omata", "oma", 6), ("emata", "ema", 6), ("ie", "y", 4))

BRITISH_WORDS = {
    "ageing": "aging",
    "aluminium": "aluminum",
    "artefact": "artifact",
    "disc": "disk",
    "gramme": "gram",
    "grey": "gray",
    "haem": "heme",
    "mould": "mold",
    "practise": "practice",
    "programme": "program",
}

# British to American, because that side has fewer forms. A key need not be a word: both
# spellings of a word must get the same key, and different words should keep different ones.
BRITISH_PARTS = tuple(
    (re.compile(pattern), replacement, shortest)
    for pattern, replacement, shortest in (
        (r"ae", "e", 5),
        (r"oe", "e", 6),
        (r"((?:behavi|col|fav|flav|harb|hon|hum|lab|neighb|od|rig|tum|vap|vig)o)ur", r"\1r", 5),
        (r"is(e|ed|er|ing|able|ation|ational)$", r"iz\1", 6),
        (r"lys(e|ed|er|ing)$", r"lyz\1", 6),
        (r"(calib|cent|fib|goit|lit|lust|met|spect|theat|tit|euv)re$", r"\1er", 5),
        (r"(ana|cata|dia|homo)logue$", r"\1log", 8),
        (r"(cancel|channel|counsel|label|level|model|signal|travel)l(?=ed|ing|er|or)", r"\1", 8),
        (r"(def|off|lic)ence$", r"\1ense", 7),
        (r"sulph", "sulf", 5),
        (r"leuco", "leuko", 6),
    )
)
MAY_BE_BRITISH = re.compile(r"ae|oe|our|is[eai]|lys[ei]|re$|logue$|ll|ence$|sulph|leuco")


class Memory(dict[str, str]):
    """Answers of a pure function of one string, worked out once; bounded, safe between threads."""

    def __init__(self, work_out: Callable[[str], str], limit: int = 100_000):
        super().__init__()
        self.work_out, self.limit = work_out, limit

    def __missing__(self, text: str) -> str:
        answer = self.work_out(text)
        if len(self) >= self.limit:
            self.clear()
        if len(text) <= 64:
            self[text] = answer
        return answer


def _plain(word: str) -> str:
    """Lower case without accents, ligatures and invisible characters, straight apostrophes."""
    if word.isascii():
        return word.lower()
    word = unicodedata.normalize("NFKD", UNSEEN.sub("", word)).casefold().translate(LETTERS)
    return unicodedata.normalize("NFC", MARK.sub("", unicodedata.normalize("NFKD", word)))


def _singular(word: str) -> str:
    if word in IRREGULAR_PLURALS:
        return IRREGULAR_PLURALS[word]
    for ending, replacement, shortest in PLURALS if word[-1:] == "s" else PLURALS_WITHOUT_S:
        if word.endswith(ending) and len(word) >= shortest:
            return word.removesuffix(ending) + replacement
    return word


def _american(word: str) -> str:
    if MAY_BE_BRITISH.search(word):
        for pattern, replacement, shortest in BRITISH_PARTS:
            if len(word) >= shortest:
                word = pattern.sub(replacement, word)
    return BRITISH_WORDS.get(word, word)


def _fold_word(word: str) -> str:
    word = _plain(word)
    if "'" in word:
        word = word.removesuffix("'s").replace("'", "")
    # Interned, because dictionaries of names are asked for these keys all the time.
    return intern(_american(_singular(word)))


# Key of a single word, as `split` hands it out; empty for a word of nothing but marks.
KEYS = Memory(_fold_word)


class Token(NamedTuple):
    key: str
    start: int
    end: int
    raw: str


def normalise(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def split(text: str) -> list[str]:
    """Gap, word, gap, word, ..., gap: joined again, they are the text."""
    return WORD.split(text)


def tokens(text: str) -> list[Token]:
    parts = split(text)
    ends = list(accumulate(map(len, parts)))
    return [
        Token(key, start, end, raw)
        for raw, start, end in zip(parts[1::2], ends[::2], ends[1::2], strict=False)
        if (key := KEYS[raw])
    ]


def fold_phrase(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(KEYS.__getitem__, split(text)[1::2])))


def fold(word: str) -> str:
    """The key of a word; a word with hyphens gives its parts with a space between."""
    return " ".join(fold_phrase(word))
