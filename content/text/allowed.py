"""What a text may hold when it is stored: elements, attributes, addresses."""

import re
import unicodedata
from functools import lru_cache

from django.conf import settings

TAGS = set(
    "p br h2 h3 h4 strong em s sup sub code a ul ol li blockquote hr figure figcaption table "
    "caption thead tbody tr th td img abbr cite span".split()
)
ATTRIBUTES = {
    "*": set(),  # without this line the sanitiser lets `title` and `lang` stand everywhere
    "a": {"href", "title", "hreflang"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    **{tag: {"data-nolink"} for tag in ("p", "ul", "li", "table", "figure", "span")},
    "ol": {"start", "type", "data-nolink"},
}
CLASSES = {"figure": {"table", "image"}}
COUNT = re.compile(r"[1-9]\d{0,4}", re.ASCII)
VALUES = {
    "width": COUNT,
    "height": COUNT,
    "colspan": re.compile(r"[1-9]\d?", re.ASCII),
    "rowspan": re.compile(r"[1-9]\d{0,2}", re.ASCII),
    "start": re.compile(r"\d{1,4}", re.ASCII),
    "type": re.compile(r"[aAiI]"),
    "scope": re.compile(r"col|row|colgroup|rowgroup"),
    "hreflang": re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"),
}
LIBRARY_NAME = re.compile(r"(\w[\w.-]*/)*\w[\w-]*\.(jpe?g|png|webp|avif)", re.ASCII)
TOKEN = re.compile(r"\[@([a-z0-9][a-z0-9-]*(?:;\s*@[a-z0-9][a-z0-9-]*)*)\]")
SCHEMES = {"http", "https", "mailto", "tel", "sms"}
LONGEST_ADDRESS = 4000
LONGEST_WORDS = 2000  # of a title or a text alternative
ON_THE_NET = re.compile("https?:", re.IGNORECASE)
WITH_HOST = re.compile(
    r"https?://(?:[^/?#@]*@)?(?:\[[0-9a-f:.]+\]|[^\s/?#<>\"'^|%\[\]:@]+)(?::\d{1,5})?(?:[/?#]|$)",
    re.IGNORECASE,
)
PLAIN_ADDRESS = re.compile(r"(?:https?://|/|#)[!-\[\]-~]*")  # hides nothing


def kept_value(name: str, value: str) -> str | None:
    """The value of an allowed attribute as it is stored; None where it goes.

    Refused are addresses that hide something, and pictures from anywhere but our library.
    """
    if name in VALUES:
        return value if VALUES[name].fullmatch(value) else None
    if name == "data-nolink":
        return ""
    if name == "src":
        return value if is_in_library(value) else None
    if name == "href":
        return value if is_address(value) else None
    # A reference is made of text, never of an attribute.
    return TOKEN.sub("", value[:LONGEST_WORDS])


def is_in_library(address: str) -> bool:
    return LIBRARY_NAME.fullmatch(stored_name(address)) is not None


def stored_name(address: str) -> str:
    """`/media/images/x/original.jpg` -> `images/x/original.jpg`; empty for other addresses."""
    name = address.removeprefix(settings.MEDIA_URL)
    return name if name != address else ""


def is_address(value: str) -> bool:
    return len(value) <= LONGEST_ADDRESS and _is_address(value)


@lru_cache(maxsize=1000)  # asked for each link when it is read, written and looked at
def _is_address(value: str) -> bool:
    if "[@" in value and TOKEN.search(value):
        return False
    if not (PLAIN_ADDRESS.fullmatch(value) or not hides_something(value)):
        return False
    return ON_THE_NET.match(value) is None or WITH_HOST.match(value) is not None


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
