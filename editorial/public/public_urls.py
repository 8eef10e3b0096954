"""Which addresses of this site a visitor can read, whatever part of the house answers them."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest
from django.urls import resolve
from django.utils import translation

from content.text.richtext import plain_text
from content.web.pages import Withdrawn

LONGEST_PATH = 200
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
OWN_VIEWS = ("editorial:feedback", "editorial:feedback_thanks")
KEPT = ("SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "wsgi.url_scheme")


class ReadablePage(NamedTuple):
    path: str
    title: str


def readable_page(request: HttpRequest, address: str) -> ReadablePage | None:
    """The page as an anonymous visitor gets it; None for drafts, files, the desk and nonsense.

    The view itself is asked, so that no second list of public pages can differ from the first.
    """
    path = path_of(address)
    if not path:
        return None
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            match = resolve(path)
            if "admin" in match.namespaces or match.view_name in OWN_VIEWS:
                return None
            answer = match.func(plain_visit(request, path, match), *match.args, **match.kwargs)
            if hasattr(answer, "render"):
                answer.render()
        except (Http404, Withdrawn, PermissionDenied, SuspiciousOperation):
            return None
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        return None
    heading = HEADING.search(answer.content.decode())
    return ReadablePage(path, " ".join(plain_text(heading[1]).split()) if heading else path)


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
