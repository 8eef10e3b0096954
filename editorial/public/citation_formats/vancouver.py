"""The text that readers copy: Vancouver, as PubMed writes it."""

from django.utils import formats
from django.utils.translation import gettext as _

from editorial.public.citation_formats.records import CitedRecord, RecordKind, one_line

MOST_AUTHORS = 6


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
    shown = [one_line(name.written) for name in record.authors[:MOST_AUTHORS]]
    if record.has_more_authors or len(record.authors) > MOST_AUTHORS:
        shown.append("et al")
    return ", ".join(shown).rstrip(".") + ". "
