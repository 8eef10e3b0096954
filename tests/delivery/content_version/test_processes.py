"""Two real workers, publications in other processes, and deaths at the worst moment."""

import signal
import sqlite3
import subprocess
import time
from contextlib import suppress

import pytest
from django.db import connection
from redis import ConnectionError, Redis

from delivery.page_cache.response import Key
from delivery.page_cache.stores import name_of, unpacked
from tests import factories
from tests.delivery import servers
from tests.programs import needed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.only_on("sqlite")]

PAGE = "/diseases/stroke/"
RENAME = """
from diseases.models import Disease
Disease.objects.filter(slug="stroke").update(title={title!r})
"""
DIE = """
import os, signal
from delivery.content_version import shared_file

def die(*ignored):
    os.kill(os.getpid(), signal.SIGKILL)
"""
DIES_BEFORE_THE_COMMIT = (
    DIE
    + """
from django.db import connection
from redis import Redis
connection._commit = die
"""
)
DIES_AFTER_THE_COMMIT = DIE + "shared_file.write = die\n"


@pytest.fixture
def folder(tmp_path):
    """A data folder with one disease, made from the database of the suite."""
    factories.make_disease(title="Stroke", slug="stroke")
    connection.ensure_connection()
    file = sqlite3.connect(tmp_path / "portal.sqlite3")
    connection.connection.backup(file)
    file.close()
    return {"MSC_DATA_DIR": str(tmp_path)}


def titles(port, times=12):
    return {servers.ask(port, PAGE)[2].decode().partition("<h1")[2][:200] for _ in range(times)}


def shows(port, title, times=12):
    return all(title in found for found in titles(port, times))


def test_every_worker_shows_a_publication_of_another_process_at_once(folder):
    with servers.granian(folder) as port:
        assert shows(port, "Stroke")
        for number in range(3):
            assert servers.run(RENAME.format(title=f"Title {number}"), folder).returncode == 0
            assert shows(port, f"Title {number}")


@pytest.mark.parametrize(
    ("death", "title"),
    [(DIES_BEFORE_THE_COMMIT, "Stroke"), (DIES_AFTER_THE_COMMIT, "Afterwards")],
    ids=["before", "after"],
)
def test_a_process_that_dies_while_it_publishes_leaves_the_right_page(folder, death, title):
    with servers.granian(folder) as port:
        assert shows(port, "Stroke")
        died = servers.run(death + RENAME.format(title="Afterwards"), folder)
        assert died.returncode == -signal.SIGKILL, died.stderr
        assert shows(port, title)
        assert servers.run(RENAME.format(title="Later"), folder).returncode == 0
        assert shows(port, "Later")


def test_a_deleted_mirror_is_noticed_and_made_again(folder, tmp_path):
    with servers.granian(folder) as port:
        assert shows(port, "Stroke")
        (tmp_path / "stamp").unlink()
        assert servers.run(RENAME.format(title="New"), folder).returncode == 0
        # Every process compares it with the database once a second.
        assert servers.eventually(lambda: shows(port, "New"))


def test_a_mirror_that_cannot_be_written_refuses_the_change(folder, tmp_path):
    refusing = """
from delivery.content_version import shared_file
from pathlib import Path
real = Path.open
def refuse(self, *mode, **more):
    if self.name == "stamp" and "r+b" in mode:
        raise PermissionError(13, "Permission denied")
    return real(self, *mode, **more)
Path.open = refuse
"""
    with servers.granian(folder) as port:
        assert shows(port, "Stroke")
        refused = servers.run(refusing + RENAME.format(title="New"), folder)
        assert refused.returncode == 1 and "Nothing was changed" in refused.stderr
        assert shows(port, "Stroke")


def test_cached_pages_go_on_without_the_database(folder, tmp_path):
    with servers.granian(folder, workers=1) as port:
        assert shows(port, "Stroke", times=2)
        (tmp_path / "portal.sqlite3").rename(tmp_path / "away")

        def has_asked_in_vain():
            servers.ask(port, PAGE)
            return "cannot be read from the database" in servers.log(folder).read_text()

        assert servers.eventually(has_asked_in_vain)
        assert shows(port, "Stroke", times=2)
        assert servers.ask(port, "/healthz")[0] == 503
        for left in tmp_path.glob("portal.sqlite3*"):
            left.unlink()
        (tmp_path / "away").rename(tmp_path / "portal.sqlite3")
        assert servers.run(RENAME.format(title="Back"), folder).returncode == 0
        assert servers.eventually(lambda: shows(port, "Back", times=2))
        assert servers.ask(port, "/healthz")[0] == 200


SCHEDULE = """
import datetime
from django.utils import timezone
from diseases.models import Disease
from editorial import workflow
from editorial.versions import drafts
entry = Disease.objects.get(slug="stroke")
payload = drafts.as_it_would_be(entry)
payload["fields"]["title"] = "Scheduled"
workflow.save_draft(entry, payload, by=None)
at = timezone.now() + datetime.timedelta(seconds=3)
workflow.schedule(entry, at, by=None, reason="Later")
print(at.timestamp())
"""


def test_an_appointment_made_elsewhere_is_kept_by_the_requests_after_its_moment(folder):
    with servers.granian(folder) as port:
        assert shows(port, "Stroke")
        said = servers.run(SCHEDULE, folder)
        assert said.returncode == 0, said.stderr
        moment = float(said.stdout)
        is_old = shows(port, "Stroke", times=2)
        assert is_old or time.time() >= moment  # that was asked before it
        # A process looks for appointments once a second at most.
        assert servers.eventually(lambda: shows(port, "Scheduled"))
        assert time.time() >= moment


def test_a_server_makes_the_page_of_an_appointment_before_a_reader_asks(folder, tmp_path):
    kept = f"answers/*/{name_of(Key('localhost', PAGE))}"
    with servers.granian(folder) as port:
        said = servers.run(SCHEDULE, folder)
        assert said.returncode == 0, said.stderr

        def is_made():
            servers.ask(port, "/robots.txt")
            return list(tmp_path.glob(kept))

        [file] = servers.eventually(is_made)
    assert time.time() >= float(said.stdout)
    assert b"Scheduled" in unpacked(file.read_bytes()).answer.body


@pytest.fixture
def redis(tmp_path):
    program, port = needed("Redis"), servers.free_port()
    process = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""],
        cwd=tmp_path, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    client = Redis(port=port)

    def answers():
        with suppress(ConnectionError):
            return client.ping()

    assert servers.eventually(answers)
    yield port, process
    process.kill()
    process.wait()


def test_pages_are_shared_through_redis_and_go_on_without_it(folder, redis):
    port_of_redis, process = redis
    variables = folder | {"MSC_CACHE_URL": f"redis://127.0.0.1:{port_of_redis}/0"}
    with servers.granian(variables) as port:
        assert shows(port, "Stroke")
        names = Redis(port=port_of_redis).keys("msc:*")
        kept = [name for name in names if b".parts:" not in name]
        made_once = {"/robots.txt", PAGE}
        assert len(kept) == len(made_once)
        process.send_signal(signal.SIGSTOP)
        try:
            assert servers.run(RENAME.format(title="Redis hangs"), variables).returncode == 0
            assert shows(port, "Redis hangs")
        finally:
            process.send_signal(signal.SIGCONT)
        process.kill()
        assert servers.run(RENAME.format(title="Redis is gone"), variables).returncode == 0
        assert shows(port, "Redis is gone")


def test_a_redis_that_never_answered_costs_nothing_but_time(folder):
    variables = folder | {"MSC_CACHE_URL": f"redis://127.0.0.1:{servers.free_port()}/0"}
    with servers.granian(variables, workers=1) as port:
        assert shows(port, "Stroke", times=3)


def test_a_terminated_server_leaves_no_lock(folder, tmp_path):
    with servers.granian(folder) as port:
        assert shows(port, "Stroke")
    assert (tmp_path / "stamp").exists()
    with servers.granian(folder) as port:
        assert shows(port, "Stroke")
