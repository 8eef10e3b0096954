"""Which addresses of this site an answer names, and which of them can be files."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import urljoin

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from delivery.static_export.client import ClientResponse, InProcessClient

READ = ("text/html", "text/css", "application/xml", "application/manifest+json")
# What begins with characters that stand for themselves is found ten times as fast.
IN_ATTRIBUTES = re.compile(
    rb"""="(?:(?<=\shref=")|(?<=\ssrc=")|(?<=\scontent=")(?=https?://))([^"'<>\s)]+)"""
    rb"""|="(?<=\ssrcset=")([^"]+)\""""
)
ELSEWHERE = re.compile(rb"""(?:<loc>|<image:loc>|url\(["']?|"src":\s*")([^"'<>\s)]+)""")
# A query of a page that can be a file: one filter, or a page of a list. What readers type or
# combine stays with the application.
QUERY = re.compile(r"[a-z_]{1,40}=[A-Za-z0-9_-]{1,120}")
PATH = re.compile(r"/(?:[A-Za-z0-9._~-]+/)*[A-Za-z0-9._~-]*")


def links(answer: ClientResponse, origin: str) -> set[str]:
    """Addresses on this site, without anchors, as paths with their queries."""
    if answer.status != 200 or answer.type not in READ:
        return set()
    found = set()
    for one, several in IN_ATTRIBUTES.findall(answer.body):
        names = [part.split()[0] for part in several.split(b",") if part.strip()] or [one]
        for name in names:
            if not name.startswith(b"#"):
                found.add(name)
    if answer.type != "text/html":
        found.update(ELSEWHERE.findall(answer.body))
    addresses = (_local(name.decode(), answer.address, origin) for name in found)
    return {address for address in addresses if address}


def _local(name: str, base: str, origin: str) -> str:
    name = unescape(name).partition("#")[0]
    if name.startswith(f"{origin}/"):
        return name[len(origin) :]
    if name.startswith("/"):
        return "" if name.startswith("//") else name
    if ":" in name.partition("/")[0]:
        return ""
    if not name or name.startswith("?"):
        return base.partition("?")[0] + name
    return urljoin(base, name)


def is_file_like(address: str) -> bool:
    """Whether the address can be a file: nothing in it that file systems or proxies read anew."""
    path, mark, query = address.partition("?")
    parts = path.split("/")
    return (
        PATH.fullmatch(path) is not None
        and not any(part and not part.strip(".") for part in parts)
        and (QUERY.fullmatch(query) is not None if mark else True)
    )


class Rules:
    """What robots may not read stays with the application, as do queries that are no file.

    So does the state of the site, which is no page and no reason to stop.
    """

    def __init__(self, site: InProcessClient):
        lines = site.ask("/robots.txt").body.decode().splitlines()
        self.closed = (reverse("health"),) + tuple(
            path.strip()
            for name, _, path in (line.partition(":") for line in lines)
            if name.strip().lower() == "disallow" and path.strip()
        )

    def allow(self, address: str) -> bool:
        return is_file_like(address) and not address.startswith(self.closed)


def fixed_addresses(
    patterns: Iterable[URLPattern | URLResolver] | None = None, before: str = "/"
) -> Iterator[str]:
    """Every address of the URL map that has no variable part."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = before + str(pattern.pattern)
        if "<" in address or "(" in address or "^" in address:
            continue
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                yield from fixed_addresses(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield address
