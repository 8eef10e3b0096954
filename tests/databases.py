"""The databases of the suite: one is made by the migrations and kept, all others are copies of it.

SQLite copies with its backup API, PostgreSQL with CREATE DATABASE ... TEMPLATE. What is kept is
named after the migrations of all installed apps: a run after a change of them makes it anew.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import django
from django.apps import apps
from django.db import connection, transaction
from django.test import TransactionTestCase

from mscportal.env import SettingError, read_server
from tests import leftovers
from tests.leftovers import ROOT

KEPT = ROOT / "var" / "tests"
IN_MEMORY = "file:tests?mode=memory&cache=shared"
# What the migrations fill; all other tables are empty before a test.
FILLED = ("auth_group", "auth_group_permissions", "auth_permission", "django_content_type")

flush = TransactionTestCase._fixture_teardown


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """One process at a time, of all on this machine that name the file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def connected_to(name: str | Path) -> Iterator[None]:
    """Within, this thread works on another database; the connection it had stays as it is."""
    before, settings = connection.connection, connection.settings_dict
    connection.connection = None
    connection.settings_dict = {**settings, "NAME": str(name)}
    try:
        yield
    finally:
        connection.close()
        connection.connection, connection.settings_dict = before, settings


def key() -> str:
    """Says which migrations, and which roles are put beside them, made a database."""
    files = [ROOT / "accounts/roles.py", *sorted(ROOT.glob("*/migrations/*.py"))]
    digest = hashlib.sha256(f"{ROOT} {django.VERSION}".encode())
    for file in files:
        digest.update(file.read_bytes())
    if not apps.ready:
        django.setup()
    for app in apps.get_app_configs():  # packages bring some that are no files of ours
        names = sorted(file.name for file in Path(app.path, "migrations").glob("*.py"))
        digest.update(f"{app.label} {names}".encode())
    return digest.hexdigest()[:12]


def made_by_migrations() -> str:
    """Name of the kept database, which is made where it is missing."""
    with locked(KEPT / "lock"):
        return _of_postgresql() if os.environ.get("MSC_DATABASE_URL") else _of_sqlite()


def _of_sqlite() -> str:
    file = KEPT / f"{key()}.sqlite3"
    if not file.exists():
        for older in KEPT.glob("*.sqlite3*"):  # with what SQLite writes beside it
            older.unlink()
        for killed in KEPT.glob("making-*"):
            shutil.rmtree(killed)
        with TemporaryDirectory(dir=KEPT, prefix="making-") as folder:
            _migrate(MSC_DATA_DIR=folder, MSC_DATABASE_URL="")
            Path(folder, "portal.sqlite3").rename(file)
    return str(file)


def _of_postgresql() -> str:
    place = f"test_msc_{hashlib.sha256(str(ROOT).encode()).hexdigest()[:6]}"
    name = f"{place}_{key()}"
    with server() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{place}_%"])
        there = {found for (found,) in cursor.fetchall()}
        if name not in there:
            for older in there:
                cursor.execute(f'DROP DATABASE "{older}"')
            cursor.execute(f'CREATE DATABASE "{name}_part"')
            _migrate(MSC_DATABASE_URL=address(f"{name}_part"))
            cursor.execute(f'ALTER DATABASE "{name}_part" RENAME TO "{name}"')
    return name


def _migrate(**variables: str) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    variables["MSC_SECRET_KEY"] = secrets.token_urlsafe(60)
    subprocess.run(command, cwd=ROOT, env=os.environ | variables, check=True)


def address(name: str, variable: str = "MSC_DATABASE_URL") -> str:
    """The address of another database on the server of the suite."""
    return urlsplit(os.environ[variable])._replace(path=f"/{name}").geturl()


def trouble_with(variable: str) -> str:
    """One sentence, where it does not lead to a PostgreSQL server."""
    import psycopg2

    try:
        read_server(variable, os.environ[variable])
        psycopg2.connect(address("postgres", variable), connect_timeout=20).close()
    except SettingError as error:
        return str(error)
    except psycopg2.Error as error:
        why = " ".join(str(error).split())
        return f"The PostgreSQL server of {variable} does not answer: {why}"
    return ""


@contextmanager
def server() -> Iterator:
    """A cursor that may make and drop databases."""
    import psycopg2

    admin = psycopg2.connect(address("postgres"))
    admin.autocommit = True
    try:
        with admin.cursor() as cursor:
            yield cursor
    finally:
        admin.close()


def name_of(what: str, folder: Path) -> str:
    """Name of a further database: a file of the folder, or one named after the folder."""
    if not os.environ.get("MSC_DATABASE_URL"):
        return str(folder / f"{what}.sqlite3")
    return leftovers.database(what, hashlib.sha256(str(folder).encode()).hexdigest())


def copy(source: str | Path, target: str | Path) -> None:
    """A new database with all that is in the source, which nobody may be using."""
    if not os.environ.get("MSC_DATABASE_URL"):
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
        return
    with server() as cursor:
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def sweep() -> None:
    """What runs that were killed left behind."""
    leftovers.sweep_folders()
    if os.environ.get("MSC_DATABASE_URL"):
        with locked(KEPT / "lock"), server() as cursor:
            leftovers.sweep_databases(cursor)


def drop(name: str | Path) -> None:
    if not os.environ.get("MSC_DATABASE_URL"):
        Path(name).unlink(missing_ok=True)
        return
    with server() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


class OwnDatabase:
    """The database that the tests of one process work on."""

    def __init__(self, worker: str):
        self.made = made_by_migrations()
        if connection.vendor == "sqlite":
            self.name = IN_MEMORY
        else:
            self.name = name_of(worker, Path(os.environ["MSC_DATA_DIR"]))
        connection.close()
        connection.settings_dict["NAME"] = self.name
        if connection.vendor == "sqlite":
            self.source = sqlite3.connect(f"file:{self.made}?mode=ro", uri=True)
            self.restore()
        else:
            copy(self.made, self.name)
            self.filled = self.checksums()
        TransactionTestCase._fixture_teardown = lambda case: self.as_it_was_made(case)

    def drop(self) -> None:
        TransactionTestCase._fixture_teardown = flush
        if connection.vendor == "sqlite":
            self.source.close()
        else:
            connection.close()
            drop(self.name)

    def as_it_was_made(self, case: TransactionTestCase) -> None:
        """After a test that committed; Django's own way takes a quarter of a second each time."""
        if connection.vendor == "sqlite":
            self.restore()
        elif self.checksums() == self.filled:
            self.empty()
        else:
            flush(case)
            self.filled = self.checksums()
        self.tell_the_other_caches()

    def restore(self) -> None:
        connection.ensure_connection()
        self.source.backup(connection.connection)

    def checksums(self) -> list[tuple]:
        each = (
            f"SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {table} t"  # noqa: S608
            for table in FILLED
        )
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(each))
            return cursor.fetchall()

    def empty(self) -> None:
        tables = set(connection.introspection.django_table_names(only_existing=True))
        each = (
            f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})"  # noqa: S608
            for table in sorted(tables - set(FILLED))
        )
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(each))
            if written := [name for (name,) in cursor.fetchall()]:
                cursor.execute(f"TRUNCATE {', '.join(written)} CASCADE")

    def tell_the_other_caches(self) -> None:
        """No page and no dictionary of the test before is right any more."""
        from articles.models import Article

        with transaction.atomic():
            Article.objects.filter(slug="").update(slug="")
