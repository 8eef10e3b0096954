import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from editorial import workflow


class Command(BaseCommand):
    help = (
        "Delete for good what lies in the trash. Entries that were public, or have reviews or "
        "corrections, stay."
    )

    def add_arguments(self, parser):
        parser.add_argument("--older-than", type=int, required=True, metavar="DAYS")
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would go and delete nothing."
        )

    def handle(self, *, older_than, dry_run, **options):
        if not 0 <= older_than <= 36500:
            raise CommandError("--older-than is a number of days, 0 or more.")
        before = timezone.now() - datetime.timedelta(days=older_than)
        gone = kept = 0
        for purged in workflow.purge_trash(before, dry_run=dry_run):
            if purged.kept_because:
                kept += 1
                self.stdout.write(f"kept: {purged.kept_because}")
            else:
                gone += 1
        lead = "Nothing was deleted. It would be: " if dry_run else ""
        self.stdout.write(self.style.SUCCESS(f"{lead}{gone} deleted, {kept} kept"))
