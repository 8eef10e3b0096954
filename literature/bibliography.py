"""A publication as it is cited in another text."""

from editorial.public import CitedRecord, RecordKind

# The author is a body, whose name may hold commas.
BODIES = ("regulator", "news")
KINDS = {"regulator": RecordKind.REPORT, "news": RecordKind.OTHER, "other": RecordKind.OTHER}


def record(publication, address: str) -> CitedRecord:
    """Identifiers that nobody has checked are told as such and not passed on as numbers."""
    doi_url = publication.doi_url if publication.doi_was_seen else ""
    pmid_url = publication.pmid_url if publication.record_was_seen else ""
    url = publication.url_if_only if publication.record_was_seen else ""
    authors, has_more = authors_of(publication)
    unseen = [
        f"{label} {number} not yet checked"
        for label, number, url in (
            ("DOI", publication.doi, doi_url),
            ("PMID", publication.pmid, pmid_url),
        )
        if number and not url
    ]
    flag = [publication.get_retraction_display()] if publication.needs_warning else []
    return CitedRecord(
        key=publication.slug,
        kind=kind_of(publication),
        title=publication.title,
        address=doi_url or pmid_url or url or address,
        language=publication.language,
        year=publication.year,
        authors=tuple(authors),
        has_more_authors=has_more,
        container=publication.journal,
        locator=publication.locator,
        doi=publication.doi if doi_url else "",
        pmid=publication.pmid if pmid_url else "",
        notes=(*flag, *unseen),
    )


def kind_of(publication) -> RecordKind:
    kind = KINDS.get(publication.type, RecordKind.PAPER)
    return kind if kind is not RecordKind.PAPER or publication.journal else RecordKind.OTHER


def authors_of(publication) -> tuple[list[str], bool]:
    """The names, and whether there are more than those written down."""
    text = publication.authors_text.strip()
    if publication.type in BODIES:
        return [text], False
    names = [name.strip() for name in text.replace(";", ",").split(",") if name.strip()]
    kept = [name for name in names if name.rstrip(".").lower() != "et al"]
    if kept and kept[-1].rstrip(".").endswith(" et al"):
        kept[-1] = kept[-1].rstrip(".").removesuffix(" et al")
        return kept, True
    return kept, len(kept) < len(names)
