"""What `make test` runs: the suite on SQLite and, where an address is given, on PostgreSQL.

MSC_TEST_DATABASE_URL   a PostgreSQL server, postgres://user@host/name; its test database is made
                        and removed
MSC_REQUIRE=1           a missing PostgreSQL, Chromium, nginx or HTML checker is a failure
"""

import os
import secrets
import subprocess
import sys

from tests.browser import find_chromium
from tests.delivery.web_server import find_nginx
from tests.mscportal.html_checker import find_checker


def run_suite(name, **variables):
    print(f"== The suite on {name}", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile"]
    return subprocess.run(command, env={**os.environ, **variables}).returncode  # noqa: S603


def main():
    database = os.environ.get("MSC_TEST_DATABASE_URL", "")
    left_out = []
    if not find_chromium():
        left_out.append("browser tests: no Chromium was found (Debian package chromium)")
    if not find_checker():
        left_out.append("HTML checker: Java or MSC_VNU_JAR is missing")
    if not find_nginx():
        left_out.append("nginx in front of the baked site: no nginx was found")
    if not database:
        left_out.append("PostgreSQL: MSC_TEST_DATABASE_URL is not set")
    if left_out and os.environ.get("MSC_REQUIRE") == "1":
        sys.exit("MSC_REQUIRE is set, but this is missing: " + "; ".join(left_out))
    codes = [run_suite("SQLite")]
    if database:
        key = secrets.token_urlsafe(60)
        codes.append(run_suite("PostgreSQL", MSC_DATABASE_URL=database, MSC_SECRET_KEY=key))
    for reason in left_out:
        print(f"Left out: {reason}")
    sys.exit(max(codes))


if __name__ == "__main__":
    main()
