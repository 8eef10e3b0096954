"""Structured data of a page in the words of schema.org, as one JSON-LD script.

A view names in its context, as `described_by`, the function that describes its page. The function
gets a `Page` and reads what the page shows from the same context, so that machines are told what
readers see and nothing more, and no query is made twice. What is not known is left out.
"""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.paginator import Page as ListPage
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from content import languages
from content.languages import local_path
from content.models import Publishable
from content.registry import place
from content.web import addresses

SCHEMA = "https://schema.org"
# Nothing in a script of data may end the script, open a comment or break a line of it.
ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}

Node = dict[str, Any]
Describe = Callable[["Page"], list[Node]]


def script(nodes: list[Node]) -> SafeString:
    """The one place where structured data becomes markup."""
    graph = {"@context": SCHEMA, "@graph": nodes}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    # Safe: inside a script only `<` could end it, and it is escaped as JSON, with `>` and `&`.
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


def node(kind: str, **properties: Any) -> Node:
    """A node without the properties that are not known."""
    known = {name: value for name, value in properties.items() if value not in (None, "", [], {})}
    return {"@type": kind, **known}


def member(name: str) -> str:
    """The address of a member of one of schema.org's lists, such as `Recruiting`."""
    return f"{SCHEMA}/{name}"


def day(moment: datetime | None) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""


class Page:
    """What a page shows, for the functions that describe it."""

    def __init__(self, context: Context):
        self.context = context
        self.request = context["request"]

    def shown(self, name: str) -> Any:
        return self.context.get(name)

    @property
    def entry(self) -> Publishable | None:
        return self.shown("entry")

    @cached_property
    def address(self) -> str:
        return addresses.canonical(self.context)

    def absolute(self, path: str) -> str:
        return self.request.build_absolute_uri(path)

    def link(self, entry: Publishable) -> str:
        return self.absolute(entry.get_absolute_url())

    @property
    def organization(self) -> Node:
        return {"@id": f"{self.absolute('/')}#organization"}

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        return self.shown("crumbs") or []

    @property
    def name(self) -> str:
        if self.entry:
            return self.entry.title
        return str(self.crumbs[-1][0]) if self.crumbs else settings.SITE_NAME

    @property
    def language(self) -> str:
        return self.entry.language if self.entry else languages.of_interface()

    def node(self, kind: str, **properties: Any) -> Node:
        """The page itself; `properties` come on top."""
        changed = day(self.entry.updated_at) if self.entry else ""
        return node(
            kind,
            **{
                "@id": self.address,
                "url": self.address,
                "name": self.name,
                "description": self.shown("head_description"),
                "inLanguage": self.language,
                "dateModified": changed,
                "isPartOf": {"@id": f"{self.absolute('/')}#website"},
                "publisher": self.organization,
                "breadcrumb": {"@id": f"{self.address}#path"} if self.crumbs else None,
                **properties,
            },
        )

    def list_of(self, entries: Iterable[Publishable], kind: str = "") -> Node:
        """The entries that a list shows, in its order."""
        items = [
            node(
                "ListItem",
                position=position,
                name=entry.title,
                url=self.link(entry),
                item=node(kind, name=entry.title, url=entry.url) if kind else None,
            )
            for position, entry in enumerate(entries, 1)
        ]
        return node("ItemList", numberOfItems=len(items), itemListElement=items)


def of_page(context: Context) -> SafeString:
    page = Page(context)
    describe = context.get("described_by") or plain_page
    return script([organization(page), website(page), *path(page), *describe(page)])


def plain_page(page: Page) -> list[Node]:
    is_list = isinstance(page.shown("page"), ListPage)
    return [page.node("CollectionPage" if is_list else "WebPage")]


def medical_page(page: Page, **properties: Any) -> Node:
    return page.node("MedicalWebPage", medicalAudience=audience(), **properties)


def plain_medical_page(page: Page) -> list[Node]:
    return [medical_page(page)]


def collection(page: Page) -> list[Node]:
    """A list of entries, each with its page or place."""
    return [page.node("CollectionPage", mainEntity=page.list_of(page.shown("page")))]


def audience() -> Node:
    """schema.org's own list knows clinicians and researchers only."""
    return node("MedicalAudience", audienceType="Patient")


def organization(page: Page) -> Node:
    return node(
        "Organization",
        **page.organization,
        name=settings.SITE_NAME,
        url=page.absolute("/"),
        logo=page.absolute(addresses.static_file("icons/icon-512.png")),
        publishingPrinciples=page.absolute(place("principles")),
        ethicsPolicy=page.absolute(place("principles")),
        correctionsPolicy=page.absolute(place("corrections")),
        ownershipFundingInfo=page.absolute(place("funding")),
    )


def website(page: Page) -> Node:
    """The home page says how to search."""
    search = node(
        "SearchAction",
        target=node(
            "EntryPoint",
            urlTemplate=page.absolute(place("search")) + "?q={search_term_string}",
        ),
        **{"query-input": "required name=search_term_string"},
    )
    return node(
        "WebSite",
        **{"@id": f"{page.absolute('/')}#website"},
        name=settings.SITE_NAME,
        url=page.absolute("/"),
        inLanguage=[code for code, _label in settings.LANGUAGES],
        publisher=page.organization,
        potentialAction=None if page.crumbs else search,
    )


def path(page: Page) -> list[Node]:
    if not page.crumbs:
        return []
    steps = [(_("Home"), local_path("/")), *page.crumbs]
    items = [
        node(
            "ListItem",
            position=position,
            name=str(title),
            # The last one is this page and needs no address.
            item=page.absolute(target) if target and position < len(steps) else None,
        )
        for position, (title, target) in enumerate(steps, 1)
    ]
    return [node("BreadcrumbList", **{"@id": f"{page.address}#path"}, itemListElement=items)]
