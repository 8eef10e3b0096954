from django.core.management.base import BaseCommand, CommandError

from search import query_statistics


class Command(BaseCommand):
    help = (
        "What visitors ask most, and what they ask in vain. Only questions asked at least "
        f"{query_statistics.LEAST_TIMES} times on {query_statistics.LEAST_DAYS} days are known; "
        "nothing of who asked."
    )

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=90, help="Of the last days (default 90).")
        parser.add_argument("--most", type=int, default=50, help="Lines of a list (default 50).")

    def handle(self, *, days, most, **options):
        if days < 1 or most < 1:
            raise CommandError("--days and --most must be 1 or more.")
        self.list("Asked most", list(query_statistics.report(days, most=most)))
        self.list(
            "Asked in vain", list(query_statistics.report(days, without_result=True, most=most))
        )

    def list(self, heading, lines):
        self.stdout.write(self.style.MIGRATE_HEADING(heading))
        for line in lines:
            self.stdout.write(
                f"{line.times:6}  {line.times_without_result:6} without result  {line.words}"
            )
        if not lines:
            self.stdout.write("  nothing yet")
