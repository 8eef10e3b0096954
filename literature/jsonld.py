"""Publications in structured data: as the subject of a page and as its references."""

from content.web.jsonld import Node, Page, node
from editorial.public import AuthorName, CitedRecord, RecordKind
from literature.models import Publication
from literature.page_text import Reference

Type = Publication.Type
# Written by authorities, societies or newspapers, not in the form of a study.
NOT_SCHOLARLY = {Type.GUIDELINE, Type.REGULATOR, Type.NEWS, Type.OTHER}
# As whose kind the record of a work has found out; the others go by the type of the entry.
KINDS = {
    RecordKind.PAPER: "ScholarlyArticle",
    RecordKind.ABSTRACT: "ScholarlyArticle",
    RecordKind.REPORT: "Report",
    RecordKind.NEWS: "NewsArticle",
}


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
    """The subject of its own page, with all that its record says."""
    entry: Publication = page.entry
    record: CitedRecord = page.shown("record")
    subject = work(page, entry)
    subject["@type"] = KINDS.get(record.kind, subject["@type"])
    subject |= authors(entry, record)
    if identifiers := identifiers_of(record):
        subject["identifier"] = identifiers
    if record.container:
        subject |= place(record)
    return [page.node("WebPage", mainEntity=subject)]


def authors(publication: Publication, record: CitedRecord) -> Node:
    """schema.org has no word for a list that is not whole. Such a list goes out as the text that it
    is, with its "et al.", for a list of nodes would look complete."""
    if record.has_more_authors:
        return {"creditText": publication.authors_text}
    return {"author": [author(name) for name in record.authors]} if record.authors else {}


def author(name: AuthorName) -> Node:
    """Of no type, where nobody can tell whether it is a person or a body."""
    if not name.family:
        return node("Organization", name=name.written) if name.is_body else {"name": name.written}
    return node(
        "Person",
        name=name.written,
        familyName=name.family,
        givenName=name.given,
        honorificSuffix=name.suffix,
    )


def identifiers_of(record: CitedRecord) -> list[Node]:
    numbers = (("DOI", record.doi), ("PMID", record.pmid), ("PMCID", record.pmcid))
    return [
        node("PropertyValue", propertyID=name, value=number) for name, number in numbers if number
    ]


def place(record: CitedRecord) -> Node:
    """The journal, around it volume and issue; pages are those of the article."""
    if record.kind is not RecordKind.PAPER:
        return {"isPartOf": node("CreativeWork", name=record.container)}
    inside = node("Periodical", name=record.container)
    at = record.place
    if at.volume:
        inside = node("PublicationVolume", volumeNumber=at.volume, isPartOf=inside)
    if at.issue:
        inside = node("PublicationIssue", issueNumber=at.issue, isPartOf=inside)
    pages = {"pageStart": at.first, "pageEnd": at.last} if at.last else {}
    told = {"isPartOf": inside, "pagination": at.first or at.article} | pages
    if at.last:
        told["pagination"] = f"{at.first}-{at.last}"
    return {name: value for name, value in told.items() if value}
