"""What `make test` runs: the suite on SQLite and, where one is named, beside it on PostgreSQL.

The run on PostgreSQL takes what touches a database: the rest would say the same again.

MSC_TEST_DATABASE_URL   a PostgreSQL server, postgres://user@host/name; a test database for each
                        process is made and removed, the one that they are copies of stays
MSC_REQUIRE=1           a missing PostgreSQL, Chromium, nginx or HTML checker is a failure

python -m tests.run tests/diseases -k name      only these; what pytest takes is handed on
"""

import os
import secrets
import subprocess
import sys
import tempfile

import pytest

from tests.browser import find_chromium
from tests.delivery.web_server import find_nginx
from tests.mscportal.html_checker import find_checker

SHARED = ("--numprocesses", "auto", "--dist", "worksteal")
FINE = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)


def suite(chosen, output=None, **variables):
    """A few tests are started in this process at once; all are shared out between processes."""
    command = [sys.executable, "-m", "pytest", "-q", "--durations", "10"]
    return subprocess.Popen(
        [*command, *(chosen or SHARED)],
        env={**os.environ, **variables},
        stdout=output,
        stderr=subprocess.STDOUT,
    )


def missing(database):
    if not find_chromium():
        yield "browser tests: no Chromium was found (Debian package chromium-headless-shell)"
    if not find_checker():
        yield "HTML checker: Java or MSC_VNU_JAR is missing"
    if not find_nginx():
        yield "nginx in front of the baked site: no nginx was found"
    if not database:
        yield "PostgreSQL: MSC_TEST_DATABASE_URL is not set"


def main(chosen):
    database = os.environ.get("MSC_TEST_DATABASE_URL", "")
    left_out = list(missing(database))
    if left_out and os.environ.get("MSC_REQUIRE") == "1":
        sys.exit("MSC_REQUIRE is set, but this is missing: " + "; ".join(left_out))
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        beside = None
        if database:
            key = secrets.token_urlsafe(60)
            beside = suite(chosen, told, MSC_DATABASE_URL=database, MSC_SECRET_KEY=key)
        print("== The suite on SQLite", flush=True)
        codes = [suite(chosen).wait()]
        if beside:
            codes.append(beside.wait())
            told.seek(0)
            print(f"== The suite on PostgreSQL\n{told.read()}", flush=True)
    if not chosen:
        for reason in left_out:
            print(f"Left out: {reason}")
    if set(codes) == {pytest.ExitCode.NO_TESTS_COLLECTED}:
        sys.exit("No test was found.")
    sys.exit(max([0, *(code for code in codes if code not in FINE)]))


if __name__ == "__main__":
    main(sys.argv[1:])
