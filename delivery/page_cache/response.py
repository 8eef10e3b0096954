"""Finished answers: what a stranger gets from an address, made once and kept."""

import gzip
import re
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit

import brotli
from django.http.request import split_domain_port

from delivery.negotiation import PLAIN
from delivery.page_cache import query_log

STORED = {"200", "301", "404", "410"}
# Of a request nothing else reaches the page: what a visitor may say cannot be in it.
OF_THE_ADDRESS = (
    "PATH_INFO",
    "QUERY_STRING",
    "SCRIPT_NAME",
    "SERVER_NAME",
    "SERVER_PORT",
    "SERVER_PROTOCOL",
    "HTTP_HOST",
    "HTTP_X_FORWARDED_PROTO",
)
# These are said anew for each way in which the body travels.
OF_THE_WAY = {"content-length", "content-encoding", "etag", "last-modified", "date", "vary"}
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    PLAIN: bytes,
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
UNPACKERS = {PLAIN: bytes, "br": brotli.decompress, "gzip": gzip.decompress}
WORTH_PACKING = 500  # bytes; below that the packing is longer than what it saves
TEXTS = re.compile(
    r"text/|image/svg|application/(.*[+])?(xml|json)\b|application/javascript"
    r"|application/x-(research-info-systems|bibtex)\b",
    re.IGNORECASE,
)
# A figure that is drawn from the content is kept as it is. Photographs and social cards have stores
# of their own, and their addresses do not come here.
DRAWN = re.compile(r"image/png", re.IGNORECASE)

Headers = list[tuple[str, str]]


class Key(NamedTuple):
    """What may make a difference to a public answer; the language is a part of the path."""

    host: str
    path: str
    query: str = ""
    scheme: str = "http"


@dataclass
class MadeResponse:
    status: str
    headers: Headers  # without those that depend on how the body travels
    body: bytes
    etag: str
    made: float  # seconds since 1970: when this body was first made
    questions: str | None = None  # what it asked the database, see delivery/page_cache/query_log.py
    packed: dict[str, bytes] = field(default_factory=dict)

    @property
    def is_worth_packing(self) -> bool:
        return len(self.body) >= WORTH_PACKING and has_type(TEXTS, self.headers)

    def variant(self, coding: str) -> bytes:
        """The body as it travels; each packing is made once."""
        if coding == PLAIN:
            return self.body
        if coding not in self.packed:
            self.packed[coding] = PACKERS[coding](self.body)
        return self.packed[coding]


@dataclass
class Uncacheable:
    """An answer that may not be kept; it is handed on as it came."""

    status: str
    headers: Headers
    chunks: Iterable[bytes]


def key_of(origin: str, address: str) -> Key:
    """Of a path with its query, as links write it, on the site at `origin`."""
    site = urlsplit(origin)
    path, _mark, query = address.partition("?")
    return Key(site.netloc, unquote_to_bytes(path).decode("latin-1"), query, site.scheme)


def environ_of(key: Key, environ: dict | None = None) -> dict:
    """A request for this address that says nothing about who asks."""
    name, port = split_domain_port(key.host)
    made = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": key.path,
        "QUERY_STRING": key.query,
        "SERVER_NAME": name,
        "SERVER_PORT": port or ("443" if key.scheme == "https" else "80"),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": key.host,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": key.scheme,
        "wsgi.input": NoBody(),
        "wsgi.errors": None,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if key.scheme == "https":
        made["HTTP_X_FORWARDED_PROTO"] = "https"
    if environ:
        made |= {name: environ[name] for name in OF_THE_ADDRESS if name in environ}
        made |= {name: value for name, value in environ.items() if name.startswith("wsgi.")}
        made["wsgi.input"] = NoBody()
        made.pop("wsgi.file_wrapper", None)
    return made


class NoBody:
    def read(self, size: int = -1) -> bytes:
        return b""

    def readline(self, size: int = -1) -> bytes:
        return b""

    def __iter__(self) -> Iterator[bytes]:
        return iter(())


def make(application: Callable, environ: dict) -> MadeResponse | Uncacheable:
    """Ask the site itself for the page; its questions to the database are noted."""
    said: list[tuple[str, Headers]] = []
    with query_log.recorded() as notes:
        chunks = application(
            environ, lambda status, headers, *error: said.append((status, headers))
        )
        is_whole = not getattr(chunks, "streaming", True)
        if is_whole:
            try:
                body = b"".join(chunks)
            finally:
                chunks.close()
    status, headers = said[-1]
    if not is_whole:
        return Uncacheable(status, headers, chunks)
    if not may_be_stored(status, headers):
        return Uncacheable(status, headers, [body])
    headers = [header for header in headers if header[0].lower() not in OF_THE_WAY]
    etag = etag_of(status, headers, body)
    return MadeResponse(status, headers, body, etag, time.time(), notes.packed())


def may_be_stored(status: str, headers: Headers) -> bool:
    if status[:3] not in STORED:
        return False
    if status[:3] == "200" and not (has_type(TEXTS, headers) or has_type(DRAWN, headers)):
        return False
    for name, value in headers:
        name, value = name.lower(), value.lower()
        if name == "set-cookie":
            return False
        if name == "cache-control" and ("no-store" in value or "private" in value):
            return False
        if name == "vary" and set(map(str.strip, value.split(","))) - {"accept-encoding"}:
            return False
    return True


def has_type(types: re.Pattern[str], headers: Headers) -> bool:
    return any(types.match(value) for name, value in headers if name == "Content-Type")


def etag_of(status: str, headers: Headers, body: bytes) -> str:
    """Strong: the same tag means the same bytes under the same headers."""
    digest = blake2b(repr((status, headers)).encode(), digest_size=15)
    digest.update(body)
    return urlsafe_b64encode(digest.digest()).decode()
