"""Publications in structured data: as the subject of a page and as its references."""

from content.web.jsonld import Node, Page, node
from literature.models import Publication
from literature.page_text import Reference

Type = Publication.Type
# Written by authorities, societies or newspapers, not in the form of a study.
NOT_SCHOLARLY = {Type.GUIDELINE, Type.REGULATOR, Type.NEWS, Type.OTHER}


def work(page: Page, publication: Publication) -> Node:
    """Only identifiers that were seen; a retraction is said wherever the work is named."""
    identifiers = (
        (publication.doi_url, publication.doi_was_seen),
        (publication.pmid_url, publication.record_was_seen),
    )
    addresses = [url for url, was_seen in identifiers if url and was_seen]
    return node(
        "CreativeWork" if publication.type in NOT_SCHOLARLY else "ScholarlyArticle",
        name=publication.title,
        url=page.link(publication),
        datePublished=str(publication.year),
        sameAs=addresses,
        creativeWorkStatus=(
            publication.get_retraction_display() if publication.needs_warning else ""
        ),
    )


def citations(page: Page) -> list[Node]:
    """The numbered references of the page, in their order."""
    references: list[Reference] = page.shown("text").references
    return [work(page, reference.publication) for reference in references]


def publication(page: Page) -> list[Node]:
    described = work(page, page.entry)
    if page.entry.journal:
        described["isPartOf"] = node("CreativeWork", name=page.entry.journal)
    return [page.node("WebPage", mainEntity=described)]
