"""Queries whose SQL is composed once and filled with other values from then on.

Django composes the statement of a queryset anew each time it is asked. That costs more than most
answers do: of a page with thirty queries it was half of the work.
"""

import copy
from collections.abc import Callable, Iterator, Sequence
from functools import update_wrapper
from itertools import count
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from content.drafting import in_draft

# Stand for values while a statement is composed; no real value is like these. A lookup that would
# escape signs of a real text changes this one too, and is noticed.
FIRST_NUMBER = 2_000_000_000
MARK = "\ue000"  # for private use
TEXT = f"{MARK}aB%_\\"
MOST_STATEMENTS = 128  # of one query; a site has a handful

Value = int | str | UUID
Values = Value | Sequence[Value]


class ValuePlace(NamedTuple):
    in_params: int
    of_value: int
    written: Callable[[Value], Any]


class ComposedQuery(NamedTuple):
    queryset: QuerySet
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    places: list[ValuePlace]


class Filled:
    """A statement with its values, where a queryset expects its query."""

    def __init__(self, statement: ComposedQuery, values: Sequence[Value]):
        self.statement = statement
        params = list(statement.params)
        for in_params, of_value, written in statement.places:
            params[in_params] = written(values[of_value])
        self.params = tuple(params)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.statement.queryset.query, name)

    def get_compiler(self, using: str, *_args: object, **_kwargs: object) -> SQLCompiler:
        compiler = copy.copy(self.statement.compiler)
        compiler.connection = connections[using]
        composed = self.statement.sql, self.params
        compiler.as_sql = lambda *_args, **_kwargs: composed  # type: ignore[method-assign]
        return compiler


class prepared:  # noqa: N801 - a decorator
    """For a function that makes a queryset from numbers, strings, UUIDs and lists of these. Called,
    it gives the rows as a list.

    The function is called once for each number of values and gets stand-ins, so nothing in it may
    depend on a value, the language, the day or a setting. ValueError where a value does not come
    into the statement as it is. What is prefetched is composed as ever, and so is everything while
    a draft is applied, when `published` has another meaning.
    """

    def __init__(self, make: Callable[..., QuerySet]):
        self.make = make
        self.model: type[Model] | None = None
        self.statements: dict[tuple[str, tuple[Any, ...]], ComposedQuery] = {}
        update_wrapper(self, make)

    def __call__(self, *values: Values) -> list[Any]:
        if any(isinstance(value, list | tuple) and not value for value in values):
            return []
        if in_draft.get():
            asked = self.make(*values)
            self.model = asked.model
            return list(asked)
        filled = [_filled_up(each) if isinstance(each, list | tuple) else each for each in values]
        shape = tuple(
            (type(each[0]), len(each)) if isinstance(each, list) else type(each) for each in filled
        )
        using = router.db_for_read(self.model) if self.model else ""
        statement = self.statements.get((using, shape)) or self._compose(filled, shape)
        query = Filled(statement, list(_flat(filled)))
        return list(_asked_by(statement.queryset, query, using or statement.queryset.db))

    def first(self, *values: Values) -> Any:
        """The first row, or None; the function limits its queryset to one."""
        return next(iter(self(*values)), None)

    def _compose(self, values: Sequence[Values], shape: tuple[Any, ...]) -> ComposedQuery:
        numbers = count()
        stand_ins = [
            [_stand_in(one, next(numbers)) for one in each]
            if isinstance(each, list)
            else _stand_in(each, next(numbers))
            for each in values
        ]
        queryset = self.make(*stand_ins)
        compiler = queryset.query.get_compiler(queryset.db)
        sql, params = compiler.as_sql()
        flat = list(_flat(stand_ins))
        known = {
            written(value): (of_value, written)
            for of_value, value in enumerate(flat)
            for written in (_as_hex, _as_it_is)
        }
        places = [
            ValuePlace(in_params, *known[param])
            for in_params, param in enumerate(params)
            if isinstance(param, int | str | UUID) and param in known
        ]
        rest = set(range(len(params))).difference(place.in_params for place in places)
        is_changed = any(MARK in str(params[in_params]) for in_params in rest)
        if is_changed or {place.of_value for place in places} != set(range(len(flat))):
            raise ValueError(f"{self.make.__qualname__}: a value is not in the statement as it is.")
        self.model = queryset.model
        if len(self.statements) >= MOST_STATEMENTS:
            self.statements.clear()
        statement = ComposedQuery(queryset, compiler, sql, tuple(params), places)
        self.statements[queryset.db, shape] = statement
        return statement


def hand_over(entry: Model, relation: str, rows: list[Any]) -> None:
    """What `entry.relation.all()` gives from now on, as if it had been prefetched."""
    entry.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = rows


def as_row(model: type[Model], **known: Any) -> Any:
    """A row of which other fields are read when they are asked for."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname in known]
    return model.from_db(DEFAULT_DB_ALIAS, names, [known[name] for name in names])


def _filled_up(values: Sequence[Value]) -> list[Value]:
    """To a power of two, with the last value again, so that there are few statements."""
    missing = (1 << (len(values) - 1).bit_length()) - len(values)
    return [*values, *[values[-1]] * missing]


def _flat(values: Sequence[Values]) -> Iterator[Value]:
    for value in values:
        if isinstance(value, list):
            yield from value
        else:
            yield value  # type: ignore[misc]


def _stand_in(value: Values, number: int) -> Value:
    if isinstance(value, bool) or not isinstance(value, int | str | UUID):
        raise TypeError(f"{value!r} is no number, string or UUID.")
    if isinstance(value, int):
        return FIRST_NUMBER + number
    return UUID(int=number + 1) if isinstance(value, UUID) else f"{TEXT}{number}"


def _as_it_is(value: Value) -> Value:
    return value


def _as_hex(value: Value) -> str | None:
    """A UUID as SQLite keeps it."""
    return value.hex if isinstance(value, UUID) else None


def _asked_by(queryset: QuerySet, query: Filled, using: str) -> QuerySet:
    """A fresh queryset that reads its rows as this one does; cloning would clone the query too."""
    fresh = type(queryset)(queryset.model, query, using)  # type: ignore[arg-type]
    for name in ("_iterable_class", "_fields", "_prefetch_related_lookups"):
        setattr(fresh, name, getattr(queryset, name))
    return fresh
