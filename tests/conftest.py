import gc
import os
import secrets
import shutil
import sys
from pathlib import Path

import pytest
from _pytest import runner
from django.core.servers.basehttp import ThreadedWSGIServer as WSGIServer

from content.frames import with_room
from tests import databases, leftovers

pytest_plugins = ["tests.browser", "tests.buckets", "tests.engines"]

# Settings are read when Django starts: the suite has its own data folder and ignores the shell's.
for name in [name for name in os.environ if name.startswith("MSC_")]:
    if name not in ("MSC_DATABASE_URL", "MSC_SECRET_KEY", "MSC_REQUIRE", "MSC_VNU_JAR"):
        del os.environ[name]
if os.environ.get("MSC_DATABASE_URL"):
    if trouble := databases.trouble_with("MSC_DATABASE_URL"):
        sys.exit(trouble)
    if not os.environ.get("MSC_SECRET_KEY"):
        os.environ["MSC_SECRET_KEY"] = secrets.token_urlsafe(60)
os.environ["MSC_DATA_DIR"] = leftovers.folder()
Path(os.environ["MSC_DATA_DIR"], "static").mkdir()
os.environ["MSC_WARM"] = "0"
os.environ["DJANGO_SETTINGS_MODULE"] = "mscportal.settings"


def pytest_configure(config):
    from django.conf import settings

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.TASKS = {"default": {"BACKEND": "tests.tasks.AtOnceBackend"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if not hasattr(config, "workerinput"):
        databases.sweep()


# pytest's own way of running a test, and a request of a live server.
run_test = with_room(runner.pytest_runtest_protocol)
WSGIServer.process_request_thread = with_room(WSGIServer.process_request_thread)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    return run_test(item, nextitem)


def pytest_collection_modifyitems(config, items):
    """On each database what says something there; see the markers in pyproject.toml."""
    from django.db import connection

    left_out = [item for item in items if not belongs_to(connection.vendor, item)]
    config.hook.pytest_deselected(items=left_out)
    kept = [item for item in items if item not in set(left_out)]
    # What needs the starter site comes first and together: it is long, and one process has it.
    items[:] = sorted(kept, key=lambda item: "starter" not in item.fixturenames)


def pytest_collection_finish():
    """What is loaded by now stays: looking through it for garbage would be a tenth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


NEED_A_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def belongs_to(vendor, item):
    def has(mark):
        return item.get_closest_marker(mark) is not None

    if only := item.get_closest_marker("only_on"):
        return vendor in only.args
    if vendor == "sqlite" or has("on_both"):
        return True
    if has("browser") or "sample" in item.fixturenames:
        return False  # it looks at scripts, at styles, at pages that were read before
    return has("django_db") or not NEED_A_DATABASE.isdisjoint(item.fixturenames)


def pytest_sessionfinish(session):
    """The database that all processes of this run had copies of."""
    if not hasattr(session.config, "workerinput"):
        databases.drop(databases.name_of("starter", session.config._tmp_path_factory.getbasetemp()))


def pytest_unconfigure(config):
    shutil.rmtree(os.environ["MSC_DATA_DIR"], ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """In the place of pytest-django's, which migrates in every process and once a run."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "alone")
    with django_db_blocker.unblock():
        database = databases.OwnDatabase(worker)
    yield
    with django_db_blocker.unblock():
        database.drop()


@pytest.fixture(autouse=True)
def sleeping_clock(monkeypatch):
    """No request of a test looks for appointments, except where a test wants it to."""
    from editorial.workflow.due_moments import Clock

    monkeypatch.setattr(Clock, "is_time", lambda clock: False)


@pytest.fixture(autouse=True)
def nothing_deferred():
    """What a test put off is no business of the next one."""
    from tests.tasks import deferred

    deferred.clear()


@pytest.fixture(autouse=True, scope="session")
def mirror_of_this_process():
    """Each process of a parallel run has a database of its own, but they share the data folder."""
    from delivery.content_version.version import content_version

    content_version.shared.path = content_version.shared.path.with_name(f"stamp.{os.getpid()}")
    content_version.shared.path.unlink(missing_ok=True)


@pytest.fixture(autouse=True, scope="session")
def nobody_writes_counts_of_questions():
    """No search of a test writes afterwards, except where a test has a `Waiting` of its own."""
    from search.query_statistics import waiting

    waiting.is_counting = False
