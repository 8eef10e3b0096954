"""A cache in front hears what changed, after the commit, and never disturbs a publication."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from delivery.content_version.version import version_moved
from delivery.hosting import purging
from delivery.hosting.purging import ALL, HttpCache, Messenger
from tests import factories, tasks
from tests.delivery.servers import PATIENCE
from tests.editorial.moments import Moment

ANSWERS = {"/": 200, "/broken": 500, "/elsewhere": 302}


@pytest.fixture
def server():
    heard = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((self.path, dict(self.headers), json.loads(body)))
            httpd.came.release()
            if self.path == "/nonsense":
                self.wfile.write(b"what?\r\n\r\n")
                return
            if self.path == "/silent":
                silence.wait(PATIENCE)
                return
            self.send_response(ANSWERS[self.path])
            if self.path == "/elsewhere":
                self.send_header("Location", "/")
            self.end_headers()

        def log_message(self, *args):
            pass

    silence = threading.Event()
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    httpd.heard, httpd.at = heard, f"127.0.0.1:{httpd.server_port}"
    httpd.came = threading.Semaphore(0)
    yield httpd
    silence.set()
    httpd.shutdown()
    httpd.server_close()


def test_the_keys_go_in_a_header_and_as_json_with_the_token(server):
    HttpCache(f"http://se%2Fcret@{server.at}/").forget(frozenset({"b", "a"}))
    [(path, headers, body)] = server.heard
    assert path == "/" and headers["Surrogate-Key"] == "a b" and body == {"tags": ["a", "b"]}
    assert headers["Authorization"] == "Bearer se/cret" and "cret@" not in headers["Host"]


@pytest.mark.parametrize("path", ["/broken", "/elsewhere", "/nonsense", "/silent"])
def test_every_failure_is_one_kind_of_error(server, path, monkeypatch):
    if path == "/silent":
        monkeypatch.setattr(purging, "TIMEOUT", 0.3)
    with pytest.raises(OSError):
        HttpCache(f"http://token@{server.at}{path}").forget(frozenset({"a"}))
    assert server.came.acquire(timeout=PATIENCE)
    assert len(server.heard) == 1  # it follows no redirect: the token is for this host


def test_nobody_there_is_an_error_too():
    with pytest.raises(OSError):
        HttpCache("http://127.0.0.1:9/").forget(frozenset({"a"}))


class Deaf:
    """Listens at the third call."""

    def __init__(self):
        self.heard, self.calls = [], 0

    def forget(self, keys):
        self.calls += 1
        if self.calls < 3:
            raise OSError("deaf")
        self.heard.append(keys)


@pytest.mark.django_db(transaction=True)
def test_a_message_is_repeated_until_it_is_heard(caplog, monkeypatch):
    """What was said meanwhile comes with it, and does not come earlier."""
    deaf, moment = Deaf(), Moment(monkeypatch)
    monkeypatch.setattr(purging, "messenger", Messenger(deaf))
    purging.tell(frozenset({"first"}))
    pauses = []
    for later in ("second", "third"):
        purging.tell(frozenset({later}))
        (again_at,) = {run_after for _job, run_after in tasks.deferred}
        pauses.append((again_at - moment.now).total_seconds())
        moment.at(again_at)
        tasks.run_deferred()
    assert pauses == [1, 2] and deaf.calls == 3 and tasks.deferred == []
    assert deaf.heard == [frozenset({"first", "second", "third"})]
    assert "did not hear of first" in caplog.text
    purging.tell(frozenset({"fourth"}))
    assert deaf.heard[1:] == [frozenset({"fourth"})]


@pytest.fixture
def told(settings, monkeypatch):
    """Messages of this process to a cache that the settings name."""
    settings.PURGE_URL = "http://127.0.0.1:9/"
    heard = []
    monkeypatch.setattr(purging, "messenger", None)
    monkeypatch.setattr(purging, "tell", heard.append)
    purging.connect()
    yield heard
    version_moved.disconnect(dispatch_uid="caches")


@pytest.mark.django_db(transaction=True)
def test_a_publication_is_told_after_its_commit_and_a_rollback_never(told):
    entry = factories.make_article()
    told.clear()
    with transaction.atomic():
        factories.republish(entry, title="Anew")
        assert told == []
    assert any("articles_article" in keys for keys in told)
    told.clear()
    with transaction.atomic():
        factories.republish(entry, title="Never")
        transaction.set_rollback(True)
    assert told == []


@pytest.mark.django_db(transaction=True)
def test_a_page_carries_the_keys_by_which_a_change_of_it_is_told(client, told):
    entry = factories.make_article(slug="keyed")
    keys = set(client.get("/articles/keyed/").headers["Surrogate-Key"].split())
    assert {ALL, "articles_article"} <= keys
    told.clear()
    factories.republish(entry, title="Anew")
    assert all(keys & written for written in told) and told
    assert "max-age=600" in client.get("/articles/").headers["CDN-Cache-Control"]
    assert "Surrogate-Key" not in client.get("/healthz").headers
    assert "Surrogate-Key" not in client.get("/admin/login/").headers


@pytest.mark.django_db
def test_without_a_cache_pages_say_nothing_about_keys(client):
    assert "Surrogate-Key" not in client.get("/").headers


def test_everything_can_be_forgotten_by_command(server, settings):
    with pytest.raises(CommandError, match="not set"):
        call_command("purge_cache")
    settings.PURGE_URL = f"http://{server.at}/broken"
    with pytest.raises(CommandError, match="did not answer as it should"):
        call_command("purge_cache")
    settings.PURGE_URL = f"http://{server.at}/"
    out = StringIO()
    call_command("purge_cache", stdout=out)
    assert server.heard[-1][2] == {"tags": [ALL]} and "forgets" in out.getvalue()
