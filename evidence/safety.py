from collections.abc import Iterable

from evidence.models import SafetyItem
from linking.services import LinkedTexts
from literature.named_sources import short_name, with_named_sources


def with_text(items: Iterable[SafetyItem]) -> list[SafetyItem]:
    """Give each item `text`, its description with automatic links and the sources that it names,
    and `named_sources`, pairs of a publication it rests on and its short name. Works on prefetched
    citations.
    """
    items = list(items)
    linked = LinkedTexts(*items)
    texts = with_named_sources(linked.html(item, "description") for item in items)
    for item, text in zip(items, texts, strict=True):
        item.text = text
        item.named_sources = [
            (citation.publication, short_name(citation.publication))
            for citation in item.citations.all()
            if citation.publication.is_live
        ]
    return items
