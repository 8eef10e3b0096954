import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.roles import keep_roles

LEFT_OUT = ["*.map"]  # source maps: large, and the page works without them


class Command(BaseCommand):
    help = (
        "Make the database, the starter content, the static files and the first user, each only "
        "where it is missing or out of date. Then the server can start."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--without-static",
            action="store_true",
            help="Leave static files alone; the development server finds them itself.",
        )

    def handle(self, *, without_static, **options):
        self.migrate()
        self.load()
        if not without_static:
            self.collect()
        self.first_user()

    def migrate(self):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Bringing the database up to date …")
            call_command("migrate", interactive=False, verbosity=0)
        else:
            keep_roles()

    def load(self):
        self.stdout.write("Starter content: ", ending="")
        self.stdout.flush()
        call_command("load_starter_content", stdout=self.stdout)

    def collect(self):
        note = Path(settings.STATIC_ROOT) / ".digest"
        digest = source_digest()
        if not note.exists() or note.read_text() != digest:
            self.stdout.write("Packing static files (once, about half a minute) …")
            call_command(
                "collectstatic",
                interactive=False,
                verbosity=0,
                clear=True,
                ignore_patterns=LEFT_OUT,
            )
            note.write_text(digest)

    def first_user(self):
        call_command("create_first_admin", stdout=self.stdout)


def source_digest() -> str:
    """Changes when a static file is added, removed or written."""
    files = []
    for finder in get_finders():
        for name, storage in finder.list(LEFT_OUT):
            stat = Path(storage.path(name)).stat()
            files.append(
                f"{getattr(storage, 'prefix', '')}/{name} {stat.st_size} {stat.st_mtime_ns}"
            )
    return hashlib.sha256("\n".join(sorted(files)).encode()).hexdigest()
