"""Content security policies as Django 6 has them, for a Django that has none.

With Django 6 this file goes: the names come from `django.utils.csp`, and the middleware is
`django.middleware.csp.ContentSecurityPolicyMiddleware`.
"""

from enum import StrEnum

from django.conf import settings


class CSP(StrEnum):
    NONE = "'none'"
    SELF = "'self'"


def build_policy(config):
    """Of a mapping of directives to their sources; one with None is left out."""
    return "; ".join(
        f"{directive} {' '.join(sources)}"
        for directive, sources in config.items()
        if sources is not None
    )


def content_security_policy(get_response):
    """Send SECURE_CSP with every answer that has no policy of its own."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", build_policy(settings.SECURE_CSP))
        return response

    return middleware
