"""What a finished page says, and which of it is neither translated nor marked as content."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

from tests.mscportal.pseudo import CLOSE, OPEN

VOID = set("area base br col embed hr img input link meta source track wbr".split())
SILENT = {"script", "style", "code"}
SAID = {"alt", "aria-label", "placeholder", "title"}
WORD = re.compile(r"[^\W\d_]{2,}")
# Names are the same in every language.
NAMES = re.compile(
    r"MSC Portal|Français|العربية|Español|English|DOI|PMID|ORCID|PubMed|ClinicalTrials\.gov"
    r"|Vancouver|RIS|BibTeX|Atom|RSS|CSV|(?:CSL-)?JSON|PNG|SVG|GRADE|MeSH|Author [AB]"
    r"|ANZCTR|CTRI|https?://[^\s⟦⟧]+|[\w.-]+@[\w.-]+|(?:NCT|ACTRN|ISRCTN)\d+|10\.\d{4,}/\S+"
)
# Where a text from the database ends or was cut: a year with volume and pages, an ellipsis.
SEAM = re.compile(r"\b\d{4}(?:;.*?\.(?=\s|$))?|\w*…|[.,:;()]\s")


class Piece(NamedTuple):
    """Words outside of every translated message."""

    element: str
    text: str
    is_marked: bool  # its language is said not to be that of the page

    def __str__(self):
        return f"<{self.element}> {self.text[:90]}"


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.language = ""
        self.open = []  # (tag, language)
        self.depth = 0  # a message with markup inside spreads over several texts
        self.pieces = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "html":
            self.language = values["lang"]
        language = values.get("lang") or (self.open[-1][1] if self.open else self.language)
        if tag not in VOID:
            self.open.append((tag, language))
        said = [values[name] or "" for name in sorted(SAID & values.keys())]
        if tag == "meta" and values.get("name") == "description":
            said.append(values.get("content") or "")
        for text in said:
            self._listen(tag, text, language)

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.open and self.open[-1][0] not in SILENT:
            self._listen(self.open[-1][0], data, self.open[-1][1])

    def _listen(self, element, text, language):
        for piece in re.split(rf"([{OPEN}{CLOSE}])", text):
            if piece in (OPEN, CLOSE):
                self.depth += 1 if piece == OPEN else -1
            elif self.depth == 0 and WORD.search(piece):
                words = " ".join(piece.split())
                self.pieces.append(Piece(element, words, language != self.language))


def pieces(body: str) -> Iterator[Piece]:
    reader = _Reader()
    reader.feed(body)
    reader.close()
    yield from reader.pieces


def bare(text: str) -> str:
    """Only words, to be looked for in other words."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def is_from(corpus: str, text: str) -> bool:
    """Whether these words stand side by side in the corpus, which is `bare` text."""
    return all(
        f" {bare(part)} " in corpus
        for part in SEAM.split(NAMES.sub(". ", text))
        if WORD.search(part)
    )
