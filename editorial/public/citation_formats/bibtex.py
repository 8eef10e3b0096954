"""BibTeX, in UTF-8. A list of authors that is not whole ends in `and others`."""

from collections.abc import Iterable

from editorial.public.citation_formats.records import (
    AuthorName,
    CitedRecord,
    RecordKind,
    notes_of,
    one_line,
)

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
# Where the name of what a work stands in, or of who published it, goes.
CONTAINERS = {
    RecordKind.PAPER: "journal",
    RecordKind.ABSTRACT: "booktitle",
    RecordKind.REPORT: "institution",
}


def bibtex(records: Iterable[CitedRecord]) -> str:
    return "\n".join(entry(record) for record in records)


def entry(record: CitedRecord) -> str:
    place = record.place
    if record.kind is RecordKind.REPORT:
        container = whole(record.published_by)
    else:
        container = tex(record.stands_in or record.published_by)
    pages = f"{place.first}--{place.last}" if place.last else place.first
    numbers = [f"PMID {record.pmid}"] if record.pmid else []
    numbers += [record.pmcid] if record.pmcid else []
    fields = {
        "author": authors(record),
        "title": whole(record.title),
        CONTAINERS.get(record.kind, "howpublished"): container,
        "type": tex(record.sort),
        "year": str(record.year),
        "month": str(record.published_on.month) if record.published_on else "",
        "volume": tex(place.volume),
        "number": tex(place.issue),
        # The oldest styles print an article number nowhere else.
        "pages": tex(pages or place.article),
        "doi": braceless(record.doi),
        "url": braceless(record.address),
        "note": tex("; ".join([*numbers, *notes_of(record)])),
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{record.kind.bibtex}{{{record.key},\n{body}}}\n"


def authors(record: CitedRecord) -> str:
    people = [author(name) for name in record.authors]
    return " and ".join([*people, "others"] if record.has_more_authors else people)


def author(name: AuthorName) -> str:
    if not name.family:
        return whole(name.written)
    parts = (name.family, name.suffix, name.given)
    return ", ".join(tex(part) for part in parts if part)


def whole(name: str) -> str:
    """In braces, so that no comma and no "and" takes it apart."""
    return f"{{{tex(name)}}}" if name else ""


def tex(text: str) -> str:
    return one_line(text).translate(TEX)


def braceless(text: str) -> str:
    """For addresses and numbers, which BibTeX takes as they are."""
    return one_line(text).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
