"""Finished pages in front of Django: what may be kept, how long it is right, who makes it anew."""

from delivery.page_cache import query_log
from delivery.page_cache.middleware import with_page_cache
from delivery.page_cache.response import PACKERS, WORTH_PACKING, environ_of, key_of
from delivery.page_cache.walk import CannotWalk, walk_at_once

__all__ = [
    "CannotWalk",
    "PACKERS",
    "WORTH_PACKING",
    "environ_of",
    "key_of",
    "query_log",
    "walk_at_once",
    "with_page_cache",
]
