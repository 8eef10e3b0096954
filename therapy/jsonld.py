"""Tissue sources and mechanisms in structured data; neither is claimed to be a therapy."""

from content.web.jsonld import Node, Page, node
from editorial.public import reviewed_page
from literature.jsonld import citations
from therapy.models import TissueSource


def source(page: Page) -> list[Node]:
    is_made = page.entry.group == TissueSource.Group.ENGINEERED
    return about(page, "MedicalEntity" if is_made else "AnatomicalStructure")


def mechanism(page: Page) -> list[Node]:
    return about(page, "MedicalEntity")


def about(page: Page, kind: str) -> list[Node]:
    subject = node(
        kind,
        name=page.entry.title,
        alternateName=[name.text for name in page.shown("names")],
    )
    return [reviewed_page(page, about=subject, citation=citations(page))]
