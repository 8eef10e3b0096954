"""Kill a process while it publishes: each entry is afterwards wholly old or wholly new.

    python -m tests.editorial.rehearsal [--times 50]

Works on a database of its own: SQLite in a temporary folder, or, where MSC_DATABASE_URL names a
PostgreSQL server, a database there that is made and removed.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import databases
from tests.delivery.small_site import own_database

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS = 12
ENTRIES = 3


def prepare():
    """Entries with rows, which are live as number 0."""
    from editorial import workflow
    from tests.factories import make_article, make_publication

    publications = [make_publication() for _ in range(ROWS)]
    for serial in range(ENTRIES):
        article = make_article(live=False, slug=f"killed-{serial}", cites=publications)
        write(article, 0)
        workflow.publish(article, by=None)


def write(article, number):
    """A draft in which every part says the number."""
    from editorial import workflow
    from editorial.versions import drafts

    payload = drafts.as_it_would_be(article)
    payload["fields"] |= {
        "title": f"{number}",
        "body": f"<h2>Heading</h2><p>{number}</p>",
        "plain_summary": f"{number}",
    }
    for row in payload["rows"]["citations"]:
        row["locator"] = f"{number}"
    return workflow.save_draft(article, payload, by=None)


def work():
    """Write and publish without end, until somebody kills this.

    Says once how many seconds a publication takes here.
    """
    from articles.models import Article
    from editorial import workflow

    articles = list(Article.objects.filter(slug__startswith="killed-"))
    number, begun, is_first = int(time.time() * 1000), time.monotonic(), True
    while True:
        for article in articles:
            number += 1
            write(article, number)
            workflow.publish(article, by=None)
            if is_first:
                print(time.monotonic() - begun, flush=True)
                is_first = False


def check():
    """The number of publications; fails when an entry is half old and half new."""
    from django.db import connection

    from articles.models import Article
    from editorial import versions
    from editorial.models import Revision, Transition
    from search.models import Entry

    for article in Article.objects.filter(slug__startswith="killed-"):
        said = {article.title, article.plain_summary, article.body.split("<p>")[1][:-4]}
        said |= {citation.locator for citation in article.citations.all()}
        assert len(said) == 1, f"half old, half new: {said}"
        assert article.citations.count() == ROWS
        live = Revision.objects.of(article).get(number=Revision.objects.live_number(article))
        assert versions.capture(article) == live.payload
        steps = Transition.objects.filter(object_id=article.pk, verb__startswith="publish")
        public = Revision.objects.of(article).filter(published_at__isnull=False)
        assert steps.count() == public.count(), "a publication without its line, or the reverse"
        found = Entry.objects.get(kind="articles.article", object_id=article.pk)
        assert found.title == article.title, "the search says otherwise"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchall() == [("ok",)]
            cursor.execute("PRAGMA foreign_key_check")
            assert cursor.fetchall() == []
    connection.close()
    return Transition.objects.filter(verb__startswith="publish").count()


def rehearse(times):
    prepare()
    chance, before = random.Random(), check()
    for _ in range(times):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.editorial.rehearsal", "--work"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        seconds = process.stdout.readline()
        assert seconds, "the process died by itself"
        time.sleep(chance.uniform(0.0, 4.0) * float(seconds))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        after = check()
    print(f"{times} times killed, {after - before} publications, each wholly old or wholly new.")
    assert after > before, "nothing was published before the process died"


def start(variables):
    os.environ.update(variables)
    os.environ["DJANGO_SETTINGS_MODULE"] = "mscportal.settings"
    import django

    django.setup()


def on_its_own_database(times):
    """Call this script again with a database that nobody else uses."""
    command = [sys.executable, "-m", "tests.editorial.rehearsal", "--here", "--times", str(times)]
    with (
        tempfile.TemporaryDirectory(prefix="msc-rehearse-") as folder,
        own_database(Path(folder), databases.made_by_migrations()) as variables,
    ):
        return subprocess.run(command, cwd=ROOT, env=variables).returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work or options.here:
        start({})
        return work() if options.work else rehearse(options.times)
    return on_its_own_database(options.times)


if __name__ == "__main__":
    sys.exit(main())
