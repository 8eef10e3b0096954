import os
import signal
import threading
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from delivery.static_export import BakeFailed, BakeReport, bake, watch

MOST_SHOWN = 20
SECONDS_APART = 2.0


class Command(BaseCommand):
    help = (
        "Write the public site as files that a web server can serve. A release is built beside "
        "the one that visitors get, and takes its place at once when it is whole."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--to", type=Path, default=Path(settings.DATA_DIR) / "baked", help="The folder."
        )
        parser.add_argument(
            "--changed",
            action="store_true",
            help="Only what the database would answer differently now; everything with other code.",
        )
        parser.add_argument(
            "--watch", action="store_true", help="Go on, with each publication, until stopped."
        )
        parser.add_argument("--dry-run", action="store_true", help="Make the pages, write nothing.")
        parser.add_argument(
            "--origin",
            default=settings.SITE_URL,
            help="How visitors reach the site; pages name it. (%(default)s)",
        )
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)

    def handle(self, *, to, changed, watch, dry_run, origin, processes, **options):
        if watch and dry_run:
            raise CommandError("--watch writes; leave out --dry-run.")
        if processes < 1:
            raise CommandError("--processes: one or more.")
        self.said_at = time.monotonic()
        options = {"origin": origin.rstrip("/"), "processes": processes, "progress": self.progress}
        if watch:
            return self.watch(to, options)
        try:
            report = bake(to, only_changed=changed, dry_run=dry_run, **options)
        except BakeFailed as error:
            raise CommandError(str(error)) from error
        self.summary(report, dry_run)

    def watch(self, to, options):
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        watch(to, stop, told=self.summary, failed=lambda e: self.stderr.write(str(e)), **options)

    def progress(self, done: int, known: int) -> None:
        if time.monotonic() - self.said_at >= SECONDS_APART:
            self.said_at = time.monotonic()
            self.stdout.write(f"{done:,} of {known:,} known addresses …")
            self.stdout.flush()

    def summary(self, report: BakeReport, dry_run: bool = False) -> None:
        for address, page in list(report.dead_ends.items())[:MOST_SHOWN]:
            self.stdout.write(self.style.WARNING(f"Dead end: {address}, on {page}"))
        if len(report.dead_ends) > MOST_SHOWN:
            self.stdout.write(f"… and {len(report.dead_ends) - MOST_SHOWN:,} more dead ends")
        what = "Would be new" if dry_run else "New or changed"
        parts = [
            f"{what}: {report.new:,} of {report.files:,} files",
            f"{report.asked:,} addresses asked in {report.seconds:.1f} s",
            f"{report.moved:,} moved, {report.gone:,} gone",
        ]
        if report.release:
            parts.append(f"release {report.release}")
        if report.maps_changed:
            parts.append("old addresses changed: reload an nginx that has no application behind it")
        self.stdout.write(self.style.SUCCESS("; ".join(parts) + "."))
        self.stdout.flush()
