"""The public page of an entry as a draft would make it; works only where the draft is applied."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone, translation

from content import languages
from content.drafting import previewing
from content.models import Publishable
from content.web.csp import CSP, build_policy
from content.web.pages import Withdrawn
from editorial.models import Review, Reviewed, Revision
from editorial.workflow.publishing import REVIEW_MONTHS, months_after

# Framed by the desk alone; nothing can be sent from it.
PREVIEW_CSP = {
    **settings.SECURE_CSP,
    "connect-src": None,
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
}
# What tells a view where the site is; nothing that tells who asks.
OF_THE_SITE = (
    "SERVER_NAME SERVER_PORT SERVER_PROTOCOL SCRIPT_NAME REMOTE_ADDR HTTP_HOST "
    "HTTP_X_FORWARDED_HOST HTTP_X_FORWARDED_PORT HTTP_X_FORWARDED_PROTO wsgi.url_scheme"
).split()
MOST_PAGES = 20
PAGE = "_page"  # asks for one of the pages below its own


class NoPage(Exception):
    """The entry is shown on the page of another one, which is not public."""


@dataclass
class Preview:
    """What the banner says."""

    what: str
    problems: list = field(default_factory=list)
    links: list = field(default_factory=list)  # (label, address)
    anchor: str = ""
    told: list = field(
        default_factory=list
    )  # of the names in the text; see editorial/admin/links.py
    outside: dict | None = None  # the form for comments, where a reader without account looks


def page_of(
    request: HttpRequest,
    entry: Publishable,
    preview: Preview,
    *,
    approved: bool | None,
    further: str = "",
) -> HttpResponse:
    """What a visitor would get after publishing; raises NoPage when there is no such page.

    `further`: one of its `further_pages` instead of its own.
    `approved`: whether the version had its medical review; None for what is public as it is.
    """
    entry = as_if_published(entry, approved)
    home = languages.version_in(entry.language, "/")
    language = home.language if home else languages.of_interface()
    with translation.override(language), previewing(entry):
        path, _sign, preview.anchor = entry.get_absolute_url().partition("#")
        page = _find(request, path + further, language, preview)
    response = HttpResponse(page, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = build_policy(PREVIEW_CSP)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def asked_page(request: HttpRequest, entry: Publishable) -> str:
    """The end of the address of one of its pages; its own for anything else."""
    asked = (request.POST if request.method == "POST" else request.GET).get(PAGE, "")
    return asked if asked in entry.page_names else ""


def other_pages(
    entry: Publishable, shown: str, address: str, query: Mapping[str, Any] | None = None
) -> list[tuple[str, str]]:
    """(name, address of the preview) of the pages beside the one that is shown."""
    found = []
    for end, name in entry.page_names.items():
        asked = {**(query or {}), **({PAGE: end} if end else {})}
        if end != shown:
            found.append((str(name), f"{address}?{urlencode(asked)}" if asked else address))
    return found


def as_if_published(entry: Publishable, approved: bool | None) -> Publishable:
    """The state that publishing would give the row; it stays "not live", as drafts lack things."""
    rows = type(entry)._base_manager.filter(pk=entry.pk)
    rows.update(
        published_at=Coalesce(F("published_at"), Value(timezone.now())),
        **review_dates(entry, approved),
    )
    entry = rows.get()
    entry.derive_anew()
    return entry


def says_approved(entry: Publishable, revision: Revision | None) -> bool | None:
    """What `page_of` is told about the medical review of a version; takes the row as it is."""
    if revision is None:
        return None
    if entry.is_live and revision.number == Revision.objects.live_number(entry):
        return None
    return revision.state == Revision.State.APPROVED


def review_dates(entry: Publishable, approved: bool | None) -> dict:
    if approved is None or not isinstance(entry, Reviewed):
        return {}
    review = Review.objects.of(entry).approving().first() if approved else None
    if review is None:
        return {"last_reviewed_on": None, "next_review_on": None}
    return {
        "last_reviewed_on": review.made_on,
        "next_review_on": months_after(review.made_on, REVIEW_MONTHS),
    }


def _find(request: HttpRequest, path: str, language: str, preview: Preview) -> bytes:
    """The page, of a list the one on which the entry stands."""
    first = _visit(request, path, "", language, preview)
    if not preview.anchor or f'id="{preview.anchor}"'.encode() in first:
        return first
    for number in range(2, MOST_PAGES):
        try:
            page = _visit(request, path, f"page={number}", language, preview)
        except NoPage:
            break
        if f'id="{preview.anchor}"'.encode() in page:
            return page
    return first


def _visit(request: HttpRequest, path: str, query: str, language: str, preview: Preview) -> bytes:
    visitor = as_visitor(request.META, path, query)
    visitor.LANGUAGE_CODE, visitor.preview = language, preview
    try:
        view = resolve(path)
        response = view.func(visitor, *view.args, **view.kwargs)
    except (Http404, Resolver404, Withdrawn) as error:
        raise NoPage from error
    if hasattr(response, "render") and not response.is_rendered:
        response.render()
    return response.content


class Visit(WSGIRequest):
    preview: Preview | None = None


def as_visitor(asked: Mapping[str, Any], path: str, query: str = "") -> Visit:
    """A request for a public page without cookies, so that nothing of the colleague is in it.

    `asked`: the environment of a request to this site.
    """
    environ = {name: asked[name] for name in OF_THE_SITE if name in asked}
    return Visit(
        environ
        | {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "wsgi.input": io.BytesIO(),
        }
    )
