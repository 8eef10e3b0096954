from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from resources import outside_links
from resources.models import LinkCheck


class Command(BaseCommand):
    help = (
        "Look at the outside addresses that live pages name, the longest unchecked first. Stopped "
        "and started again, it goes on where it was."
    )

    SILENCE = 3  # so many addresses without any answer are no accident

    def add_arguments(self, parser):
        parser.add_argument("--most", type=int, default=0, metavar="N", help="At most N addresses.")
        parser.add_argument(
            "--delay",
            type=float,
            default=2.0,
            metavar="SECONDS",
            help="Pause between two addresses of one host (default 2).",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="List what would be checked; ask nobody."
        )

    def handle(self, *, most, delay, dry_run, verbosity, **options):
        if most < 0 or not 0 <= delay <= 3600:
            raise CommandError("--most is 0 or more, --delay 0 to 3600 seconds.")
        if dry_run:
            return self.list_only(most)
        new, left = outside_links.collect()
        self.stdout.write(f"{LinkCheck.objects.count()} addresses, {new} new, {left} not named now")
        urls = list(LinkCheck.objects.due().values_list("url", flat=True)[: most or None])
        tally = self.check(urls, delay, is_verbose=verbosity > 1)
        counted = ", ".join(f"{tally[state]} {state}" for state in LinkCheck.State.values[1:])
        failing = LinkCheck.objects.not_reachable().count()
        self.stdout.write(
            self.style.SUCCESS(f"{len(urls)} checked: {counted}; {failing} failed twice or more")
        )

    def check(self, urls, delay, *, is_verbose):
        """Failures count only when somebody answered: else it is our own line that is down."""
        tally, waiting, has_answer = Counter(), [], False
        checked = outside_links.check_all(urls, outside_links.new_checker(), delay=delay)
        for number, (url, found) in enumerate(checked, 1):
            tally[found.state] += 1
            waiting.append((url, found))
            has_answer = has_answer or found.status is not None
            if has_answer:
                self.keep(waiting)
            self.tell(f"{number} of {len(urls)}", url, found, is_verbose, number % 50 == 0)
        if len(waiting) >= self.SILENCE:
            raise CommandError(
                f"None of {number} addresses answered. Nothing was stored: is there a network?"
            )
        self.keep(waiting)
        return tally

    def keep(self, waiting):
        for url, found in waiting:
            outside_links.keep(url, found)
        waiting.clear()

    def tell(self, place, url, found, is_verbose, is_milestone):
        if is_verbose or found.state in LinkCheck.FAILED:
            said = f"{found.status or ''} {found.reason}".strip()
            self.stdout.write(f"{place}: {found.state} {url} {said}".rstrip())
        elif is_milestone:
            self.stdout.write(place)

    def list_only(self, most):
        named = outside_links.named_addresses()
        checked = dict(LinkCheck.objects.values_list("url", "checked_at"))
        order = sorted(named, key=lambda url: (bool(checked.get(url)), checked.get(url) or 0, url))
        for url in order[: most or None]:
            self.stdout.write(url)
        self.stdout.write(
            self.style.SUCCESS(f"Nothing was asked. It would be: {len(order[: most or None])}")
        )
