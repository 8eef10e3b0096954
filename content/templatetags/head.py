"""What the head of a page tells machines; loaded by the base template only."""

import html

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

from content.text import richtext
from content.web import addresses, cards, jsonld

register = template.Library()

LONGEST_DESCRIPTION = 160


class SaidInHead(template.Node):
    child_nodelists = ("title", "description", "kind", "shown")

    def __init__(self, title, description, kind, shown):
        self.title, self.description, self.kind, self.shown = title, description, kind, shown

    def render(self, context):
        description = richtext.shorten(text_of(self.description, context), LONGEST_DESCRIPTION)
        with context.push(
            head_title=text_of(self.title, context),
            head_description=description,
            head_kind=text_of(self.kind, context),
        ):
            return self.shown.render(context)


def text_of(nodes, context):
    """Unescaped, because it is escaped wherever it is shown."""
    return " ".join(html.unescape(nodes.render(context)).split())


@register.tag
def head(parser, token):
    """`{% head %}title{% description %}text{% kind %}og:type{% shown %}...{% endhead %}`: the first
    three are rendered once and shown in several places of the last, as `head_title`,
    `head_description` and `head_kind`.
    """
    found = []
    for end in ("description", "kind", "shown", "endhead"):
        found.append(parser.parse((end,)))
        parser.delete_first_token()
    return SaidInHead(*found)


@register.simple_tag(takes_context=True)
def structured_data(context):
    return jsonld.of_page(context)


@register.simple_tag(takes_context=True)
def alternates(context):
    return addresses.alternates(context)


@register.simple_tag(takes_context=True)
def locales(context):
    return addresses.locales(context)


@register.simple_tag(takes_context=True)
def card(context):
    """The whole address of the page's social card and what it says."""
    page = jsonld.Page(context)
    entry = page.entry
    said = (
        ": ".join(filter(None, reversed(entry.card_words())))
        if entry
        else page.name
        if page.crumbs
        else _("What is known about mesenchymal stem cell therapy, and how sure it is")
    )
    path = cards.entry_address(entry) if entry else cards.page_address(said)
    return {"address": page.absolute(path), "said": f"{said} – {settings.SITE_NAME}"}
