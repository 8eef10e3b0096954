from django.core.management.base import BaseCommand, CommandError

from search import kinds, services


class Command(BaseCommand):
    help = "Make the search index anew from what is live; the site keeps answering meanwhile."

    def add_arguments(self, parser):
        parser.add_argument(
            "--type",
            action="append",
            dest="types",
            metavar="TYPE",
            help="Only this type, such as disease or trial; may be given several times.",
        )
        parser.add_argument(
            "--batch", type=int, default=2000, help="Entries in one transaction (default 2000)."
        )
        parser.add_argument(
            "--workers",
            type=int,
            default=0,
            help="Other processes that help, for very many entries (default none).",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would change and change nothing."
        )

    def handle(self, *, types, batch, workers, dry_run, **options):
        if batch < 1:
            raise CommandError("--batch must be 1 or more.")
        if workers < 0:
            raise CommandError("--workers must be 0 or more.")
        tally = services.rebuild(
            types=[self.model(word) for word in types] if types else None,
            batch=batch,
            progress=self.progress if options["verbosity"] else None,
            dry_run=dry_run,
            workers=workers,
        )
        lead = "Nothing was changed. It would be: " if dry_run else ""
        self.stdout.write(
            self.style.SUCCESS(
                f"{lead}{tally.new} new, {tally.refreshed} made anew, {tally.removed} removed; "
                f"orphan rows cleared: {tally.orphans}."
            )
        )

    def model(self, word):
        kind = kinds.kinds_by_word().get(word)
        if kind is None:
            known = ", ".join(sorted(kinds.kinds_by_word()))
            raise CommandError(f"There is no type “{word}”. The types are: {known}.")
        return kinds.models_by_kind()[kind]

    def progress(self, model, done, total):
        self.stdout.write(f"{model._meta.verbose_name_plural}: {done} of {total}")
