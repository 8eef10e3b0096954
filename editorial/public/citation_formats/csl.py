"""CSL-JSON, for Zotero, pandoc, citation.js and all that format citations by CSL styles.

A list of authors that is not whole ends in the name `{"literal": "others"}`. CSL has no word of
its own for it; this is what pandoc and citation.js make of `and others`, and what pandoc prints as
“et al.”.
"""

import json
from collections.abc import Iterable
from typing import Any

from editorial.public.citation_formats.records import (
    AuthorName,
    CitedRecord,
    notes_of,
    one_line,
)

AND_OTHERS = {"literal": "others"}


def csl_json(records: Iterable[CitedRecord]) -> str:
    items = [item(record) for record in records]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def item(record: CitedRecord) -> dict[str, Any]:
    place = record.place
    people = [author(name) for name in record.authors]
    pages = f"{place.first}-{place.last}" if place.last else place.first
    known = {
        "id": record.key,
        "type": record.kind.csl,
        "title": record.title,
        "author": [*people, AND_OTHERS] if record.has_more_authors else people,
        "container-title": record.stands_in,
        "publisher": record.published_by,
        "genre": record.sort,
        "issued": {"date-parts": [issued(record)]},
        "volume": place.volume,
        "issue": place.issue,
        "page": pages or place.article,
        "number": place.article,
        "DOI": record.doi,
        "URL": record.address,
        "PMID": record.pmid,
        "PMCID": record.pmcid,
        "language": record.language,
        "note": "; ".join(notes_of(record)),
    }
    return {
        name: one_line(value) if isinstance(value, str) else value
        for name, value in known.items()
        if value
    }


def author(name: AuthorName) -> dict[str, str]:
    if not name.family:
        return {"literal": one_line(name.written)}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: value for part, value in parts.items() if value}


def issued(record: CitedRecord) -> list[int]:
    day = record.published_on
    return [day.year, day.month, day.day] if day else [record.year]
