"""Reads the whole site as an anonymous visitor does, inside one process."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.conf import settings
from django.test import Client
from django.utils.translation import get_language_from_path

ORIGIN = "https://portal.invalid"
MOST_PAGES = 50_000
# Links not to follow: this page in another language, and forms and downloads about this page.
BESIDES = ("alternate", "nofollow")
# What a browser fetches by itself: these relations of `link`, and the source of these elements.
LOADED = ("stylesheet", "icon", "preload", "manifest")
LOADING = ("img", "script", "iframe", "source", "video", "audio")


@dataclass
class CrawledPage:
    path: str
    status: int
    content_type: str
    headers: dict[str, str]
    cookies: list[str]
    body: str = ""
    title: str = ""
    description: str = ""
    language: str = ""
    headings: list[int] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def is_html(self):
        return self.content_type.startswith("text/html")


class _PageReader(HTMLParser):
    def __init__(self, page: CrawledPage):
        super().__init__()
        self.page = page
        self.in_title = False

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.note_head(tag, values)
        self.note_structure(tag, values)
        self.note_addresses(tag, values)

    def note_head(self, tag, values):
        if tag == "html":
            self.page.language = values.get("lang", "")
        elif tag == "title":
            self.in_title = not self.page.title
        elif tag == "meta" and values.get("name") == "description":
            self.page.description = values.get("content", "")

    def note_structure(self, tag, values):
        page = self.page
        if anchor := values.get("id"):
            if anchor in page.anchors:
                page.faults.append(f"the id “{anchor}” stands twice")
            page.anchors.add(anchor)
        if re.fullmatch(r"h[1-6]", tag):
            page.headings.append(int(tag[1]))
        elif tag == "th" and "scope" not in values:
            page.faults.append("a table head has no scope")
        elif tag == "img" and "alt" not in values:
            page.faults.append("a picture has no text alternative")

    def note_addresses(self, tag, values):
        if tag == "a" and "href" in values and values.get("rel") not in BESIDES:
            self.page.links.append(values["href"] or "")
        elif tag == "link" and values.get("rel") in LOADED:
            self.page.loads.append(values.get("href", ""))
        elif tag in LOADING and values.get("src"):
            self.page.loads.append(values["src"])

    def handle_data(self, data):
        if self.in_title:
            self.page.title += data

    def handle_endtag(self, tag):
        if tag == "title":
            self.in_title = False


def read(client: Client, path: str) -> CrawledPage:
    response = client.get(path, secure=True)
    page = CrawledPage(
        path=path,
        status=response.status_code,
        content_type=response.headers.get("Content-Type", ""),
        headers=dict(response.headers),
        cookies=list(response.cookies),
    )
    if 300 <= page.status < 400:
        page.links.append(response.headers["Location"])
    elif page.is_html:
        page.body = response.content.decode()
        reader = _PageReader(page)
        reader.feed(page.body)
        reader.close()
        page.title = page.title.strip()
    return page


def visitor() -> Client:
    return Client(
        SERVER_NAME=urlsplit(settings.SITE_URL).hostname,
        raise_request_exception=False,
    )


def internal(page: CrawledPage, link: str) -> tuple[str, str] | None:
    """Path and anchor of a link to this site; None for other sites and other schemes."""
    target, anchor = urldefrag(urljoin(ORIGIN + page.path, link))
    parts = urlsplit(target)
    if f"{parts.scheme}://{parts.netloc}" != ORIGIN:
        return None
    return parts.path + (f"?{parts.query}" if parts.query else ""), anchor


def crawl(
    starts: list[str], progress: Callable[[int], None] = lambda done: None
) -> dict[str, CrawledPage]:
    """Every page that a visitor reaches from `starts` by links, by path with query.

    In the first language of the interface: the others show the same content.
    """
    starts = [path for path in starts if not get_language_from_path(path)]
    client, pages, waiting = visitor(), {}, list(dict.fromkeys(starts))
    seen = set(waiting)
    while waiting and len(pages) < MOST_PAGES:
        path = waiting.pop()
        page = pages[path] = read(client, path)
        progress(len(pages))
        for link in page.links:
            found = internal(page, link)
            if found is None or found[0].startswith((f"/{settings.STATIC_URL.lstrip('/')}",)):
                continue
            if found[0] not in seen and not found[0].startswith("/admin/"):
                seen.add(found[0])
                waiting.append(found[0])
    return pages


def sitemap_paths(client: Client | None = None) -> list[str]:
    """Paths of all pages in the sitemap, through its index when it has one."""
    client = client or visitor()
    paths, maps = [], ["/sitemap.xml"]
    while maps:
        body = client.get(maps.pop(), secure=True).content.decode()
        found = [urlsplit(url) for url in re.findall(r"<loc>([^<]+)</loc>", body)]
        whole = [part.path + (f"?{part.query}" if part.query else "") for part in found]
        whole = [path.replace("&amp;", "&") for path in whole]
        (maps if "<sitemapindex" in body else paths).extend(whole)
    return paths
