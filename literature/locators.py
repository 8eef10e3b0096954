"""Where in a journal a publication stands, read from the line that editors type.

What is no such place (a date, an identifier, “web page”) is not read: it says nothing of volumes
and pages, and goes out as a note.
"""

import re

from editorial.public import PlaceInJournal

HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
PAGE = r"[A-Za-z]{0,4}\d+[A-Za-z]?(?:\.[A-Za-z]?\d+)?|[ivxlc]+"
PAGES = re.compile(
    rf"(?:pp?\.?\s*)?(?P<first>{PAGE})(?:\s*-\s*(?P<last>{PAGE}))?"
    rf"(?P<rest>(?:,\s*(?:{PAGE})(?:\s*-\s*(?:{PAGE}))?)*)"
)
HEAD = re.compile(
    r"(?:(?:19|20)\d\d;\s*)?(?:vol(?:ume|\.)?\s*)?(?P<volume>\d{1,4}[A-Z]?)"
    r"(?:[\s(]*(?P<supplement>(?:suppl|supplement)\b[^:()]*)\)?|\s*\((?P<issue>[^()]+)\))?",
    re.IGNORECASE,
)
# With a letter of the journal's own before it, or too long for a page that anybody counted.
ARTICLE = re.compile(r"e\d{3,}|[a-z]{2,}\d[\w.]*|[a-rt-z]\d{2,}|\d{5,}", re.IGNORECASE)
LONGEST_VOLUME = 3  # digits of a number that stands alone
IDENTIFIER = re.compile(
    r"(?:PMC|PMID|NCT|ISRCTN|ChiCTR|UMIN|JPRN|ACTRN|DRKS|EudraCT|ISBN|ISSN|arXiv)\W*[\w.-]*\d",
    re.IGNORECASE,
)
PMCID = re.compile(r"PMC\d+")


def read(locator: str) -> PlaceInJournal:
    text = " ".join(locator.translate(HYPHENS).split()).rstrip(".;, ")
    if IDENTIFIER.fullmatch(text):
        return PlaceInJournal()
    head, mark, pages = (part.strip() for part in text.partition(":"))
    if not mark and ")," in text:
        head, mark, pages = (part.strip() for part in re.split(r"(?<=\))(,)", text, maxsplit=1))
    return place_in_volume(head, pages) if mark else place_alone(text)


def place_in_volume(head: str, pages: str) -> PlaceInJournal:
    volume = HEAD.fullmatch(head)
    place = counted(pages)
    if not volume or (pages and not place.is_known):
        return PlaceInJournal()
    return PlaceInJournal(
        volume["volume"],
        (volume["issue"] or volume["supplement"] or "").strip(),
        place.first,
        place.last,
        place.article,
    )


def place_alone(text: str) -> PlaceInJournal:
    """A volume, with its issue or short; pages; or the number of an article."""
    if text.isdigit():
        if len(text) <= LONGEST_VOLUME:
            return PlaceInJournal(volume=text)
        return PlaceInJournal(article=text) if ARTICLE.fullmatch(text) else PlaceInJournal()
    volume = HEAD.fullmatch(text)
    if volume and (volume["issue"] or volume["supplement"]):
        return place_in_volume(text, "")
    return counted(text) if re.search(r"\d|-", text) else PlaceInJournal()


def counted(text: str) -> PlaceInJournal:
    """Pages, the last of them written out; or an article number."""
    found = PAGES.fullmatch(text)
    if not found:
        return PlaceInJournal()
    first, last, rest = found["first"], found["last"] or "", found["rest"]
    if not last and not rest and ARTICLE.fullmatch(first):
        return PlaceInJournal(article=first)
    if last:
        before, behind = (re.sub(r"\d.*|^[ivxlc]+$", "", page) for page in (first, last))
        if behind not in ("", before):
            return PlaceInJournal()
        return PlaceInJournal(first=first, last=written_out(first, last) + rest)
    return PlaceInJournal(first=first + rest)


def written_out(first: str, last: str) -> str:
    """`317` of `315-7`."""
    begin = re.fullmatch(r"([A-Za-z]*)(\d+)", first)
    end = re.fullmatch(r"([A-Za-z]*)(\d+)", last)
    if not begin or not end:
        return last
    missing = len(begin[2]) - len(end[2])
    number = begin[2][:missing] + end[2] if missing > 0 else end[2]
    return begin[1] + number if int(number) >= int(begin[2]) else last


def pmcid_of(locator: str) -> str:
    text = locator.strip()
    return text if PMCID.fullmatch(text) else ""
