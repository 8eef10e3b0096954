"""What `make run` does before the server starts, and what it leaves alone the second time."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from accounts.models import User
from diseases.models import Disease
from mscportal.management.commands import prepare_site

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


def prepare(**options):
    report = StringIO()
    call_command("prepare_site", stdout=report, **options)
    return report.getvalue()


def test_the_first_run_makes_everything_and_the_second_nothing(static_files):
    first = prepare()
    assert Disease.objects.published().count() >= 34
    assert "one-time password" in first and "Packing static files" in first
    assert (Path(settings.STATIC_ROOT) / "site.css").exists()
    second = prepare()
    assert "0 new, 0 changed" in second and "nothing was changed" in second
    assert "Packing" not in second
    assert User.objects.filter(is_superuser=True).count() == 1


def test_a_changed_static_file_is_packed_again(static_files):
    before = prepare_site.source_digest()
    (static_files / "site.css").write_text("body { color: navy }")
    assert prepare_site.source_digest() != before


def test_development_leaves_static_files_alone(static_files):
    assert "Packing" not in prepare(without_static=True)
    assert not (Path(settings.STATIC_ROOT) / "site.css").exists()
