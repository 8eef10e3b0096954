"""The frame of a page: its title, its files, the navigation and the foot."""

import re
from typing import NamedTuple

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from content import languages
from content.languages import local_path
from content.text import richtext
from content.web import addresses, drawn

register = template.Library()

LONGEST_TITLE = 65


@register.simple_tag
def site_name():
    return settings.SITE_NAME


@register.filter
def title_tag(title):
    """Text for `<title>`: at most 65 characters, with the name of the site where it fits."""
    title = str(title)
    full = f"{title} – {settings.SITE_NAME}"
    return full if len(full) <= LONGEST_TITLE else richtext.shorten(title, LONGEST_TITLE - 1)


@register.simple_tag
def list_title(title, page=None):
    """`<title>` of a list; its later pages name their number, so that titles stay unique."""
    if page is not None and page.number > 1:
        title = _("%(title)s, page %(number)s") % {"title": title, "number": page.number}
    return title_tag(title)


def _files(bundle, parts):
    """One packed file where static files are packed, else its parts."""
    names = [bundle] if hasattr(staticfiles_storage, "bundles") else parts
    return [(staticfiles_storage.url(name),) for name in names]


@register.simple_tag
def styles():
    links = _files("css/site.css", settings.STYLES)
    return format_html_join("\n  ", '<link rel="stylesheet" href="{}">', links)


@register.simple_tag
def scripts():
    links = _files("js/site.js", settings.SCRIPTS) if settings.SCRIPTS else []
    return format_html_join("\n  ", '<script src="{}" defer></script>', links)


@register.simple_tag
def page_block(block):
    """What an upper app shows on this page; see `content.registry.add_block`."""
    return render_to_string(block.template, block.context)


class Anywhere(NamedTuple):
    """No value at all."""


@register.simple_tag
def fixed(template):
    """An include of what is the same on every page in this language."""
    return drawn.draw(template, Anywhere())


class Below(NamedTuple):
    path: str


@register.simple_tag(takes_context=True)
def navigation(context):
    """The main navigation, drawn for each section: its own page, and all pages below that."""
    path = context["request"].path if "request" in context else ""
    bare = path.removeprefix(languages.prefix())
    section = languages.prefix() + bare[: bare.find("/", 1) + 1]
    here = path if path == section else f"{section}-"
    return drawn.draw("includes/_navigation.html", Below(here))


@register.simple_tag(takes_context=True)
def nav_link(context, address, label):
    """A link of the main navigation that says when the visitor is on this page or below it."""
    path, address = context["path"], local_path(address)
    here = "page" if path == address else "true" if path.startswith(address) else ""
    if not here:
        return format_html('<a href="{}">{}</a>', address, label)
    return format_html('<a href="{}" aria-current="{}">{}</a>', address, here, label)


@register.simple_tag(takes_context=True)
def canonical(context):
    """The one address of this page, without filters and in the language of its text."""
    return addresses.canonical(context)


class PageFoot(NamedTuple):
    path: str


class PageFootNode(template.Node):
    # An address without a sign that markup or an address would write in another way.
    PLAIN = re.compile(r"[\w./-]+", re.ASCII)
    STAND_IN = "/-address-of-the-page-/"

    def render(self, context):
        if "request" not in context:
            return ""
        path = context["request"].path
        if not self.PLAIN.fullmatch(path):
            return drawn.draw("includes/_page_feedback.html", PageFoot(path))
        foot = drawn.draw("includes/_page_feedback.html", PageFoot(self.STAND_IN))
        return foot.replace(self.STAND_IN, path)


@register.tag
def page_foot(parser, token):
    """What every page with an address ends with, drawn once for all of them."""
    return PageFootNode()
