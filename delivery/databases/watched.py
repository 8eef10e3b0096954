"""Django's own database engines, with two eyes added.

No write to what visitors read is committed without moving the stamp, whoever made it: a service,
a queryset, a command or raw SQL. And a page can be asked afterwards what it asked the database.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper

from delivery import questions, tables


class Watched(BaseDatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        # (savepoints it would be undone with, table) of this transaction
        self.writes: list[tuple[frozenset[str], str]] = []
        if self.alias == DEFAULT_DB_ALIAS:
            self.execute_wrappers.append(self._notice)

    def _notice(
        self, execute: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        table = tables.written_by(sql)
        if table is None:
            return execute(sql, params, many, context)
        if self.in_atomic_block or not self.get_autocommit():
            result = execute(sql, params, many, context)
            self._remember(table)
            return result
        if table == tables.EVERYTHING:
            # Maintenance such as VACUUM, which knows no transaction.
            result = execute(sql, params, many, context)
            with transaction.atomic(using=self.alias):
                self._remember(table)
            return result
        with transaction.atomic(using=self.alias):
            result = execute(sql, params, many, context)
            if "RETURNING" in sql:
                context["cursor"].cursor = Returned(context["cursor"].cursor)
            self._remember(table)
        return result

    def _remember(self, table: str) -> None:
        savepoints = frozenset(self.savepoint_ids)
        if not any(known == table and outer <= savepoints for outer, known in self.writes):
            self.writes.append((savepoints, table))

    def savepoint_rollback(self, sid: str) -> None:
        super().savepoint_rollback(sid)
        self.writes = [write for write in self.writes if sid not in write[0]]

    def rollback(self) -> None:
        self.writes = []
        super().rollback()

    def close(self) -> None:
        self.writes = []
        super().close()

    def commit(self) -> None:
        written, self.writes = {table for _savepoints, table in self.writes}, []
        if not written:
            return super().commit()
        from delivery.stamp import moving  # needs the models, which need this engine

        with moving(self, written):
            super().commit()

    def make_cursor(self, cursor: Any) -> CursorWrapper:
        recorder = questions.recorder.get()
        if recorder is None:
            return super().make_cursor(cursor)
        return RecordingCursor(cursor, self, recorder)

    def make_debug_cursor(self, cursor: Any) -> CursorDebugWrapper:
        recorder = questions.recorder.get()
        if recorder is None:
            return super().make_debug_cursor(cursor)
        return RecordingDebugCursor(cursor, self, recorder)


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
    """Shows the recorder each question and the rows that were taken as its answer."""

    question: questions.Question  # the last one

    def __init__(self, cursor: Any, db: Watched, recorder: questions.Recorder):
        super().__init__(cursor, db)
        self.recorder = recorder

    def _execute(self, sql: Any, params: Any, *ignored: Any) -> Any:
        self.question = self.recorder.asked(sql, params)
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
