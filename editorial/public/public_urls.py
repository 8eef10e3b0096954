"""Which addresses of this site a visitor can read, whatever part of the house answers them."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.html import escape

from content import local_links
from content.languages import untranslated_addresses
from content.models import Publishable
from content.reachable import named, reachable
from content.text.richtext import plain_text
from content.web.pages import Withdrawn

LONGEST_PATH = 200
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
OWN_VIEWS = ("editorial:feedback", "editorial:feedback_thanks")
KEPT = ("SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "wsgi.url_scheme")


# Headings of pages whose address names nothing, by language and view: words of the interface.
# None for files. They stay for good, so that asking for a list costs no rendering of it.
_fixed: dict[tuple[str, str], str | None] = {}


class ReadablePage(NamedTuple):
    path: str
    title: str


def readable_page(request: HttpRequest, address: str) -> ReadablePage | None:
    """The page as an anonymous visitor gets it; None for drafts, files, the desk and nonsense."""
    path = path_of(address)
    if not path or path.startswith(untranslated_addresses()):
        return None
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            match = resolve(path)
        except Resolver404:
            return None
        heading = heading_of(request, path, match)
    return None if heading is None else ReadablePage(path, heading or path)


def heading_of(request: HttpRequest, path: str, match: ResolverMatch) -> str | None:
    """Of an entry from its row. Any other view itself is asked, so that no second list of public
    pages can differ from the first."""
    if match.view_name in OWN_VIEWS:
        return None
    if model := local_links.own_pages().get(match.view_name):
        return heading_of_entry(model, match.kwargs["slug"])
    if match.captured_kwargs or match.args:
        answer = answer_of(request, path, match)
        return None if answer is None else heading_in(answer)
    key = (translation.get_language(), match.view_name)
    if key not in _fixed:
        answer = answer_of(request, path, match)
        if answer is None:
            return None
        _fixed[key] = heading_in(answer)
    return _fixed[key]


def heading_of_entry(model: type[Publishable], slug: str) -> str | None:
    entry = named(reachable(model)).filter(slug=slug).first()
    return words(escape(entry.heading)) if entry else None


def answer_of(request: HttpRequest, path: str, match: ResolverMatch) -> HttpResponse | None:
    """What the view gives an anonymous visitor, where that is a page or a file."""
    try:
        answer = match.func(plain_visit(request, path, match), *match.args, **match.kwargs)
        if hasattr(answer, "render"):
            answer.render()
    except (Http404, Withdrawn, PermissionDenied, SuspiciousOperation):
        return None
    return answer if answer.status_code == 200 else None


def heading_in(answer: HttpResponse) -> str | None:
    """Empty where a page has none; None for a file."""
    if not answer.headers["Content-Type"].startswith("text/html"):
        return None
    heading = HEADING.search(answer.content.decode())
    return words(heading[1]) if heading else ""


def words(markup: str) -> str:
    return " ".join(plain_text(markup).split())


def path_of(address: str) -> str:
    """The path of an address on this site, or nothing."""
    if not address.startswith("/") or address.startswith("//") or len(address) > LONGEST_PATH:
        return ""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def plain_visit(request: HttpRequest, path: str, match) -> HttpRequest:
    visit = HttpRequest()
    visit.method = "GET"
    visit.path = visit.path_info = path
    visit.META = {name: request.META[name] for name in KEPT if name in request.META}
    visit.resolver_match = match
    visit.LANGUAGE_CODE = translation.get_language()
    return visit
