"""What a reader of a page meets in its main part."""

import re
from html.parser import HTMLParser

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
WORD = re.compile(r"[^\W_]+(?:[-'’.,/][^\W_]+)*")
# References, lists of places, of the page too, and forms are looked up, not read.
LOOKED_UP = {"references", "places", "old-places", "unchecked", "page-feedback"}
NOT_READ = {"form", "script", "svg", "style", "button", "sup"}  # `sup`: marks of references


class MainText(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.in_main = False
        self.parts: list[str] = []

    def handle_starttag(self, tag, attributes):
        if tag == "main":
            self.in_main = True
        if tag in VOID:
            return
        told = dict(attributes)
        classes = set((told.get("class") or "").split()) | {told.get("id")}
        skips = tag in NOT_READ or bool(classes & LOOKED_UP)
        self.open.append((tag, skips or bool(self.open and self.open[-1][1])))

    def handle_endtag(self, tag):
        if tag == "main":
            self.in_main = False
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.in_main and not self.open[-1][1]:
            self.parts.append(data)


def text_read(page: str) -> str:
    parser = MainText()
    parser.feed(page)
    return " ".join(" ".join(parser.parts).split())


def words_read(page: str) -> int:
    return len(WORD.findall(text_read(page)))
