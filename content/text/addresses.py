"""Addresses as people copy them: led over another one, private, without a scheme."""

import base64
import binascii
import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from content.text.allowed import is_address

MOST_STEPS = 5
LONGEST_TYPED = 20_000
# Most addresses are of this kind, and none of what is below concerns them.
USUAL = re.compile(r"(?:https?://[A-Za-z0-9]|mailto:|tel:|/(?!/)|#(?!_))[!-Z\]-~]*")
UNUSUAL_HOST = re.compile(
    r"google|office|outlook|sharepoint|1drv|onedrive|icloud|box\.com|teams|urldefense|cudasvc|cisco"
    r"|facebook|instagram|linkedin|youtube|reddit|duckduckgo|slack|proxy",
    re.IGNORECASE,
)


class Destination(NamedTuple):
    """Where a link leads, empty when it cannot be kept, and under which kinds that is counted."""

    address: str
    kinds: tuple[str, ...] = ()


def link_of(typed: str) -> Destination:
    if USUAL.fullmatch(typed) and not UNUSUAL_HOST.search(typed) and is_address(typed):
        return Destination(typed)
    if len(typed) > LONGEST_TYPED:
        return Destination("", ("lost_links",))
    address = trimmed(typed)
    if not address:
        return Destination("")
    target = beyond_redirects(address)
    kinds = ("redirects",) if target != address else ()
    if is_private(target):
        return Destination("", (*kinds, "private_links"))
    if HOST.fullmatch(target) and not is_file(target):
        target, kinds = f"https://{target}", ("completed",)
    if not is_address(target) or target.startswith("#_"):
        return Destination(
            "", ("lost_links",)
        )  # `#_Toc1`: a place that only the word processor knows
    return Destination(target, kinds)


def trimmed(address: str) -> str:
    """Without blanks and unseen signs at both ends."""
    start, end = 0, len(address)
    while start < end and is_unseen(address[start]):
        start += 1
    while start < end and is_unseen(address[end - 1]):
        end -= 1
    return address[start:end]


def is_unseen(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp")


# Without a scheme

HOST = re.compile(
    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}(?:[^\W\d_]{2,24}|xn--[a-z0-9-]{2,59})"
    r"(?::\d{1,5})?(?:[/?#].*)?"
)
FILE_NAMES = frozenset(
    "asp aspx avif bib bmp cfm css csv doc docm docx enl epub eps gif htm html jpeg jpg js json "
    "jsp md mdb mov mp3 mp4 mpeg msg nbib odp ods odt pdf php png pps ppt pptx ps rar ris rtf svg "
    "tex tif tiff txt wav webp wmv xhtml xls xlsm xlsx xml zip".split()
)


def is_file(address: str) -> bool:
    """`page.html` and `x.pdf` are written as hosts are."""
    name = re.split("[/?#:]", address, maxsplit=1)[0]
    return name.rpartition(".")[2].lower() in FILE_NAMES and not name.lower().startswith("www.")


# Documents that only some people can open

PRIVATE_HOSTS = re.compile(
    r"(?:.+\.)?(?:sharepoint\.com|1drv\.ms|onedrive\.live\.com|drive\.google\.com|icloud\.com"
    r"|app\.box\.com|teams\.microsoft\.com|mail\.google\.com|outlook\.(?:office(?:365)?|live)\.com)",
    re.IGNORECASE,
)
PRIVATE_PLACES = re.compile(
    r"https?://(?:docs\.google\.com/(?:a/[^/]+/)?(?:document|spreadsheets|presentation|forms|drawings)"
    r"/(?:u/\d+/)?d/(?!e/|[^/]+/(?:pub|embed|viewform))|(?:www\.)?dropbox\.com/(?:s|scl|home)/)",
    re.IGNORECASE,
)
ON_A_COMPUTER = re.compile(r"file:|\\\\|[a-z]:[\\/]", re.IGNORECASE)


def is_private(address: str) -> bool:
    if ON_A_COMPUTER.match(address) or PRIVATE_PLACES.match(address):
        return True
    return PRIVATE_HOSTS.fullmatch(parts_of(address).netloc.partition(":")[0]) is not None


def parts_of(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:  # brackets that hold no address of the net
        return urlsplit("")


# Over another address


def beyond_redirects(address: str) -> str:
    for _step in range(MOST_STEPS):
        target = trimmed(one_step(address))
        if not target.lower().startswith(("http://", "https://")) or target == address:
            break
        address = target
    return address


def one_step(address: str) -> str:
    parts = parts_of(address)
    if parts.scheme.lower() not in ("http", "https"):
        return ""
    place = f"{parts.netloc.lower()}{parts.path}"
    for pattern, target in REDIRECTS:
        if pattern.match(place):
            return target(parts)
    return ""


def parameter(*names: str) -> Callable[[SplitResult], str]:
    def target(parts):
        asked = parse_qs(parts.query, max_num_fields=None)
        return next((asked[name][0] for name in names if name in asked), "")

    return target


def proofpoint_2(parts: SplitResult) -> str:
    written = parameter("u")(parts)
    return unquote(written.replace("-", "%").replace("_", "/"))


PROOFPOINT_3 = re.compile(r"v3/__(.+?)__;([^!]*)!", re.DOTALL)
# A star stands for one sign that is written behind, two stars and a letter for several.
REPLACED = re.compile(r"\*(?:\*(.))?", re.DOTALL)
LENGTHS = {
    sign: number
    for number, sign in enumerate(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", start=2
    )
}


def proofpoint_3(parts: SplitResult) -> str:
    found = PROOFPOINT_3.search(parts.geturl())
    if found is None:
        return ""
    written = re.sub(r"^(https?:/)(?=[^/])", r"\1/", found[1], flags=re.IGNORECASE)
    try:
        padded = found[2] + "=" * (-len(found[2]) % 4)
        replaced = iter(base64.urlsafe_b64decode(padded).decode())
    except (binascii.Error, ValueError):
        return ""

    def back(match):
        number = LENGTHS.get(match[1], 1) if match[1] else 1
        return "".join(next(replaced, "") for _sign in range(number))

    return REPLACED.sub(back, written)


def last_part(parts: SplitResult) -> str:
    return unquote(parts.path.rpartition("/")[2])


REDIRECTS = [
    (re.compile(pattern), target)
    for pattern, target in (
        (r"(?:www\.)?google\.[a-z.]{2,6}/url$", parameter("q", "url")),
        (r"scholar\.google\.[a-z.]{2,6}/scholar_url$", parameter("url")),
        (r"translate\.google\.[a-z.]{2,6}/translate$", parameter("u")),
        (r"[^/]*\.safelinks\.protection\.outlook\.com/", parameter("url")),
        (r"statics\.teams\.cdn\.office\.net/evergreen-assets/safelinks/", parameter("url")),
        (r"urldefense\.(?:com|us|proofpoint\.com)/v3/", proofpoint_3),
        (r"urldefense\.proofpoint\.com/v2/", proofpoint_2),
        (r"urldefense\.proofpoint\.com/v1/", parameter("u")),
        (r"linkprotect\.cudasvc\.com/url$", parameter("a")),
        (r"secure-web\.cisco\.com/[^/]+/https?%3[Aa]", last_part),
        (r"lm?\.(?:facebook|instagram)\.com/", parameter("u")),
        (r"(?:www\.)?facebook\.com/l\.php$", parameter("u")),
        (r"(?:www\.)?linkedin\.com/(?:redir/redirect|safety/go)/?$", parameter("url")),
        (r"(?:www\.)?youtube\.com/redirect$", parameter("q")),
        (r"out\.reddit\.com/", parameter("url")),
        (r"duckduckgo\.com/l/?$", parameter("uddg")),
        (r"slack-redir\.net/link$", parameter("url")),
        (r"[^/]*(?:ezproxy|libproxy)[^/]*/login$", parameter("url", "qurl")),
    )
]
