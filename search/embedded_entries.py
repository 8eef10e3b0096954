"""Entries without a page of their own, which are shown on the page of another entry.

When that page goes they go with it, and they come back with it.
"""

from collections.abc import Iterator

from content.models import Publishable
from content.reachable import parents
from content.registry import entry_models


def can_be_found(entry: Publishable) -> bool:
    return entry.is_live and all(getattr(entry, name).is_live for name in parents(type(entry)))


def parts_of(host: Publishable) -> Iterator[tuple[type[Publishable], list[int]]]:
    """Model and keys of the live entries that are shown on this page."""
    for model in entry_models():
        for name in parents(model):
            shown_on = model._meta.get_field(name).related_model
            if shown_on and isinstance(host, shown_on):
                rows = model._default_manager.published().filter(**{name: host}).order_by("pk")
                if keys := list(rows.values_list("pk", flat=True)):
                    yield model, keys
