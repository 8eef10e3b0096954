from collections.abc import Iterable
from typing import TypeVar

from evidence.models import EvidenceStatement, Price, Product, SafetyItem
from linking.on_pages import LinkedTexts
from literature.named_sources import short_name, with_named_sources

Entry = TypeVar("Entry", EvidenceStatement, Price, Product, SafetyItem)


def with_text(items: Iterable[SafetyItem]) -> list[SafetyItem]:
    """Give each item its description with automatic links and the sources that it names, as
    `linked["description"]`, and `named_sources`, pairs of a publication it rests on and its short
    name. Works on prefetched citations.
    """
    items = list(items)
    linked = LinkedTexts(*items)
    texts = with_named_sources(linked.html(item, "description") for item in items)
    for item, text in zip(items, texts, strict=True):
        item.linked = {"description": text}
    return with_named_references(items)


def with_named_references(entries: Iterable[Entry]) -> list[Entry]:
    """Give each entry `named_sources` alone."""
    entries = list(entries)
    for entry in entries:
        entry.named_sources = [
            (citation.publication, short_name(citation.publication))
            for citation in entry.citations.all()
            if citation.publication.is_live
        ]
    return entries
