from django.core.management.base import BaseCommand, CommandError

from editorial.desk import digest


class Command(BaseCommand):
    help = (
        "Send each colleague one mail with what waits for them: reviews, requested changes, "
        "overdue pages, appointments, feedback. The same mail goes out once a day at most."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Print the mails instead.")

    def handle(self, *, dry_run, **options):
        if dry_run:
            for mail in digest.digests():
                self.stdout.write(f"To {mail.colleague}: {mail.subject}\n\n{mail.body}")
            return
        tally = digest.send_all()
        if tally.failed:
            raise CommandError(
                f"{tally.sent} sent, {tally.failed} failed; these are tried again by themselves."
            )
        self.stdout.write(self.style.SUCCESS(f"{tally.sent} sent, {tally.same} sent already today"))
