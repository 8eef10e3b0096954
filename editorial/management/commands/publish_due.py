from django.core.management.base import BaseCommand

from editorial.workflow import keep_appointments


class Command(BaseCommand):
    help = (
        "Publish and withdraw what is due, and bring up to date what a day has passed for, such as "
        "the status of a trial. The first request after the moment does the same; a "
        "timer makes sure of it where nobody may come by, or where pages are baked."
    )

    def handle(self, **options):
        kept = keep_appointments()
        for done, entries in [
            ("Published", kept.published),
            ("Withdrawn", kept.withdrawn),
            ("Brought up to date", kept.renewed),
            ("Not done, see its history", kept.refused),
        ]:
            for entry in entries:
                self.stdout.write(f"{done}: {entry._meta.verbose_name} “{entry}”")
        self.stdout.write(
            self.style.SUCCESS(
                f"{len(kept.published)} published, {len(kept.withdrawn)} withdrawn, "
                f"{len(kept.refused)} refused, {len(kept.renewed)} brought up to date"
            )
        )
