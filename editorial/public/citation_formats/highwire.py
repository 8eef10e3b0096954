"""The `citation_*` tags by which a reference manager's button takes the work, not our page.

They have no word for a list of authors that is not whole. Such a list ends in `et al.,` as in RIS.
"""

from editorial.public.citation_formats import ris
from editorial.public.citation_formats.records import CitedRecord, RecordKind, one_line

CONTAINERS = {
    RecordKind.PAPER: "journal_title",
    RecordKind.ABSTRACT: "conference_title",
    RecordKind.REPORT: "technical_report_institution",
}


def highwire(record: CitedRecord) -> list[tuple[str, str]]:
    """Names and contents of the tags, in their order."""
    place = record.place
    people = [ris.author(name) for name in record.authors]
    told = [
        ("title", record.title),
        *(("author", name) for name in people),
        ("author", ris.AND_OTHERS if record.has_more_authors else ""),
        ("publication_date", str(record.year)),
        (CONTAINERS.get(record.kind, "publisher"), record.stands_in or record.published_by),
        ("volume", place.volume),
        ("issue", place.issue),
        ("firstpage", place.first or place.article),
        ("lastpage", place.last),
        ("doi", record.doi),
        ("pmid", record.pmid),
        ("pmcid", record.pmcid),
        ("language", record.language),
        ("public_url", record.address),
        ("abstract_html_url", record.abstract_address),
        ("fulltext_html_url", record.full_text_address),
    ]
    return [(f"citation_{name}", one_line(content)) for name, content in told if content]
