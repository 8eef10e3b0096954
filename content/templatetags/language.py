"""Addresses and texts in the language of the page, and in others."""

from django import template
from django.utils.html import format_html

from content import languages, registry
from content.languages import local_path
from content.web import drawn

register = template.Library()


@register.simple_tag
def to(path):
    """`/trials/` as an address in the language of this page."""
    return local_path(path)


@register.simple_tag
def place(name):
    """The address of a page of an upper app; see `content.registry.add_place`."""
    return registry.place(name)


@register.simple_tag
def lang_of(content):
    """` lang="en"` where an entry's text is in another language than the interface around it.

    Takes an entry or a `content.languages.Text`; prints nothing for a string of the interface.
    """
    language = getattr(content, "language", "")
    return language_mark(language) if language else ""


@register.simple_tag(name="lang_mark")
@drawn.once
def language_mark(language):
    """The same from the code of the language."""
    if not languages.is_foreign(language):
        return ""
    direction = languages.direction(language)
    if direction == languages.direction(languages.of_interface()):
        return format_html(' lang="{}"', language)
    return format_html(' lang="{}" dir="{}"', language, direction)


@register.simple_tag(takes_context=True)
def language_versions(context):
    """This page in each language of the interface; nothing on pages without an address."""
    request = getattr(context, "request", None)
    return languages.versions(request.get_full_path()) if request else []


@register.simple_tag(takes_context=True)
def untranslated(context, entry):
    """Name of the entry's language and the page with a matching interface; None if they agree."""
    if not entry or not languages.is_foreign(entry.language):
        return None
    request = getattr(context, "request", None)
    version = languages.version_in(entry.language, request.get_full_path()) if request else None
    return {"name": languages.name(entry.language), "version": version}
