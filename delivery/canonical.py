"""One host for whoever reads: what pages, feeds, files and the sitemap say of their own address."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

View = Callable[[HttpRequest], HttpResponse]
ORIGIN = "delivery.origin"  # in the environment of a request: another origin than the set one


def under_one_host(get_response: View) -> View:
    """A public page that is asked for under another host, such as that of a machine behind a
    balancer, names the host of `MSC_SITE_URL` where that is set.

    The host that was asked for has been checked before; forms and the desk are judged by it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        origin = request.META.get(ORIGIN) or settings.CANONICAL_ORIGIN
        is_public = not request.path_info.startswith(reverse("admin:index"))
        if origin and is_public and request.method in ("GET", "HEAD"):
            request.get_host()  # refuses one that is not ours
            answer_as(request, origin)
        return get_response(request)

    return middleware


def answer_as(request: HttpRequest, origin: str) -> None:
    request.__dict__.pop("_current_scheme_host", None)
    parts = urlsplit(origin)
    request.META["HTTP_HOST"] = parts.netloc
    request.META.pop("HTTP_X_FORWARDED_HOST", None)
    request.META["wsgi.url_scheme"] = parts.scheme
    if settings.SECURE_PROXY_SSL_HEADER:
        request.META[settings.SECURE_PROXY_SSL_HEADER[0]] = parts.scheme
