"""Public pages come from the copy only while it is not behind.

The copy is a second database on the same server, made from the first when it "catches up"; so its
lag is as long as the test wants it.
"""

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from tests.delivery.small_site import ROOT, small_site

pytestmark = pytest.mark.only_on("postgresql")

SCRIPT = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "mscportal.settings"
import django
django.setup()
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from articles.models import Article
from delivery.hosting import replica
from tests import factories

replica.REST_AFTER_TROUBLE = 0.0
visitor = Client(SERVER_NAME="localhost", raise_request_exception=False)
found = []
BODY = '"articles_article"."body"'  # what only the page asks for; the clock looks at the original

def look(number, name):
    # Each page once, so that no kept part of it answers.
    address = f"/articles/entry-{number}/"
    with CaptureQueriesContext(connections["default"]) as original:
        try:
            with CaptureQueriesContext(connections["replica"]) as copy:
                page = visitor.get(address)
            copies = sum(BODY in query["sql"] for query in copy)
        except Exception:
            copies = 0
            page = visitor.get(address)
    originals = sum(BODY in query["sql"] for query in original)
    title = page.content.decode().partition("<title>")[2].partition(" \\u2013")[0]
    found.append([name, page.status_code, title, copies > 0, originals > 0])

def catch_up():
    for connection in connections.all():
        connection.close()
    import psycopg2
    admin = psycopg2.connect(os.environ["ADMIN"])
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{os.environ["COPY"]}" WITH (FORCE)')
        if "gone" not in sys.argv:
            original = os.environ["ORIGINAL"]
            cursor.execute(f'CREATE DATABASE "{os.environ["COPY"]}" TEMPLATE "{original}"')
    admin.close()

catch_up()
look(0, "caught up")
for article in Article.objects.all():
    factories.republish(article, title="Anew")
look(1, "behind")
catch_up()
look(2, "caught up again")
visitor.cookies["sessionid"] = "x" * 32
look(3, "with a session")
visitor.cookies.clear()
sys.argv.append("gone")
catch_up()
look(4, "gone")
print(json.dumps(found))
"""


def test_a_copy_that_is_behind_or_gone_is_not_read(tmp_path):
    with small_site(tmp_path) as variables:
        address = urlsplit(variables["MSC_DATABASE_URL"])
        original = address.path.strip("/")
        copy = f"{original}_copy"
        variables = variables | {
            "ADMIN": address._replace(path="/postgres").geturl(),
            "ORIGINAL": original,
            "COPY": copy,
            "MSC_REPLICA_URL": address._replace(path=f"/{copy}").geturl(),
        }
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], cwd=ROOT, env=variables, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        found = {name: rest for name, *rest in json.loads(done.stdout.splitlines()[-1])}
    assert found["caught up"] == [200, "0", True, False]
    assert found["behind"] == [200, "Anew", False, True]
    assert found["caught up again"] == [200, "Anew", True, False]
    assert found["with a session"] == [200, "Anew", False, True]
    assert found["gone"] == [200, "Anew", False, True]
    assert os.environ.get("MSC_REPLICA_URL") is None
