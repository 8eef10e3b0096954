from django.core.management.base import BaseCommand, CommandError

from editorial import workflow


class Command(BaseCommand):
    help = (
        "Delete old drafts. The newest of each entry stay, and every version that was public, has "
        "an appointment or was given to a reviewer."
    )

    def add_arguments(self, parser):
        parser.add_argument("--keep", type=int, required=True, metavar="N")
        parser.add_argument(
            "--dry-run", action="store_true", help="Say how many would go and delete nothing."
        )

    def handle(self, *, keep, dry_run, **options):
        if keep < 1:
            raise CommandError("--keep must be 1 or more.")
        gone = workflow.purge_revisions(keep, dry_run=dry_run)
        lead = "Nothing was deleted. It would be: " if dry_run else ""
        self.stdout.write(self.style.SUCCESS(f"{lead}{gone} versions deleted"))
