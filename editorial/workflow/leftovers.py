"""What the gate asks of texts that somebody pasted."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.models import Publishable
from content.text import richtext
from editorial.versions import shown_texts
from editorial.workflow.gate import Check, Level

UNREADABLE = "\ufffd"
AROUND = 40  # signs on each side of what is quoted
# What a word processor writes for itself, or in place of what it cannot find any more.
REMAINS = re.compile(
    r"\bADDIN (?:EN|ZOTERO|CSL|Mendeley)\b\S*|\bEN\.CITE\S*|\bZOTERO_ITEM\b|\bMERGEFIELD\b"
    r"|\bError! (?:Reference source|Bookmark|Hyperlink reference) not (?:found|defined|valid)"
    r"|¡Error! (?:No se encuentra|Marcador no definido|Referencia de hipervínculo)",
    re.IGNORECASE,
)


def tables(entry: Publishable) -> Iterator[Check]:
    for field in entry.rich_fields():
        if count := richtext.tables_without_headers(getattr(entry, field)):
            yield Check(
                Level.WARNING,
                "table_without_headers",
                ngettext(
                    "has %d table without header cells",
                    "has %d tables without header cells",
                    count,
                )
                % count,
                field,
                _("Say in a first row or column what the cells are about; it is read aloud."),
            )


def struck_words(entry: Publishable) -> Iterator[Check]:
    for field in entry.rich_fields():
        for words in richtext.struck_words(getattr(entry, field)):
            yield Check(
                Level.WARNING,
                "struck_words",
                _("“%s” is struck through. Is it meant to be read?") % words[: 2 * AROUND],
                field,
                _("Delete what no longer holds: not everybody sees or hears the line."),
            )


def unreadable(entry: Publishable) -> Iterator[Check]:
    """Signs and words that say nothing to a reader, in everything that a page shows."""
    for field, text in shown_texts(entry):
        if UNREADABLE in text:
            yield Check(
                Level.ERROR,
                "unreadable_sign",
                _("has a sign that could not be read (�): %s")
                % around(text, text.index(UNREADABLE), 1),
                field,
                _("Look it up where the text comes from, and type it."),
            )
        if found := REMAINS.search(text):
            yield Check(
                Level.ERROR,
                "field_code",
                _("has words that only a word processor understands: %s")
                % around(text, found.start(), len(found[0])),
                field,
                _("Delete them, or put in what stood there."),
            )


def around(text: str, start: int, length: int) -> str:
    return " ".join(text[max(0, start - AROUND) : start + length + AROUND].split())
