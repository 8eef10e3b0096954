"""An index from A to Z: all on one page while it is short, above that one letter a page."""

import string
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.utils.translation import gettext as _

from content.models import Publishable
from content.text.analyser import LETTERS, MARK
from content.web import params

ONE_PAGE = 300
OTHER = "other"
KEYS = [*string.ascii_lowercase, OTHER]


class Letter(NamedTuple):
    key: str
    label: str
    url: str  # empty: nothing begins with this letter
    is_open: bool


class IndexLine(NamedTuple):
    """One line of the index: an entry under its title or under another name."""

    text: str
    entry: Publishable
    is_other_name: bool = False


def sort_key(text: str) -> str:
    """Order of a printed index: capitals and accents do not count."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS)
    return MARK.sub("", folded)


def letter_of(text: str) -> str:
    first = sort_key(text[:1])[:1]
    return first if first in KEYS else OTHER


def first_characters(*columns: tuple[QuerySet, str]) -> QuerySet:
    """(character, how many begin with it) of the columns that an index lists, in one query."""
    first, *others = [
        rows.order_by().values_list(Substr(column, 1, 1)).annotate(Count("pk"))
        for rows, column in columns
    ]
    return first.union(*others, all=True) if others else first


class Alphabet:
    """`firsts` are the rows of `first_characters`."""

    def __init__(self, request: HttpRequest, firsts: Iterable[tuple[str, int]]):
        self.count = Counter()
        self._characters = defaultdict(set)
        for character, number in firsts:
            self.count[letter_of(character)] += number
            self._characters[letter_of(character)].add(character)
        self.letter = ""
        self.unknown: list[params.Unknown] = []  # a letter that nothing begins with
        if self.count.total() > ONE_PAGE or params.text(request, "letter"):
            used = [key for key in KEYS if self.count[key]]
            self.letter = params.choice(request, "letter", used) or next(iter(used), "")
            every = {key: label(key) for key in KEYS}
            self.unknown = params.unknown(request, "letter", _("Letter"), used, every)
            if self.unknown:
                self.letter = ""

    def within(self, rows: QuerySet, column: str) -> QuerySet:
        """The rows of the open letter, or all when they fit on one page."""
        if self.unknown:
            return rows.none()
        if not self.letter:
            return rows
        begins = Q()
        for character in self._characters[self.letter]:
            begins |= Q(**{f"{column}__startswith": character})
        return rows.filter(begins)

    @property
    def open_label(self) -> str:
        return label(self.letter) if self.letter else ""

    @property
    def letters(self) -> list[Letter]:
        pattern = "?letter={}" if self.letter or self.unknown else "#letter-{}"
        return [
            Letter(
                key=key,
                label=label(key),
                url=pattern.format(key) if self.count[key] else "",
                is_open=key == self.letter,
            )
            for key in KEYS
            if key != OTHER or self.count[OTHER]
        ]


def label(key: str) -> str:
    return _("Other") if key == OTHER else key.upper()


def by_letter(lines: Iterable[IndexLine]) -> list[tuple[str, str, list[IndexLine]]]:
    """(key, label, lines) of each letter that has any; figures and signs come last."""
    ordered = sorted(
        lines,
        key=lambda line: (
            KEYS.index(letter_of(line.text)),
            sort_key(line.text),
            line.is_other_name,
            line.entry.slug,
        ),
    )
    return [
        (key, label(key), list(group))
        for key, group in groupby(ordered, key=lambda line: letter_of(line.text))
    ]
