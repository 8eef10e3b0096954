import hashlib
import socket
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from accounts.roles import keep_roles
from search.services import rebuild as rebuild_search

LEFT_OUT = ["*.map"]  # source maps: large, and the page works without them


class Command(BaseCommand):
    help = (
        "Make the database, the starter content, the static files and the first user, each only "
        "where it is missing or out of date. Then the server can start."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--port", type=int, help="Refuse to start when another server has this port already."
        )
        parser.add_argument(
            "--without-static",
            action="store_true",
            help="Leave static files alone; the development server finds them itself.",
        )

    def handle(self, *, port, without_static, **options):
        if port:
            refuse_taken_port(port)
        try:
            self.prepare(without_static)
        except DatabaseError as error:
            reason = str(error).strip().splitlines()[0]
            raise CommandError(f"The database cannot be used: {reason}") from error

    def prepare(self, without_static):
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
            rebuild_search()
        else:
            # A squashed migration counts as applied once it is recorded; see docs/decisions/0030.
            executor.check_replacements()
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


def refuse_taken_port(port: int) -> None:
    """A second server would share the port silently, because the server sets SO_REUSEPORT."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}); try make run PORT={port + 1}."
            ) from error


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
