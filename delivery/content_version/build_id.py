"""What a page depends on besides the content: the code that makes it."""

import os
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

CODE = (".py", ".html", ".xml", ".txt", ".mo", ".json", ".css", ".js", ".svg", ".woff2")
LEFT_OUT = {"__pycache__", "tests", "bench", "docs", "node_modules"}


@cache
def build_id() -> str:
    """The same in all processes that run the same code under the same settings."""
    digest = blake2b(digest_size=8)
    for path in sorted(files(settings.BASE_DIR)):
        digest.update(f"{path.relative_to(settings.BASE_DIR)}\0".encode())
        digest.update(path.read_bytes())
    for name in ("ALLOWED_HOSTS", "DEBUG", "LANGUAGES", "TIME_ZONE", "STATIC_URL", "MEDIA_URL"):
        digest.update(repr(getattr(settings, name)).encode())
    digest.update(repr(getattr(settings, "SECURE_PROXY_SSL_HEADER", None)).encode())
    return digest.hexdigest()


def files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [
            name for name in folders if name not in LEFT_OUT and not name.startswith((".", "var"))
        ]
        for name in names:
            if name.endswith(CODE):
                yield Path(place, name)
