"""Citations in a text without a reference list: the source is named and linked on the spot."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from content.templatetags.page import LONGEST_TITLE
from content.text import richtext
from literature.models import Publication


def with_named_sources(texts: Iterable[str]) -> list[SafeString]:
    """Cleaned texts with links for their citation tokens; one query for all of them."""
    texts = list(texts)
    keys = {key for text in texts for key in richtext.cited_keys(text)}
    rows = Publication.objects.published().filter(slug__in=keys) if keys else ()
    publications = {publication.slug: publication for publication in rows}
    return [richtext.with_citations(text, naming(publications)) for text in texts]


def naming(publications: Mapping[str, Publication]) -> Callable[[list[str]], SafeString]:
    """What stands in the place of a token: links to those of its publications that are given."""

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

    return mark


def short_name(publication: Publication) -> str:
    """The first author and the year."""
    return f"{publication.authors_text.split(',')[0]} {publication.year}"


def unique_title(publication: Publication) -> str:
    """For `<title>`: short name and first words; with its number where others read the same."""
    title = short_title(publication)
    namesakes = Publication.objects.published().filter(
        year=publication.year, authors_text__startswith=publication.authors_text.split(",")[0]
    )
    if all(short_title(other) != title for other in namesakes.exclude(pk=publication.pk)):
        return title
    seen = publication.pmid and publication.record_was_seen
    number = f"PMID {publication.pmid}" if seen else str(publication.pk)
    return f"{short_title(publication, LONGEST_TITLE - len(number) - 4)} ({number})"


def short_title(publication: Publication, length: int = LONGEST_TITLE - 1) -> str:
    return richtext.shorten(f"{short_name(publication)}: {publication.title}", length)
