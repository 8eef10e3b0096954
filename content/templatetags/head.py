"""What the head of a page tells machines; loaded by the base template only."""

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

from content.web import addresses, cards, jsonld

register = template.Library()


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
        entry.title
        if entry
        else page.name
        if page.crumbs
        else _("What is known about mesenchymal stem cell therapy, and how sure it is")
    )
    path = cards.entry_address(entry) if entry else cards.page_address(said)
    return {"address": page.absolute(path), "said": f"{said} – {settings.SITE_NAME}"}
