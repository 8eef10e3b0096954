"""Queries, time, CPU time and size of a page of each kind, on the database of the settings.

    .venv/bin/python bench/pages.py

Reads the site as it stands (run `make run` once before) inside one process: no sockets, no cache.
Times are medians of 15 requests after 3 that are thrown away.
"""

import gzip
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mscportal.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import resolve  # noqa: E402
from django.utils import translation  # noqa: E402

from mscportal.audit.crawl import sitemap_paths, visitor  # noqa: E402

WARM_UP, ROUNDS = 3, 15
EXTRA = ["/search/?q=osteoarthritis", "/search/?q=stem", "/articles/feed/", "/healthz", "/nowhere/"]


def one_per_view():
    """The largest page of each view among those in the sitemap, then the extra ones."""
    client, found = visitor(), {}
    for path in sitemap_paths():
        name = view_of(path)
        size = len(client.get(path, secure=True).content)
        if size > found.get(name, (0, ""))[0]:
            found[name] = (size, path)
    return [path for _, path in found.values()] + EXTRA


def view_of(path):
    """Whatever the language of the address."""
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        return resolve(path.split("?")[0]).view_name


def measure(path):
    client = visitor()
    times, work = [], []
    for round_ in range(WARM_UP + ROUNDS):
        start, start_of_work = time.perf_counter(), time.process_time()
        response = client.get(path, secure=True)
        if round_ >= WARM_UP:
            times.append((time.perf_counter() - start) * 1000)
            work.append((time.process_time() - start_of_work) * 1000)
    with CaptureQueriesContext(connection) as queries:
        client.get(path, secure=True)
    return response, len(queries), statistics.median(times), statistics.median(work)


def main():
    print(f"{connection.vendor}, Python {sys.version.split()[0]}, Django {django.__version__}\n")
    print("| page | queries | ms | ms of CPU | KB | KB gzip |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for path in one_per_view():
        response, queries, elapsed, work = measure(path)
        body = response.content
        packed = len(gzip.compress(body, 6)) / 1024
        print(
            f"| {path} | {queries} | {elapsed:.1f} | {work:.1f} "
            f"| {len(body) / 1024:.1f} | {packed:.1f} |"
        )


if __name__ == "__main__":
    main()
