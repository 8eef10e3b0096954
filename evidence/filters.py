"""Filters of a list that live in its address: what can be chosen, what is, and how to drop it."""

from collections.abc import Iterable
from typing import NamedTuple

from django.http import HttpRequest

from content import params


class Filter(NamedTuple):
    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str
    is_typed: bool = False

    @property
    def chosen_label(self) -> str:
        return str(dict(self.options).get(self.chosen, self.chosen))


class Chosen(NamedTuple):
    label: str
    value: str
    url: str  # the same list without this filter


def choose(request: HttpRequest, name: str, label: str, options: Iterable) -> Filter:
    """One of some values; a value of the address that is none of them filters nothing."""
    options = list(options)
    return Filter(name, label, options, params.choice(request, name, dict(options)))


def type_in(request: HttpRequest, name: str, label: str, titles: dict[str, str]) -> Filter:
    """Typed words, where there are too many values to offer; `titles` are those of known values."""
    typed = params.text(request, name, longest=100)
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
    def names(self) -> list[str]:
        """Of the filters that are in use."""
        return [each.name for each in self.all if each.chosen]

    @property
    def query(self) -> str:
        return params.query_without(self._request, *self.names)

    @property
    def chosen(self) -> list[Chosen]:
        return [
            Chosen(each.label, each.chosen_label, f"{self._request.path}{self.without(each.name)}")
            for each in self.all
            if each.chosen
        ]

    def without(self, dropped: str) -> str:
        kept = params.query_without(
            self._request, *(name for name in self.names if name != dropped)
        )
        return f"?{kept}" if kept else ""
