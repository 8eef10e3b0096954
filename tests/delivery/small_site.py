"""A small site with a database of its own, for tests that start and kill real processes.

python -m tests.delivery.small_site prepare      a few entries
python -m tests.delivery.small_site publish N    says N in the title of every entry
"""

import os
import secrets
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from tests import databases, leftovers

ROOT = Path(__file__).resolve().parent.parent.parent
ENTRIES = 8


@contextmanager
def own_database(data_dir, source=None):
    """The environment of processes with an empty database, or with a copy of another.

    It is on PostgreSQL where the suite runs on it.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MSC_", "DJANGO_"))
    }
    # Static files are no part of it, and need not be packed.
    variables = kept | {"MSC_DATA_DIR": str(data_dir), "MSC_WARM": "0", "PYTHONPATH": str(ROOT)}
    (data_dir / "static").mkdir(parents=True, exist_ok=True)
    if not os.environ.get("MSC_DATABASE_URL"):
        if source:
            databases.copy(source, data_dir / "portal.sqlite3")
        yield variables
        return
    name = leftovers.database("small", secrets.token_hex(6))
    databases.copy(source or "template1", name)
    try:
        variables["MSC_DATABASE_URL"] = databases.address(name)
        variables["MSC_SECRET_KEY"] = secrets.token_urlsafe(60)
        yield variables
    finally:
        databases.drop(name)


@contextmanager
def small_site(data_dir):
    """The environment of its processes."""
    with own_database(data_dir, databases.made_by_migrations()) as variables:
        run(variables, "prepare")
        yield variables


def run(variables, *arguments):
    command = [sys.executable, "-m", "tests.delivery.small_site", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def manage(variables, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True)


def prepare():
    from tests import factories

    for number in range(ENTRIES):
        factories.make_article(slug=f"entry-{number}", title="0")


def publish(word):
    """Every entry with the word as its title, one after the other; tells when each is public."""
    from articles.models import Article
    from tests import factories

    for article in Article.objects.order_by("slug"):
        factories.republish(article, title=word)
        print(article.slug, time.time(), flush=True)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "mscportal.settings"
    import django

    django.setup()
    prepare() if sys.argv[1] == "prepare" else publish(sys.argv[2])
