"""Filters of a list that live in its address: what can be chosen, what is, and how to drop it.

A value that no entry of the list has finds nothing, and the page says so. It is repeated only where
it is a word that we know; of any other the page says that it is none of the list.
"""

from collections.abc import Callable, Container, Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from content import params

LONGEST_VALUE = 100


class Filter(NamedTuple):
    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str
    is_typed: bool = False
    is_unknown: bool = False  # chosen, and no entry of the list has it
    known_as: str = ""  # an unknown value in our own words, where it means something

    @property
    def chosen_label(self) -> str:
        if self.is_unknown:
            return self.known_as or _("not in this list")
        return str(dict(self.options).get(self.chosen, self.chosen))


class Chosen(NamedTuple):
    label: str
    value: str
    url: str  # the same list without this filter


def choose(
    request: HttpRequest,
    name: str,
    label: str,
    options: Iterable,
    known_as: Callable[[str], str] = lambda value: "",
) -> Filter:
    """One of some values; `known_as` names one that exists and that no entry of the list has."""
    options = list(options)
    asked = params.text(request, name, LONGEST_VALUE)
    if not asked or asked in dict(options):
        return Filter(name, label, options, asked)
    return Filter(name, label, options, asked, is_unknown=True, known_as=known_as(asked))


def choose_in_use(
    request: HttpRequest, name: str, label: str, choices: Iterable, in_use: Container
) -> Filter:
    """One of the choices that the list has; a word that it could have is known."""
    words = dict(choices)
    offered = [pair for pair in words.items() if pair[0] in in_use]
    return choose(request, name, label, offered, lambda value: str(words.get(value, "")))


def title_in(entries: QuerySet) -> Callable[[str], str]:
    """The title of the entry with this address; empty without one."""
    return lambda slug: entries.filter(slug=slug).values_list("title", flat=True).first() or ""


def type_in(request: HttpRequest, name: str, label: str, titles: dict[str, str]) -> Filter:
    """Typed words, where there are too many values to offer; `titles` are those of known values."""
    typed = params.text(request, name, LONGEST_VALUE)
    return Filter(name, label, [(typed, titles.get(typed, typed))], typed, is_typed=True)


class Filters:
    def __init__(self, request: HttpRequest, filters: Iterable[Filter]):
        self._request = request
        self.all = list(filters)

    def __iter__(self):
        return iter(self.all)

    def value(self, name: str) -> str:
        return next(each.chosen for each in self.all if each.name == name)

    @property
    def unknown(self) -> list[Filter]:
        return [each for each in self.all if each.is_unknown]

    @property
    def is_invented(self) -> bool:
        """Whether the address has a value, or a way to write one, that nothing here ever offers."""
        return any(
            not each.is_typed
            and (
                (each.is_unknown and not each.known_as)
                or self._request.GET.get(each.name, "") not in ("", each.chosen)
            )
            for each in self.all
        )

    @property
    def in_use(self) -> dict[str, str]:
        return {each.name: each.chosen for each in self.all if each.chosen}

    @property
    def query(self) -> str:
        return urlencode(self.in_use)

    @property
    def chosen(self) -> list[Chosen]:
        return [
            Chosen(each.label, each.chosen_label, f"{self._request.path}{self.without(each.name)}")
            for each in self.all
            if each.chosen
        ]

    def without(self, dropped: str) -> str:
        kept = urlencode({name: value for name, value in self.in_use.items() if name != dropped})
        return f"?{kept}" if kept else ""
