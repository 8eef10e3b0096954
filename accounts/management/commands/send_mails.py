from django.core.management.base import BaseCommand, CommandError

from accounts import mails
from accounts.models import OutgoingMail


class Command(BaseCommand):
    help = (
        "Send the mails that are to be tried now, for a minute at most. The site does so by "
        "itself; a timer makes sure of it where nobody may come by."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Name the mails instead.")

    def handle(self, *, dry_run, **options):
        if dry_run:
            for letter in OutgoingMail.objects.due().exclude(recipient=""):
                self.stdout.write(f"To {letter.recipient}: {letter.subject}")
            return
        tally = mails.send_due()
        said = f"{tally.sent} sent, {tally.failed} failed, {tally.left} left for the next run"
        if tally.failed:
            raise CommandError(f"{said}; the desk says why. They are tried again.")
        self.stdout.write(self.style.SUCCESS(said))
