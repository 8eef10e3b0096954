"""CPU time of a page by how deep the stack is where its rendering begins, with and without room.

    .venv/bin/python bench/frames.py

Reads the site as it stands (run `make run` once before) inside one process: no sockets, no cache.
Medians of 10 requests after 3 that are thrown away; depths from 0 to 54 calls, six apart.
"""

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

from content.frames import with_room  # noqa: E402
from mscportal.audit.crawl import visitor  # noqa: E402

PATHS = ["/", "/evidence/", "/glossary/", "/articles/", "/diseases/gvhd/"]
WARM_UP, ROUNDS, DEPTHS = 3, 10, range(0, 60, 6)


def work_of(path, depth):
    """Milliseconds of CPU of one request."""
    if depth:
        return work_of(path, depth - 1)
    client, work = visitor(), []
    for round_ in range(WARM_UP + ROUNDS):
        start = time.process_time()
        client.get(path, secure=True)
        if round_ >= WARM_UP:
            work.append((time.process_time() - start) * 1000)
    return statistics.median(work)


def main():
    print(f"Python {sys.version.split()[0]}, Django {django.__version__}\n")
    print("| page | ms of CPU, best depth | worst depth | with room, best | worst |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for path in PATHS:
        plain = [work_of(path, depth) for depth in DEPTHS]
        roomy = [with_room(work_of)(path, depth) for depth in DEPTHS]
        cells = (min(plain), max(plain), min(roomy), max(roomy))
        print(f"| {path} | " + " | ".join(f"{cell:.1f}" for cell in cells) + " |")


if __name__ == "__main__":
    main()
