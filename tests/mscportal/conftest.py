import os
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command
from django.urls import resolve

from mscportal.audit.crawl import crawl, sitemap_paths
from tests import databases, engines
from tests.mscportal.sample import read_sample


class StarterSite(NamedTuple):
    database: str
    report: str  # what loading it said


@pytest.fixture(scope="session")
def once_a_run(tmp_path_factory):
    """`once_a_run(name, make)`: what one process of this run makes, all of them have."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    def made(name: str, make: Callable[[Path], Any]):
        kept = shared / f"{name}.pickle"
        with databases.locked(shared / f"{name}.lock"):
            if not kept.exists():
                kept.write_bytes(pickle.dumps(make(shared)))
        return pickle.loads(kept.read_bytes())

    return made


@pytest.fixture(scope="session")
def starter(django_db_setup, django_db_blocker, once_a_run):
    """A database with the whole starter content, loaded once a run; each process has a copy."""

    def load(folder: Path) -> StarterSite:
        name, report = databases.name_of("starter", folder), StringIO()
        databases.copy(databases.made_by_migrations(), name)
        with databases.connected_to(name), engines.connected():
            call_command("load_starter_content", stdout=report, verbosity=2)
        return StarterSite(name, report.getvalue())

    with django_db_blocker.unblock():
        loaded = once_a_run("starter", load)
    own = databases.name_of(f"starter-{os.getpid()}", Path(os.environ["MSC_DATA_DIR"]))
    databases.copy(loaded.database, own)
    yield loaded._replace(database=own)
    databases.drop(own)


@pytest.fixture(scope="session")
def sample(starter, django_db_blocker, once_a_run):
    """One finished page of each view and language; see tests/mscportal/sample.py.

    Made in a thread of its own, because the browser's event loop gives this thread another
    database connection. The tests need no server and touch no database.
    """

    def make(folder: Path):
        with django_db_blocker.unblock(), ThreadPoolExecutor(1) as thread:
            return thread.submit(read_sample, folder / "sample-static", starter.database).result()

    return once_a_run("sample", make)


@pytest.fixture(scope="module")
def starter_site(starter, django_db_blocker):
    """The tests of the module work on the starter site, and each gives back what it found."""
    with django_db_blocker.unblock(), databases.connected_to(starter.database):
        yield starter.report


@pytest.fixture(scope="module")
def pages(starter_site, django_db_blocker, once_a_run):
    """Every page that a visitor can reach, by path."""

    def read(_folder: Path):
        with django_db_blocker.unblock():
            return crawl(["/", *sitemap_paths()])

    return once_a_run("pages", read)


@pytest.fixture(scope="module")
def one_per_view(pages):
    """The longest page of each view, by name of the view: where faults have the most room."""
    found = {}
    for path, page in sorted(pages.items()):
        if page.status == 200 and page.is_html and "?" not in path:
            name = resolve(path).view_name
            if name not in found or len(page.body) > len(found[name].body):
                found[name] = page
    return found
