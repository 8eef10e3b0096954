"""Two servers behind nginx, as on two machines: what one publishes, the other shows at once.

On PostgreSQL they share the content version by the database, each with a data folder of its own.
"""

import subprocess
import sys
import time

import pytest

from tests.delivery.servers import PATIENCE, free_port
from tests.delivery.small_site import ENTRIES, ROOT, small_site
from tests.delivery.test_server import server
from tests.delivery.web_server import fetch, running
from tests.programs import needed

pytestmark = pytest.mark.on_both

STALE_FOR = 0.1  # seconds after the commit, across machines


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    needed("nginx")
    with small_site(tmp_path_factory.mktemp("first")) as variables:
        yield variables


def title(port, slug):
    asked = time.time()
    answer, page = fetch(port, f"/articles/{slug}/")
    assert answer.status == 200
    return asked, page.decode().partition("<title>")[2].partition(" –")[0]


def test_what_one_publishes_is_read_from_both(tmp_path, environment):
    first, second, proxy = free_port(), free_port(), free_port()
    other = dict(environment)
    if "MSC_DATABASE_URL" in environment:
        environment = environment | {"MSC_STAMP": "database"}
        (tmp_path / "other" / "static").mkdir(parents=True)
        other = environment | {"MSC_DATA_DIR": str(tmp_path / "other")}
    configuration = (ROOT / "deploy/nginx.conf").read_text()
    configuration = configuration.replace("listen 80;", f"listen 127.0.0.1:{proxy};")
    configuration = configuration.replace("portal.example.org", "localhost").replace(
        "server 127.0.0.1:8000;", f"server 127.0.0.1:{first};\n    server 127.0.0.1:{second};"
    )
    with (
        server(environment, first, workers=1),
        server(other, second, workers=1),
        running(tmp_path / "nginx", configuration, proxy),
    ):
        slugs = [f"entry-{number}" for number in range(ENTRIES)]
        for slug in slugs:
            for port in (first, second, proxy):
                assert title(port, slug)[1] == "0"
        publishing = subprocess.Popen(
            [sys.executable, "-m", "tests.delivery.small_site", "publish", "1"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for line in publishing.stdout:
            slug, committed = line.split()
            for port in (second, first, proxy, proxy):
                seen = "0"
                # An answer that was asked for later than that is never the old one.
                while seen == "0":
                    asked, seen = title(port, slug)
                    assert seen == "1" or asked < float(committed) + STALE_FOR, (slug, port)
        assert publishing.wait(timeout=PATIENCE) == 0
        for slug in slugs:
            assert {title(port, slug)[1] for port in (first, second, proxy, proxy)} == {"1"}
