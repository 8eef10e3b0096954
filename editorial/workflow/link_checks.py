"""What the gate asks of the links that somebody wrote into a text."""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from typing import NamedTuple, cast
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from content.local_links import Target, is_local, look_up, without_language
from content.models import Publishable
from content.text.addresses import FILE_NAMES
from content.text.links import Link, links
from editorial.workflow.gate import Check, Level
from editorial.workflow.page_anchors import ReadPage, page_at, pages_of

SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
WEB = ("http", "https")
TWICE = re.compile(r"https?:/*https?(:|//)", re.IGNORECASE)
MAIL_ADDRESS = re.compile(r"[^\s@,;]+@[^\s@,;]+\.[^\s@,;.]+")
FEWEST_DIGITS = 3
# Words that a reader takes for an address.
SHOWN_ADDRESS = re.compile(
    r"(?P<scheme>https?://)?(?P<host>(?:[\w-]+\.)+[a-z]{2,})(?::\d+)?(?P<path>/\S*)?",
    re.IGNORECASE,
)
ENDINGS = frozenset("com org net gov edu int info mil health".split())
INSIDE_A_NETWORK = (".local", ".localhost", ".internal", ".lan", ".home.arpa", ".test")
# (ending of the host, beginning of the path) of pages that only pass on to another one.
PASSES_ON = (
    ("safelinks.protection.outlook.com", "/"),
    ("urldefense.com", "/"),
    ("urldefense.proofpoint.com", "/"),
    ("mimecast.com", "/s/"),
    ("linkprotect.cudasvc.com", "/"),
    ("l.facebook.com", "/l.php"),
    ("bing.com", "/ck/"),
    ("duckduckgo.com", "/l/"),
    ("slack-redir.net", "/link"),
)
GOOGLE = re.compile(r"(www\.)?google\.[a-z.]{2,6}")
# Of documents that open for some people only.
PRIVATE = (
    ("drive.google.com", "/"),
    ("mail.google.com", "/"),
    ("sharepoint.com", "/"),
    ("onedrive.live.com", "/"),
    ("1drv.ms", "/"),
    ("dropbox.com", "/"),
    ("outlook.office.com", "/"),
    ("outlook.office365.com", "/"),
    ("outlook.live.com", "/"),
    ("overleaf.com", "/project"),
)
PUBLISHED = ("/pub", "/pubhtml", "/viewform")


class Doubt(NamedTuple):
    code: str
    message: str  # with places for the link and for `where`
    remedy: str
    level: Level = Level.WARNING
    where: str = ""


def named(link: Link) -> str:
    """The address with the words by which the editor finds the link."""
    return f"{link.address} (“{link.words}”)" if link.words else link.address


def written_links(entry: Publishable) -> Iterator[tuple[str, Link]]:
    """(field, link) of its texts; the same link comes once in a text."""
    for field in entry.rich_fields():
        for link in dict.fromkeys(links(getattr(entry, field))):
            yield field, link


# Pages of this site


def local_pages(entry: Publishable) -> Iterator[Check]:
    own = entry.get_absolute_url() if entry.slug else ""
    for field, link in written_links(entry):
        address = link.address.partition("#")[0]
        if not is_local(address):
            continue
        target, other = look_up(address)
        if target == Target.PUBLIC or other == entry or address == own:
            continue
        if target == Target.MOVED:
            yield moved_link(field, link, cast(Publishable, other))
        else:
            yield broken_link(field, link, target)


def moved_link(field: str, link: Link, entry: Publishable) -> Check:
    return Check(
        Level.WARNING,
        "moved_link",
        _("links to %s, an old address.") % named(link),
        field,
        _("It works. The present one is %s.") % entry.get_absolute_url(),
    )


def broken_link(field: str, link: Link, target: Target) -> Check:
    if target == Target.NOT_YET:
        return Check(
            Level.WARNING,
            "link_to_draft",
            _("links to %s, which is not public yet.") % named(link),
            field,
            _("Until it is, readers find nothing there."),
        )
    said = _("links to %s, which was withdrawn.") if target == Target.WITHDRAWN else None
    return Check(
        Level.ERROR,
        "dead_link",
        (said or _("links to %s, where there is no page.")) % named(link),
        field,
        _("Take the link out, or let it lead to another page."),
    )


# Places on them


def places(entry: Publishable) -> Iterator[Check]:
    """Only a text with such links has pages drawn, each once."""
    wanted = [
        (field, link, *parted(link.address))
        for field, link in written_links(entry)
        if "#" in link.address
        and (link.address.startswith("#") or is_local(link.address))
        and link.address != "#"
    ]
    own: dict[str, ReadPage] | None = None
    others: dict[str, ReadPage | None] = {}
    for field, link, address, name in wanted:
        if own is None:
            own = pages_of(entry, anchor_of(entry))
        path = without_language(address.partition("?")[0])
        if not path or path in own:
            if not is_own_place(own, path, name, link):
                yield dead_place(field, link, Level.ERROR)
            continue
        if address not in others:
            others[address] = page_at(address)
        page = others[address]
        if page is not None and not page.has(name):
            yield dead_place(field, link, Level.WARNING)


def parted(address: str) -> tuple[str, str]:
    """(address of the page, name of the place)"""
    page, _sign, name = address.partition("#")
    return page, unquote(name)


def anchor_of(entry: Publishable) -> str:
    return entry.get_absolute_url().partition("#")[2] if entry.slug else ""


def is_own_place(pages: dict[str, ReadPage], path: str, name: str, link: Link) -> bool:
    """Of several pages of an entry those count that show the link."""
    if path:
        return pages[path].has(name)
    showing = [page for page in pages.values() if link in page.own_links]
    return not pages or any(page.has(name) for page in showing or pages.values())


def dead_place(field: str, link: Link, level: Level) -> Check:
    return Check(
        level,
        "dead_place",
        _("links to %s, a place that the page does not have.") % named(link),
        field,
        _("Choose the place anew in the dialog of the link, or leave out what begins with #."),
    )


# Addresses that lead nowhere, or not where they seem to


def addresses(entry: Publishable) -> Iterator[Check]:
    own = entry.get_absolute_url() if entry.slug else "/"
    for field, link in written_links(entry):
        if doubt := doubt_of(link, own):
            message = doubt.message % {"link": named(link), "where": doubt.where}
            yield Check(doubt.level, doubt.code, message, field, doubt.remedy)


def doubt_of(link: Link, own: str) -> Doubt | None:
    """The first thing that is wrong with the address; `own`: of the page that shows it."""
    address = link.address.strip()
    scheme = SCHEME.match(address)
    kind = scheme[1].lower() if scheme else ""
    if address in ("", "#"):
        return Doubt(
            "unfinished_address",
            _("has a link without an address: %(link)s."),
            _("Give it one, or take the link out."),
        )
    if kind == "mailto":
        return doubt_of_mail(link, address)
    if kind in ("tel", "sms"):
        return doubt_of_number(address)
    if kind == "file" or len(kind) == 1:
        return private_document()
    if address.startswith("//"):
        return Doubt(
            "doubtful_address",
            _("links to %(link)s, which does not begin with https://."),
            _("Write https: in front of it."),
        )
    if kind in WEB:
        return doubt_of_web(address) or doubt_of_words(link, address)
    if kind or address.startswith("#"):
        return None
    if not is_local(address):
        return relative(address, own)
    return blank() if has_blank(address) else doubt_of_words(link, address)


def relative(address: str, own: str) -> Doubt:
    """A host without a scheme is completed before it is stored; this is something else."""
    return Doubt(
        "relative_address",
        _("links to %(link)s, which leads to %(where)s on this site."),
        _("Begin it with https://, or with / for a page of this site."),
        Level.ERROR,
        where=urljoin(own.partition("#")[0], address),
    )


def doubt_of_mail(link: Link, address: str) -> Doubt | None:
    receivers = unquote(address.partition(":")[2].partition("?")[0])
    if all(MAIL_ADDRESS.fullmatch(each.strip()) for each in receivers.split(",")):
        is_other = (
            MAIL_ADDRESS.fullmatch(link.words) and link.words.lower() not in receivers.lower()
        )
        return other_address_shown() if is_other else None
    return Doubt(
        "doubtful_address",
        _("links to %(link)s, which names no mail address."),
        _("Write mailto: and the whole address, such as mailto:name@example.org."),
    )


def doubt_of_number(address: str) -> Doubt | None:
    number = unquote(address.partition(":")[2].partition("?")[0])
    if sum(sign.isdecimal() for sign in number) >= FEWEST_DIGITS:
        return None
    return Doubt(
        "doubtful_address",
        _("links to %(link)s, which is no telephone number."),
        _("Write the digits with the code of the country, such as tel:+442079460000."),
    )


def doubt_of_web(address: str) -> Doubt | None:
    rest = address.partition(":")[2]
    if not rest.strip("/"):
        return Doubt(
            "unfinished_address",
            _("links to %(link)s, an address that was not finished."),
            _("Give it one, or take the link out."),
        )
    if not rest.startswith("//") or rest.startswith("///") or TWICE.match(address):
        return Doubt(
            "doubtful_address",
            _("links to %(link)s, an address that begins in a wrong way."),
            _("It begins with https:// once, and the name of the site follows."),
        )
    if has_blank(address):
        return blank()
    parts = split(address)
    if parts is None:
        return unreachable()
    return doubt_of_host(parts)


def split(address: str) -> SplitResult | None:
    """None where the address cannot be read, such as one with letters for its port."""
    try:
        parts = urlsplit(address)
        _port = parts.port
    except ValueError:
        return None
    return parts


def doubt_of_host(parts: SplitResult) -> Doubt | None:
    host, path = (parts.hostname or "").rstrip("."), parts.path or "/"
    own = urlsplit(settings.SITE_URL)
    if parts.netloc.lower() == own.netloc.lower():
        return Doubt(
            "own_address",
            _("links to %(link)s, a page of this site, by its full address."),
            _("Leave out what stands before the first single /: then it is checked, too."),
        )
    if is_inside_a_network(host):
        return unreachable()
    if passes_on(host, path):
        return Doubt(
            "passes_on",
            _("links to %(link)s, which only passes readers on to another page."),
            _("Open it, and link to the page where it ends."),
        )
    if is_private(host, path):
        return private_document()
    return None


def is_inside_a_network(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(INSIDE_A_NETWORK) or ".." in host


def passes_on(host: str, path: str) -> bool:
    if GOOGLE.fullmatch(host):
        return path in ("/url", "/imgres")
    return is_one_of(host, path, PASSES_ON)


def is_private(host: str, path: str) -> bool:
    if host == "docs.google.com":
        return not path.endswith(PUBLISHED)
    return "ezproxy" in host or is_one_of(host, path, PRIVATE)


def is_one_of(host: str, path: str, known: tuple[tuple[str, str], ...]) -> bool:
    return any(
        (host == ending or host.endswith(f".{ending}")) and path.startswith(beginning)
        for ending, beginning in known
    )


def doubt_of_words(link: Link, address: str) -> Doubt | None:
    shown = SHOWN_ADDRESS.fullmatch(link.words.strip(" .,;()<>"))
    if shown is None or not (shown["scheme"] or shown["path"] or is_known_host(shown["host"])):
        return None
    if is_local(address):
        leads_there = not (shown["scheme"] or shown["host"].lower().startswith("www."))
    else:
        leads_there = is_same_place(shown, address)
    return None if leads_there else other_address_shown()


def is_known_host(words: str) -> bool:
    """Words such as “Dr.Smith” are none."""
    ending = words.rpartition(".")[2].lower()
    is_host = len(ending) == 2 or ending in ENDINGS or words.lower().startswith("www.")
    return is_host and ending not in FILE_NAMES


def other_address_shown() -> Doubt:
    return Doubt(
        "other_address_shown",
        _("has a link whose words show another address than it leads to: %(link)s."),
        _("Let both be the same, or say in words what readers find there."),
    )


def is_same_place(shown: re.Match[str], address: str) -> bool:
    """The host counts; of a whole address its path, too, which may be cut short."""
    parts = urlsplit(address)
    one, other = bare_host(shown["host"]), bare_host(parts.hostname or "")
    if one != other and not one.endswith(f".{other}") and not other.endswith(f".{one}"):
        return False
    path = unquote(shown["path"] or "").rstrip("/…")
    return not shown["scheme"] or unquote(address.partition(parts.netloc)[2]).startswith(path)


def bare_host(host: str) -> str:
    return host.lower().removeprefix("www.")


def has_blank(address: str) -> bool:
    return any(sign.isspace() for sign in address)


def blank() -> Doubt:
    return Doubt(
        "doubtful_address",
        _("links to %(link)s, an address with a blank in it."),
        _("Copy the address anew, from its beginning to its end."),
    )


def unreachable() -> Doubt:
    return Doubt(
        "doubtful_address",
        _("links to %(link)s, which readers cannot reach."),
        _("Let it lead to a public site, whose name has a dot in it."),
    )


def private_document() -> Doubt:
    return Doubt(
        "private_document",
        _("links to %(link)s, which opens for some people only."),
        _("Link to what everybody can read, or take the link out."),
    )
