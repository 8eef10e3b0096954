"""RIS, for EndNote, Zotero, Mendeley, Citavi and others.

Two things RIS cannot say, and what its readers understand instead. A name that is one whole ends in
a comma: the manual of EndNote asks for it, and Zotero and others make one field of it. A comma
within it would end its family name, and Zotero drops what stands behind a second one, so it is
left out. A list of authors that is not whole ends in the author `et al.,`, which the same manual
asks for. Programs that know nothing of it show `et al.` behind the last name, which is true;
without it the list would look complete.
"""

from collections.abc import Iterable

from editorial.public.citation_formats.records import (
    AuthorName,
    CitedRecord,
    notes_of,
    one_line,
)

AND_OTHERS = "et al.,"


def ris(records: Iterable[CitedRecord]) -> str:
    return "".join(entry(record) for record in records)


def entry(record: CitedRecord) -> str:
    place = record.place
    lines = [("TY", record.kind.ris)]
    lines += [("AU", author(name)) for name in record.authors]
    if record.has_more_authors:
        lines.append(("AU", AND_OTHERS))
    lines += [
        ("TI", record.title),
        ("T2", record.stands_in),
        ("PB", record.published_by),
        ("M3", record.sort),
        ("PY", str(record.year)),
    ]
    if record.published_on:
        lines.append(("DA", f"{record.published_on:%Y/%m/%d}"))
    lines += [
        ("VL", place.volume),
        ("IS", place.issue),
        # Most programs print pages alone; EndNote has a field of its own for article numbers.
        ("SP", place.first or place.article),
        ("EP", place.last),
        ("C7", place.article),
        ("DO", record.doi),
        ("UR", record.address),
        ("LA", record.language),
    ]
    if record.pmid:
        lines.append(("AN", f"PMID {record.pmid}"))
    lines.append(("C2", record.pmcid))
    lines += [("N1", note) for note in notes_of(record)]
    written = [f"{tag}  - {one_line(value)}" for tag, value in lines if value]
    return "\r\n".join([*written, "ER  - ", ""])


def author(name: AuthorName) -> str:
    if not name.family:
        return one_line(name.written.replace(",", " ")) + ","
    return ", ".join(part for part in (name.family, name.given, name.suffix) if part)
