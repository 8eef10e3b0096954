"""Queries and time of the desk's screens with 5,000 articles and 100,000 versions, and of the
picker of citations with 20,000 publications, of which 1,000 are drafts.

    .venv/bin/python bench/desk.py
    MSC_DATABASE_URL=postgres://... MSC_SECRET_KEY=... .venv/bin/python bench/desk.py

Works in a database of its own (a temporary folder, or a new database "test_..." on the server
that the address names, which has to allow it), fills it, opens each screen inside this process
and throws the database away. It never touches the database that the address names.
Times are medians of 9 requests after 2 that are not counted. Goal: 300 ms.
"""

import datetime
import os
import random
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mscportal.settings")
FOLDER = tempfile.TemporaryDirectory(prefix="msc-bench-")
os.environ["MSC_DATA_DIR"] = FOLDER.name
(Path(FOLDER.name) / "static").mkdir()

import django  # noqa: E402
from django.conf import settings  # noqa: E402

settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
django.setup()

from django.contrib.auth.models import Group  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from articles.models import Article, Topic  # noqa: E402
from editorial import versions  # noqa: E402
from editorial.desk import index  # noqa: E402
from editorial.models import Revision  # noqa: E402
from literature.models import Publication  # noqa: E402

ARTICLES, VERSIONS = 5_000, 20
PUBLICATIONS, DRAFTS = 20_000, 1_000
GOAL = 300
WARM_UP, ROUNDS = 2, 9
BODY = "<h2>A heading</h2>" + "<p>Plain words about cells and people, one after the other.</p>" * 60


def fill():
    user = User.objects.create(username="bench", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=["Author", "Publisher"]))
    now = timezone.now()
    topic = Topic.objects.create(title="Topic", slug="topic", is_live=True, published_at=now)
    Article.objects.bulk_create(
        [
            Article(
                title=f"Article {serial}",
                slug=f"article-{serial}",
                plain_summary="What this article says.",
                body=BODY,
                topic=topic,
                is_live=True,
                published_at=now,
            )
            for serial in range(ARTICLES)
        ],
        batch_size=500,
    )
    content_type = ContentType.objects.get_for_model(Article)
    payload = versions.capture(Article.objects.first())
    keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), 250):
        Revision.objects.bulk_create(
            [
                Revision(
                    content_type=content_type,
                    object_id=key,
                    number=number,
                    payload=payload,
                    title=f"Article {key}",
                    author=user,
                    created_at=now - datetime.timedelta(hours=VERSIONS - number),
                    # Every fourth article has a draft that waits.
                    published_at=now if number < VERSIONS or key % 4 else None,
                )
                for key in keys[start : start + 250]
                for number in range(1, VERSIONS + 1)
            ],
            batch_size=1000,
        )
        print(f"\r{start + 250} articles filled", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return user, Article.objects.get(pk=next(key for key in keys if not key % 4))


def fill_publications():
    dice, now = random.Random(5), timezone.now()
    syllables = "ba de fi go lu ma ne pi ro su ta ve wi xo zé".split()

    def words(how_many):
        return " ".join("".join(dice.choices(syllables, k=3)) for _ in range(how_many))

    Publication.objects.bulk_create(
        [
            Publication(
                title=words(14).capitalize(),
                slug=f"paper{serial}",
                authors_text=f"{words(1).title()} A, {words(1).title()} B, et al.",
                journal=words(3).title(),
                year=dice.randint(1990, 2026),
                doi=f"10.1000/{serial}.{dice.randint(1, 9999)}",
                pmid=str(10_000_000 + serial),
                is_live=serial >= DRAFTS,
                published_at=now if serial >= DRAFTS else None,
            )
            for serial in range(PUBLICATIONS)
        ],
        batch_size=500,
    )
    content_type = ContentType.objects.get_for_model(Publication)
    hidden = Publication.objects.filter(is_live=False)
    Revision.objects.bulk_create(
        Revision(
            content_type=content_type,
            object_id=publication.pk,
            number=1,
            payload=versions.capture(publication),
            title=publication.title,
        )
        for publication in hidden
    )
    for publication in hidden:
        index.refresh(publication)
    return Publication.objects.get(slug="paper15000")


def measure(client, address):
    times = []
    for round_ in range(WARM_UP + ROUNDS):
        start = time.perf_counter()
        answer = client.get(address, secure=True)
        if round_ >= WARM_UP:
            times.append((time.perf_counter() - start) * 1000)
        assert answer.status_code == 200, (address, answer.status_code)
    with CaptureQueriesContext(connection) as queries:
        client.get(address, secure=True)
    return len(queries), statistics.median(times)


@contextmanager
def database_of_its_own():
    if connection.vendor == "sqlite":
        call_command("migrate", verbosity=0)  # a file in the temporary folder
        tell(f"Working in {connection.settings_dict['NAME']}")
        yield
        return
    name = connection.settings_dict["NAME"]
    made = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    tell(f"Working in the new database {made}; {name} stays as it is.")
    try:
        yield
    finally:
        connection.close()
        connection.creation.destroy_test_db(name, verbosity=0)
        tell(f"Deleted {made}.")


def tell(what):
    print(what, file=sys.stderr, flush=True)


def main():
    with FOLDER, database_of_its_own():
        user, article = fill()
        paper = fill_publications()
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        form = reverse("admin:articles_article_change", args=[article.pk])
        screens = {
            "first screen": reverse("admin:index"),
            "list of articles": reverse("admin:articles_article_changelist"),
            "list, searched": reverse("admin:articles_article_changelist") + "?q=4711",
            "form of an article with a draft": form,
            "history of an article": form.replace("/change/", "/history/"),
            "comparison of two versions": form.replace("/change/", "/compare/"),
            "the same side by side": form.replace("/change/", "/compare/") + "?view=sides",
            "preview of the draft": form.replace("/change/", "/preview/"),
        }
        picker = reverse("admin:literature_publication_picker")
        asked = {
            "without words": {},
            "an author": {"q": paper.authors_text.split()[0]},
            "an author and a year": {"q": f"{paper.authors_text.split()[0]} {paper.year}"},
            "a DOI": {"q": paper.doi},
            "a PMID": {"q": paper.pmid},
            "a syllable that most have": {"q": "ma"},
            "the last page of those": {"q": "ma", "page": "900"},
            "eight words of a title": {"q": " ".join(paper.title.split()[:8])},
            "a word that none has": {"q": "quagga"},
            "fifty keys": {"key": [f"paper{serial}" for serial in range(975, 1025)]},
        }
        for name, query in asked.items():
            screens[f"picker: {name}"] = f"{picker}?{urlencode(query, doseq=True)}"
        print(
            f"{connection.vendor}, {ARTICLES} articles, {PUBLICATIONS} publications, "
            f"{Revision.objects.count()} versions\n"
        )
        print("| screen | queries | ms | goal |")
        print("| --- | ---: | ---: | --- |")
        for name, address in screens.items():
            queries, milliseconds = measure(client, address)
            verdict = "kept" if milliseconds <= GOAL else "missed"
            print(f"| {name} | {queries} | {milliseconds:.0f} | {verdict} |")


if __name__ == "__main__":
    main()
