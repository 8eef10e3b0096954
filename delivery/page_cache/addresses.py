"""Which addresses have an answer that may be kept, and which of them everybody uses."""

from functools import cache
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http.request import split_domain_port
from django.urls import reverse

from content.languages import resolved
from content.web import cards
from delivery.page_cache.response import Key

LONGEST_QUERY = 300
MOST_PARAMETERS = 20


@cache
def not_kept() -> tuple[str, ...]:
    """The desk, the watchdog's page, and files that have stores of their own."""
    desk, health = reverse("admin:index"), reverse("health")
    return desk, health, settings.STATIC_URL, settings.MEDIA_URL, cards.ADDRESS


def may_be_kept(key: Key) -> bool:
    if not key.host or key.path.startswith(not_kept()):
        return False
    return not key.query or is_declared(key.path, key.query)


def is_declared(path: str, query: str) -> bool:
    """Whether the view says that it reads these parameters, each once, written as we write it."""
    if len(query) > LONGEST_QUERY:
        return False
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return False
    names = {name for name, _value in pairs}
    if len(names) < len(pairs) or urlencode(pairs) != query:
        return False
    match = resolved(path)
    return match is not None and names <= getattr(match.func, "parameters", frozenset())


def is_usual(key: Key, port: str) -> bool:
    """Without parameters, and under a name of the host that cannot be varied without end."""
    domain, named_port = split_domain_port(key.host)
    is_exact = key.host in (domain, f"{domain}:{port}")
    return (
        not key.query and is_exact and domain in settings.ALLOWED_HOSTS and named_port in ("", port)
    )
