"""What a release is made of: its pages, and the questions whose answers they show."""

import json
import shutil
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections

from delivery.content_version import EVERYTHING
from delivery.page_cache import query_log

NAME = "notes.sqlite3"
FORMAT = "1"
TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE page (
    id INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE, status INTEGER NOT NULL, file TEXT,
    digest BLOB NOT NULL, route TEXT NOT NULL, headers TEXT NOT NULL, is_complete INTEGER NOT NULL
);
CREATE TABLE statement (id INTEGER PRIMARY KEY, sql TEXT NOT NULL UNIQUE);
CREATE TABLE question (
    id INTEGER PRIMARY KEY, statement INTEGER NOT NULL, rest TEXT NOT NULL
);
CREATE TABLE asked (question INTEGER, page INTEGER, PRIMARY KEY (question, page)) WITHOUT ROWID;
CREATE INDEX asked_by ON asked (page);
"""


class ManifestEntry(NamedTuple):
    """One answer of the site. `file` is empty for one that is no file: moved, gone, missing."""

    address: str
    status: int
    file: str
    digest: bytes
    route: str
    headers: dict[str, str]


class Manifest:
    def __init__(self, path: Path):
        self.path = path
        self.database = sqlite3.connect(path, isolation_level=None)
        # A release that is not whole is thrown away, so nothing here must survive a crash.
        self.database.execute("PRAGMA synchronous = OFF")
        self.statements: dict[str, int] = {}

    @classmethod
    def new(cls, release: Path) -> "Manifest":
        notes = cls(release / NAME)
        notes.database.execute("PRAGMA journal_mode = OFF")
        notes.database.executescript(TABLES)
        return notes

    @classmethod
    def copied(cls, before: Path, release: Path) -> "Manifest":
        shutil.copyfile(before / NAME, release / NAME)
        notes = cls(release / NAME)
        notes.statements = dict(notes.database.execute("SELECT sql, id FROM statement"))
        return notes

    @classmethod
    def of(cls, release: Path | None) -> "Manifest | None":
        """None without a release, or when an older version of this program wrote it."""
        if release is None or not (release / NAME).is_file():
            return None
        notes = cls(release / NAME)
        try:
            if notes.about().get("format") == FORMAT:
                return notes
        except sqlite3.DatabaseError:
            pass
        notes.close()
        return None

    def close(self) -> None:
        self.database.close()

    def about(self) -> dict[str, str]:
        return dict(self.database.execute("SELECT name, value FROM about"))

    def tell_about(self, **values: str) -> None:
        rows = {"format": FORMAT, **values}.items()
        self.database.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", rows)

    def pages(self) -> Iterator[ManifestEntry]:
        rows = self.database.execute(
            "SELECT address, status, file, digest, route, headers FROM page ORDER BY address"
        )
        for address, status, file, digest, route, headers in rows:
            yield ManifestEntry(address, status, file, digest, route, json.loads(headers))

    def addresses(self) -> set[str]:
        return {address for (address,) in self.database.execute("SELECT address FROM page")}

    def files(self) -> dict[str, tuple[str, bytes]]:
        """File and digest of each address that is a file."""
        rows = self.database.execute("SELECT address, file, digest FROM page WHERE file != ''")
        return {address: (file, digest) for address, file, digest in rows}

    def write(self, notes: Iterable[tuple[ManifestEntry, list[int] | None]]) -> None:
        """Each note with the keys of its questions; None: they cannot be asked again."""
        for note, asked in notes:
            self.drop([note.address])
            [page] = self.database.execute(
                "INSERT INTO page (address, status, file, digest, route, headers, is_complete)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
                (*note[:5], json.dumps(note.headers), asked is not None),
            ).fetchone()
            self.database.executemany(
                "INSERT OR IGNORE INTO asked VALUES (?, ?)", [(key, page) for key in asked or ()]
            )

    def write_questions(self, found: Iterable[tuple[int, str, str]]) -> None:
        rows = [(key, self._statement(sql), rest) for key, sql, rest in found]
        self.database.executemany("INSERT OR IGNORE INTO question VALUES (?, ?, ?)", rows)

    def _statement(self, sql: str) -> int:
        if sql not in self.statements:
            [key] = self.database.execute(
                "INSERT INTO statement (sql) VALUES (?) RETURNING id", (sql,)
            ).fetchone()
            self.statements[sql] = key
        return self.statements[sql]

    def drop(self, addresses: Iterable[str]) -> None:
        for address in addresses:
            row = self.database.execute(
                "DELETE FROM page WHERE address = ? RETURNING id", (address,)
            ).fetchone()
            if row:
                self.database.execute("DELETE FROM asked WHERE page = ?", row)

    def tidy(self) -> None:
        """Forget questions that no page asks any more."""
        self.database.execute(
            "DELETE FROM question WHERE id NOT IN (SELECT DISTINCT question FROM asked)"
        )

    def out_of_date(self, tables: Collection[str]) -> list[str]:
        """Addresses whose questions get other answers since these tables were written."""
        if EVERYTHING in tables:
            return sorted(self.addresses())
        if not tables:
            return []
        changed = []
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            for key, sql, rest in self._questions_about(set(tables)):
                if not query_log.holds(cursor, sql, rest):
                    changed.append((key,))
        with closing(self.database.cursor()) as own:
            own.execute("CREATE TEMP TABLE IF NOT EXISTS changed (question INTEGER PRIMARY KEY)")
            own.execute("DELETE FROM changed")
            own.executemany("INSERT INTO changed VALUES (?)", changed)
            rows = own.execute(
                "SELECT address FROM page WHERE NOT is_complete OR id IN"
                " (SELECT page FROM asked JOIN changed USING (question)) ORDER BY address"
            )
            return [address for (address,) in rows]

    def _questions_about(self, tables: set[str]) -> list[tuple[int, str, str]]:
        about = {
            key: sql
            for key, sql in self.database.execute("SELECT id, sql FROM statement")
            if not tables.isdisjoint(query_log.WORD.findall(sql))
        }
        rows = self.database.execute("SELECT id, statement, rest FROM question").fetchall()
        return [
            (key, about[statement], rest) for key, statement, rest in rows if statement in about
        ]
