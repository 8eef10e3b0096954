"""Which outside addresses live pages name, and keeping what was found there."""

import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import Queue
from threading import Event
from urllib.parse import urlsplit

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from content.models import ChildRow, Publishable
from content.registry import entry_models
from content.text.links import links
from content.web.addresses import absolute
from editorial.workflow import announce_change
from resources.link_checker import Checker, FoundLink, said
from resources.models import LinkCheck, TrustedResource

logger = logging.getLogger(__name__)

OUTSIDE = ("http://", "https://")
LONGEST = 2000
MOST_PLACES = 20

Place = tuple[int, int, str, str]  # content type, key, field, words of the link


def user_agent() -> str:
    return f"MSC-Portal-link-check/1.0 (+{absolute('/')})"


def new_checker() -> Checker:
    return Checker(user_agent())


# Finding


def named_addresses() -> dict[str, list[Place]]:
    """Every outside address on a live page with the places where it stands."""
    found: dict[str, list[Place]] = {}
    for url, place in (*in_entries(), *in_rows()):
        address = url.strip().partition("#")[0]
        if address and len(address) <= LONGEST:
            places = found.setdefault(address, [])
            if len(places) < MOST_PLACES and place not in places:
                places.append(place)
    return found


def in_entries() -> Iterator[tuple[str, Place]]:
    for model in entry_models():
        addresses, texts = url_fields(model), model.rich_fields()
        if not addresses and not texts:
            continue
        content_type = ContentType.objects.get_for_model(model).pk
        rows = model._base_manager.filter(is_live=True).order_by("pk")
        for row in rows.values("pk", *addresses, *texts).iterator(chunk_size=500):
            for name in addresses:
                if row[name]:
                    yield row[name], (content_type, row["pk"], name, "")
            for name in texts:
                for link in links(row[name]):
                    if link.address.lower().startswith(OUTSIDE):
                        yield link.address, (content_type, row["pk"], name, link.words[:100])


def in_rows() -> Iterator[tuple[str, Place]]:
    """Rows of live entries, such as the regulators of a place."""
    for model in apps.get_models():
        addresses = url_fields(model)
        if not addresses or not issubclass(model, ChildRow):
            continue
        for owner in owners(model):
            content_type = ContentType.objects.get_for_model(owner.related_model).pk
            rows = model._base_manager.filter(**{f"{owner.name}__is_live": True}).order_by("pk")
            for row in rows.values(owner.attname, *addresses).iterator(chunk_size=500):
                for name in addresses:
                    if row[name]:
                        yield row[name], (content_type, row[owner.attname], name, "")


def url_fields(model) -> list[str]:
    return [field.name for field in model._meta.fields if isinstance(field, models.URLField)]


def owners(model) -> list[models.ForeignKey]:
    return [
        field
        for field in model._meta.fields
        if field.many_to_one
        and issubclass(field.related_model, Publishable)
        and field.remote_field.on_delete is models.CASCADE
    ]


@transaction.atomic
def collect() -> tuple[int, int]:
    """Keep one row for each address that is named now; return how many are new and how many left.

    What was found at an address that is still named stays.
    """
    named = named_addresses()
    known = {check.url: check for check in LinkCheck.objects.all()}
    left = [check.pk for url, check in known.items() if url not in named]
    LinkCheck.objects.filter(pk__in=left).delete()
    new = [LinkCheck(url=url, places=places) for url, places in named.items() if url not in known]
    LinkCheck.objects.bulk_create(new, batch_size=500)
    moved = []
    for url, places in named.items():
        if url in known and known[url].places != [list(place) for place in places]:
            known[url].places = places
            moved.append(known[url])
    LinkCheck.objects.bulk_update(moved, ["places"], batch_size=500)
    return len(new), len(left)


# Checking


def check_all(
    urls: Iterable[str], checker: Checker, *, delay: float, workers: int = 8
) -> Iterator[tuple[str, FoundLink]]:
    """Several hosts at once, each host one address after the other with a pause between."""
    by_host: dict[str, list[str]] = {}
    for url in urls:
        by_host.setdefault((urlsplit(url).hostname or "").removeprefix("www."), []).append(url)
    done: Queue[tuple[str, FoundLink]] = Queue()
    stopped = Event()

    def one_host(own: list[str]) -> None:
        for place, url in enumerate(own):
            if stopped.is_set():
                return
            if place:
                checker.sleep(delay)
            done.put((url, checked(checker, url)))

    wanted = sum(map(len, by_host.values()))
    pool = ThreadPoolExecutor(max_workers=workers)
    try:
        for own in by_host.values():
            pool.submit(one_host, own)
        for _number in range(wanted):
            yield done.get()
    finally:
        stopped.set()
        pool.shutdown(wait=False, cancel_futures=True)


def checked(checker: Checker, url: str) -> FoundLink:
    """Whoever waits for the answer gets one, whatever a server has thought of."""
    try:
        return checker.check(url)
    except Exception as error:
        logger.exception("The check of a link failed.")
        return FoundLink(LinkCheck.State.UNREACHABLE, reason=said(error))


@transaction.atomic
def keep(url: str, found: FoundLink) -> LinkCheck | None:
    """Store what was found; pages that show it are told when an address fails or works again."""
    check = LinkCheck.objects.select_for_update().filter(url=url).first()
    if check is None:
        return None
    failed_before = check.is_not_reachable
    check.state, check.http_status = found.state, found.status
    check.reason, check.final_url = found.reason[:200], found.final_url
    check.checked_at = timezone.now()
    check.fail_count = min(check.fail_count + 1, 999) if found.state in LinkCheck.FAILED else 0
    check.save()
    if check.is_not_reachable != failed_before:
        for resource in TrustedResource.objects.published().filter(url=url):
            announce_change(resource)
    return check
