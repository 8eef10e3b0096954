"""One number for the public site: as long as it stays, every finished page is still right.

The engines of `delivery/content_version/databases` call `moving` around each commit that wrote what
visitors read.
"""

import logging
import math
import secrets
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.dispatch import Signal

from content.drafting import in_draft
from delivery.content_version import sql_tables
from delivery.content_version.build_id import build_id
from delivery.content_version.shared_file import SharedVersionFile, SharedVersionRow, VersionState
from delivery.models import WrittenTable
from editorial.workflow import clock, next_moment

logger = logging.getLogger(__name__)

# After the commit that moved it: `number`, and `tables`, the names of those that were written.
version_moved = Signal()

# An appointment that cannot be kept stops nothing for longer than this (seconds).
LONGEST_WAIT = 5.0
ROW = "delivery_stamp"
SELECT = "SELECT number, token, due, moved FROM delivery_stamp WHERE id = 1"
_has_table = _has_columns = False


class Seen(NamedTuple):
    """What a page is stored under: `version` names one state of the content and one code."""

    version: str
    number: int
    build_id: str
    token: str


class HeldVersion(NamedTuple):
    """What was found out last, and how long it serves (monotonic seconds)."""

    record: bytes | None = None
    until: float = 0.0
    look_at: float = 0.0
    seen: Seen | None = None


class ContentVersion:
    """The content version as this process sees it."""

    def __init__(self, shared: SharedVersionFile | SharedVersionRow):
        self.shared = shared
        self.lock = threading.Lock()
        self.held = HeldVersion()
        self.state: VersionState | None = None
        self.row_at = 0.0
        self.met_due = self.waits_until = 0.0
        self.is_database_gone = False

    def now(self) -> Seen | None:
        """None: nothing stored may be shown, and nothing that is made now may be stored."""
        if in_draft.get():
            return None
        record, until, look_at, seen = self.held
        if record == self.shared.seen():
            moment = time.monotonic()
            if moment < look_at:
                return seen
            if moment < until and not self.lock.acquire(blocking=False):
                return seen  # another thread looks already, and nothing is known to have changed
            if moment < until:
                try:
                    return self._look()
                finally:
                    self.lock.release()
        with self.lock:
            record, _until, look_at, seen = self.held
            if record == self.shared.seen() and time.monotonic() < look_at:
                return seen
            return self._look()

    def forget(self) -> None:
        """Look anew at the next question."""
        self.held, self.row_at = HeldVersion(), 0.0

    def _look(self) -> Seen | None:
        moment = time.monotonic()
        self.shared.open()
        record = self.shared.seen()
        state = self.shared.state(record)
        is_settled = state is not None or not record
        if state is None or moment >= self.row_at:
            try:
                row = read_row()
                if row != state and self.shared.repair(read_row):
                    record = self.shared.seen()
                    row, is_settled = self.shared.state(record), True
                elif row != state:
                    is_settled = not record
                state, self.is_database_gone = row, False
            except Error as error:
                if not self.is_database_gone:
                    logger.error("The content version cannot be read from the database: %s", error)
                self.is_database_gone = True
                if not record:
                    state = self.state  # without a database nothing is published either
            self.row_at = moment + self.shared.look_again
        self.state = state
        seen, until = self._meaning(moment)
        if not is_settled or seen is None:
            self.held = HeldVersion(record)
        else:
            self.held = HeldVersion(record, until, min(until, self.row_at), seen)
        return seen

    def _meaning(self, moment: float) -> tuple[Seen | None, float]:
        """What the state says now, and until when at the longest."""
        if self.state is None:
            return None, 0.0
        number, token, due, _moved = self.state
        now = time.time()
        until = math.inf
        if due > now:
            until = moment + due - now
        else:
            if self.met_due != due:
                self.met_due, self.waits_until = due, moment + LONGEST_WAIT
                clock.wake()
            if moment < self.waits_until:
                return None, 0.0
        current = build_id()
        return Seen(f"{token}.{current}", number, current, token), until


def read_row() -> VersionState | None:
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        return _row(connection)
    except Error:
        if connection.in_atomic_block:
            raise
        connection.close()  # perhaps it was only too old
        return _row(connection)


def _row(connection: BaseDatabaseWrapper) -> VersionState | None:
    with connection.cursor() as cursor:
        cursor.execute(SELECT)
        found = cursor.fetchone()
    if not found:
        return None
    number, token, due, moved = found
    return VersionState(number, token, math.inf if due is None else due, moved)


@contextmanager
def moving(connection: BaseDatabaseWrapper, written: Collection[str]) -> Iterator[None]:
    """Around a commit that wrote these tables."""
    public = frozenset(written) - sql_tables.timed()
    is_timed = sql_tables.EVERYTHING in public or not sql_tables.with_moments().isdisjoint(written)
    state = _advance(connection, public, is_timed)
    if state is None:
        yield
        return
    with content_version.shared.moving() as settle:
        yield
        settle(state)
    content_version.forget()
    if public:
        news = partial(
            version_moved.send_robust, ContentVersion, number=state.number, tables=public
        )
        # The stubs do not know the third part, which says that a failure harms nobody else.
        connection.run_on_commit.append((set(), news, True))  # type: ignore[arg-type]


def _advance(
    connection: BaseDatabaseWrapper, public: Collection[str], is_timed: bool
) -> VersionState | None:
    """Write the row; its lock puts the movers in line, so that each sees what those before wrote.

    None when nothing moves, or while a new database has no table for the row yet.
    """
    with connection.cursor() as cursor:
        if not _lock(cursor, connection, public):
            return None
        cursor.execute(SELECT)
        number, token, due, moved = cursor.fetchone()
        next_due = due
        if is_timed and _can_be_asked(cursor, connection, public):
            next_one = next_moment()
            next_due = next_one.timestamp() if next_one else None
        if not public and next_due == due:
            return None
        if public:
            number, token, moved = number + 1, secrets.token_hex(16), time.time()
        cursor.execute(
            "UPDATE delivery_stamp SET number = %s, token = %s, due = %s, moved = %s WHERE id = 1",
            [number, token, next_due, moved],
        )
        for table in sorted(public):
            cursor.execute(
                "INSERT INTO delivery_writtentable (name, number) VALUES (%s, %s)"
                " ON CONFLICT (name) DO UPDATE SET number = excluded.number",
                [table, number],
            )
    return VersionState(number, token, math.inf if next_due is None else next_due, moved)


def _lock(cursor: CursorWrapper, connection: BaseDatabaseWrapper, public: Collection[str]) -> bool:
    """Whether this transaction has the row now; makes it where it is missing."""
    global _has_table
    if not _has_table or sql_tables.EVERYTHING in public:  # only a change of the schema drops it
        _has_table = ROW in connection.introspection.table_names(cursor)
        if not _has_table:
            return False
    cursor.execute(
        "INSERT INTO delivery_stamp (id, number, token, moved) VALUES (1, 1, '', 0)"
        " ON CONFLICT (id) DO UPDATE SET id = 1"
    )
    return True


def _can_be_asked(
    cursor: CursorWrapper, connection: BaseDatabaseWrapper, public: Collection[str]
) -> bool:
    """Whether migrations have come to the columns that hold the next moment."""
    global _has_columns
    if not _has_columns or sql_tables.EVERYTHING in public:
        look = connection.introspection
        there = set(look.table_names(cursor))
        _has_columns = all(
            table in there
            and column in {each.name for each in look.get_table_description(cursor, table)}
            for table, column in sql_tables.ageing().items()
        )
    return _has_columns


def tables_written_since(number: int) -> frozenset[str]:
    """Names of public tables that a change after this one wrote; `*` stands for all."""
    found = WrittenTable.objects.using(DEFAULT_DB_ALIAS).filter(number__gt=number)
    return frozenset(found.values_list("name", flat=True))


def this_machine() -> SharedVersionFile | SharedVersionRow:
    if settings.STAMP == "database":
        return SharedVersionRow()
    return SharedVersionFile(Path(settings.DATA_DIR) / "stamp")


content_version = ContentVersion(this_machine())
