"""Answers for strangers, in front of Django: a finished body from memory, or the site itself.

Only what is the same for everybody is kept: GET and HEAD without a cookie of ours, at an address
with no other parameters than those its view declares. See docs/decisions/0026-delivery.md.
"""

import threading
import time
from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import Error, close_old_connections

from delivery.content_version.version import (
    ContentVersion,
    Seen,
    content_version,
    tables_written_since,
)
from delivery.negotiation import PACKED, PLAIN, best_coding, names_tag
from delivery.page_cache import query_log
from delivery.page_cache.addresses import is_usual, may_be_kept
from delivery.page_cache.memory import LRU, KeptPage, Variant
from delivery.page_cache.response import (
    PACKERS,
    UNPACKERS,
    Key,
    MadeResponse,
    Uncacheable,
    environ_of,
    make,
)
from delivery.page_cache.stores import MEGABYTE, Store, StoredPage, shared_store
from delivery.static_files import StaticFiles

# How long a request waits for another one that makes the same page (seconds).
PATIENCE = 2.0
LOOKS_APART = 0.01
TURNS = 64
MOST_WISHES = 500
OF_NOT_MODIFIED = {"cache-control", "cdn-cache-control", "etag", "surrogate-key", "vary"}
OK = "200 OK"


class InFlight:
    """A WSGI callable that knows how many requests are in it."""

    def __init__(self, application: Callable):
        self.application = application
        self.lock = threading.Lock()
        self.requests = 0

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        with self.lock:
            self.requests += 1
        try:
            return self.application(environ, start_response)
        finally:
            with self.lock:
                self.requests -= 1


class PageCache:
    """`application` with a memory; both are WSGI callables."""

    def __init__(self, application: Callable, content_version: ContentVersion, store: Store):
        self.application = InFlight(application)
        self.version, self.store = content_version, store
        memory = settings.HELD_ANSWERS_MB * MEGABYTE
        self.pages = LRU(memory * 3 // 4)
        # What anybody can invent without end (missing pages, searches, other spellings of the
        # host) lives apart, so that it pushes no page out, and is not shared.
        self.oddities = LRU(memory // 4)
        self.turns = [threading.Lock() for _turn in range(TURNS)]
        self.wishes: dict[str, str] = {"": PLAIN}
        self.trusted_scheme = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
        self.our_cookies = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages")
        self.written: tuple[tuple[int, str] | None, frozenset[str]] = (None, frozenset())

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method != "GET" and method != "HEAD":
            return self.application(environ, start_response)
        if "HTTP_COOKIE" in environ and self.is_ours(environ["HTTP_COOKIE"]):
            return self.application(environ, start_response)
        key = (
            environ.get("HTTP_HOST", ""),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
            self.scheme(environ),
        )
        page = self.pages.get(key) or self.oddities.get(key)
        if page is None and not may_be_kept(Key(*key)):
            return self.application(environ, start_response)
        seen = self.version.now()
        if seen is None:
            return self.application(environ, start_response)
        wish = environ.get("HTTP_ACCEPT_ENCODING", "")
        coding = self.wishes.get(wish)
        if coding is None:
            coding = self.understood(wish)
        if page is None or page.version != seen.version:
            fetched = self.fetched(Key(*key), environ, seen, coding)
            if isinstance(fetched, Uncacheable):
                return handed_on(fetched, method, start_response)
            page = fetched
        way = page.way(coding)
        if way is None:
            way = self.repacked(Key(*key), page, coding)
        if way.status == OK and is_known(environ, page, way):
            start_response("304 Not Modified", way.not_modified)
            return []
        start_response(way.status, way.headers)
        return [way.body] if method == "GET" else []  # servers send a list at once

    def is_ours(self, cookie: str) -> bool:
        """Also when only a part of a name is: then the answer just comes a little later."""
        return any(name in cookie for name in self.our_cookies)

    def scheme(self, environ: dict) -> str:
        """As Django reads it."""
        if self.trusted_scheme is None:
            return environ["wsgi.url_scheme"]
        name, https = self.trusted_scheme
        value = environ.get(name)
        if value is None:
            return environ["wsgi.url_scheme"]
        return "https" if value.split(",", 1)[0].strip() == https else "http"

    def understood(self, wish: str) -> str:
        coding = best_coding(wish)
        if len(self.wishes) < MOST_WISHES:
            self.wishes[wish] = coding
        return coding

    def fetched(self, key: Key, environ: dict, seen: Seen, coding: str) -> KeptPage | Uncacheable:
        """The page of this content version; one request of this process at a time makes it."""
        turn = self.turns[hash(key) % TURNS]
        has_turn = turn.acquire(timeout=PATIENCE)
        try:
            page = self.pages.get(key) or self.oddities.get(key)
            if page is not None and page.version == seen.version:
                return page
            close_old_connections()
            if is_usual(key, environ.get("SERVER_PORT", "")):
                return self.shared(key, environ, seen, coding)
            answer = make(self.application, environ_of(key, environ))
            if isinstance(answer, Uncacheable):
                return answer
            return self.hold(self.oddities, key, answer, seen, coding)
        finally:
            if has_turn:
                turn.release()

    def shared(self, key: Key, environ: dict, seen: Seen, coding: str) -> KeptPage | Uncacheable:
        """The page of this content version; one process at a time makes it, and the others get it
        then."""
        kept = self.store.get(key, seen.build_id)
        if kept is None or kept.version != seen.version:
            deadline = time.monotonic() + PATIENCE
            has_claim = self.store.claim(key)
            while not has_claim and time.monotonic() < deadline:
                time.sleep(LOOKS_APART)
                kept = self.store.get(key, seen.build_id)
                if kept is not None and kept.version == seen.version:
                    return self.hold(self.pages, key, kept.answer, seen, coding)
                has_claim = self.store.claim(key)
            try:
                kept = self.store.get(key, seen.build_id)
                if kept is None or kept.version != seen.version:
                    return self.renewed(key, environ, seen, coding, kept)
            finally:
                if has_claim:
                    self.store.release(key)
        return self.hold(self.pages, key, kept.answer, seen, coding)

    def renewed(
        self, key: Key, environ: dict, seen: Seen, coding: str, old: StoredPage | None
    ) -> KeptPage | Uncacheable:
        """The page of an earlier content version where it is still right, else a new one."""
        if old is not None and self.still_holds(old, seen):
            answer = old.answer
        else:
            made = make(self.application, environ_of(key, environ))
            if isinstance(made, Uncacheable):
                return made
            answer = made
            if answer.status != OK:
                return self.hold(self.oddities, key, answer, seen, coding)
            if old is not None and old.answer.etag == answer.etag:
                answer = old.answer
        page = self.hold(self.pages, key, answer, seen, coding)
        if self.version.now() == seen:
            self.store.put(key, seen.build_id, StoredPage(seen.version, seen.number, answer))
        return page

    def still_holds(self, old: StoredPage, seen: Seen) -> bool:
        if old.answer.questions is None or old.number >= seen.number:
            return False
        try:
            span = (old.number, seen.version)
            if self.written[0] != span:
                self.written = (span, tables_written_since(old.number))
            return query_log.results_unchanged(old.answer.questions, self.written[1])
        except Error:
            return False

    def hold(self, area: LRU, key: Key, answer: MadeResponse, seen: Seen, coding: str) -> KeptPage:
        """Keep the answer in memory, unless the site changed while it was made."""
        page = area.peek(key)
        if page is None or page.etag != answer.etag:
            page = KeptPage(answer)
        if not answer.is_worth_packing:
            page.ready = dict.fromkeys((PLAIN, *PACKED), ready(page, PLAIN, answer.body))
        elif coding not in page.ready:
            page.ready[coding] = ready(page, coding, answer.variant(coding))
        page.version = seen.version
        if self.version.now() == seen:
            area.put(key, page)
            (self.oddities if area is self.pages else self.pages).drop(key)
        return page

    def repacked(self, key: Key, page: KeptPage, coding: str) -> Variant:
        """The same answer in a packing that nobody has asked for here."""
        known, way = next(iter(page.ready.items()))
        plain = UNPACKERS[known](way.body)
        made = page.ready[coding] = ready(page, coding, PACKERS[coding](plain))
        for area in (self.pages, self.oddities):
            if area.peek(key) is page:
                area.put(key, page)
        return made


def is_known(environ: dict, page: KeptPage, way: Variant) -> bool:
    """Whether who asks has this very body; a tag says more than a date (RFC 9110, 13.2.2)."""
    wanted = environ.get("HTTP_IF_NONE_MATCH")
    if wanted is not None:
        return wanted == way.tag or names_tag(wanted, page.tags)
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    return since is not None and page.is_known_since(since)


def ready(page: KeptPage, coding: str, body: bytes) -> Variant:
    """Everything that a server is given for this answer in this packing."""
    tag = f'"{page.etag}-{coding}"' if coding else f'"{page.etag}"'
    headers = [*page.headers, ("ETag", tag), ("Vary", "Accept-Encoding")]
    unchanged = [header for header in headers if header[0].lower() in OF_NOT_MODIFIED]
    if coding:
        headers.append(("Content-Encoding", coding))
    headers.append(("Content-Length", str(len(body))))
    if page.is_dated:
        headers.append(page.last_modified)
    return Variant(page.status, headers, body, tag, unchanged)


def handed_on(answer: Uncacheable, method: str, start_response: Callable) -> Iterable[bytes]:
    start_response(answer.status, answer.headers)
    if method == "GET":
        return answer.chunks
    if hasattr(answer.chunks, "close"):
        answer.chunks.close()
    return []


def with_page_cache(site: Callable) -> Callable:
    """The site with its memory; while somebody changes templates it has none."""
    return site if settings.DEBUG else PageCache(StaticFiles(site), content_version, shared_store())
