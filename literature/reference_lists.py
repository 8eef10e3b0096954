"""The numbered references of a page, as one file.

A view that shows such a list makes the text of its page in a function of the entry and names it
here, so that page and file have the same list in the same order.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.http import Http404

from content.models import Publishable
from content.prepared import prepared
from content.web.pages import get_public
from literature.models import Publication
from literature.page_text import PageText


class ReferencePage(NamedTuple):
    kind: str
    part: str = ""  # the end of the address of a page below that of the entry


class ReferenceSource(NamedTuple):
    entry_at: prepared
    text_of: Callable[[Any], PageText]


_sources: dict[ReferencePage, ReferenceSource] = {}


def has_references(
    model: type[Publishable], entry_at: prepared, part: str = ""
) -> Callable[[Callable[[Any], PageText]], Callable[[Any], PageText]]:
    """For the function that makes the text of a page from its entry."""

    def add(text_of: Callable[[Any], PageText]) -> Callable[[Any], PageText]:
        _sources[ReferencePage(model._meta.model_name, part)] = ReferenceSource(entry_at, text_of)
        return text_of

    return add


def publications_on(page: ReferencePage, slug: str) -> list[Publication]:
    """The public ones, in the order of the page; raises as `get_public` does."""
    if page not in _sources:
        raise Http404
    source = _sources[page]
    text = source.text_of(get_public(source.entry_at, slug))
    return [reference.publication for reference in text.references]


def pages() -> Iterable[ReferencePage]:
    return _sources.keys()
