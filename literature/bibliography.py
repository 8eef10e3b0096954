"""A publication as it is cited in another text."""

import re

from editorial.public import CitedRecord, PlaceInJournal, RecordKind
from literature import authors, locators

# Where a body wrote it, the one name may be that of a company.
BODIES = ("regulator", "news")
REPORTS = ("regulator", "guideline")
REGISTRY = re.compile(r"^(ClinicalTrials\.gov|ISRCTN|EudraCT|WHO ICTRP|.*\bregist(ry|er)\b)", re.I)
MEETING = re.compile(r"\b(abstracts?|meeting|congress|conference|symposium)\b", re.IGNORECASE)


def record(publication, address: str) -> CitedRecord:
    """Identifiers that nobody has checked are told as such and not passed on as numbers."""
    was_seen = publication.record_was_seen
    pmcid = publication.pmcid or locators.pmcid_of(publication.locator)
    doi = publication.doi if publication.doi_was_seen else ""
    pmid = publication.pmid if was_seen else ""
    url = publication.url_if_only if was_seen else ""
    by = authors.read(publication.authors_text, by_a_body=publication.type in BODIES)
    place = locators.read(publication.locator)
    unseen = [
        f"{label} {number} not yet checked"
        for label, number, seen in (
            ("DOI", publication.doi, doi),
            ("PMID", publication.pmid, pmid),
            ("PMCID", pmcid, was_seen),
        )
        if number and not seen
    ]
    flag = [publication.get_retraction_display()] if publication.needs_warning else []
    pmid_url = publication.pmid_url if pmid else ""
    pmcid_url = publication.pmcid_url if was_seen else ""
    ways = (publication.doi_url if doi else "", pmid_url, pmcid_url, url)
    is_no_place = not place.is_known and not pmcid
    remarks = (by.remark, publication.locator if is_no_place else "")
    return CitedRecord(
        key=publication.slug,
        kind=kind_of(publication, place, by),
        title=publication.title,
        address=next(filter(None, ways), address),
        language=publication.language,
        year=publication.year,
        authors=by.names,
        has_more_authors=by.is_shortened,
        container=publication.journal,
        place=place,
        locator=publication.locator,
        doi=doi,
        pmid=pmid,
        pmcid=pmcid if was_seen else "",
        abstract_address=pmid_url,
        full_text_address=pmcid_url,
        notes=(*flag, *unseen),
        remarks=tuple(filter(None, remarks)),
    )


def kind_of(publication, place: PlaceInJournal, by: authors.Authors) -> RecordKind:
    """A guideline that a journal printed is a paper, as every index of papers has it."""
    if publication.type == "news":
        return RecordKind.NEWS
    if publication.type == "preprint":
        return RecordKind.PREPRINT
    if REGISTRY.match(publication.journal):
        return RecordKind.WEB_PAGE
    if MEETING.search(publication.journal):
        return RecordKind.ABSTRACT
    if publication.journal and (publication.is_paper or is_in_journal(publication, place, by)):
        return RecordKind.PAPER
    if publication.type in REPORTS:
        return RecordKind.REPORT
    is_page = publication.url and not publication.is_paper
    return RecordKind.WEB_PAGE if is_page else RecordKind.OTHER


def is_in_journal(publication, place: PlaceInJournal, by: authors.Authors) -> bool:
    """Else what stands for a journal is a publisher."""
    by_people = any(name.family for name in by.names)
    has_number = publication.doi or publication.pmid or publication.pmcid
    return bool(place.is_known or (by_people and has_number))
