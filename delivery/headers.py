"""Security headers for every answer; the desk has a content security policy of its own."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from content.web.csp import CSP, build_policy

# The editor shows pictures that are being uploaded as blobs.
DESK_CSP = {
    **settings.SECURE_CSP,
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}
# Browsers and proxies may keep a page but ask every time whether it still holds.
ASK_FIRST = "public, max-age=0, must-revalidate"
PERMISSIONS = (
    "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
    "payment=(), usb=(), browsing-topics=()"
)


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    desk: str | None = None

    def middleware(request: HttpRequest) -> HttpResponseBase:
        nonlocal desk
        response = get_response(request)
        if desk is None:
            desk = reverse("admin:index")
        on_desk = request.path.startswith(desk)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not on_desk:
            if settings.SESSION_COOKIE_NAME in request.COOKIES:
                response.headers["Cache-Control"] = "private, no-store"
            # Django answers a damaged session cookie by deleting it, on public pages too.
            response.cookies.clear()
            response.headers.setdefault("Cache-Control", ASK_FIRST)
        else:
            response.headers.setdefault("Content-Security-Policy", build_policy(DESK_CSP))
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return middleware
