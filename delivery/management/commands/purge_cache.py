from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from delivery.hosting.purging import ALL, HttpCache


class Command(BaseCommand):
    help = "Tell the cache in front (MSC_PURGE_URL) to forget every page; for use after an upgrade."

    def handle(self, **options):
        if not settings.PURGE_URL:
            raise CommandError("MSC_PURGE_URL is not set, so there is no cache to tell.")
        try:
            HttpCache(settings.PURGE_URL).forget(frozenset({ALL}))
        except OSError as error:
            raise CommandError(f"The cache did not answer as it should: {error}") from error
        self.stdout.write(self.style.SUCCESS("The cache forgets every page."))
