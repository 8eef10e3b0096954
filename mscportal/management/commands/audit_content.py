import statistics
import sys
from collections import Counter

from django.core.management.base import BaseCommand

from content.models import Verification
from content.registry import entry_models
from mscportal.audit import facts, pages, wording
from mscportal.audit.findings import CRITERIA, AuditLevel
from mscportal.audit.from_gate import name_of


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
        parser.add_argument(
            "--grades",
            action="store_true",
            help="Print the reading grade of every text, hardest first, and check nothing.",
        )
        parser.add_argument("--only", type=int, choices=CRITERIA, help="One criterion by number.")
        parser.add_argument(
            "--most", type=int, default=20, help="Findings shown per criterion and level (20)."
        )

    def handle(self, *, without_pages, grades, only, most, **options):
        self.verbosity = options["verbosity"]
        if grades:
            self.grades()
            return
        found = [finding for check in (*facts.CHECKS, *wording.CHECKS) for finding in check()]
        if not without_pages:
            found += pages.check_site(self.progress)
        if only:
            found = [finding for finding in found if finding.criterion == only]
        self.report(found, most)
        self.grades_in_short()
        self.facts_to_check()
        counts = Counter(finding.level for finding in found)
        summary = f"{counts[AuditLevel.ERROR]} errors, {counts[AuditLevel.WARNING]} warnings."
        if counts[AuditLevel.ERROR]:
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
            for level in AuditLevel:
                rows = sorted(finding for finding in own if finding.level == level)
                for finding in rows[:most]:
                    self.stdout.write(f"   {level}: {finding.where}: {finding.message}")
                if len(rows) > most:
                    self.stdout.write(f"   … and {len(rows) - most} more of level {level}")

    def grades(self):
        """Every text with its words and school grades; a dash for a part too short to grade."""
        readings = sorted(
            wording.all_readings(),
            key=lambda found: (-found.body, -found.summary, found.entry.slug),
        )
        self.stdout.write("words  summary  text  entry")
        for found in readings:
            summary, body = (f"{part:.1f}" if part else "-" for part in (found.summary, found.body))
            name = name_of(found.entry)
            self.stdout.write(f"{found.words:5d}  {summary:>7}  {body:>4}  {name}")
        self.grades_in_short(readings)

    def grades_in_short(self, readings=None):
        """How many texts keep the grade that is wanted of them, and the median."""
        readings = wording.all_readings() if readings is None else readings
        parts = (
            ("summaries", [r.summary for r in readings if r.summary], wording.SUMMARY_GRADE),
            ("our texts", [r.body for r in readings if r.body and r.is_ours], wording.BODY_GRADE),
            (
                "texts from facts",
                [r.body for r in readings if r.body and not r.is_ours],
                wording.BODY_GRADE,
            ),
        )
        self.stdout.write("\nReading grades (Flesch-Kincaid); `--grades` lists every text")
        for what, found, wanted in parts:
            if found:
                kept = sum(one <= wanted for one in found)
                self.stdout.write(
                    f"   {what}: {kept} of {len(found)} at most grade {wanted}, "
                    f"median {statistics.median(found):.1f}, highest {max(found):.1f}"
                )

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
