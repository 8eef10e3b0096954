"""Asks the site for one address as an anonymous visitor does, inside this process."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from delivery import canonical
from delivery.page_cache import environ_of, key_of

NO_INDEX = b'<meta name="robots" content="noindex'
# Made anew by whoever serves the file, or true for one answer only.
NOT_KEPT = (
    "CDN-Cache-Control",
    "Content-Length",
    "Date",
    "ETag",
    "Last-Modified",
    "Surrogate-Key",
    "Vary",
)


class ClientResponse(NamedTuple):
    address: str  # path with query
    status: int
    headers: dict[str, str]
    body: bytes
    route: str  # alike for all pages of one kind; empty for static files

    @property
    def type(self) -> str:
        return self.headers.get("Content-Type", "").partition(";")[0]

    @property
    def may_be_stored(self) -> bool:
        """Whether the site itself allows everybody to keep the answer."""
        policy = self.headers.get("Cache-Control", "")
        return not any(word in policy for word in ("no-store", "private"))

    @property
    def is_of_use_to_all(self) -> bool:
        """Pages that no search engine shall list, such as forms, stay with the application."""
        return not (self.type == "text/html" and NO_INDEX in self.body[:8000])


class InProcessClient:
    def __init__(self, origin: str):
        self.origin = origin
        self.handler = WSGIHandler()
        self.name = urlsplit(origin).hostname or ""

    def ask(self, address: str) -> ClientResponse:
        asked = environ_of(key_of(self.origin, address))
        request = WSGIRequest(asked | {canonical.ORIGIN: self.origin})
        response = self.handler.get_response(request)
        try:
            body = b"".join(response)
        finally:
            # Not response.close(): that would tell Django the request is over, and it would close
            # the connection to the database after each page.
            for closer in response._resource_closers:  # type: ignore[attr-defined]  # not in the stubs
                closer()
        headers = {name: text for name, text in response.items() if name not in NOT_KEPT}
        route = request.resolver_match.route if request.resolver_match else ""
        return ClientResponse(address, response.status_code, headers, body, route)


@contextmanager
def quiet() -> Iterator[None]:
    """Addresses that are gone or moved are what a bake looks for, and no news for the log."""
    log = logging.getLogger("django.request")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(level)
