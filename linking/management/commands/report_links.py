from django.core.management.base import BaseCommand

from linking import reports


class Command(BaseCommand):
    help = "Tell which names of the automatic links could be mended; nothing is changed."

    def add_arguments(self, parser):
        parser.add_argument("--most", type=int, default=30, help="Lines of each list (default 30).")

    def handle(self, *, most, **options):
        ambiguous = [
            f"{row.name}: {', '.join(target.title for target in row.targets)} ({row.pages} pages)"
            for row in reports.ambiguous_names()
        ]
        self.show("Names of several entries, which never link", ambiguous, most)
        candidates = [
            f"{row.name}: {row.count} times on {row.pages} pages" for row in reports.candidates()
        ]
        self.show("What texts seem to name and no entry is called", candidates, most)
        alone = [
            f"{target._meta.verbose_name}: {target.title}"
            for target in reports.targets_nobody_mentions()
        ]
        self.show("Entries that no page mentions", alone, most)
        unused = [f"{row.name} ({row.target.title})" for row in reports.names_that_link_nowhere()]
        self.show("Names that no text has", unused, most)

    def show(self, title, lines, most):
        self.stdout.write(self.style.MIGRATE_HEADING(f"{title}: {len(lines)}"))
        for line in lines[:most]:
            self.stdout.write(f"  {line}")
        if len(lines) > most:
            self.stdout.write(f"  and {len(lines) - most} more")
