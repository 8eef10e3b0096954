"""Whether a form was sent from a page of this site; docs/decisions/0010-feedback.md says why."""

from urllib.parse import urlsplit

from django.http import HttpRequest


def came_from_this_site(request: HttpRequest) -> bool:
    """Every header that is there must agree; without any of them the answer is no.

    A page that hides its address has no origin to name; the browser still says whose it is.
    """
    fetch_site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if fetch_site is None and origin is None:
        return names_this_host(request, request.headers.get("Referer", ""))
    if fetch_site is not None and fetch_site != "same-origin":
        return False
    is_hidden = origin == "null" and fetch_site is not None
    return origin is None or is_hidden or names_this_host(request, origin)


def names_this_host(request: HttpRequest, address: str) -> bool:
    """The scheme is left out: a proxy in front may have taken https off."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == request.get_host().lower()
