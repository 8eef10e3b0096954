from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.crypto import get_random_string

from accounts.models import User

# Without letters and digits that look alike.
READABLE = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class Command(BaseCommand):
    help = "Make the first account of the desk and print its one-time password."

    def add_arguments(self, parser):
        parser.add_argument("--username", default="admin", help="login name (default: admin)")

    @transaction.atomic
    def handle(self, *, username, **options):
        if existing := User.objects.filter(is_superuser=True).first():
            self.stdout.write(
                f"The desk has an administrator already ({existing.get_username()}); "
                "nothing was changed."
            )
            return
        password = get_random_string(16, READABLE)
        admin = User(username=username, is_staff=True, is_superuser=True, must_change_password=True)
        admin.set_password(password)
        try:
            admin.full_clean()
        except ValidationError as error:
            reasons = " ".join(error.messages)
            raise CommandError(f"{username!r} cannot be the login name. {reasons}") from error
        admin.save()
        self.stdout.write(
            self.style.SUCCESS(
                f"Log in as {username} with the one-time password {password}\n"
                "The first login asks for a new one. It is not shown again."
            )
        )
