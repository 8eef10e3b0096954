"""Which places of a page an address can lead to, read from the page itself.

A page is drawn by its own view, as a visitor would get it: nothing else knows all of its ids.
"""

import re
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404
from django.urls import Resolver404, resolve
from django.utils import translation

from content.drafting import showing
from content.languages import untranslated_addresses
from content.models import Publishable
from content.text.links import Link, links
from content.web.pages import Withdrawn
from editorial.workflow.preview import as_visitor

HEADING = re.compile(r"h[1-6]")
# Elements that are named by the heading, or by the term, inside them.
PARTS = frozenset("section article details aside li div tr figure".split())
NAMES_OF_PARTS = frozenset("h1 h2 h3 h4 h5 h6 dt summary th figcaption".split())
# They come and go with the state of the page, or stand on every page.
NOT_OFFERED = frozenset("page-feedback page-feedback-title contents-title unchecked".split())
INSIDE_WORDS = frozenset("a abbr b cite em i strong sub sup".split())
LONGEST_WORDS = 120
WITHOUT_END = frozenset("area base br col embed hr img input link meta source track wbr".split())
MOST_PAGES = 20  # of a list that is shown on several


class Anchor(NamedTuple):
    name: str
    words: str
    level: int  # of its heading; 0 for a part that has none


class ReadPage(NamedTuple):
    heading: str  # what stands above it
    names: frozenset[str]  # every id, whatever it stands for
    anchors: list[Anchor]  # those that somebody may want to lead to, in order
    own_links: frozenset[Link]  # to places on itself

    def has(self, name: str) -> bool:
        """The top is a place of every page."""
        return name in self.names or name.lower() in ("", "top")


def page_at(address: str) -> ReadPage | None:
    """The public page at a local address; None where a visitor gets none."""
    path = urlsplit(address).path
    if path.startswith(untranslated_addresses()):
        return None
    query = urlsplit(address).query
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        page = _drawn(path, query, language)
    return None if page is None else read(page)


def pages_of(entry: Publishable, anchor: str = "") -> dict[str, ReadPage]:
    """Its pages by address, as its rows are now, also where it is not public.

    `anchor`: of a list that shows the entry, the page that has this place counts.
    """
    found = {}
    with showing(entry):
        for address in entry.page_addresses():
            page = page_at(address)
            number = 2
            while page and anchor and not entry.has_page and not page.has(anchor):
                further = page_at(f"{address}?page={number}") if number < MOST_PAGES else None
                if further is None:
                    break
                page, number = further, number + 1
            if page:
                found[address] = page
    return found


def read(page: str) -> ReadPage:
    reader = _PlaceReader()
    reader.feed(page)
    reader.close()
    offered = [each for each in reader.anchors if each.name and each.name not in NOT_OFFERED]
    anchors = [each for each in offered if each.words]
    own_links = frozenset(link for link in links(page) if link.address.startswith("#"))
    heading = next((each.words for each in reader.anchors if each.level == 1), "")
    return ReadPage(heading, frozenset(reader.names), anchors, own_links)


def _drawn(path: str, query: str, language: str) -> str | None:
    site = urlsplit(settings.SITE_URL)
    port = site.port or (443 if site.scheme == "https" else 80)
    visitor = as_visitor(
        {
            "SERVER_NAME": site.hostname,
            "SERVER_PORT": str(port),
            "HTTP_HOST": site.netloc,
            "wsgi.url_scheme": site.scheme,
        },
        path,
        query,
    )
    visitor.LANGUAGE_CODE = language
    try:
        view = resolve(path)
        response = view.func(visitor, *view.args, **view.kwargs)
    except (Http404, Resolver404, Withdrawn):
        return None
    if hasattr(response, "render") and not response.is_rendered:
        response.render()
    is_page = response.status_code == 200 and "html" in response.headers["Content-Type"]
    return response.content.decode() if is_page else None


class _Open(NamedTuple):
    tag: str
    place: int | None  # of its anchor in the list


class _PlaceReader(HTMLParser):
    """A part is named by the first heading or term inside it; a heading with an id and no part
    that wants a name is a place of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.anchors: list[Anchor] = []
        self.open: list[_Open] = []
        self.naming: int | None = None  # the place of the anchor whose words come now
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name = values.get("id") or ""
        self.names |= {name, (values.get("name") or "") if tag == "a" else ""} - {""}
        if tag not in INSIDE_WORDS:
            self.words.append(" ")
        if tag not in WITHOUT_END:
            self.open.append(_Open(tag, self.begin(tag, name)))

    def begin(self, tag: str, name: str) -> int | None:
        if not any(element.tag == "main" for element in self.open):
            return None
        is_heading = HEADING.fullmatch(tag) is not None
        level = int(tag[1]) if is_heading else 0
        place = None
        if tag in NAMES_OF_PARTS and self.naming is None:
            place = self.nameless_part()
            if place is None and is_heading and (name or level == 1):
                place = self.add(name)
            if place is not None:
                self.anchors[place] = self.anchors[place]._replace(level=level)
                self.naming, self.words = place, []
        elif tag in PARTS and name:
            place = self.add(name)
        return place

    def add(self, name: str) -> int:
        self.anchors.append(Anchor(name, "", 0))
        return len(self.anchors) - 1

    def nameless_part(self) -> int | None:
        """The innermost part around, when nothing has named it yet."""
        places = [each.place for each in self.open if each.tag in PARTS and each.place is not None]
        return places[-1] if places and not self.anchors[places[-1]].words else None

    def handle_data(self, data: str) -> None:
        if self.naming is not None:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if all(element.tag != tag for element in self.open):
            return
        while True:
            element = self.open.pop()
            if self.naming is not None and element.place == self.naming:
                self.end_name()
            if element.tag == tag:
                return

    def end_name(self) -> None:
        place = self.naming
        if place is None:
            return
        words = " ".join("".join(self.words).split())
        self.anchors[place] = self.anchors[place]._replace(words=words[:LONGEST_WORDS])
        self.naming = None
