"""Rich text: an allow-list HTML fragment, cleaned at every save, shown with links and references."""

import html
import re
import unicodedata
from collections import Counter
from html.parser import HTMLParser

import nh3
from django.conf import settings

TAGS = set(
    "p br h2 h3 h4 strong em sup sub a ul ol li blockquote figure figcaption table caption thead "
    "tbody tr th td img abbr cite span".split()
)
ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
    **{tag: {"data-nolink"} for tag in ("p", "ul", "ol", "li", "table", "figure", "span")},
}
ATTRIBUTES["ol"] = {"start", "data-nolink"}
EMPTY = re.compile(r"(?:\s|&nbsp;|\xa0|<br\s*/?>|</?(?:p|span)>)*")
HEADING_1 = re.compile(r"<(/?)h1(?=[\s>/])", re.IGNORECASE)
IMAGE_WITHOUT_SOURCE = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")
TOKEN = re.compile(r"\[@([a-z0-9][a-z0-9-]*(?:;\s*@[a-z0-9][a-z0-9-]*)*)\]")


def keep_attribute(tag, name, value):
    """Refuse addresses that hide something, and pictures from anywhere but our library."""
    if name in ("href", "src"):
        if any(unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") for character in value):
            return None
        if value != value.strip() or "\xa0" in value:
            return None
    if name == "src" and not value.startswith(settings.MEDIA_URL):
        return None
    return value


CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    allowed_classes={"figure": {"table", "image"}},
    attribute_filter=keep_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


def clean(fragment: str) -> str:
    """Return the fragment as it may be stored; cleaning twice changes nothing."""
    fragment = unicodedata.normalize("NFC", fragment.replace("\x00", ""))
    cleaned = IMAGE_WITHOUT_SOURCE.sub("", CLEANER.clean(HEADING_1.sub(r"<\1h2", fragment))).strip()
    return "" if EMPTY.fullmatch(cleaned) else cleaned


class _Inventory(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = Counter()
        self.text = []

    def handle_starttag(self, tag, attrs):
        self.seen[f"<{tag}>"] += 1
        for name, _value in attrs:
            self.seen[f"{tag} {name}"] += 1

    def handle_data(self, data):
        self.text.append(data)


def _inventory(fragment):
    parser = _Inventory()
    parser.feed(fragment)
    parser.close()
    return parser


# What the editor itself adds and nobody typed.
SILENT = re.compile(r"(style|data-list-item-id|target|rel|class)$")


def removed(before: str, after: str) -> list[str]:
    """Name the kinds of markup that cleaning took out, such as `<script>` or `a onclick`."""
    lost = _inventory(before).seen - _inventory(after).seen
    return sorted(name for name in lost if not SILENT.search(name))


BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|td|th|caption|figcaption|blockquote)>|<br\s*/?>")
MARKUP = re.compile(r"<[^>]*>")


def plain_text(fragment: str) -> str:
    """The words of a cleaned fragment, one block a line, without citation tokens."""
    text = MARKUP.sub("", BLOCK_END.sub("\n", TOKEN.sub("", fragment)))
    lines = (" ".join(line.split()) for line in html.unescape(text).split("\n"))
    return "\n".join(re.sub(r"\s+([.,;:])", r"\1", line) for line in lines if line)


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


def token_keys(inner: str) -> list[str]:
    """`kebriaei2020; @zhao2022` -> [kebriaei2020, zhao2022]"""
    return [part.strip().lstrip("@") for part in inner.split(";")]
