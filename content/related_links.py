"""Entries as links, with title and address alone: several lists of them in one query."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db.models import DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast

from content.models import Publishable
from content.prepared import as_row, prepared

SHOWN = ("id", "language", "slug", "title")


class AddedList(NamedTuple):
    name: str
    rows: Callable[[Any], QuerySet]
    most: int


_added: dict[type[Publishable], list[AddedList]] = defaultdict(list)


def add_links(
    model: type[Publishable], name: str, rows: Callable[[Any], QuerySet], most: int
) -> None:
    """Let an upper app add a list of links to a lower app's page: `rows(entry)` are its entries, of
    which `entry` has no more than the key. Lists of one name follow one another.
    """
    if (added := AddedList(name, rows, most)) not in _added[model]:
        _added[model].append(added)


def added_links(entry: Publishable) -> dict[str, list[Any]]:
    """By the names under which they were added, in one query."""
    lists = tuple(_added[type(entry)])
    query, models = _added_to(type(entry), lists)
    found: dict[str, list[Any]] = defaultdict(list)
    for each, links in zip(lists, links_of(query(entry.pk), models), strict=True):
        found[each.name] += links
    return found


@cache
def _added_to(
    model: type[Publishable], lists: tuple[AddedList, ...]
) -> tuple[prepared, list[type[Publishable]]]:
    def filled(key: int) -> list[tuple[QuerySet, int]]:
        entry = model()
        entry.pk = key
        return [(each.rows(entry), each.most) for each in lists]

    return prepared(lambda key: as_links(filled(key))), [rows.model for rows, _most in filled(0)]


def related_links(entry: Publishable, most: Mapping[str, int]) -> dict[str, list[Any]]:
    """By the names of these relations the public entries there, at most so many of each, in the
    order of their type.
    """
    query, models = _related(type(entry), tuple(most.items()))
    return dict(zip(most, links_of(query(entry.pk), models), strict=True))


@cache
def _related(
    model: type[Publishable], most: tuple[tuple[str, int], ...]
) -> tuple[prepared, list[type[Publishable]]]:
    def lists(key: int) -> list[QuerySet]:
        entry = model()
        entry.pk = key
        return [getattr(entry, name).published() for name, _most in most]

    def links(key: int) -> QuerySet:
        return as_links(zip(lists(key), dict(most).values(), strict=True))

    return prepared(links), [each.model for each in lists(0)]


def as_links(lists: Iterable[tuple[QuerySet, int]]) -> QuerySet:
    """One query for the first so many of each of these lists; `links_of` makes entries of its
    rows. A change of those behind them changes no answer.
    """
    first, *others = [_part(number, *each) for number, each in enumerate(lists)]
    return first.union(*others, all=True).order_by(
        "list_number", "list_place", "-list_moment", "title", "pk"
    )


def _part(number: int, entries: QuerySet, most: int) -> QuerySet:
    order = entries.model._meta.ordering
    shown = entries.order_by(*order).values("pk")[:most]
    entries = entries.model._base_manager.filter(pk__in=shown)
    place = F("order") if "order" in order else Value(0)
    is_by_date = "-published_at" in order
    moment = F("published_at") if is_by_date else Cast(Value(None), DateTimeField())
    told = entries.order_by().annotate(
        list_number=Value(number), list_place=place, list_moment=moment
    )
    return told.values_list("list_number", "list_place", "list_moment", "pk", *SHOWN[1:])


def links_of(
    rows: Sequence[Sequence[Any]], models: Sequence[type[Publishable]]
) -> list[list[Publishable]]:
    """The lists, each with entries of its model; other fields are read when they are asked for."""
    lists: list[list[Publishable]] = [[] for _model in models]
    for part, _place, _moment, *shown in rows:
        lists[part].append(as_row(models[part], **dict(zip(SHOWN, shown, strict=True))))
    return lists
