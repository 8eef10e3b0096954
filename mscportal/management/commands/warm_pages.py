import os
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import Error

from content.frames import with_room
from delivery.page_cache import CannotWalk, walk_at_once, with_page_cache
from mscportal.sitemaps import most_read_first

MOST_SHOWN = 20
SECONDS_APART = 2.0


class Command(BaseCommand):
    help = (
        "Make every page of the site ahead, most-read first, so that no reader waits for one after "
        "an upgrade. To be called with the new code before the server is started again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say what is to be made.")
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)

    def handle(self, *, dry_run, processes, **options):
        if settings.DEBUG:
            raise CommandError("With MSC_DEBUG no page is kept.")
        if processes < 1:
            raise CommandError("--processes: one or more.")
        self.said_at = time.monotonic()
        try:
            addresses = list(most_read_first())
            report = walk_at_once(
                with_page_cache(with_room(get_wsgi_application())),
                addresses,
                processes=processes,
                look_only=dry_run,
                progress=lambda done: self.progress(done, len(addresses)),
            )
        except (CannotWalk, Error) as error:
            raise CommandError(f"Pages are not made ahead: {error}") from error
        if dry_run:
            said = f"Would be made: {report.made:,} pages; {report.warm:,} are warm."
            return self.stdout.write(said)
        for failed in report.failed[:MOST_SHOWN]:
            self.stderr.write(f"Could not be made: {failed}")
        if report.failed:
            raise CommandError(f"{report}.")
        self.stdout.write(self.style.SUCCESS(f"{report}."))

    def progress(self, done: int, known: int) -> None:
        if time.monotonic() - self.said_at >= SECONDS_APART:
            self.said_at = time.monotonic()
            self.stdout.write(f"{done:,} of {known:,} pages …")
            self.stdout.flush()
