from django.core.management.base import BaseCommand, CommandError

from editorial.desk.digest import digests, send_all


class Command(BaseCommand):
    help = (
        "Send each colleague one mail with what waits for them: reviews, requested changes, "
        "overdue pages, appointments, feedback. The same mail goes out once a day at most."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Print the mails instead.")

    def handle(self, *, dry_run, **options):
        if dry_run:
            for digest in digests():
                self.stdout.write(f"To {digest.colleague}: {digest.subject}\n\n{digest.body}")
            return
        tally = send_all()
        if tally.failed:
            raise CommandError(
                f"{tally.sent} sent, {tally.failed} failed; these are tried again by themselves."
            )
        self.stdout.write(self.style.SUCCESS(f"{tally.sent} sent, {tally.same} sent already today"))
