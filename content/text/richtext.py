"""Rich text: an allow-list HTML fragment, cleaned at every save, shown with links and pictures."""

import html
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from content import languages
from content.picture import Picture
from content.text.allowed import TOKEN, stored_name
from content.text.cleaning import Cleaned, clean, cleaned

__all__ = ["TOKEN", "Cleaned", "clean", "cleaned"]

BLOCK_EDGE = re.compile(
    r"</?(?:p|h[1-6]|ul|ol|li|table|caption|thead|tbody|tr|t[hd]|figure|figcaption|blockquote|hr)"
    r"(?=[\s>])[^>]*>|<br\s*/?>"
)
MARKUP = re.compile(r"<[^>]*>")


def plain_text(fragment: str) -> str:
    """The words of a cleaned fragment, one block a line, without citation tokens."""
    text = MARKUP.sub("", BLOCK_EDGE.sub("\n", TOKEN.sub("", fragment)))
    lines = (" ".join(line.split()) for line in html.unescape(text).split("\n"))
    return "\n".join(re.sub(r"\s+([.,;:])", r"\1", line) for line in lines if line)


def without_tokens(lines: str) -> str:
    """Plain lines without citation tokens."""
    return re.sub(rf"[ \t]*{TOKEN.pattern}", "", lines)


def shorten(text: str, length: int) -> str:
    """Cut at a sentence end where one fits, else at a word."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    cut = text[: length + 1]
    end = max(cut.rfind(". "), cut.rfind("? "))
    if end > length // 2:
        return cut[: end + 1]
    return cut[: cut.rfind(" ", 0, length)].rstrip(",;:") + "…"


def cited_keys(fragment: str) -> list[str]:
    """Keys of the publications named by tokens, in order of first mention."""
    keys = {}
    for match in TOKEN.finditer(fragment):
        for key in token_keys(match[1]):
            keys.setdefault(key)
    return list(keys)


RUN_OF_TOKENS = re.compile(rf"{TOKEN.pattern}(?:\s*{TOKEN.pattern})*")


def numbers_at_places(fragment: str) -> list[int]:
    """How many references stand at each place; tokens one after the other are one place."""
    return [
        sum(len(token_keys(token[1])) for token in TOKEN.finditer(run[0]))
        for run in RUN_OF_TOKENS.finditer(fragment)
    ]


def token_keys(inner: str) -> list[str]:
    """`kebriaei2020; @zhao2022` -> [kebriaei2020, zhao2022]"""
    return [part.strip().lstrip("@") for part in inner.split(";")]


TAG_OR_TOKEN = re.compile(rf"<[^>]*>|{TOKEN.pattern}")
LOCAL_LINK = re.compile(r'^(<a\s(?:[^>]*\s)?href=")(/(?!/)[^"]*)')


def with_citations(shown: str, mark: Callable[[list[str]], SafeString]) -> SafeString:
    """Put `mark(keys)` in the place of every citation token, and keep the language of the page
    in links to pages of this site, which are stored without one.

    `shown` is a cleaned fragment or an escaped line; automatic links may be in it already.
    """
    has_prefix = bool(languages.prefix())

    def replaced(match):
        if match[1]:
            return mark(token_keys(match[1]))
        return LOCAL_LINK.sub(local, match[0]) if has_prefix else match[0]

    def local(match):
        return match[1] + languages.local_path(match[2])

    # Safe: cleaned or escaped text, whose tags stay as they are but for the beginning of a local
    # address, plus what `mark` made safe.
    return mark_safe(TAG_OR_TOKEN.sub(replaced, shown))


IMAGE = re.compile(r"<img\s[^>]*>")
IMAGE_ATTRIBUTE = re.compile(r'(src|alt|width|height)="([^"]*)"')
TEXT_WIDTH = "(min-width: 46rem) 44rem, 100vw"


def pictures_shown(*fragments: str) -> list[str]:
    """Stored names of the library's pictures in cleaned fragments, each once."""
    names = {}
    for image in (tag for fragment in fragments for tag in IMAGE.findall(fragment)):
        names.setdefault(stored_name(_attributes(image).get("src", "")))
    return [name for name in names if name]


def pictures_without_alternative(fragment: str) -> int:
    """How many pictures neither describe themselves nor say that they are decorative."""
    return sum("alt" not in _attributes(image) for image in IMAGE.findall(fragment))


TABLE = re.compile(r"<table[\s>](?:(?!<table[\s>]).)*?</table>", re.DOTALL)
HEADER_CELL = re.compile(r"<th[\s>]")
STRUCK = re.compile(r"<s>(.*?)</s>", re.DOTALL)


def tables_without_headers(fragment: str) -> int:
    return sum(not HEADER_CELL.search(table) for table in TABLE.findall(fragment))


def struck_words(fragment: str) -> list[str]:
    return [plain_text(words).replace("\n", " ") for words in STRUCK.findall(fragment)]


def _attributes(image: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in IMAGE_ATTRIBUTE.findall(image)}


def with_renditions(shown: str, pictures: Mapping[str, Picture], sizes: str = TEXT_WIDTH) -> str:
    """Give every picture its lighter copies, size and credit.

    `shown` is a cleaned fragment, links and references may be in it already; `pictures` is what
    `content.pictures.images.pictures_in` found for it. A safe string stays one.
    """

    def lighter(match):
        attributes = _attributes(match[0])
        picture = pictures.get(stored_name(attributes.get("src", "")))
        return _lazy_image(attributes) if picture is None else _markup(attributes, picture, sizes)

    replaced = IMAGE.sub(lighter, shown)
    # Only image tags were replaced, by markup made with format_html.
    return mark_safe(replaced) if isinstance(shown, SafeString) else replaced


def _lazy_image(attributes):
    named = format_html_join(" ", '{}="{}"', attributes.items())
    return format_html('<img {} loading="lazy" decoding="async">', named)


def _markup(attributes, picture, sizes):
    own = {"alt": picture.alt, "width": picture.width, "height": picture.height}
    sources = format_html_join(
        "",
        '<source type="{}" srcset="{}" sizes="{}">',
        ((source.type, source.srcset, sizes) for source in picture.sources),
    )
    image = _lazy_image(own | attributes | {"src": picture.url})
    credit = format_html('<small class="credit">{}</small>', picture.credit_line)
    return format_html(
        "<picture>{}{}</picture>{}", sources, image, credit if picture.credit_line else ""
    )


SECTION = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
TABLE_FIGURE = re.compile(r'<figure class="table">(?!.*?<figcaption)(.*?</figure>)', re.DOTALL)
CAPTION = re.compile(r"<caption>(.*?)</caption>", re.DOTALL)


class Section(NamedTuple):
    anchor: str
    title: str


def with_places(shown: SafeString, taken: set[str]) -> tuple[SafeString, list[Section]]:
    """Give sections an address and wide tables a frame that the keyboard can scroll.

    `taken` holds the anchors of the page so far and grows; the sections are for a contents list.
    """
    sections = []

    def heading(match):
        title = plain_text(match[1])
        # In the letters of the title where it has no Latin ones.
        name = slugify(title) or slugify(title, allow_unicode=True)
        anchor = base = f"section-{name[:60].strip('-') or 'untitled'}"
        number = 1
        while anchor in taken:
            number += 1
            anchor = f"{base}-{number}"
        taken.add(anchor)
        sections.append(Section(anchor, title))
        return f'<h2 id="{anchor}">{match[1]}</h2>'

    def frame(match):
        caption = CAPTION.search(match[1])
        label = plain_text(caption[1]) if caption else _("Table")
        opening = format_html(
            '<figure class="table" tabindex="0" role="region" aria-label="{}">', label
        )
        return opening + match[1]

    # Safe: the input is, an anchor is a slug, and the label is escaped.
    return mark_safe(TABLE_FIGURE.sub(frame, SECTION.sub(heading, shown))), sections
