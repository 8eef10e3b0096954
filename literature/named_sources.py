"""Citations in a text without a reference list: the source is named and linked on the spot."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from content import richtext
from literature.models import Publication


def with_named_sources(texts: Iterable[str]) -> list[SafeString]:
    """Cleaned texts with links for their citation tokens; one query for all of them."""
    texts = list(texts)
    keys = {key for text in texts for key in richtext.cited_keys(text)}
    rows = Publication.objects.published().filter(slug__in=keys) if keys else ()
    publications = {publication.slug: publication for publication in rows}

    def mark(keys: list[str]) -> SafeString:
        links = format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            (
                (publications[key].get_absolute_url(), short_name(publications[key]))
                for key in keys
                if key in publications
            ),
        )
        return format_html("({})", links or _("source not available"))

    return [richtext.with_citations(text, mark) for text in texts]


def short_name(publication: Publication) -> str:
    """The first author and the year."""
    return f"{publication.authors_text.split(',')[0]} {publication.year}"
