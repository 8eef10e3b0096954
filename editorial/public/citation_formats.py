"""How a page, or a publication, is cited: Vancouver text, RIS and BibTeX."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.conf import settings
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from content import languages
from content.models import Publishable
from editorial.models import Contributor

MOST_AUTHORS = 6
INITIALS = re.compile(r"(.+) ([A-Z][A-Z-]{0,3})")
LOCATOR = re.compile(r"(\w+)(?:\(([^)]+)\))?(?::([\w.]+)(?:[-–](\w+))?)?")
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Braces count in BibTeX even behind a backslash, so they are written as words.
TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "$&%#_"},
    }
)


class RecordKind(Enum):
    """What is cited, with its name in RIS and in BibTeX."""

    PAGE = ("ELEC", "misc")
    PAPER = ("JOUR", "article")
    REPORT = ("RPRT", "techreport")
    OTHER = ("GEN", "misc")


@dataclass(frozen=True)
class CitedRecord:
    key: str
    kind: RecordKind
    title: str
    address: str
    language: str
    year: int
    authors: tuple[str, ...] = ()
    has_more_authors: bool = False
    container: str = ""
    published_on: datetime.date | None = None
    changed_on: datetime.date | None = None
    locator: str = ""
    doi: str = ""
    pmid: str = ""
    notes: tuple[str, ...] = ()


def record_of(
    request: HttpRequest, entry: Publishable, authors: Iterable[Contributor]
) -> CitedRecord:
    """An entry that stands for a work of others describes that work, and asks for no authors."""
    address = address_of(request, entry)
    if hasattr(entry, "bibliographic_record"):
        return entry.bibliographic_record(address)
    return page_record(entry, authors, address)


def address_of(request: HttpRequest, entry: Publishable) -> str:
    """In the language of the entry, like its canonical address."""
    path = entry.get_absolute_url()
    home = languages.version_in(entry.language, path)
    return request.build_absolute_uri(home.address if home else path)


def page_record(entry: Publishable, authors: Iterable[Contributor], address: str) -> CitedRecord:
    published = timezone.localtime(entry.published_at).date()
    return CitedRecord(
        key=entry.slug,
        kind=RecordKind.PAGE,
        title=entry.title,
        address=address,
        language=entry.language,
        year=published.year,
        authors=tuple(person.title for person in authors),
        container=settings.SITE_NAME,
        published_on=published,
        changed_on=timezone.localtime(entry.updated_at).date(),
    )


def vancouver(record: CitedRecord) -> str:
    title = one_line(record.title).rstrip(".")
    if record.kind is not RecordKind.PAGE:
        title += "" if title[-1:] in "?!" else "."
        where = f"{record.container}. " if record.container else ""
        place = f"{record.year};{record.locator}." if record.locator else f"{record.year}."
        number = f" doi:{record.doi}" if record.doi else ""
        notes = "".join(f" [{note}]" for note in record.notes)
        return one_line(f"{names(record)}{title} {where}{place}{number}{notes}")
    return one_line(
        _("%(names)s%(title)s [Internet]. %(site)s; %(year)s [last change %(date)s]. %(address)s")
        % {
            "names": names(record),
            "title": title,
            "site": record.container,
            "year": record.year,
            "date": formats.date_format(record.changed_on),
            "address": record.address,
        }
    )


def names(record: CitedRecord) -> str:
    """Six authors, then "et al.", with the full stop and the space after them."""
    if not record.authors:
        return ""
    shown = [one_line(name) for name in record.authors[:MOST_AUTHORS]]
    if record.has_more_authors or len(record.authors) > MOST_AUTHORS:
        shown.append("et al")
    return ", ".join(shown).rstrip(".") + ". "


def ris(record: CitedRecord) -> str:
    lines = [("TY", record.kind.value[0])]
    lines += [("AU", family_first(name)) for name in record.authors]
    lines += [("TI", record.title), ("T2", record.container), ("PY", str(record.year))]
    if record.published_on:
        lines.append(("DA", f"{record.published_on:%Y/%m/%d}"))
    lines += zip(("VL", "IS", "SP", "EP"), place_of(record), strict=True)
    lines += [("DO", record.doi), ("UR", record.address), ("LA", record.language)]
    if record.pmid:
        lines.append(("AN", f"PMID {record.pmid}"))
    lines += [("N1", note) for note in notes_of(record)]
    written = [f"{tag}  - {one_line(value)}" for tag, value in lines if value]
    return "\r\n".join([*written, "ER  - ", ""])


def bibtex(record: CitedRecord) -> str:
    volume, issue, first, last = place_of(record)
    people = [f"{{{tex(name)}}}" if literal(name) else tex(family_first(name))
              for name in record.authors]  # fmt: skip
    if record.has_more_authors:
        people.append("others")
    in_journal = record.kind is RecordKind.PAPER
    fields = {
        "author": " and ".join(people),
        "title": f"{{{tex(record.title)}}}",
        "journal" if in_journal else "howpublished": tex(record.container),
        "year": str(record.year),
        "month": str(record.published_on.month) if record.published_on else "",
        "volume": tex(volume),
        "number": tex(issue),
        "pages": tex(f"{first}--{last}" if last else first),
        "doi": braceless(record.doi),
        "url": braceless(record.address),
        "note": tex("; ".join(notes_of(record))),
    }
    if record.kind is RecordKind.REPORT:
        fields["institution"] = fields.pop("howpublished") or tex(", ".join(record.authors))
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{record.kind.value[1]}{{{record.key},\n{body}}}\n"


STYLES = {
    "ris": (ris, "application/x-research-info-systems"),
    "bib": (bibtex, "application/x-bibtex"),
}


def notes_of(record: CitedRecord) -> list[str]:
    changed = [f"Last change {record.changed_on:%Y-%m-%d}"] if record.changed_on else []
    return [*changed, *([f"PMID {record.pmid}"] if record.pmid else []), *record.notes]


def place_of(record: CitedRecord) -> tuple[str, str, str, str]:
    """Volume, issue, first and last page; all of a locator that is written otherwise is first."""
    found = LOCATOR.fullmatch(record.locator)
    if not found:
        return "", "", record.locator, ""
    volume, issue, first, last = found.groups(default="")
    return volume, issue, first, last


def literal(name: str) -> bool:
    """A name that is not written as family name and initials stays as it is."""
    return INITIALS.fullmatch(name) is None


def family_first(name: str) -> str:
    found = INITIALS.fullmatch(name)
    if not found:
        return name
    family, initials = found.groups()
    return f"{family}, {' '.join(f'{letter}.' for letter in initials if letter != '-')}"


def one_line(text: str) -> str:
    return " ".join(UNSEEN.sub(" ", text).split())


def tex(text: str) -> str:
    return one_line(text).translate(TEX)


def braceless(text: str) -> str:
    """For addresses, which BibTeX takes as they are."""
    return one_line(text).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
