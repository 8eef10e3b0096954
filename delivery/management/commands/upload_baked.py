import time
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError

from content.pictures.storage import BucketStorage
from delivery.hosting.bucket import upload
from delivery.static_export import BakeFailed

SECONDS_APART = 2.0


class Command(BaseCommand):
    help = (
        "Bring the baked pages of a folder into the bucket that MSC_BAKED_URL names; only what "
        "differs is sent. See docs/production.md for what has to stand in front of a bucket."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--from",
            dest="folder",
            type=Path,
            default=Path(settings.DATA_DIR) / "baked",
            help="The folder that bake_site wrote.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done.")

    def handle(self, *, folder, dry_run, **options):
        storage = storages["baked"] if "baked" in settings.STORAGES else None
        if not isinstance(storage, BucketStorage):
            raise CommandError(
                "MSC_BAKED_URL is not set; it names the bucket: s3://key:secret@host/bucket"
            )
        self.said_at = time.monotonic()
        try:
            report = upload(folder, storage, dry_run=dry_run, progress=self.progress)
        except BakeFailed as error:
            raise CommandError(str(error)) from error
        lead = "Nothing was sent. It would be: " if dry_run else ""
        self.stdout.write(
            self.style.SUCCESS(
                f"{lead}{report.sent:,} objects sent, {report.same:,} right already, "
                f"{report.removed:,} removed."
            )
        )

    def progress(self, done: int, number: int) -> None:
        if time.monotonic() - self.said_at >= SECONDS_APART:
            self.said_at = time.monotonic()
            self.stdout.write(f"{done:,} of {number:,} objects …")
            self.stdout.flush()
