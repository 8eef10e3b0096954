"""What a page asked the database, so that it can be asked again whether the answers still hold.

A page is made from its address, the code and the answers of the database, and of nothing else: what
depends on a day is stored, and changed when the day is over (the order of what a search found is as
of the day on which it was made). So after a publication a finished page
is still right if the same questions get the same answers; only those are asked again that name a
table which was written since.
"""

import datetime
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from hashlib import blake2b
from typing import Any, cast
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper

from delivery.content_version import EVERYTHING, HARMLESS, WRITE, tracking

WORD = re.compile(r"\w+")
NO_QUESTION = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET", "PRAGMA")
PLAIN = (str, int, float, bool, type(None))
# Of a type that JSON does not know: the type, how it is written and how it is read.
TAGGED: dict[str, tuple[type, Callable[[Any], str], Callable[[str], Any]]] = {
    "moment": (datetime.datetime, datetime.datetime.isoformat, datetime.datetime.fromisoformat),
    "day": (datetime.date, datetime.date.isoformat, datetime.date.fromisoformat),
    "key": (UUID, str, UUID),
    "number": (Decimal, str, Decimal),
}


# What Django hands to the database with a statement.
Params = Sequence[Any] | Mapping[str, Any] | None


class LoggedQuery:
    __slots__ = ("sql", "params", "rows", "is_all", "answer")

    def __init__(self, sql: str, params: Params):
        self.sql, self.params = sql, params
        self.rows, self.is_all = 0, False
        self.answer = blake2b(digest_size=12)

    def took(self, rows: Sequence[Sequence[Any]], is_all: bool) -> None:
        self.rows += len(rows)
        self.is_all |= is_all
        for row in rows:
            self.answer.update(repr(row).encode())

    def rest(self) -> list[Any]:
        """Parameters, the number of rows that were taken (None: all), digest of the answer."""
        return [
            _packed_params(self.params),
            None if self.is_all else self.rows,
            self.answer.hexdigest(),
        ]


class QueryLog:
    def __init__(self) -> None:
        self.questions: list[LoggedQuery] = []
        self.is_complete = True

    def asked(self, sql: object, params: Params) -> LoggedQuery:
        sql = sql if isinstance(sql, str) else str(sql)
        question = LoggedQuery(sql, params)
        if WRITE.match(sql) or not HARMLESS.match(sql):
            self.is_complete = False  # a page that writes is no function of what it reads
        if not sql.startswith(NO_QUESTION):
            self.questions.append(question)
        return question

    def statements(self) -> Iterator[str]:
        yield from (question.sql for question in self.questions)

    def packed(self) -> str | None:
        """The questions as text, or None when they cannot be asked again."""
        if not self.is_complete:
            return None
        try:
            asked = [[question.sql, *question.rest()] for question in self.questions]
            return json.dumps(asked, separators=(",", ":"))
        except TypeError:
            return None

    def keyed(self) -> list[tuple[int, str, str]] | None:
        """(key, statement, the rest as text) of each question, for who keeps each only once.

        The key names a question together with its answer, and fits SQLite's integers.
        """
        text = self.packed()
        if text is None:
            return None
        found = []
        for sql, *rest in json.loads(text):
            rest = json.dumps(rest, separators=(",", ":"))
            key = blake2b(f"{sql}\0{rest}".encode(errors="surrogatepass"), digest_size=8)
            found.append((int.from_bytes(key.digest(), "big", signed=True), sql, rest))
        return found


# The engines ask it with each query of this thread.
current_log = cast("ContextVar[QueryLog | None]", tracking.current_log)


@contextmanager
def recorded() -> Iterator[QueryLog]:
    """Notes every question that this thread asks any database meanwhile."""
    notes = QueryLog()
    token = current_log.set(notes)
    try:
        yield notes
    finally:
        current_log.reset(token)


def results_unchanged(packed: str, changed: Collection[str], using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether the questions have the same answers, after writes to these tables."""
    if not changed:
        return True
    if EVERYTHING in changed:
        return False
    asked = [
        (sql, params, rows, answer)
        for sql, params, rows, answer in json.loads(packed)
        if not set(changed).isdisjoint(WORD.findall(sql))
    ]
    if not asked:
        return True
    with connections[using].cursor() as cursor:
        return all(_holds(cursor, *question) for question in asked)


def holds(cursor: CursorWrapper, sql: str, rest: str) -> bool:
    """Whether a question of `QueryLog.keyed` still has its answer."""
    return _holds(cursor, sql, *json.loads(rest))


def _holds(cursor: CursorWrapper, sql: str, params: Any, rows: int | None, answer: str) -> bool:
    cursor.execute(sql, _unpacked_params(params))
    again = LoggedQuery(sql, params)
    again.took(cursor.fetchall() if rows is None else cursor.fetchmany(rows), is_all=True)
    return again.answer.hexdigest() == answer


def _packed_params(params: Params) -> Any:
    """A list, or an object where the statement names its parameters."""
    if params is None:
        return None
    if isinstance(params, Mapping):
        return {name: _packed(value) for name, value in params.items()}
    return list(map(_packed, params))


def _unpacked_params(params: Any) -> Params:
    if params is None:
        return None
    if isinstance(params, dict):
        return {name: _unpacked(value) for name, value in params.items()}
    return tuple(map(_unpacked, params))


def _packed(value: Any) -> Any:
    if isinstance(value, PLAIN):
        return value
    for tag, (type_, write, _read) in TAGGED.items():
        if isinstance(value, type_):
            return {tag: write(value)}
    if isinstance(value, list | tuple):
        return {"list" if isinstance(value, list) else "tuple": list(map(_packed, value))}
    raise TypeError(f"{type(value)} cannot be asked again")


def _unpacked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    [(tag, inner)] = value.items()
    if tag == "list":
        return list(map(_unpacked, inner))
    if tag == "tuple":
        return tuple(map(_unpacked, inner))
    return TAGGED[tag][2](inner)
