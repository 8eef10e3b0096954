"""Finished answers in the memory of this process, bounded in bytes."""

import threading
import time
from collections import OrderedDict
from email.utils import formatdate
from typing import NamedTuple

from django.utils.http import parse_http_date_safe

from delivery.page_cache.response import Headers, MadeResponse

# Bytes of a page besides its body: headers, key, bookkeeping.
OVERHEAD = 4000
# Seconds after which no other body of the page can have the same date.
SETTLED_AFTER = 2

# A Key, or the plain tuple that equals it and is made faster.
Place = tuple[str, str, str, str]


class Variant(NamedTuple):
    """One way in which an answer travels, with everything made beforehand."""

    status: str
    headers: Headers
    body: bytes
    tag: str
    not_modified: Headers


class KeptPage:
    """An answer as this process holds it, in the packings that somebody asked for."""

    __slots__ = ("version", "status", "headers", "made", "is_dated", "etag", "tags", "ready")

    def __init__(self, answer: MadeResponse):
        self.version = ""
        self.status, self.headers, self.made = answer.status, answer.headers, answer.made
        self.is_dated = False
        self.etag = answer.etag
        self.tags = frozenset({answer.etag, f"{answer.etag}-br", f"{answer.etag}-gzip"})
        self.ready: dict[str, Variant] = {}

    def way(self, coding: str) -> Variant | None:
        if not self.is_dated:
            self.may_be_dated()
        return self.ready.get(coding)

    @property
    def last_modified(self) -> tuple[str, str]:
        return "Last-Modified", formatdate(self.made, usegmt=True)

    def may_be_dated(self) -> bool:
        """Whether it is old enough to say when it was made.

        A date has seconds. Said in the very second it could mean this body as well as the next one,
        and who asks by it would keep an old page.
        """
        if not self.is_dated and time.time() >= self.made + SETTLED_AFTER:
            self.ready = {
                coding: way._replace(headers=[*way.headers, self.last_modified])
                for coding, way in self.ready.items()
            }
            self.is_dated = True
        return self.is_dated

    def is_known_since(self, header: str) -> bool:
        """If-Modified-Since; one that cannot be read says nothing."""
        moment = parse_http_date_safe(header)
        return moment is not None and moment >= int(self.made) and self.may_be_dated()

    @property
    def size(self) -> int:
        return OVERHEAD + sum(len(way.body) for way in list(self.ready.values()))


class LRU:
    """The least recently used pages leave first."""

    def __init__(self, limit: int):
        self.limit, self.size = limit, 0
        self.pages: OrderedDict[Place, KeptPage] = OrderedDict()
        self.sizes: dict[Place, int] = {}
        self.lock = threading.Lock()

    def get(self, key: Place) -> KeptPage | None:
        page = self.pages.get(key)
        if page is not None:
            try:
                self.pages.move_to_end(key)
            except KeyError:
                pass  # another thread has just removed it
        return page

    def peek(self, key: Place) -> KeptPage | None:
        return self.pages.get(key)

    def drop(self, key: Place) -> None:
        with self.lock:
            if self.pages.pop(key, None) is not None:
                self.size -= self.sizes.pop(key)

    def put(self, key: Place, page: KeptPage) -> None:
        """Add, replace, or count anew a page that got another packing."""
        with self.lock:
            self.pages[key] = page
            self.pages.move_to_end(key)
            self.size += page.size - self.sizes.get(key, 0)
            self.sizes[key] = page.size
            while self.size > self.limit:
                gone, _page = self.pages.popitem(last=False)
                self.size -= self.sizes.pop(gone)
