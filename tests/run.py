"""What `make test` runs: the suite on SQLite and, where one is named, beside it on PostgreSQL.

The run on PostgreSQL takes what touches a database: the rest would say the same again.

MSC_TEST_DATABASE_URL   a PostgreSQL server, postgres://user@host/name; a test database for each
                        process is made and removed, the one that they are copies of stays
MSC_REQUIRE=1           a missing PostgreSQL, and what tests/programs.py names, is a failure

python -m tests.run tests/diseases -k name      only these; what pytest takes is handed on
"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests import programs
from tests.databases import trouble_with

TESTS = Path(__file__).resolve().parent
SHARED = ("--numprocesses", "auto", "--dist", "worksteal")
FINE = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
PATIENCE = 30  # seconds, in which a suite that was interrupted gives back what it made

running: list[subprocess.Popen] = []


def names_a_part(chosen):
    """Whether a file, a test or a folder of the suite is named; not what `-k` looks for."""
    paths = [Path(argument.partition("::")[0]).resolve() for argument in chosen]
    return any(path.suffix == ".py" or TESTS in path.parents and path.exists() for path in paths)


def suite(chosen, output=None, database=""):
    """A part is started in this process at once; the whole is shared out between processes."""
    command = [sys.executable, "-m", "pytest", "-q", "--durations", "10"]
    process = subprocess.Popen(
        [*command, *(() if names_a_part(chosen) else SHARED), *chosen],
        env=environment(database),
        stdout=output,
        stderr=subprocess.STDOUT,
    )
    running.append(process)
    return process


def environment(database):
    """Of a suite on this database. The shell may name another one, for the site."""
    shell = {name: value for name, value in os.environ.items() if name != "MSC_DATABASE_URL"}
    return {**shell, "MSC_DATABASE_URL": database} if database else shell


def interrupt(_number, _frame):
    """As Ctrl-C, which a terminal sends to the suites too."""
    for process in running:
        process.send_signal(signal.SIGINT)
    raise KeyboardInterrupt


def end():
    for process in running:
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.terminate()
            process.wait()


def missing(database):
    for name in programs.ALL:
        if not programs.find(name):
            yield programs.lack_of(name)
    if not database:
        yield "PostgreSQL: MSC_TEST_DATABASE_URL is not set"


def verdict(codes):
    """For `sys.exit`. A process that a signal ended has its number below zero for a code."""
    deaths = [(name, -code) for name, code in codes.items() if code < 0]
    if deaths:
        return "\n".join(f"The suite on {name} was ended by signal {end}." for name, end in deaths)
    if set(codes.values()) == {pytest.ExitCode.NO_TESTS_COLLECTED}:
        return "No test was found."
    return max([0, *(code for code in codes.values() if code not in FINE)])


def both(chosen, database):
    """The codes of the suites, by the name of the database."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        beside = None
        if database:
            beside = suite(chosen, told, database)
        print("== The suite on SQLite", flush=True)
        codes = {"SQLite": suite(chosen).wait()}
        if beside:
            codes["PostgreSQL"] = beside.wait()
            told.seek(0)
            print(f"== The suite on PostgreSQL\n{told.read()}", flush=True)
    return codes


def main(chosen):
    database = os.environ.get("MSC_TEST_DATABASE_URL", "")
    left_out = list(missing(database))
    if left_out and programs.must_be_there():
        sys.exit("MSC_REQUIRE is set, but this is missing: " + "; ".join(left_out))
    if trouble := database and trouble_with("MSC_TEST_DATABASE_URL"):
        sys.exit(trouble)
    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's `&` would ignore it
    try:
        codes = both(chosen, database)
    except KeyboardInterrupt:
        end()
        sys.exit("The suite was interrupted.")
    if not names_a_part(chosen):
        for reason in left_out:
            print(f"Left out: {reason}")
    sys.exit(verdict(codes))


if __name__ == "__main__":
    main(sys.argv[1:])
