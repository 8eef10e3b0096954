import fcntl
import os
import pickle
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import resolve

from mscportal.audit.crawl import crawl, sitemap_paths
from tests.mscportal.sample import read_sample


@pytest.fixture(scope="session")
def sample(django_db_setup, django_db_blocker, tmp_path_factory):
    """One finished page of each view and language; see tests/mscportal/sample.py.

    Made in a thread of its own, because the browser's event loop gives this thread another
    database connection. The tests need no server and touch no database.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    kept = shared / "sample.pickle"
    with (shared / "sample.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the first worker makes it for all
        if not kept.exists():
            with django_db_blocker.unblock(), ThreadPoolExecutor(1) as thread:
                made = thread.submit(read_sample, shared / "sample-static").result()
            kept.write_bytes(pickle.dumps(made))
        return pickle.loads(kept.read_bytes())


@pytest.fixture(scope="module")
def starter_site(django_db_setup, django_db_blocker):
    """The whole starter content, loaded once for a module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        report = StringIO()
        call_command("load_starter_content", stdout=report, verbosity=2)
        yield report.getvalue()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def pages(starter_site, django_db_blocker):
    """Every page that a visitor can reach, by path."""
    with django_db_blocker.unblock():
        return crawl(["/", *sitemap_paths()])


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
