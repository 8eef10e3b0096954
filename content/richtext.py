"""Rich text: an allow-list HTML fragment, cleaned at every save, shown with links and pictures."""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

import nh3
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from content import languages, pasted
from content.picture import Picture

TAGS = set(
    "p br h2 h3 h4 strong em sup sub a ul ol li blockquote figure figcaption table caption thead "
    "tbody tr th td img abbr cite span".split()
)
ATTRIBUTES = {
    "*": set(),  # without this line the sanitiser lets `title` and `lang` stand everywhere
    "a": {"href", "title", "hreflang"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    **{tag: {"data-nolink"} for tag in ("p", "ul", "li", "table", "figure", "span")},
    "ol": {"start", "data-nolink"},
}
COUNT = re.compile(r"[1-9]\d{0,4}")
VALUES = {
    "width": COUNT,
    "height": COUNT,
    "colspan": re.compile(r"[1-9]\d?"),
    "rowspan": re.compile(r"[1-9]\d{0,2}"),
    "start": re.compile(r"\d{1,4}"),
    "scope": re.compile(r"col|row|colgroup|rowgroup"),
    "hreflang": re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"),
}
LIBRARY_NAME = re.compile(r"(\w[\w.-]*/)*\w[\w-]*\.(jpe?g|png|webp|avif)", re.ASCII)
TOKEN = re.compile(r"\[@([a-z0-9][a-z0-9-]*(?:;\s*@[a-z0-9][a-z0-9-]*)*)\]")

# Honest marks that have another name here.
RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em"}
SCHEMES = {"http", "https", "mailto"}

# What follows reads the sanitiser's output, in which `<` and `>` stand only around tags.
RENAMED_TAG = re.compile(rf"<(/?)({'|'.join(RENAMED)})>")
EMPTY = re.compile(r"(?:\s|&nbsp;|<br>|</?p>)*")
IMAGE_WITHOUT_SOURCE = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")
EMPTY_FIGURE = re.compile(r"<figure[^>]*>\s*</figure>")
SPAN = re.compile(r"<(/?)span([^>]*)>")
TABLE_HEAD = re.compile(r"<thead>.*?</thead>", re.DOTALL)
TABLE_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
HEADER_WITHOUT_SCOPE = re.compile(r"<th(?=[\s>])(?![^>]*\sscope=)")


def keep_attribute(tag, name, value):
    """Refuse addresses that hide something, and pictures from anywhere but our library."""
    if name in VALUES:
        return value if VALUES[name].fullmatch(value) else None
    if name == "data-nolink":
        return ""
    if name == "src":
        return value if LIBRARY_NAME.fullmatch(stored_name(value)) else None
    if name == "href":
        return None if hides_something(value) or TOKEN.search(value) else value
    return TOKEN.sub("", value)  # a reference is made of text, never of an attribute


def hides_something(address: str) -> bool:
    return (
        address != address.strip()
        or "\\" in address
        or any(unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") for sign in address)
        or any(sign.isspace() and sign != " " for sign in address)
        or has_strange_scheme(address)
    )


def has_strange_scheme(address: str) -> bool:
    """Also catches what only looks like a scheme, such as one in full-width letters."""
    scheme, colon, _rest = re.split("[/?#]", address, maxsplit=1)[0].partition(":")
    return bool(colon) and scheme.lower() not in SCHEMES


def stored_name(address: str) -> str:
    """`/media/images/x/original.jpg` -> `images/x/original.jpg`; empty for other addresses."""
    name = address.removeprefix(settings.MEDIA_URL)
    return name if name != address else ""


CLEANER = nh3.Cleaner(
    tags=TAGS | RENAMED.keys(),
    attributes=ATTRIBUTES,
    allowed_classes={"figure": {"table", "image"}},
    attribute_filter=keep_attribute,
    url_schemes=SCHEMES,
    link_rel=None,
    # With everything in them: the words of `del` are those that somebody took out.
    clean_content_tags={"script", "style", "title", "xml", "del"},
)


MOST_ROUNDS = 20


def clean(fragment: str) -> str:
    """Return the fragment as it may be stored; cleaning twice changes nothing.

    Markup nested against the rules of HTML may be read differently once a forbidden element
    around it is gone. What is stored has therefore been read and written until it was stable.
    """
    fragment = unicodedata.normalize("NFC", fragment.replace("\x00", ""))
    if pasted.is_pasted(fragment):
        fragment = pasted.tidied(fragment)
    for _round in range(MOST_ROUNDS):
        cleaned = cleaned_once(fragment)
        if cleaned == fragment:
            return cleaned
        fragment = cleaned
    lines = plain_text(fragment).split("\n")
    return cleaned_once(format_html_join("", "<p>{}</p>", ((line,) for line in lines)))


def cleaned_once(fragment: str) -> str:
    cleaned = RENAMED_TAG.sub(renamed_tag, CLEANER.clean(fragment))
    cleaned = EMPTY_FIGURE.sub("", IMAGE_WITHOUT_SOURCE.sub("", cleaned))
    cleaned = with_scopes(without_bare_spans(cleaned)).strip()
    return "" if EMPTY.fullmatch(cleaned) else cleaned


def renamed_tag(match: re.Match) -> str:
    return f"<{match[1]}{RENAMED[match[2]]}>"


def without_bare_spans(cleaned: str) -> str:
    """Unwrap the spans that say nothing; word processors paste hundreds of them."""
    kept = []

    def decide(match):
        if not match[1]:
            kept.append(bool(match[2]))
            return match[0] if match[2] else ""
        return match[0] if kept.pop() else ""

    return SPAN.sub(decide, cleaned)


def with_scopes(cleaned: str) -> str:
    """Header cells say what they head: a column in a table head, a row beside data cells."""

    def scope(part, direction):
        return HEADER_WITHOUT_SCOPE.sub(f'<th scope="{direction}"', part)

    cleaned = TABLE_HEAD.sub(lambda head: scope(head[0], "col"), cleaned)
    return TABLE_ROW.sub(lambda row: scope(row[0], "row" if "<td" in row[0] else "col"), cleaned)


class _Inventory(pasted.Lenient):
    def __init__(self):
        super().__init__()
        self.seen = Counter()

    def handle_starttag(self, tag, attrs):
        tag = RENAMED.get(tag, tag)
        self.seen[f"<{tag}>"] += 1
        for name, _value in attrs:
            if name not in SILENT:
                self.seen[f"{tag} {name}"] += 1


# What the editor and word processors add and nobody typed.
SILENT = {"style", "data-list-item-id", "target", "rel", "class"}
SILENT_TAGS = {"<span>", "<p>", "<figure>"}
ALWAYS_NAMED = {"<script>", "<iframe>", "<object>", "<embed>", "<form>", "<video>", "<audio>"}


def _inventory(fragment):
    parser = _Inventory()
    parser.feed(fragment)
    parser.close()
    return parser.seen


def removed(before: str, after: str) -> list[str]:
    """Name the kinds of markup that cleaning took out, such as `<script>` or `a onclick`."""
    lost = _inventory(before) - _inventory(after)
    if pasted.is_pasted(before):
        # Of hundreds of marks of a word processor only what matters is named.
        return [*pasted.left_out(before), *sorted(lost.keys() & ALWAYS_NAMED)]
    return sorted(lost.keys() - SILENT_TAGS)


BLOCK_EDGE = re.compile(
    r"</?(?:p|h[1-6]|ul|ol|li|table|caption|thead|tbody|tr|t[hd]|figure|figcaption|blockquote)"
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


def _attributes(image: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in IMAGE_ATTRIBUTE.findall(image)}


def with_renditions(shown: str, pictures: Mapping[str, Picture], sizes: str = TEXT_WIDTH) -> str:
    """Give every picture its lighter copies, size and credit.

    `shown` is a cleaned fragment, links and references may be in it already; `pictures` is what
    `content.images.pictures_in` found for it. A safe string stays one.
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
        anchor = base = f"section-{slugify(title)[:60].strip('-') or 'untitled'}"
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
