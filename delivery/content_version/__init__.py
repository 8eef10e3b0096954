"""One number that moves with every change that visitors could see, shared by all processes.

Finished pages are kept under it; the engines in `databases` notice each write that moves it. The
models need these engines, so `version`, which needs the models, is imported by its own name.
"""

from delivery.content_version import tracking
from delivery.content_version.sql_tables import EVERYTHING, HARMLESS, WRITE

__all__ = [
    "EVERYTHING",
    "HARMLESS",
    "WRITE",
    "tracking",
]
