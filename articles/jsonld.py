"""Articles and standing pages in structured data.

Reviews belong to the page, not to the article on it.
"""

from content.web.jsonld import Node, Page, collection, day, node
from editorial.public import correction_nodes, people_nodes, review_facts, reviewed_page
from literature.jsonld import citations

KINDS = {"about": "AboutPage", "contact": "ContactPage"}

topic = collection


def article(page: Page) -> list[Node]:
    entry, hero = page.entry, page.shown("hero")
    text = node(
        "Article",
        headline=entry.title,
        description=entry.plain_summary,
        inLanguage=entry.language,
        author=people_nodes(page, page.shown("byline").authors) or page.organization,
        publisher=page.organization,
        datePublished=day(entry.published_at),
        dateModified=day(entry.updated_at),
        image=page.absolute(hero.url) if hero else "",
        citation=citations(page),
        correction=correction_nodes(page.shown("corrections")),
    )
    return [reviewed_page(page, mainEntity=text)]


def standing_page(page: Page) -> list[Node]:
    kind = KINDS.get(page.entry.slug, "WebPage")
    return [page.node(kind, **review_facts(page), citation=citations(page))]
