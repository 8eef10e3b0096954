"""Finished pages in front of Django: what may be kept, how long it is right, who makes it anew."""

from delivery.page_cache import query_log
from delivery.page_cache.response import PACKERS, WORTH_PACKING, environ_of, key_of

__all__ = [
    "PACKERS",
    "WORTH_PACKING",
    "environ_of",
    "key_of",
    "query_log",
]
