from datetime import datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from linking import services
from linking.workers import can_fork, planning


class Command(BaseCommand):
    help = (
        "Make the automatic links anew from what is live. Publishing keeps them true by itself; "
        "this is for after an upgrade, and to check."
    )

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--all", action="store_true", help="Every name and every text.")
        what.add_argument(
            "--since",
            metavar="MOMENT",
            help="What was published or withdrawn since, such as 2026-05-01 or 2026-05-01T10:30.",
        )
        what.add_argument(
            "--check",
            action="store_true",
            help="Compare what is stored with a full rebuild; exit code 1 on any difference.",
        )
        parser.add_argument(
            "--workers", type=int, default=1, help="Processes that make plans (default 1)."
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="With --all: say what would change, only."
        )

    def handle(self, *, since, check, dry_run, workers: int, **options):
        if workers < 1 or (workers > 1 and not can_fork()):
            raise CommandError("--workers must be 1 or more, and 1 where processes cannot fork.")
        if since and (dry_run or workers > 1):
            raise CommandError("--since goes without --dry-run and --workers.")
        progress = self.progress if options["verbosity"] else None
        if since:
            tally = services.relink_since(moment(since), progress)
        else:
            only_look = check or dry_run
            with planning(workers) as plan_many:
                work = services.check if only_look else services.relink_all
                tally = work(progress, plan_many=plan_many)
        found = f"{tally.seen} entries looked at, {tally.changed} with other links"
        found += f"; {tally.names} names changed."
        if check and (tally.changed or tally.names):
            raise CommandError(f"{found} Run: manage.py relink --all")
        lead = "Nothing was changed. It would be: " if dry_run else ""
        self.stdout.write(self.style.SUCCESS(lead + found))

    def progress(self, done, total):
        if done == total or done % 1000 < services.BATCH:
            self.stdout.write(f"{done} of {total}")


def moment(text):
    try:
        found = parse_datetime(text)
        if found is None and (day := parse_date(text)):
            found = datetime.combine(day, time.min)
    except ValueError:
        found = None
    if found is None:
        raise CommandError(f"“{text}” is no moment. Write 2026-05-01 or 2026-05-01T10:30.")
    return timezone.make_aware(found) if timezone.is_naive(found) else found
