"""The links that somebody wrote into a text: where each leads, and in which words."""

import re
from html.parser import HTMLParser
from typing import NamedTuple

from content.text import richtext

BEGINS = re.compile(r"<a\s", re.IGNORECASE)


class Link(NamedTuple):
    address: str  # as a browser understands it; empty for a link without one
    words: str


def links(fragment: str) -> list[Link]:
    """In the order of the text; a picture in a link speaks by its text alternative."""
    if not BEGINS.search(fragment):
        return []
    reader = _LinkReader()
    reader.feed(fragment)
    reader.close()
    reader.end_link()
    return reader.found


class _LinkReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Link] = []
        self.address: str | None = None
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.end_link()
            self.address, self.words = dict(attrs).get("href") or "", []
        elif tag == "img":
            self.words.append(dict(attrs).get("alt") or "")
        elif tag == "br":
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.end_link()

    def end_link(self) -> None:
        """A link ends where the next one begins, too."""
        if self.address is not None:
            words = richtext.TOKEN.sub("", "".join(self.words))
            self.found.append(Link(self.address, " ".join(words.split())))
        self.address = None
