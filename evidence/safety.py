from collections.abc import Iterable

from evidence.models import SafetyItem
from literature.named_sources import short_name, with_named_sources


def with_text(items: Iterable[SafetyItem]) -> list[SafetyItem]:
    """Give each item `text`, its description with the sources that it names linked, and
    `named_sources`, pairs of a publication it rests on and its short name. Works on prefetched
    citations.
    """
    items = list(items)
    texts = with_named_sources(item.description for item in items)
    for item, text in zip(items, texts, strict=True):
        item.text = text
        item.named_sources = [
            (citation.publication, short_name(citation.publication))
            for citation in item.citations.all()
            if citation.publication.is_live
        ]
    return items
