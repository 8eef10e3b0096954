"""Tags and filters that every public template may load."""

import html
import re
from typing import NamedTuple

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from content import addresses, drawn, glyphs, languages, partial_dates, richtext
from content.languages import local_path
from content.models import Verification

register = template.Library()

SITE_NAME = "MSC Portal"
LONGEST_TITLE = 65


@register.simple_tag
@drawn.once
def partial_date(date, precision):
    """`<time>` for a date known to the day, month or year; words alone when it is not known."""
    shown, machine = partial_dates.show(date, precision), partial_dates.iso(date, precision)
    if not machine:
        return shown
    return format_html('<time datetime="{}">{}</time>', machine, shown)


@register.filter
def title_tag(title):
    """Text for `<title>`: at most 65 characters, with the name of the site where it fits."""
    title = str(title)
    full = f"{title} – {SITE_NAME}"
    return full if len(full) <= LONGEST_TITLE else richtext.shorten(title, LONGEST_TITLE - 1)


@register.simple_tag
def list_title(title, page=None):
    """`<title>` of a list; its later pages name their number, so that titles stay unique."""
    if page is not None and page.number > 1:
        title = _("%(title)s, page %(number)s") % {"title": title, "number": page.number}
    return title_tag(title)


@register.simple_tag
def verification(mark):
    """A note beside a fact from general knowledge; nothing for one that was seen in a source."""
    return not_yet_checked() if mark == Verification.MEMORY else ""


@drawn.once
def not_yet_checked():
    return format_html(
        '<span class="badge badge-unchecked"><span class="badge-mark" aria-hidden="true">?</span>'
        "{}</span>",
        _("not yet checked"),
    )


@register.simple_tag
def badge(kind, value, label):
    """A word with a shape: meaning never rests on colour. Empty without a value."""
    return word_with_shape(kind, str(value), str(label)) if value else ""


@drawn.once
def word_with_shape(kind, value, label):
    return format_html(
        '<span class="badge badge-{kind} {kind}-{value}">'
        '<span class="badge-mark">{mark}</span>{label}</span>',
        kind=kind,
        value=value.replace("/", "-").replace("_", "-"),
        mark=glyphs.glyph(kind, value),
        label=label,
    )


@drawn.once
def lone_mark(kind, value, label, shape):
    return format_html(
        '<span class="mark-only {kind}-{value}" title="{label}">{shape}'
        '<span class="visually-hidden">{label}</span></span>',
        kind=kind,
        value=value.replace("/", "-").replace("_", "-"),
        shape=shape,
        label=label,
    )


@register.simple_tag
def mark(kind, value, label):
    """The shape of a badge alone, for lists with a key; screen readers hear the word."""
    if not value:
        return ""
    return lone_mark(kind, str(value), str(label), glyphs.glyph(kind, value))


@register.simple_tag
def used_mark(kind, value, label):
    """The same in a long list; the page has `{% shapes_to_use %}` of that kind."""
    if not value:
        return ""
    return lone_mark(kind, str(value), str(label), glyphs.used_glyph(kind, str(value)))


@register.simple_tag
def shapes_to_use(*kinds):
    return glyphs.shapes_to_use(*kinds)


@register.simple_tag
def shape_only(kind, value):
    """The bare shape, where the word stands beside it."""
    return glyphs.glyph(kind, value)


@register.simple_tag
def to(path):
    """`/trials/` as an address in the language of this page."""
    return local_path(path)


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


class PieceNode(template.Node):
    def __init__(self, nodelist, name):
        self.nodelist, self.name = nodelist, name

    def render(self, context):
        kept = context.get("kept")
        if kept is None:
            return self.nodelist.render(context)
        if self.name not in kept:
            kept[self.name] = self.nodelist.render(context)
        return kept[self.name]


@register.tag
def piece(parser, token):
    """`{% piece name %}...{% endpiece %}`: what delivery.page_cache.parts may have kept from
    another time.

    Inside it stands what follows from the entry and its address alone.
    """
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endpiece",))
    parser.delete_first_token()
    return PieceNode(nodelist, name)


class KeepNode(template.Node):
    def __init__(self, nodes, name, longest):
        self.nodes, self.name, self.longest = nodes, name, longest

    def render(self, context):
        # Unescaped again, because it is escaped once more wherever it is shown.
        text = " ".join(html.unescape(self.nodes.render(context)).split())
        context[self.name] = richtext.shorten(text, self.longest) if self.longest else text
        return ""


@register.tag
def keep(parser, token):
    """`{% keep name %}...{% endkeep %}`: render once, show the text in several places.

    A number after the name is the most characters that are kept.
    """
    _tag, name, *longest = token.split_contents()
    nodes = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(nodes, name, int(longest[0]) if longest else 0)
