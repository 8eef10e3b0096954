"""Bake a large site, then what one publication changes.

    .venv/bin/python bench/bake.py [--pages 10000]

Works on a copy of the SQLite database that the settings name (run `make run` once before), filled
up with copies of its publications, terms and articles until both languages together have so many
pages. Prints wall time and the CPU seconds of all processes; on a busy machine only
the latter mean something. Cards are drawn by the first bake and counted apart.
"""

import argparse
import os
import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def copy_of_the_site(folder):
    source = Path(os.environ.get("MSC_DATA_DIR", ROOT / "var"))
    with sqlite3.connect(source / "portal.sqlite3") as database:
        database.execute("VACUUM INTO ?", (str(folder / "portal.sqlite3"),))
    shutil.copy(source / "secret_key", folder / "secret_key")
    (folder / "static").symlink_to(source / "static")
    os.environ["MSC_DATA_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "mscportal.settings"


def fill(pages):
    from django.db import transaction

    from articles.models import Article
    from content.registry import entry_models
    from literature.models import Publication
    from resources.models import GlossaryTerm

    have = sum(m.objects.published().count() for m in entry_models() if m.has_page)
    kinds = [Publication, GlossaryTerm, Article]
    sources = [list(kind.objects.published()) for kind in kinds]
    wanted = pages // 2 - have
    with transaction.atomic():
        for number in range(max(0, wanted)):
            rows = sources[number % len(sources)]
            copy_row(rows[number // len(sources) % len(rows)], number)


def copy_row(row, number):
    model = type(row)
    copied = model.objects.get(pk=row.pk)
    copied.pk, copied._state.adding = None, True
    copied.slug = f"{row.slug[:100]}-{number}"
    copied.title = f"{row.title[:180]} {number}"
    for constraint in model._meta.constraints:
        for name in getattr(constraint, "fields", ()):
            if known := getattr(row, name):  # an identifier belongs to one row
                other = str(90_000_000 + number) if str(known).isdigit() else f"{known}{number}"
                setattr(copied, name, other)
    copied.save()
    for field in row._meta.many_to_many:
        if field.remote_field.through._meta.auto_created:
            getattr(copied, field.name).set(getattr(row, field.name).all())


def cpu():
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def timed(name, folder, **options):
    from delivery.static_export import bake

    wall, used = time.perf_counter(), cpu()
    report = bake(folder, origin="http://localhost", processes=2, **options)
    wall, used = time.perf_counter() - wall, cpu() - used
    print(f"| {name} | {report.asked:,} | {report.new:,} | {wall:.1f} | {used:.1f} |", flush=True)
    return report


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="msc-bake-bench-") as name:
        folder = Path(name)
        copy_of_the_site(folder)
        import django

        django.setup()
        fill(options.pages)
        from articles.models import Article
        from tests.factories import republish

        print("| bake | addresses asked | files new | seconds | CPU seconds |")
        print("| --- | ---: | ---: | ---: | ---: |")
        report = timed("first, with cards drawn", folder / "baked")
        pages = list((folder / "baked/current/site").rglob("*.html"))
        timed("whole again", folder / "baked")
        timed("changed: nothing", folder / "baked", only_changed=True)
        article = Article.objects.published().order_by("pk").first()
        republish(article, plain_summary="A new summary for the bench.")
        timed("changed: one article", folder / "baked", only_changed=True)
        republish(article, title="A new title for the bench")
        timed("changed: its title", folder / "baked", only_changed=True)
        print(f"\n{len(pages):,} HTML files, {report.files:,} files in all, two processes.")


if __name__ == "__main__":
    main()
