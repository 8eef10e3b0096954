"""A database of an earlier release starts with this one and loses nothing."""

import gzip
import re
import sqlite3
from collections import Counter
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from content.places import code_of
from tests.delivery.servers import free_port, run
from tests.delivery.small_site import own_database
from tests.delivery.test_server import server
from tests.delivery.web_server import fetch
from tests.mscportal.make_upgrade_dump import FOLDER

ENDING = f".{connection.vendor}.sql.gz"
RELEASES = sorted(path.name.removesuffix(ENDING) for path in FOLDER.glob(f"*{ENDING}"))
# What the product makes from the rest whenever it must.
MADE_ANEW = re.compile(r"delivery_|search_(?!asked)|sqlite_")
# What `prepare_site` does with a database, without the starter content.
PREPARE = "from mscportal.management.commands.prepare_site import Command; Command().migrate()"
CHECK = """
from django.core.management import call_command
call_command("makemigrations", "--check", "--dry-run")
call_command("migrate", "--check")
"""
PUBLISH_THE_DRAFT = """
from articles.models import Article
from editorial import workflow
from editorial.versions import drafts
article = Article.objects.get(slug="cells-and-joints")
assert drafts.pending(article).title == "The draft of cells and joints"
workflow.publish(article, by=None)
"""
COLUMNS = """
    SELECT table_name, column_name, data_type, udt_name, character_maximum_length, is_nullable,
        column_default, is_identity
    FROM information_schema.columns WHERE table_schema = 'public'
"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""
STORAGE = """
    SELECT relname, reloptions::text, attname, attstattarget
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
"""
# How PostgreSQL writes a condition that it has read from a dump.
WRITTEN_OTHERWISE = re.compile(r"::(?:text|character varying)(?:\[\])?|[()]")


def connect(variables):
    if connection.vendor == "sqlite":
        return sqlite3.connect(Path(variables["MSC_DATA_DIR"]) / "portal.sqlite3")
    import psycopg2

    return psycopg2.connect(variables["MSC_DATABASE_URL"])


def restore(variables, release):
    dump = gzip.decompress((FOLDER / f"{release}{ENDING}").read_bytes()).decode()
    database = connect(variables)
    if connection.vendor == "sqlite":
        database.executescript(dump)
    else:
        database.cursor().execute(dump)
        database.commit()
    database.close()


def schema(cursor):
    """Everything that a statement of SQL has made, for each table and index."""
    if connection.vendor == "sqlite":
        cursor.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"
        )
        return {
            (*names, re.sub(r"\s+", " ", sql or "").replace('"', ""))
            for *names, sql in cursor.fetchall()
        }
    found = set()
    for question in (COLUMNS, INDEXES, CONSTRAINTS, STORAGE):
        cursor.execute(question)
        for row in cursor.fetchall():
            found.add(tuple(WRITTEN_OTHERWISE.sub("", str(value)) for value in row))
    return found


def contents(variables):
    """The columns and the rows of each table."""
    database = connect(variables)
    cursor = database.cursor()
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    else:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    found = {}
    for (table,) in cursor.fetchall():
        if not MADE_ANEW.match(table):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            found[table] = names, [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    database.close()
    return found


def rows_with(columns, rows):
    return Counter(repr([row[name] for name in columns]) for row in rows)


@pytest.fixture(scope="module", params=RELEASES)
def upgraded(request, tmp_path_factory):
    """The environment of a database of that release after the start, and its rows before it."""
    with own_database(tmp_path_factory.mktemp("upgraded")) as variables:
        restore(variables, request.param)
        before = contents(variables)
        done = run(PREPARE, variables)
        assert done.returncode == 0, done.stderr
        yield variables, before


@pytest.fixture
def new(db):
    with connection.cursor() as cursor:
        return schema(cursor)


def of(variables):
    database = connect(variables)
    found = schema(database.cursor())
    database.close()
    return found


def test_there_is_a_database_of_a_release_to_begin_with():
    assert "v0.1.0" in RELEASES


def test_no_row_is_lost_or_changed(upgraded):
    variables, before = upgraded
    after = contents(variables)
    assert len(before) > 80 and before.keys() <= after.keys()
    for table, (old, rows) in before.items():
        columns = [name for name in old if name in after[table][0]]
        assert rows_with(columns, rows) <= rows_with(columns, after[table][1]), table
    own = [table for table in before if not re.match("django_|auth_", table)]
    assert not [table for table in own if not before[table][1]]


def by_key(found, table):
    return {row["id"]: row for row in found[table][1]}


@pytest.mark.parametrize(
    ("table", "old", "code", "text"),
    [
        ("evidence_trialcountry", "name", "code", "other_name"),
        ("evidence_authorisation", "place", "country", "other_place"),
    ],
)
def test_places_are_told_by_their_code(upgraded, table, old, code, text):
    variables, before = upgraded
    if old not in before[table][0]:
        pytest.skip("this release had codes")
    after = by_key(contents(variables), table)
    rows = by_key(before, table)
    assert rows
    for key, row in rows.items():
        known = code_of(row[old])
        assert (after[key][code], after[key][text]) == (known, "" if known else row[old])


def test_nothing_is_left_to_migrate(upgraded):
    done = run(CHECK, upgraded[0])
    assert done.returncode == 0, done.stdout + done.stderr


def test_its_tables_are_those_of_a_new_database(upgraded, new):
    assert of(upgraded[0]) == new


def test_squashed_migrations_are_on_record(upgraded):
    """Without that the files that they replace could never go."""
    variables, _before = upgraded
    database = connect(variables)
    cursor = database.cursor()
    cursor.execute("SELECT app, name FROM django_migrations")
    assert MigrationLoader(None).replacements.keys() <= set(cursor.fetchall())
    database.close()


def test_visitors_read_find_and_do_not_see_what_was_not_public(upgraded):
    variables, _before = upgraded
    port = free_port()
    with server(variables, port, workers=1):
        statuses = {
            "/": 200,
            "/articles/cells-and-joints/": 200,
            "/articles/reviewed/": 200,
            "/articles/ending/": 200,
            "/diseases/osteoarthritis/": 200,
            "/trials/nct00000001/": 200,
            "/articles/first-name/": 301,
            "/articles/withdrawn/": 410,
            "/articles/trashed/": 410,
            "/articles/never-public/": 404,
            "/articles/later/": 404,
        }
        assert {address: fetch(port, address)[0].status for address in statuses} == statuses
        found = fetch(port, "/search/?q=worn+joints")[1].decode()
        assert 'href="/diseases/osteoarthritis/"' in found
        article = fetch(port, "/articles/cells-and-joints/")[1].decode()
        assert 'class="autolink" href="/diseases/osteoarthritis/"' in article
        assert "Unseen" not in article
        done = run(PUBLISH_THE_DRAFT, variables)
        assert done.returncode == 0, done.stderr
        assert "Unseen" in fetch(port, "/articles/cells-and-joints/")[1].decode()


# The files that were squashed, as long as they are there.


def old_chain():
    executor = MigrationExecutor(connection)
    loader = executor.loader = MigrationLoader(connection, replace_migrations=False)
    loader.applied_migrations = {}
    squashed = MigrationLoader(None).replacements
    # The old files first: of what came after them each is planned once.
    ends = [new.replaces[-1] for new in squashed.values()]
    ends += [node for node in loader.graph.leaf_nodes() if node not in squashed]
    plan = executor.migration_plan(ends)
    return [(step.app_label, step.name) for step, _backwards in plan]


def wrong_dependencies(loader):
    """On squashed files, which a database in the middle of the old files never gets to."""
    squashed = loader.replacements
    return [
        f"{node[0]}/migrations/{node[1]}.py depends on {needed[1]} of {needed[0]}:"
        f" let it depend on the last file that was replaced, {squashed[needed].replaces[-1][1]}"
        for node, migration in loader.disk_migrations.items()
        for needed in migration.dependencies
        if needed in squashed and node not in squashed
    ]


def test_a_migration_that_depends_on_a_squashed_file_is_named_with_the_right_one():
    squashed = ("articles", "0001_squashed_0002_initial")
    replaces = [("articles", "0001_initial"), ("articles", "0002_initial")]
    disk = {
        squashed: SimpleNamespace(replaces=replaces, dependencies=[]),
        ("articles", "0003_right"): SimpleNamespace(dependencies=[replaces[-1]]),
        ("therapy", "0003_wrong"): SimpleNamespace(dependencies=[replaces[-1], squashed]),
    }
    loader = SimpleNamespace(disk_migrations=disk, replacements={squashed: disk[squashed]})
    assert wrong_dependencies(loader) == [
        "therapy/migrations/0003_wrong.py depends on 0001_squashed_0002_initial of articles:"
        " let it depend on the last file that was replaced, 0002_initial"
    ]


def test_a_database_that_stopped_anywhere_goes_on(db, monkeypatch):
    assert wrong_dependencies(MigrationLoader(None)) == []
    chain, stops = old_chain(), {}
    for length in range(len(chain) + 1):
        applied = chain[:length]
        recorded = partial(dict.fromkeys, applied)
        monkeypatch.setattr(MigrationRecorder, "applied_migrations", recorded)
        executor = MigrationExecutor(connection)
        executor.loader.check_consistent_history(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        done = [*applied]
        for step, _backwards in plan:
            done += step.replaces or [(step.app_label, step.name)]
        assert sorted(done) == sorted(chain), chain[:length]
        stops[length] = len(plan)
    assert stops[0] < len(chain) and stops[len(chain)] == 0


def test_a_database_with_the_first_table_of_colleagues_alone_goes_on(tmp_path, new):
    only_accounts = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
executor = MigrationExecutor(connection)
executor.loader = MigrationLoader(connection, replace_migrations=False)
executor.migrate([("accounts", "0001_initial")])
"""
    with own_database(tmp_path) as variables:
        for script in (only_accounts, PREPARE, CHECK):
            done = run(script, variables)
            assert done.returncode == 0, done.stdout + done.stderr
        assert of(variables) == new
