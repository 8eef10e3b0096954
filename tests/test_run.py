"""`make test` is green only where every test has run and was right."""

import os
import signal
import subprocess
import sys

import pytest

from tests import run
from tests.delivery.servers import eventually
from tests.test_architecture import ROOT

SET_BY_THE_SUITE = ("MSC_", "DJANGO_", "PYTEST_")
DIES = "def test_dies():\n    import os\n    os.kill(os.getpid(), 9)\n"
IS_RIGHT = "def test_is_right():\n    pass\n"
WAITS = """
def test_waits(tmp_path_factory):
    import os, pathlib, time
    pathlib.Path(os.environ["STARTED"]).write_text(str(os.getpid()))
    time.sleep(600)
"""


def shell(**variables):
    """Not that of this process, which conftest.py has filled."""
    kept = {name: os.environ[name] for name in os.environ if not name.startswith(SET_BY_THE_SUITE)}
    return kept | variables


def started(tmp_path, test, **variables):
    file = tmp_path / "test_alone.py"
    file.write_text(test)
    command = [sys.executable, "-m", "tests.run", "-p", "no:cacheprovider"]
    return subprocess.Popen(
        [*command, "--rootdir", str(ROOT), str(file)],
        cwd=ROOT, env=shell(**variables), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_a_suite_that_was_killed_is_a_failure_and_says_so(tmp_path):
    process = started(tmp_path, DIES)
    said = process.communicate(timeout=120)[1]
    assert process.returncode == 1 and "The suite on SQLite was ended by signal 9" in said


def test_a_suite_that_was_right_is_none(tmp_path):
    process = started(tmp_path, IS_RIGHT)
    assert "1 passed" in process.communicate(timeout=120)[0]
    assert process.returncode == 0


@pytest.mark.parametrize("code", [1, 2, 3, 4, -9, -15])
def test_one_suite_that_failed_is_enough(code):
    assert run.verdict({"SQLite": 0, "PostgreSQL": code}) not in (0, None)
    assert run.verdict({"SQLite": code, "PostgreSQL": 0}) not in (0, None)


def test_a_selection_may_have_tests_on_one_database_only_but_must_have_some():
    assert run.verdict({"SQLite": 0}) == run.verdict({"SQLite": 0, "PostgreSQL": 5}) == 0
    assert run.verdict({"SQLite": 5, "PostgreSQL": 5}) == "No test was found."


@pytest.mark.parametrize(
    "chosen",
    [
        [],
        ["tests"],
        ["./tests/"],
        ["-x"],
        ["-k", "name"],
        ["-k", "diseases"],
        ["-m", "browser", "tests"],
        ["--lf", "-k", "tests"],
    ],
    ids=" ".join,
)
def test_what_goes_through_the_whole_suite_is_shared_out(chosen, monkeypatch):
    command = started_with(chosen, monkeypatch)
    assert command[-len(run.SHARED) - len(chosen) :] == [*run.SHARED, *chosen]


@pytest.mark.parametrize(
    "chosen",
    [
        ["tests/diseases"],
        ["tests/diseases", "-k", "name"],
        ["-x", "tests/test_run.py"],
        ["tests/test_run.py::test_a_suite_that_was_right_is_none"],
        ["tests/no_such_test.py"],
    ],
    ids=" ".join,
)
def test_a_part_of_the_suite_begins_at_once(chosen, monkeypatch):
    command = started_with(chosen, monkeypatch)
    assert command[-len(chosen) :] == chosen and "--numprocesses" not in command


def started_with(chosen, monkeypatch):
    commands = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **more: commands.append(command))
    monkeypatch.setattr(run, "running", [])
    monkeypatch.chdir(ROOT)
    run.suite(chosen)
    return commands[0]


def test_the_suite_on_sqlite_is_not_moved_by_the_database_of_the_shell(monkeypatch):
    monkeypatch.setenv("MSC_DATABASE_URL", "postgres://localhost/the_site")
    assert "MSC_DATABASE_URL" not in run.environment("")
    assert run.environment("postgres://localhost/x")["MSC_DATABASE_URL"].endswith("/x")


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("nonsense", "MSC_TEST_DATABASE_URL starts with 'nonsense'"),
        ("postgres://localhost/", "MSC_TEST_DATABASE_URL names no database"),
        ("postgres://localhost:port/x", "MSC_TEST_DATABASE_URL cannot be read"),
        ("postgres://127.0.0.1:1/x", "server of MSC_TEST_DATABASE_URL does not answer"),
    ],
)
def test_a_server_that_does_not_answer_is_said_in_one_sentence(tmp_path, address, says):
    process = started(tmp_path, IS_RIGHT, MSC_TEST_DATABASE_URL=address)
    out, said = process.communicate(timeout=120)
    assert process.returncode == 1 and "passed" not in out
    assert said.startswith(says) or f"The PostgreSQL {says}" in said
    assert said.count("\n") == 1


def pytest_on(address):
    environment = shell(MSC_DATABASE_URL=address)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--collect-only"]
    command += ["tests/test_run.py", "-k", "needs_no_secret_key"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_pytest_alone_says_so_too():
    done = pytest_on("postgres://127.0.0.1:1/x")
    assert done.returncode == 1 and "server of MSC_DATABASE_URL does not answer" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


@pytest.mark.only_on("postgresql")
def test_pytest_on_a_server_needs_no_secret_key():
    done = pytest_on(os.environ["MSC_DATABASE_URL"])
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_run_that_is_terminated_ends_its_suites_and_fails(tmp_path):
    note = tmp_path / "started"
    process = started(tmp_path, WAITS, STARTED=str(note))
    assert eventually(lambda: note.exists() and note.read_text())
    process.send_signal(signal.SIGTERM)
    out, said = process.communicate(timeout=120)
    assert process.returncode == 1 and "was interrupted" in said
    assert "KeyboardInterrupt" in out  # and so it gave back what it had made
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)
