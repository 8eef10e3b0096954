"""How a page, or a publication, is cited: Vancouver text, and files for reference managers.

What is written here is read by programs that nobody here wrote. Each module says what they
understand by its format.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from editorial.public.citation_formats.bibtex import bibtex
from editorial.public.citation_formats.csl import csl_json
from editorial.public.citation_formats.highwire import highwire
from editorial.public.citation_formats.records import (
    AuthorName,
    CitedRecord,
    PlaceInJournal,
    RecordKind,
    address_of,
    record_of,
)
from editorial.public.citation_formats.ris import ris
from editorial.public.citation_formats.vancouver import vancouver


class Style(NamedTuple):
    write: Callable[[Iterable[CitedRecord]], str]
    content_type: str


# By the ending of their files.
STYLES = {
    "ris": Style(ris, "application/x-research-info-systems"),
    "bib": Style(bibtex, "application/x-bibtex"),
    "json": Style(csl_json, "application/vnd.citationstyles.csl+json"),
}

__all__ = [
    "STYLES",
    "CitedRecord",
    "AuthorName",
    "PlaceInJournal",
    "RecordKind",
    "address_of",
    "highwire",
    "record_of",
    "vancouver",
]
