"""A real nginx serves the baked folder as the application would."""

import gzip
import re

import pytest
from django.core.management import call_command
from django.test import Client

from delivery.content_version.version import content_version
from delivery.static_export.manifest import Manifest
from delivery.static_export.releases import Releases
from delivery.static_export.service import bake
from editorial import workflow
from tests import factories
from tests.delivery.servers import free_port
from tests.delivery.static_export.test_bake import STANDING, one_of_each
from tests.delivery.web_server import fetch, running, written
from tests.mscportal.sample import packed_static
from tests.programs import needed

pytestmark = pytest.mark.django_db(transaction=True)

ORIGIN = "http://localhost"
# What a server says about itself, the connection, and how the body travels.
# Packed by their own nature.
PACKED = ("image/", "font/")
OF_THE_SERVER = {"server", "date", "connection", "etag", "last-modified", "accept-ranges"}
OF_THE_WAY = {"content-length", "vary", "transfer-encoding"}


@pytest.fixture(autouse=True)
def fresh_stamp():
    needed("nginx")
    content_version.forget()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "baked"


def configuration(folder, port, capsys, *applications):
    capsys.readouterr()
    call_command(
        "print_nginx", to=folder, listen=f"127.0.0.1:{port}", application=list(applications)
    )
    return capsys.readouterr().out


def one_of_each_kind(folder):
    notes = Manifest.of(Releases(folder).current())
    kinds = {}
    for note in notes.pages():
        if note.file:
            is_variant = "?" in note.address
            kinds.setdefault((note.route or note.address.rsplit(".")[-1], is_variant), note)
    notes.close()
    return list(kinds.values())


def test_bytes_and_headers_are_those_of_the_application(folder, tmp_path, capsys):
    one_of_each()
    visitor, port = Client(SERVER_NAME="localhost"), free_port()
    with packed_static(tmp_path / "static"):
        bake(folder, origin=ORIGIN)
        with running(tmp_path / "nginx", configuration(folder, port, capsys), port):
            notes = one_of_each_kind(folder)
            assert len(notes) > 40
            # The name of a narrowed file says by what.
            assert any("/trials.csv?" in note.address for note in notes)
            for note in notes:
                live = visitor.get(note.address)
                expected = {name.lower(): text for name, text in live.items()}
                body = b"".join(live.streaming_content) if live.streaming else live.content
                answer, served = fetch(port, note.address)
                assert (answer.status, served) == (200, body), note.address
                got = {name.lower(): text for name, text in answer.getheaders()}
                for ignored in OF_THE_SERVER | OF_THE_WAY:
                    expected.pop(ignored, None)
                    got.pop(ignored, None)
                assert got == expected, note.address
                answer, served = fetch(port, note.address, Accept_Encoding="gzip")
                if len(body) > 500 and not answer.getheader("Content-Type").startswith(PACKED):
                    assert answer.getheader("Content-Encoding") == "gzip", note.address
                    assert "Accept-Encoding" in answer.getheader("Vary")
                    assert gzip.decompress(served) == body
                tag = answer.getheader("ETag")
                again, nothing = fetch(
                    port, note.address, If_None_Match=tag, Accept_Encoding="gzip"
                )
                assert (again.status, nothing) == (304, b""), note.address
                head, nothing = fetch(port, note.address, method="HEAD")
                assert head.status == 200 and not nothing


def test_without_an_application_old_addresses_missing_pages_and_odd_queries_are_answered(
    folder, tmp_path, capsys
):
    chief = factories.make_user(is_superuser=True)
    for slug in STANDING:
        factories.make_page(slug=slug)
    workflow.withdraw(factories.make_article(slug="gone"), by=chief)
    moving = factories.make_article(slug="old-name")
    factories.republish(moving, slug="new-name")
    bake(folder, origin=ORIGIN)
    port, visitor = free_port(), Client(SERVER_NAME="localhost")
    with running(tmp_path / "nginx", configuration(folder, port, capsys), port):
        for prefix in ("", "/es"):
            answer, page = fetch(port, f"{prefix}/articles/gone/")
            live = visitor.get(f"{prefix}/articles/gone/")
            assert answer.status == live.status_code == 410
            assert re.search(b"<h1[^>]*>[^<]+", page)[0] in live.content
            assert answer.getheader("Cache-Control") == live["Cache-Control"]
            assert answer.getheader("Content-Language") == live["Content-Language"]
            assert answer.getheader("Content-Security-Policy") == live["Content-Security-Policy"]
            answer, page = fetch(port, f"{prefix}/nowhere/")
            assert answer.status == 404 and b"<h1" in page
            answer, _ = fetch(port, f"{prefix}/articles/old-name/?page=1")
            assert answer.status == 301
            assert answer.getheader("Location") == f"{prefix}/articles/new-name/?page=1"
        answer, _ = fetch(port, "/articles/new-name")
        assert (answer.status, answer.getheader("Location")) == (301, "/articles/new-name/")
        for address in (
            "/articles/?combined=1&more=2",
            "/articles/?page=../../x",
            "/articles/?page=%2e%2e",
            "/@/page=2/articles/index.html",
            "/articles/index.html",
            "/articles/index.html.gz",
            "/404.html",
            "/../notes.sqlite3",
            "/%2e%2e/notes.sqlite3",
            "/..%2fnotes.sqlite3",
            "/search/",
            "/admin/",
        ):
            answer, page = fetch(port, address)
            assert answer.status in (400, 404), address
        answer, _ = fetch(port, "/articles/new-name/", method="POST")
        assert answer.status == 405
        answer, page = fetch(port, "/articles/new-name/", Range="bytes=0-9")
        assert answer.status == 200 and len(page) > 1000


def test_what_is_no_file_is_answered_by_the_application(folder, tmp_path, capsys, live_server):
    workflow.withdraw(
        factories.make_article(slug="gone"), by=factories.make_user(is_superuser=True)
    )
    factories.make_article(slug="here", title="Okapi")
    bake(folder, origin=ORIGIN)
    application, port = live_server.url.removeprefix("http://"), free_port()
    config = configuration(folder, port, capsys, application)
    with running(tmp_path / "nginx", config, port):
        assert fetch(port, "/articles/gone/")[0].status == 410
        assert fetch(port, "/nowhere/")[0].status == 404
        answer, page = fetch(port, "/search/?q=okapi")
        assert answer.status == 200 and b"Okapi" in page
        answer, page = fetch(port, "/feedback/?page=/articles/here/")
        assert answer.status == 200 and b"<form" in page
        assert fetch(port, "/articles/?utm_source=x&b=1")[0].status == 200
        assert fetch(port, "/articles/here")[0].getheader("Location") == "/articles/here/"
        assert fetch(port, "/admin/")[0].status == 302
        # New since the bake: not there as a file, and so never stale.
        factories.make_article(slug="new")
        assert fetch(port, "/articles/new/")[0].status == 200


def test_with_the_application_gone_the_files_are_served_and_the_rest_says_so(
    folder, tmp_path, capsys
):
    factories.make_article(slug="here")
    bake(folder, origin=ORIGIN)
    port = free_port()
    config = configuration(folder, port, capsys, f"127.0.0.1:{free_port()}")
    with running(tmp_path / "nginx", config, port):
        assert fetch(port, "/articles/here/")[0].status == 200
        answer, page = fetch(port, "/es/search/")
        assert answer.status == 503 and answer.getheader("Retry-After") == "60"
        assert answer.getheader("Content-Language") == "es" and b"<h1" in page


def test_brotli_is_for_an_nginx_that_has_it(folder, capsys, tmp_path):
    bake(folder, origin=ORIGIN)
    capsys.readouterr()
    call_command("print_nginx", to=folder, listen="8080", brotli=True)
    config = capsys.readouterr().out
    assert "brotli_static on;" in config
    # This one has not; everything else is right.
    written(tmp_path / "nginx", config.replace("    brotli_static on;\n", ""))
