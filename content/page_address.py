"""The address of a page by the name of its view and the slug of its entry."""

from functools import lru_cache

from django.core.signals import setting_changed
from django.urls import reverse
from django.utils.translation import get_language


def page_address(view: str, slug: str) -> str:
    """`reverse`, remembered: a page with fifty references asks it a hundred times.

    Raises NoReverseMatch for what is no slug.
    """
    return _reversed(get_language(), view, slug)


@lru_cache(maxsize=8192)
def _reversed(_language: str | None, view: str, slug: str) -> str:
    return reverse(view, args=[slug])


def forget(**_kwargs: object) -> None:
    """With other settings addresses are others, which happens in tests only."""
    _reversed.cache_clear()


setting_changed.connect(forget, dispatch_uid="page addresses")
