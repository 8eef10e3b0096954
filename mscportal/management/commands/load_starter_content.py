import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mscportal.starter import StarterErrors, pages_of, parse_articles, parse_facts, parse_pages
from mscportal.starter.load import IncompleteEntry, load
from mscportal.starter.mapping import unpublished_facts, wanted_entries


class Command(BaseCommand):
    help = (
        "Load the starter content: facts, articles and standing pages. A second run changes "
        "nothing, and each field and row that an editor changed is left alone and named. What "
        "left the starter content is withdrawn, unless a text of an editor needs it."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would change and change nothing."
        )

    def handle(self, *, dry_run, verbosity, **options):
        folder = settings.STARTER_DIR
        try:
            facts = parse_facts(folder / "facts")
            known_pages = pages_of(facts)
            articles = parse_articles(folder / "articles", facts, known_pages)
            addresses = known_pages.union(f"/articles/{article.slug}/" for article in articles)
            pages = parse_pages(folder / "pages", facts, addresses)
        except StarterErrors as errors:
            raise CommandError(
                f"The starter content is broken; nothing was loaded.\n{errors}"
            ) from errors
        self.verbosity = verbosity
        try:
            tally = load(
                wanted_entries(facts, articles, pages), dry_run=dry_run, progress=self.progress
            )
        except IncompleteEntry as error:
            raise CommandError(f"{error} Nothing was loaded.") from error
        self.report(tally, unpublished_facts(facts), dry_run)

    def progress(self, done, total):
        if self.verbosity and sys.stdout.isatty():
            self.stdout.write(f"\r{done * 100 // total:3d} %", ending="" if done < total else "\n")
            self.stdout.flush()

    def report(self, tally, left_out, dry_run):
        for counter, word in (
            (tally.created, "new"),
            (tally.updated, "changed"),
            (tally.withdrawn, "withdrawn"),
        ):
            for model, count in counter.items():
                if self.verbosity > 1:
                    self.stdout.write(f"{count:5d} {word} {model._meta.verbose_name_plural}")
        for reason in tally.kept:
            self.stdout.write(self.style.WARNING(f"Left alone: {reason}"))
        if self.verbosity > 1:
            for fact in left_out:
                self.stdout.write(f"Not published, because it is marked uncertain: {fact}")
        sums = [
            sum(counter.values())
            for counter in (tally.created, tally.updated, tally.withdrawn, tally.unchanged)
        ]
        self.stdout.write(
            self.style.SUCCESS(
                f"{'Would be: ' if dry_run else ''}{sums[0]} new, {sums[1]} changed, "
                f"{sums[2]} withdrawn, {sums[3]} unchanged, {len(tally.kept)} left alone, "
                f"{len(left_out)} uncertain facts not published."
            )
        )
