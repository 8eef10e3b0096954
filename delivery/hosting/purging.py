"""Caches in front of the site, such as a CDN: what they may keep, and how they hear of changes.

Every page names the tables that it was read from as its surrogate keys. A publication tells the
cache which tables it wrote. A page that reads none of them cannot have changed.
"""

import json
import logging
import re
import threading
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any, Protocol
from urllib.error import URLError
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from content.tasks import task
from delivery.content_version import EVERYTHING
from delivery.content_version.version import version_moved
from delivery.page_cache import query_log

logger = logging.getLogger(__name__)

ALL = "all"  # a key of every page
TABLE = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)"?')
# A call that never arrives costs this long, and so does the turn of a day.
KEPT = "max-age=600, stale-if-error=86400"
TIMEOUT = 5.0  # seconds
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0


class Cache(Protocol):
    def forget(self, keys: frozenset[str]) -> None:
        """Drop every page that carries one of the keys; raise OSError when that failed."""


class NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None  # the token is for one host


class HttpCache:
    """One POST with the keys in a header and, for those who prefer it, as JSON."""

    def __init__(self, url: str):
        parts = urlsplit(url)
        self.token = unquote(parts.username or "")
        self.url = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        self.opener = build_opener(NoRedirects)

    def forget(self, keys: frozenset[str]) -> None:
        names = sorted(keys)
        headers = {"Surrogate-Key": " ".join(names), "Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        body = json.dumps({"tags": names}).encode()
        request = Request(self.url, data=body, headers=headers, method="POST")  # noqa: S310
        try:
            with self.opener.open(request, timeout=TIMEOUT) as answer:
                answer.read(1000)
        except URLError:
            raise
        except (HTTPException, ValueError) as error:
            raise OSError(f"{type(error).__name__}: {error}") from error


class Messenger:
    """What the cache has still to hear of this process. It is told again until it listens.

    What piles up meanwhile goes in one call. What a process had not told when it ended is lost;
    pages are kept for ten minutes only for that reason.
    """

    def __init__(self, cache: Cache):
        self.cache = cache
        self.waiting: set[str] = set()
        self.pause = FIRST_PAUSE
        self.rests_until: datetime | None = None
        self.lock = threading.Lock()

    def add(self, keys: frozenset[str]) -> datetime | None:
        """The moment from which the cache may be called: at once, or after its pause."""
        with self.lock:
            self.waiting |= keys
            return self.rests_until

    def call(self) -> datetime | None:
        """The moment of the next call when this one failed."""
        with self.lock:
            keys, self.waiting = frozenset(self.waiting), set()
        if not keys:
            return None
        try:
            self.cache.forget(keys)
        except OSError as error:
            logger.error("The cache did not hear of %s: %s", ", ".join(sorted(keys)), error)
            with self.lock:
                self.waiting |= keys
                self.rests_until = timezone.now() + timedelta(seconds=self.pause)
                self.pause = min(self.pause * 2, LONGEST_PAUSE)
                return self.rests_until
        with self.lock:
            self.rests_until, self.pause = None, FIRST_PAUSE
        return None


messenger: Messenger | None = None


def tell(keys: frozenset[str]) -> None:
    """Never waits for the cache, and never raises."""
    if messenger:
        tell_later.using(run_after=messenger.add(keys)).enqueue()


@task
def tell_later() -> None:
    again_at = messenger.call() if messenger else None
    if again_at:
        tell_later.using(run_after=again_at).enqueue()


def keys_of(tables: Collection[str]) -> frozenset[str]:
    return frozenset({ALL}) if EVERYTHING in tables else frozenset(tables)


def connect() -> None:
    """From now on publications of this process are told to the cache that the settings name."""
    global messenger
    if settings.PURGE_URL:
        messenger = Messenger(HttpCache(settings.PURGE_URL))
        version_moved.connect(on_change, dispatch_uid="caches")


def on_change(sender: object, tables: Collection[str], **kwargs: object) -> None:
    tell(keys_of(tables))


def surrogate_keys(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: without a cache in front it does nothing."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not settings.PURGE_URL or request.method not in ("GET", "HEAD"):
            return get_response(request)
        log = query_log.current_log.get()
        if log is not None:
            return with_keys(get_response(request), log)
        with query_log.recorded() as log:
            return with_keys(get_response(request), log)

    return middleware


def with_keys(response: HttpResponseBase, log: query_log.QueryLog) -> HttpResponseBase:
    policy = response.headers.get("Cache-Control", "")
    if response.cookies or "no-store" in policy or "private" in policy:
        return response
    tables = {name for sql in log.statements() for name in TABLE.findall(sql)}
    response.headers["Surrogate-Key"] = " ".join([ALL, *sorted(tables)])
    response.headers["CDN-Cache-Control"] = KEPT
    return response
