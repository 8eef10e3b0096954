"""The glossary and the trusted resources in structured data."""

from content.web.jsonld import Node, Page, node
from resources.models import GlossaryTerm


def glossary(page: Page) -> list[Node]:
    terms = [
        line.entry
        for _key, _label, lines in page.shown("groups")
        for line in lines
        if not line.is_other_name
    ]
    return [
        page.node(
            "CollectionPage",
            mainEntity=node(
                "DefinedTermSet",
                name=page.name,
                url=page.address,
                hasDefinedTerm=[
                    node("DefinedTerm", name=term.title, url=page.link(term)) for term in terms
                ],
            ),
        )
    ]


def term(page: Page) -> list[Node]:
    entry: GlossaryTerm = page.entry
    described = node(
        "DefinedTerm",
        name=entry.title,
        alternateName=[name.text for name in page.shown("names")],
        description=entry.definition,
        url=page.address,
        inDefinedTermSet=page.absolute(page.crumbs[0][1]),
    )
    return [page.node("WebPage", mainEntity=described)]


def resource_list(page: Page) -> list[Node]:
    """Each under the place where this site says why it can be trusted."""
    resources = page.list_of(page.shown("page"), kind="WebSite")
    return [page.node("CollectionPage", mainEntity=resources)]
