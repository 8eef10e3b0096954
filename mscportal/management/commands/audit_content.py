import sys
from collections import Counter

from django.core.management.base import BaseCommand

from content.models import Verification
from content.registry import entry_models
from mscportal.audit import facts, pages, wording
from mscportal.audit.findings import CRITERIA, Level


class Command(BaseCommand):
    help = (
        "Check the public content against the quality standard and print a report. The exit code "
        "is 1 when there is an error; warnings and notes do not fail."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--without-pages",
            action="store_true",
            help="Check rows and words only; do not read every page of the site.",
        )
        parser.add_argument("--only", type=int, choices=CRITERIA, help="One criterion by number.")
        parser.add_argument(
            "--most", type=int, default=20, help="Findings shown per criterion and level (20)."
        )

    def handle(self, *, without_pages, only, most, **options):
        self.verbosity = options["verbosity"]
        found = [finding for check in (*facts.CHECKS, *wording.CHECKS) for finding in check()]
        if not without_pages:
            found += pages.check_site(self.progress)
        if only:
            found = [finding for finding in found if finding.criterion == only]
        self.report(found, most)
        self.facts_to_check()
        counts = Counter(finding.level for finding in found)
        summary = f"{counts[Level.ERROR]} errors, {counts[Level.WARNING]} warnings."
        if counts[Level.ERROR]:
            self.stdout.write(self.style.ERROR(summary))
            sys.exit(1)
        self.stdout.write(self.style.SUCCESS(summary))

    def progress(self, done):
        if self.verbosity and sys.stdout.isatty() and done % 10 == 0:
            self.stdout.write(f"\r{done} pages read", ending="")
            self.stdout.flush()

    def report(self, found, most):
        for criterion, title in CRITERIA.items():
            own = [finding for finding in found if finding.criterion == criterion]
            if not own:
                continue
            self.stdout.write(f"\n{criterion}. {title}")
            for level in Level:
                rows = sorted(finding for finding in own if finding.level == level)
                for finding in rows[:most]:
                    self.stdout.write(f"   {level}: {finding.where}: {finding.message}")
                if len(rows) > most:
                    self.stdout.write(f"   … and {len(rows) - most} more of level {level}")

    def facts_to_check(self):
        waiting = Counter()
        for model in entry_models():
            names = [
                field.name for field in model._meta.fields if field.name.endswith("verification")
            ]
            for name in names:
                rows = model.objects.published().filter(**{name: Verification.MEMORY})
                if count := rows.count():
                    waiting[f"{model._meta.verbose_name_plural}, {name}"] = count
        self.stdout.write("\nFacts that wait for a check by an editor")
        for what, count in sorted(waiting.items()):
            self.stdout.write(f"   {count:5d} {what}")
