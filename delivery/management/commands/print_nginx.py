import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from delivery.hosting import nginx
from delivery.static_export import InProcessClient, Manifest, Releases, quiet

ADDRESS = re.compile(r"[A-Za-z0-9.:\[\]/_-]+")


class Command(BaseCommand):
    help = (
        "Print the configuration by which nginx serves the baked site. Run it after the first "
        "bake and after each upgrade."
    )

    def add_arguments(self, parser):
        parser.add_argument("--to", type=Path, default=Path(settings.DATA_DIR) / "baked")
        parser.add_argument("--listen", default="80")
        parser.add_argument(
            "--application",
            action="append",
            default=[],
            metavar="HOST:PORT",
            help="Who answers what is no file: the desk, search, forms, filters; may be repeated.",
        )
        parser.add_argument(
            "--brotli", action="store_true", help="This nginx has the module brotli_static."
        )

    def handle(self, *, to, listen, application, brotli, **options):
        for value in [listen, *application]:
            if not ADDRESS.fullmatch(value):
                raise CommandError(f"{value!r} is no address; write 127.0.0.1:8000.")
        release = Releases(to).current()
        notes = Manifest.of(release)
        if notes is None:
            raise CommandError(f"There is no release in {to}; run bake_site first.")
        try:
            with quiet():
                self.stdout.write(
                    nginx.configuration(
                        notes.pages(),
                        InProcessClient(notes.about()["origin"]),
                        to.resolve(),
                        listen=listen,
                        applications=application,
                        brotli=brotli,
                    ),
                    ending="",
                )
        finally:
            notes.close()
