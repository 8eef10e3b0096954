"""The database that is copied is the right one, and a run removes what a killed one left."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps

from tests import databases, leftovers
from tests.delivery.servers import eventually


@pytest.fixture(scope="module")
def dead():
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def of(pid, name, place=leftovers.PLACE):
    """The same name, made by another process, perhaps of another checkout."""
    name = name.replace(leftovers.PLACE, place)
    return re.sub(rf"(?<=[-_]){leftovers.RUN}(?=[-_])", str(pid), name)


# Kept


def test_a_package_that_brings_migrations_makes_another_database(monkeypatch, tmp_path):
    before, installed = databases.key(), list(apps.get_app_configs())
    more = SimpleNamespace(label="more", path=tmp_path)
    monkeypatch.setattr(apps, "get_app_configs", lambda: [*installed, more])
    with_app = databases.key()
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "0001_initial.py").touch()
    assert len({before, with_app, databases.key()}) == 3
    monkeypatch.setattr(apps, "get_app_configs", lambda: installed)
    assert databases.key() == before


def test_an_older_database_goes_with_what_stands_beside_it(monkeypatch, tmp_path):
    def migrate(MSC_DATA_DIR, **variables):
        Path(MSC_DATA_DIR, "portal.sqlite3").touch()

    monkeypatch.setattr(databases, "KEPT", tmp_path)
    monkeypatch.setattr(databases, "_migrate", migrate)
    for ending in ("", "-shm", "-wal"):
        (tmp_path / f"older.sqlite3{ending}").touch()
    (tmp_path / "making-killed").mkdir()
    (tmp_path / "lock").touch()
    made = Path(databases._of_sqlite())
    assert set(tmp_path.iterdir()) == {made, tmp_path / "lock"}


# Left


def test_a_process_that_runs_lives_and_one_that_nobody_has_waited_for_does_not(dead):
    assert leftovers.lives(os.getpid()) and leftovers.lives(1) and not leftovers.lives(dead)
    process = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE)
    process.stdout.read()
    assert eventually(lambda: not leftovers.lives(process.pid))
    process.communicate()


def test_the_folder_of_a_run_that_was_killed_is_removed(monkeypatch, tmp_path, dead):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    own = Path(leftovers.folder())
    left = of(dead, own.name)
    theirs = [of(1, own.name), of(dead, own.name, "ffffff"), "msc-tests-21q01r33"]
    stay = [own.name, *theirs]
    for name in (left, *stay):
        (tmp_path / name / "inside").mkdir(parents=True)
    leftovers.sweep_folders()
    assert {path.name for path in tmp_path.iterdir()} == set(stay)


def test_names_of_a_run_are_told_from_all_others(dead):
    own = leftovers.database("gw0", "0" * 12)
    assert not leftovers.is_left(own, leftovers.DATABASE)
    for name in (own, leftovers.database("starter-17", "a" * 64), f"{own}_copy"):
        assert leftovers.is_left(of(dead, name), leftovers.DATABASE)
    theirs = of(dead, own)
    others = [f"portal_{theirs}", f"{theirs}_more", of(dead, own, place="ffffff")]
    for name in (*others, "test_msc_0a8f04_001d0a85068c", f"test_shop_{dead}", "postgres"):
        assert not leftovers.is_left(name, leftovers.DATABASE)


@pytest.mark.only_on("postgresql")
def test_the_databases_of_a_run_that_was_killed_are_dropped(dead):
    own = leftovers.database("sweeping", os.urandom(6).hex())
    stay, left = [own, of(dead, own, place="ffffff")], of(dead, own)
    try:
        for name in (left, *stay):
            databases.copy("template1", name)
        databases.sweep()
        with databases.server() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname ~ '^test_sweeping_'")
            assert {left, *stay} & {name for (name,) in cursor.fetchall()} == set(stay)
    finally:
        for name in (left, *stay):
            databases.drop(name)
