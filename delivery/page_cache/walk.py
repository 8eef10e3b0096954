"""The whole site made ahead, most-read pages first, through the same door as for visitors.

After an upgrade no finished page holds any more. The command `warm_pages` makes them before the new
server starts; a server that was started without it makes them beside its requests.
"""

import logging
import multiprocessing
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.db import Error, connections

from content.frames import with_room
from delivery.content_version.version import LONGEST_WAIT, Seen
from delivery.page_cache.middleware import OK, PageCache
from delivery.page_cache.response import Key, environ_of, key_of
from delivery.page_cache.stores import MEGABYTE, StoredPage, name_of, unpacked
from editorial.workflow import keep_appointments

logger = logging.getLogger(__name__)

TRIES = 2  # a publication may come between
MOST_FAILURES = 3  # one after the other: then it is not the pages
MOST_NAMED = 5
AT_ONCE = 4  # addresses that a process of the command gets at a time
ANOTHER_PLACE = ("301", "302", "404", "410")  # since the addresses were listed
# Of what a store may hold: the pages of an upgrade push none of each other out.
SHARE = 0.75
WALKED = "walked"  # beside the pages of a build, when all of them were made
# Seconds:
START_AFTER = 0.5
PAUSE = 0.002
LONGEST_YIELD = 2.0
LOOKS_APART = 0.01


class Outcome(Enum):
    MADE = "made now"
    WARM = "no view has to run for it; it was made for this content or is still right"
    GONE = "no page any more"
    FAILED = "could not be made or kept"


class WalkedPage(NamedTuple):
    address: str
    outcome: Outcome
    size: int = 0  # bytes in the store
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.address} ({self.reason})"


class CannotWalk(Exception):
    """A sentence for the operator: nothing can be made ahead now."""


class ProcessEnds(Exception):
    """The server stops, and so does what it does beside its requests."""


@dataclass
class Report:
    made: int = 0
    warm: int = 0
    left: bool = False  # the store has no room for the rest
    seconds: float = 0.0
    failed: list[WalkedPage] = field(default_factory=list)

    def __str__(self) -> str:
        said = [f"{self.made:,} pages made ahead in {self.seconds:.1f} s"]
        if self.warm:
            said.append(f"{self.warm:,} were warm")
        if self.left:
            said.append("the rest is left to readers, as the store has no room for it")
        if self.failed:
            named = ", ".join(map(str, self.failed[:MOST_NAMED]))
            said.append(f"{len(self.failed):,} could not be made: {named}")
        return "; ".join(said)


def ask(application: Callable, address: str) -> str:
    """The status for a browser of today, under the name that the settings give the site."""
    said: list[str] = []
    environ = environ_of(key_of(settings.SITE_URL, address)) | {"HTTP_ACCEPT_ENCODING": "br"}
    chunks = application(environ, lambda status, headers, *error: said.append(status))
    if hasattr(chunks, "close"):
        chunks.close()
    return said[-1]


def settled(cache: PageCache) -> Seen:
    """The content version, after everything whose moment has come was done."""
    until = time.monotonic() + LONGEST_WAIT + 1
    while (seen := cache.version.now()) is None:
        try:
            keep_appointments()
        except Error as error:
            reason = str(error).strip().partition("\n")[0]
            raise CannotWalk(f"the database cannot be used: {reason}") from error
        if time.monotonic() > until:
            raise CannotWalk("the state of the content cannot be found out")
        pause(LOOKS_APART)
    return seen


class FoundPage(NamedTuple):
    page: StoredPage | None
    size: int  # bytes in the store


def found(cache: PageCache, address: str, seen: Seen) -> FoundPage:
    whole = cache.store.read(seen.build_id, name_of(key_of(settings.SITE_URL, address)))
    return FoundPage(unpacked(whole), len(whole or b""))


def warm(cache: PageCache, address: str, look_only: bool = False) -> WalkedPage:
    """Make the page where a visitor would have to wait for a view."""
    seen = settled(cache)
    before, size = found(cache, address, seen)
    if before and before.version == seen.version:
        return WalkedPage(address, Outcome.WARM, size)
    if look_only:
        is_right = before is not None and cache.still_holds(before, seen)
        return WalkedPage(address, Outcome.WARM if is_right else Outcome.MADE, size)
    for _try in range(TRIES):
        status = ask(cache, address)
        if status.startswith(ANOTHER_PLACE):
            return WalkedPage(address, Outcome.GONE)
        if status != OK:
            return WalkedPage(address, Outcome.FAILED, reason=status)
        seen = settled(cache)
        page, size = found(cache, address, seen)
        if page and page.version == seen.version:
            is_same = before is not None and page.answer.made == before.answer.made
            return WalkedPage(address, Outcome.WARM if is_same else Outcome.MADE, size)
    return WalkedPage(address, Outcome.FAILED, reason="it cannot be stored")


def walk(pages: Iterable[WalkedPage]) -> Report:
    """Raises CannotWalk where it is no use to go on; what was made until then stays."""
    report, begun, size, in_a_row = Report(), time.monotonic(), 0, 0
    for page in pages:
        report.made += page.outcome is Outcome.MADE
        report.warm += page.outcome is Outcome.WARM
        if page.outcome is Outcome.FAILED:
            report.failed.append(page)
        in_a_row = in_a_row + 1 if page.outcome is Outcome.FAILED else 0
        if in_a_row == MOST_FAILURES:
            raise CannotWalk(", ".join(map(str, report.failed[-MOST_FAILURES:])))
        size += page.size
        if size > settings.STORED_ANSWERS_MB * MEGABYTE * SHARE:
            report.left = True
            break
    report.seconds = time.monotonic() - begun
    return report


def note_walked(cache: PageCache, report: Report) -> None:
    """So that no server of this build walks again."""
    if not report.failed:
        cache.store.write(settled(cache).build_id, WALKED, b"1")


# What the processes of the command inherit.
_inherited: list[PageCache] = []


def _warm(address: str, look_only: bool) -> WalkedPage:
    return warm(_inherited[0], address, look_only)


def walk_at_once(
    cache: PageCache,
    addresses: list[str],
    *,
    processes: int = 1,
    look_only: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> Report:
    """For a command: in several processes, and whoever calls waits. Raises CannotWalk."""
    settled(cache)

    def told(pages: Iterable[WalkedPage]) -> Iterator[WalkedPage]:
        for number, page in enumerate(pages, start=1):
            yield page
            progress(number)

    work = partial(_warm, look_only=look_only)
    _inherited[:] = [cache]
    try:
        if processes == 1 or look_only:
            report = walk(told(map(work, addresses)))
        else:
            connections.close_all()  # a connection must not be shared
            fork = multiprocessing.get_context("fork")
            with ProcessPoolExecutor(processes, mp_context=fork) as pool:
                try:
                    pages = pool.map(work, addresses, chunksize=AT_ONCE)
                    report = walk(told(pages))
                finally:
                    pool.shutdown(cancel_futures=True)
    except BrokenProcessPool as error:
        raise CannotWalk("one of its processes was killed; start it again") from error
    finally:
        _inherited.clear()
    if not look_only:
        note_walked(cache, report)
    return report


def walk_beside_requests(
    cache: PageCache, addresses: Callable[[], Iterable[str]]
) -> threading.Thread:
    """One process of those that share a store does so; the others leave it to that one.

    The thread is no daemon: a process that ends waits for the page that is being made.
    """
    thread = threading.Thread(
        target=with_room(_walk_beside), args=(cache, addresses), name="walk", daemon=False
    )
    thread.start()
    return thread


def _walk_beside(cache: PageCache, addresses: Callable[[], Iterable[str]]) -> None:
    """Never raises."""
    try:
        pause(START_AFTER)
        build_id = settled(cache).build_id
        turn = Key("", WALKED, build_id)
        if not cache.store.claim(turn):
            return
        try:
            if cache.store.read(build_id, WALKED) is None:
                report = walk(one_by_one(cache, turn, addresses()))
                note_walked(cache, report)
                logger.log(logging.WARNING if report.failed else logging.INFO, "%s", report)
        finally:
            cache.store.release(turn)
    except ProcessEnds:
        pass
    except (CannotWalk, Error, OSError) as error:
        logger.warning("Pages are not made ahead, readers make them: %s", error)
    except Exception:
        logger.exception("Pages are not made ahead, readers make them")
    finally:
        connections.close_all()


def one_by_one(cache: PageCache, turn: Key, addresses: Iterable[str]) -> Iterator[WalkedPage]:
    for address in addresses:
        pause(PAUSE)
        until = time.monotonic() + LONGEST_YIELD
        while cache.application.requests and time.monotonic() < until:
            pause(LOOKS_APART)
        cache.store.keep_claim(turn)
        yield warm(cache, address)


def pause(seconds: float) -> None:
    """Raises ProcessEnds when Python joins the threads of this process."""
    until = time.monotonic() + seconds
    while threading.main_thread().is_alive():
        left = until - time.monotonic()
        if left <= 0:
            return
        time.sleep(min(left, 0.05))
    raise ProcessEnds
