"""What a page says of its sources, and how far that was checked."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from content.unchecked import Fact
from literature.models import Publication
from literature.named_sources import short_name
from literature.page_text import Reference


def of_record(publication: Publication) -> list[Fact]:
    """What the page of the publication itself says."""
    mark = publication.verification
    return [
        Fact(mark, _("Authors, title and year"), "record"),
        Fact(publication.doi_verification, "DOI", "record", publication.doi, is_marked=True),
        Fact(mark, "PMID", "record", publication.pmid, is_marked=True),
        Fact(mark, "PMCID", "record", publication.pmcid, is_marked=True),
        Fact(mark, _("Address"), "record", publication.url, is_marked=True),
    ]


def of_references(references: Iterable[Reference], prefix: str = "") -> Iterator[Fact]:
    for reference in references:
        yield from in_a_list(reference.publication, f"{prefix}ref-{reference.number}")


def of_publications(publications: Iterable[Publication]) -> Iterator[Fact]:
    for publication in publications:
        yield from in_a_list(publication, f"publication-{publication.slug}")


def in_a_list(publication: Publication, anchor: str) -> Iterator[Fact]:
    """The ways to the source that `literature/_reference.html` shows, each with its mark."""
    name, mark = short_name(publication), publication.verification
    ways = [
        (publication.doi_verification, "DOI", publication.doi),
        (mark, "PMID", publication.pmid),
        (mark, "PMCID", publication.pmcid_url_if_only),
        (mark, _("Address"), publication.url_if_only),
    ]
    for verification, label, is_told in ways:
        yield Fact(verification, label, anchor, is_told, name, is_marked=True)
