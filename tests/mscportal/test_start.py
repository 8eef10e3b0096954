"""The process as the operator starts it: refusals, warnings, the deployment check."""

import os
import subprocess
import sys
from pathlib import Path

from content.registry import entry_models
from tests.engines import connected_in_production

ROOT = Path(__file__).resolve().parent.parent.parent
KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP"


def operator_shell():
    """The environment without what the suite has set."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MSC_", "DJANGO_"))
    }


def manage(*arguments, data_dir, **variables):
    return subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:mscportal", "manage.py", *arguments],
        cwd=ROOT,
        env={**operator_shell(), "MSC_DATA_DIR": str(data_dir), **variables},
        capture_output=True,
        text=True,
    )


def test_the_deployment_check_is_clean_with_production_settings(tmp_path):
    done = manage(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        data_dir=tmp_path,
        MSC_HTTPS="1",
        MSC_SECRET_KEY=KEY,
        MSC_ALLOWED_HOSTS="portal.example.org",
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_a_serving_process_connects_every_engine_to_what_is_published_and_withdrawn(tmp_path):
    found = connected_in_production(tmp_path)
    assert found["published"] == [
        "literature.receivers.note_tokens",
        "editorial.receivers.on_changed",
        "linking.receivers.on_changed",
        "search.receivers.on_changed",
        "delivery.page_cache.warming.on_changed",
    ]
    assert found["withdrawn"] == [
        "literature.receivers.forget_tokens",
        "editorial.receivers.on_withdrawn",
        "linking.receivers.on_withdrawn",
        "search.receivers.on_withdrawn",
    ]
    for model in entry_models():
        assert {"editorial.receivers.on_entry_deleted", "search.receivers.on_deleted"} <= set(
            found["deleted"][model._meta.label]
        )


def test_no_migration_is_missing(tmp_path):
    done = manage("makemigrations", "--check", "--dry-run", data_dir=tmp_path)
    assert done.returncode == 0, done.stdout


def test_a_bad_value_stops_the_start_with_one_sentence_and_no_traceback(tmp_path):
    done = manage("check", data_dir=tmp_path, MSC_TIME_ZONE="Nowhere")
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "MSC Portal cannot start. MSC_TIME_ZONE is 'Nowhere'; write a name such as Europe/London."
    )


def test_debug_with_a_public_host_is_refused(tmp_path):
    variables = {"MSC_DEBUG": "1", "MSC_ALLOWED_HOSTS": "portal.example.org"}
    done = manage("check", data_dir=tmp_path, **variables)
    assert done.returncode == 1
    assert "MSC_DEBUG is on while MSC_ALLOWED_HOSTS names a public host" in done.stderr


def test_the_server_refuses_what_the_checks_refuse(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", "import mscportal.wsgi"],
        cwd=ROOT,
        env={
            **operator_shell(),
            "DJANGO_SETTINGS_MODULE": "mscportal.settings",
            "MSC_DATA_DIR": str(tmp_path),
            "MSC_DEBUG": "1",
            "MSC_ALLOWED_HOSTS": "portal.example.org",
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1 and done.stderr.startswith("MSC Portal cannot start. MSC_DEBUG")


def test_the_check_of_the_data_folder_names_it(settings, tmp_path):
    from mscportal.checks import data_folder_is_writable

    settings.DATA_DIR = tmp_path / "gone"
    (error,) = data_folder_is_writable(None)
    assert str(tmp_path / "gone") in error.msg
    settings.DATA_DIR = tmp_path
    assert data_folder_is_writable(None) == []


def test_a_short_key_is_refused_by_the_check(settings):
    from mscportal.checks import secret_key_is_long

    settings.SECRET_KEY = "short"
    (error,) = secret_key_is_long(None)
    assert "50" in error.msg


def test_an_old_python_gets_a_sentence(tmp_path):
    script = (
        "import sys, runpy; sys.version_info = (3, 9, 2); sys.argv = ['manage.py', 'check'];"
        "runpy.run_path('manage.py', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "MSC Portal needs Python 3.11, 3.12 or 3.13; this is Python 3.9."
    )
