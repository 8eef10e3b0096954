"""What follows from plain values and the language alone is made once for equal values.

Nothing here can go stale: with another value it is another piece. A template that is drawn like
this gets the fields of a named tuple and nothing else, no row and no request.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST_KEPT = 8192  # pieces of each kind in a process, the least recently used go first


def once(make: Callable) -> Callable:
    """For a function whose result depends on its arguments, plain values, and the language."""

    # Typed: a safe string is another value than the same letters that are still to be escaped.
    @lru_cache(maxsize=MOST_KEPT, typed=True)
    def kept(_language, *values):
        return make(*values)

    @wraps(make)
    def made(*values):
        return kept(get_language(), *values)

    return made


@once
def _draw(template: str, _types: tuple[type, ...], values: NamedTuple) -> SafeString:
    return render_to_string(template, values._asdict())


def draw(template: str, values: NamedTuple) -> SafeString:
    """The template with these values, which are strings, numbers, dates and tuples of them."""
    if settings.DEBUG:  # the template may have changed
        return render_to_string(template, values._asdict())
    return _draw(template, tuple(map(type, values)), values)
