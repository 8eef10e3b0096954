"""How much the verdict and the answers of a plain page may ask of their readers.

One table and one way to measure: for the gate, for the form while somebody types, for the audit.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from content.languages import primary
from content.text import claims, richtext
from content.text.fields import RichTextField
from diseases.models import Disease

# A fair comparison needs four numbers: how many people, how long, and one for each of two groups.
# Of more in one sentence readers keep none, and an answer of 60 words has room for two comparisons.
FIGURES_IN_SENTENCE = 4
FIGURES = 8


class Limits(NamedTuple):
    words: int
    words_of_sentence: int = 20
    characters: int | None = None
    sentences: int | None = None

    def in_language(self, language: str) -> "Limits":
        """English is short: other languages need more words for the same."""
        if primary(language) == "en":
            return self
        return self._replace(
            words=round(self.words * 1.3), words_of_sentence=round(self.words_of_sentence * 1.25)
        )


ANSWERS: Mapping[str, Limits] = {
    "answer_works": Limits(60),
    "answer_approved": Limits(50),
    "answer_safe": Limits(60),
    "answer_cost": Limits(60),
    "answer_instead": Limits(60),
    "answer_now": Limits(50),
}
LIMITS: Mapping[str, Limits] = {
    "verdict": Limits(20, characters=Disease._meta.get_field("verdict").max_length, sentences=1),
    **ANSWERS,
}
# The sentence beside a picture of 100 people.
PICTURE = Limits(25, words_of_sentence=25)
# The others may be empty: then the page says what it has from the steps, or that nothing was found.
REQUIRED = ("verdict", "answer_works", "answer_safe", "answer_instead", "answer_now")


class Scale(NamedTuple):
    """How a formula reads in words, where the aim is and from where on a text needs a reason."""

    name: str
    said: str | Promise
    aim: int
    limit: int
    more_is_easier: bool = False

    def is_beyond(self, value: float, mark: int) -> bool:
        return value < mark if self.more_is_easier else value > mark


SCALES = {
    "en": Scale("Flesch-Kincaid", gettext_lazy("grade %(value)s, %(aim)s at most"), 8, 10),
    "es": Scale("Fernández Huerta", gettext_lazy("ease %(value)s, %(aim)s at least"), 60, 50, True),
}

# A share of people counts once: “35 of 100” is one thing to keep in mind. What is part of a name
# is none: COVID-19, type 2 diabetes.
FIGURE = re.compile(
    r"(?<![\w-])(?<!\btype )(?<!\btipo )\d+(?:[.,\u00a0\u202f ]\d{3}\b)*(?:[.,]\d+)?"
    r"(?: (?:out of|of|de cada|de)(?: every)? \d+)?"
)
REFERENCE = "\ue000"


class Measure(NamedTuple):
    code: str
    number: int
    most: int
    sentence: str = ""

    @property
    def is_over(self) -> bool:
        return self.number > self.most

    @property
    def in_short(self) -> str:
        """Below the field, while somebody types."""
        said, said_over = IN_SHORT[self.code]
        words = {"number": self.number, "most": self.most, "over": self.number - self.most}
        return (said_over if self.is_over else said) % words

    @property
    def in_full(self) -> str:
        """What the gate says of too much."""
        said = IN_FULL[self.code][0] % {"number": self.number, "most": self.most}
        return f"{said} {self.sentence}".strip()

    @property
    def remedy(self) -> str:
        return str(IN_FULL[self.code][1])


# For each code what is said of enough and of too much; empty where enough needs no word.
IN_SHORT = {
    "too_many_words": (
        gettext_lazy("%(number)s of %(most)s words"),
        gettext_lazy("%(number)s words, %(over)s too many"),
    ),
    "sentence_too_long": (
        gettext_lazy("longest sentence %(number)s of %(most)s"),
        gettext_lazy("longest sentence %(number)s words, %(over)s too many"),
    ),
    "too_many_characters": (
        "",
        gettext_lazy("%(number)s characters, %(over)s too many"),
    ),
    "several_sentences": ("", gettext_lazy("%(number)s sentences instead of one")),
    "heap_of_numbers": (
        "",
        gettext_lazy("%(number)s numbers in one sentence, %(most)s are the most"),
    ),
    "many_numbers": ("", gettext_lazy("%(number)s numbers, %(most)s are the most")),
}
IN_FULL = {
    "too_many_words": (
        gettext_lazy("has %(number)s words; %(most)s are the most."),
        gettext_lazy("Leave out what the page with the evidence says."),
    ),
    "sentence_too_long": (
        gettext_lazy("has a sentence of %(number)s words; %(most)s are the most:"),
        gettext_lazy("Make two of it."),
    ),
    "too_many_characters": (
        gettext_lazy("has %(number)s characters; %(most)s are the most."),
        gettext_lazy("Lists and search results show the whole of it."),
    ),
    "several_sentences": (
        gettext_lazy("has %(number)s sentences."),
        gettext_lazy("Say it in one; the answers have room for the rest."),
    ),
    "heap_of_numbers": (
        gettext_lazy("has %(number)s numbers in one sentence; %(most)s are the most:"),
        gettext_lazy("Keep those of the comparison, and leave the others to the evidence."),
    ),
    "many_numbers": (
        gettext_lazy("has %(number)s numbers; %(most)s are the most."),
        gettext_lazy("Keep the two comparisons that decide most."),
    ),
}


@dataclass(frozen=True)
class Readability:
    """How hard texts are together."""

    value: float
    scale: Scale

    @property
    def is_hard(self) -> bool:
        return self.scale.is_beyond(self.value, self.scale.aim)

    @property
    def needs_reason(self) -> bool:
        return self.scale.is_beyond(self.value, self.scale.limit)

    @property
    def in_short(self) -> str:
        return self.scale.said % {"value": self.value, "aim": self.scale.aim}

    def __str__(self) -> str:
        return f"{self.in_short} ({self.scale.name})"


def plain(field: str, value: str) -> str:
    """The words of a field of a disease, also of what is typed and not yet cleaned."""
    if isinstance(Disease._meta.get_field(field), RichTextField):
        return richtext.plain_text(richtext.clean(value))
    return richtext.without_tokens(value).strip()


def measures(text: str, limits: Limits, language: str) -> Iterator[Measure]:
    """Of a plain text: its words and its longest sentence, then what is told of too much only."""
    limits = limits.in_language(language)
    sentences = claims.sentences(text)
    longest = max(sentences, key=words, default="")
    fullest = max(sentences, key=figures, default="")
    yield Measure("too_many_words", words(text), limits.words)
    yield Measure("sentence_too_long", words(longest), limits.words_of_sentence, longest)
    if limits.characters:
        yield Measure("too_many_characters", len(text), limits.characters)
    if limits.sentences:
        yield Measure("several_sentences", len(sentences), limits.sentences)
    yield Measure("heap_of_numbers", figures(fullest), FIGURES_IN_SENTENCE, fullest)
    yield Measure("many_numbers", figures(text), FIGURES)


def in_short(text: str, limits: Limits, language: str) -> list[tuple[str, bool]]:
    """(what is said below the field, whether it is too much)"""
    found = measures(text, limits, language)
    return [(each.in_short, each.is_over) for each in found if each.in_short]


def words(text: str) -> int:
    return sum(any(map(str.isalnum, word)) for word in text.split())


def figures(text: str) -> int:
    return len(FIGURE.findall(text))


def reading(texts: Iterable[str], language: str) -> Readability | None:
    """Of plain texts together; None where they are too short or the language has no formula."""
    value = claims.readability("\n".join(texts), primary(language))
    return None if value is None else Readability(value, SCALES[primary(language)])


def reading_of(disease: Disease) -> Readability | None:
    """Of the six answers."""
    return reading((plain(field, getattr(disease, field)) for field in ANSWERS), disease.language)


def figures_without_source(fragment: str) -> Iterator[str]:
    """Sentences of a rich text with a number and no citation of their own."""
    marked = richtext.plain_text(richtext.TOKEN.sub(REFERENCE, fragment))
    for sentence in claims.sentences(marked):
        if figures(sentence) and REFERENCE not in sentence:
            yield sentence
