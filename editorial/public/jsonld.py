"""People, reviews and corrections in structured data."""

from typing import Any

from content.web.jsonld import Node, Page, day, medical_page, node
from editorial.models import Contributor, Correction


def person(page: Page, contributor: Contributor) -> Node:
    return node(
        "Person",
        name=contributor.title,
        honorificSuffix=contributor.credentials,
        url=page.link(contributor),
    )


def people_nodes(page: Page, contributors: list[Contributor]) -> list[Node]:
    return [person(page, contributor) for contributor in contributors]


def review_facts(page: Page) -> dict[str, Any]:
    """Dates and people of a reviewed entry; a review is claimed only where the page claims one."""
    entry, byline = page.entry, page.shown("byline")
    facts = {
        "datePublished": day(entry.published_at),
        "author": people_nodes(page, byline.authors),
    }
    if byline.is_reviewed:
        facts["lastReviewed"] = entry.last_reviewed_on.isoformat()
        facts["reviewedBy"] = people_nodes(page, byline.reviewers)
    return facts


def reviewed_page(page: Page, **properties: Any) -> Node:
    return medical_page(page, **review_facts(page), **properties)


def correction_nodes(made: list[Correction]) -> list[Node]:
    return [
        node(
            "CorrectionComment",
            text=correction.what_is,
            datePublished=correction.made_on.isoformat(),
        )
        for correction in made
    ]


def contributor(page: Page) -> list[Node]:
    entry = page.entry
    who = person(page, entry)
    if entry.affiliation:
        who["affiliation"] = node("Organization", name=entry.affiliation)
    if entry.orcid:
        who["sameAs"] = f"https://orcid.org/{entry.orcid}"
    return [page.node("ProfilePage", mainEntity=who)]
