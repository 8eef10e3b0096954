"""What the head of a page tells machines; loaded by the base template only."""

from django import template

from content import addresses, jsonld

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
