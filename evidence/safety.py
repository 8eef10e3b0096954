"""Documented harms as they are shown in lists."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from content import richtext
from evidence.models import SafetyItem
from literature.models import Publication


def with_text(items: Iterable[SafetyItem]) -> list[SafetyItem]:
    """Give each item `text`: its description, with a link to each source that it names.

    A list is no page of its own, so its sources have no numbers; one query for all of them.
    """
    items = list(items)
    keys = {key for item in items for key in richtext.cited_keys(item.description)}
    named = Publication.objects.published().filter(slug__in=keys) if keys else ()
    publications = {publication.slug: publication for publication in named}

    def marks(keys: list[str]) -> SafeString:
        found = [publications[key] for key in keys if key in publications]
        links = format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            ((source.get_absolute_url(), name_of(source)) for source in found),
        )
        return format_html(" ({})", links or _("source not available"))

    for item in items:
        item.text = richtext.with_citations(item.description, marks)
    return items


def name_of(publication: Publication) -> str:
    """How a list names a source: the first author and the year."""
    return f"{publication.authors_text.split(',')[0]} {publication.year}"
