"""Django's own database engines, with two eyes added.

No write to what visitors read is committed without moving the content version, whoever made it: a
service, a queryset, a command or raw SQL. And a page can be asked afterwards what it asked the
database.
"""

from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from typing import Any, NamedTuple, Protocol

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper

from delivery.content_version import sql_tables


class Query(Protocol):
    def took(self, rows: Sequence[Any], *, is_all: bool) -> None:
        """Rows that were fetched; `is_all` with the last of them."""


class Log(Protocol):
    def asked(self, sql: Any, params: Any) -> Query: ...


# Who notes what this thread asks; none where nobody does.
current_log: ContextVar[Log | None] = ContextVar("query_log", default=None)


class SavepointBlock(NamedTuple):
    savepoint: str | None  # None: the transaction itself
    tables: set[str]


class WrittenTables:
    """The tables that the open transaction wrote, each in the block whose rollback undoes it.

    A block costs the same however many were there before it.
    """

    def __init__(self) -> None:
        self.blocks = [SavepointBlock(None, set())]

    def add(self, table: str) -> None:
        self.blocks[-1].tables.add(table)

    def open(self, savepoint: str) -> None:
        self.blocks.append(SavepointBlock(savepoint, set()))

    def release(self, savepoint: str) -> None:
        """Hand what was written since the savepoint to the block around it."""
        place = self._place(savepoint)
        for block in self.blocks[place:]:
            self.blocks[place - 1].tables.update(block.tables)
        del self.blocks[place:]

    def roll_back(self, savepoint: str) -> None:
        """Forget what was written since the savepoint, which itself stays open."""
        place = self._place(savepoint)
        for block in self.blocks[place:]:
            block.tables.clear()
        del self.blocks[place + 1 :]

    def all(self) -> set[str]:
        return set().union(*(block.tables for block in self.blocks))

    def _place(self, savepoint: str) -> int:
        """Behind all blocks for a savepoint that did not come through Django."""
        for place in reversed(range(1, len(self.blocks))):
            if self.blocks[place].savepoint == savepoint:
                return place
        return len(self.blocks)


class TracksWrites(BaseDatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.written = WrittenTables()
        if self.alias == DEFAULT_DB_ALIAS:
            self.execute_wrappers.append(self._notice)

    def _notice(
        self, execute: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        table = sql_tables.written_by(sql)
        if table is None:
            return execute(sql, params, many, context)
        if self.in_atomic_block or not self.get_autocommit():
            result = execute(sql, params, many, context)
            self.written.add(table)
            return result
        if table == sql_tables.EVERYTHING:
            # Maintenance such as VACUUM, which knows no transaction.
            result = execute(sql, params, many, context)
            with transaction.atomic(using=self.alias):
                self.written.add(table)
            return result
        with transaction.atomic(using=self.alias):
            result = execute(sql, params, many, context)
            if "RETURNING" in sql:
                context["cursor"].cursor = Returned(context["cursor"].cursor)
            self.written.add(table)
        return result

    def _savepoint(self, sid: str) -> None:
        super()._savepoint(sid)  # type: ignore[misc]  # the stubs do not know it
        self.written.open(sid)

    def _savepoint_commit(self, sid: str) -> None:
        super()._savepoint_commit(sid)  # type: ignore[misc]  # the stubs do not know it
        self.written.release(sid)

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]  # the stubs do not know it
        self.written.roll_back(sid)

    def rollback(self) -> None:
        self.written = WrittenTables()
        super().rollback()

    def close(self) -> None:
        self.written = WrittenTables()
        super().close()

    def commit(self) -> None:
        written, self.written = self.written.all(), WrittenTables()
        if not written:
            return super().commit()
        from delivery.content_version.version import (
            moving,  # needs the models, which need this engine
        )

        with moving(self, written):
            super().commit()

    def make_cursor(self, cursor: Any) -> CursorWrapper:
        log = current_log.get()
        if log is None:
            return super().make_cursor(cursor)
        return RecordingCursor(cursor, self, log)

    def make_debug_cursor(self, cursor: Any) -> CursorDebugWrapper:
        log = current_log.get()
        if log is None:
            return super().make_debug_cursor(cursor)
        return RecordingDebugCursor(cursor, self, log)


class Returned:
    """A cursor whose rows were taken before the commit: SQLite refuses one while it has some."""

    def __init__(self, cursor: Any):
        self.cursor = cursor
        self.rows = iter(cursor.fetchall())

    def fetchone(self) -> Any:
        return next(self.rows, None)

    def fetchall(self) -> Any:
        return list(self.rows)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cursor, name)


class Recording(CursorWrapper):
    """Shows the log each question and the rows that were taken as its answer."""

    question: Query  # the last one

    def __init__(self, cursor: Any, db: TracksWrites, log: Log):
        super().__init__(cursor, db)
        self.log = log

    def _execute(self, sql: Any, params: Any, *ignored: Any) -> Any:
        self.question = self.log.asked(sql, params)
        return super()._execute(sql, params, *ignored)  # type: ignore[misc]  # not in the stubs

    def fetchone(self) -> Any:
        with self.db.wrap_database_errors:
            row = self.cursor.fetchone()
        self.question.took([] if row is None else [row], is_all=row is None)
        return row

    def fetchmany(self, *size: int) -> Any:
        with self.db.wrap_database_errors:
            rows = self.cursor.fetchmany(*size)
        self.question.took(rows, is_all=not rows)
        return rows

    def fetchall(self) -> Any:
        with self.db.wrap_database_errors:
            rows = self.cursor.fetchall()
        self.question.took(rows, is_all=True)
        return rows

    def __iter__(self) -> Iterator[Any]:
        while rows := self.fetchmany(100):
            yield from rows


class RecordingCursor(Recording, CursorWrapper):
    pass


class RecordingDebugCursor(Recording, CursorDebugWrapper):
    pass
