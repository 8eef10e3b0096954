"""What a page asked the database, so that it can be asked again whether the answers still hold.

A page is made from its address, the code, the day and the answers of the database, and of nothing
else. So after a publication a finished page is still right if the same questions get the same
answers; only those are asked again that name a table which was written since.
"""

import datetime
import json
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from hashlib import blake2b
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections

from delivery.tables import EVERYTHING, HARMLESS, WRITE

WORD = re.compile(r"\w+")
NO_QUESTION = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET", "PRAGMA")
PLAIN = (str, int, float, bool, type(None))
TAGGED = {
    "moment": (datetime.datetime, datetime.datetime.isoformat, datetime.datetime.fromisoformat),
    "day": (datetime.date, datetime.date.isoformat, datetime.date.fromisoformat),
    "key": (UUID, str, UUID),
    "number": (Decimal, str, Decimal),
}


class Question:
    __slots__ = ("sql", "params", "rows", "is_all", "answer")

    def __init__(self, sql: str, params):
        self.sql, self.params = sql, params
        self.rows, self.is_all = 0, False
        self.answer = blake2b(digest_size=12)

    def took(self, rows, is_all: bool) -> None:
        self.rows += len(rows)
        self.is_all |= is_all
        for row in rows:
            self.answer.update(repr(row).encode())


class Recorder:
    def __init__(self):
        self.questions: list[Question] = []
        self.is_complete = True

    def asked(self, sql, params) -> Question:
        sql = sql if isinstance(sql, str) else str(sql)
        question = Question(sql, params)
        if WRITE.match(sql) or not HARMLESS.match(sql):
            self.is_complete = False  # a page that writes is no function of what it reads
        if not sql.startswith(NO_QUESTION):
            self.questions.append(question)
        return question

    def packed(self) -> str | None:
        """The questions as text, or None when they cannot be asked again."""
        if not self.is_complete:
            return None
        try:
            return json.dumps(
                [
                    [
                        question.sql,
                        None if question.params is None else list(map(_packed, question.params)),
                        None if question.is_all else question.rows,
                        question.answer.hexdigest(),
                    ]
                    for question in self.questions
                ],
                separators=(",", ":"),
            )
        except TypeError:
            return None


recorder: ContextVar[Recorder | None] = ContextVar("recorder", default=None)


@contextmanager
def recorded() -> Iterator[Recorder]:
    """Notes every question that this thread asks any database meanwhile."""
    notes = Recorder()
    token = recorder.set(notes)
    try:
        yield notes
    finally:
        recorder.reset(token)


def still_hold(packed: str, changed: Collection[str], using: str = DEFAULT_DB_ALIAS) -> bool:
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


def _holds(cursor, sql, params, rows, answer) -> bool:
    cursor.execute(sql, None if params is None else tuple(map(_unpacked, params)))
    again = Question(sql, params)
    again.took(cursor.fetchall() if rows is None else cursor.fetchmany(rows), is_all=True)
    return again.answer.hexdigest() == answer


def _packed(value):
    if isinstance(value, PLAIN):
        return value
    for tag, (type_, write, _read) in TAGGED.items():
        if isinstance(value, type_):
            return {tag: write(value)}
    if isinstance(value, list | tuple):
        return {"list" if isinstance(value, list) else "tuple": list(map(_packed, value))}
    raise TypeError(f"{type(value)} cannot be asked again")


def _unpacked(value):
    if not isinstance(value, dict):
        return value
    [(tag, inner)] = value.items()
    if tag == "list":
        return list(map(_unpacked, inner))
    if tag == "tuple":
        return tuple(map(_unpacked, inner))
    return TAGGED[tag][2](inner)
