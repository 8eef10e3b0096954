from django.core.management.base import BaseCommand

from editorial.desk import index


class Command(BaseCommand):
    help = "Make the texts anew by which the desk finds drafts and what is not public."

    def handle(self, **options):
        self.stdout.write(self.style.SUCCESS(f"{index.rebuild()} texts"))
