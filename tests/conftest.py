import os
import shutil
import tempfile
import uuid

import pytest

pytest_plugins = ["tests.browser", "tests.buckets"]

# Settings are read when Django starts: the suite has its own data folder and ignores the shell's.
for name in [name for name in os.environ if name.startswith("MSC_")]:
    if name not in ("MSC_DATABASE_URL", "MSC_SECRET_KEY", "MSC_REQUIRE", "MSC_VNU_JAR"):
        del os.environ[name]
os.environ["MSC_DATA_DIR"] = tempfile.mkdtemp(prefix="msc-tests-")
os.mkdir(os.path.join(os.environ["MSC_DATA_DIR"], "static"))
os.environ["DJANGO_SETTINGS_MODULE"] = "mscportal.settings"


def pytest_configure(config):
    from django.conf import settings

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        # pytest-django would do this for Django's own engine.
        database.setdefault("TEST", {})["NAME"] = ":memory:"
    settings.TASKS = {"default": {"BACKEND": "tests.tasks.AtOnceBackend"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(config, items):
    """A test that makes sense on one database only is no part of the suite on the other."""
    from django.db import connection

    def belongs(item):
        mark = item.get_closest_marker("only_on")
        return mark is None or connection.vendor in mark.args

    config.hook.pytest_deselected(items=[item for item in items if not belongs(item)])
    items[:] = [item for item in items if belongs(item)]


def pytest_unconfigure(config):
    shutil.rmtree(os.environ["MSC_DATA_DIR"], ignore_errors=True)


@pytest.fixture(autouse=True)
def sleeping_clock(monkeypatch):
    """No request of a test looks for appointments, except where a test wants it to."""
    from editorial.clock import Clock

    monkeypatch.setattr(Clock, "is_time", lambda clock: False)


@pytest.fixture(autouse=True)
def nothing_deferred():
    """What a test put off is no business of the next one."""
    from tests.tasks import deferred

    deferred.clear()


@pytest.fixture(autouse=True)
def own_parts(monkeypatch):
    """Pieces of pages are right for the database of one test only."""
    from delivery import parts
    from delivery.stores import FileStore

    folder = parts.store.folder.with_name(f"parts-{uuid.uuid4().hex}")
    monkeypatch.setattr(parts, "store", FileStore(folder, parts.store.limit))


@pytest.fixture(autouse=True, scope="session")
def mirror_of_this_process():
    """Each process of a parallel run has a database of its own, but they share the data folder."""
    from delivery.stamp import stamp

    stamp.mirror.path = stamp.mirror.path.with_name(f"stamp.{os.getpid()}")
    stamp.mirror.path.unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def nobody_writes_counts_of_questions(monkeypatch):
    """No search of a test starts a thread that writes, except where a test wants it to."""
    from search.asked import waiting

    monkeypatch.setattr(waiting, "is_counting", False)
