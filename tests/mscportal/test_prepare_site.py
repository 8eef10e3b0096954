"""What `make run` does before the server starts, and what it leaves alone the second time."""

import socket
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from accounts.models import User
from literature.models import Publication
from mscportal.management.commands import load_starter_content, prepare_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def static_files(tmp_path, settings):
    """A small source folder instead of the editor's megabytes."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "site.css").write_text("body { color: black }")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "packed"
    settings.STATIC_ROOT.mkdir()
    from django.contrib.staticfiles import finders

    finders.get_finder.cache_clear()
    yield source
    finders.get_finder.cache_clear()


@pytest.fixture
def few_entries(monkeypatch):
    """The whole of the starter content is loaded for tests/mscportal/test_site.py."""
    whole = load_starter_content.wanted_entries

    def few(*content):
        return [entry for entry in whole(*content) if entry.model is Publication][:40]

    monkeypatch.setattr(load_starter_content, "wanted_entries", few)


def prepare(**options):
    report = StringIO()
    call_command("prepare_site", stdout=report, **options)
    return report.getvalue()


def test_each_thing_is_made_once_where_it_is_missing(static_files, few_entries):
    packed = Path(settings.STATIC_ROOT) / "site.css"
    development = prepare(without_static=True)
    assert Publication.objects.published().count() == 40
    assert "one-time password" in development
    assert "Packing" not in development and not packed.exists()
    server = prepare()
    assert "0 new, 0 changed" in server and "Packing static files" in server and packed.exists()
    again = prepare()
    assert "0 new, 0 changed" in again and "nothing was changed" in again
    assert "Packing" not in again
    assert User.objects.filter(is_superuser=True).count() == 1


def test_a_changed_static_file_is_packed_again(static_files):
    before = prepare_site.source_digest()
    (static_files / "site.css").write_text("body { color: navy }")
    assert prepare_site.source_digest() != before


def test_a_port_that_another_server_has_is_refused():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} cannot be used"):
            prepare(port=port)


def test_a_database_that_cannot_be_used_is_one_sentence(monkeypatch):
    def broken(self, without_static):
        raise DatabaseError("file is not a database\nmore")

    monkeypatch.setattr(prepare_site.Command, "prepare", broken)
    with pytest.raises(CommandError, match="cannot be used: file is not a database$"):
        prepare()
