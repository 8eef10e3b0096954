"""Packed files straight from the disk, before Django makes a request of the question.

They are the files of WhiteNoise's middleware, which answers where this does not stand in front.
"""

from collections.abc import Callable, Iterable
from contextlib import closing
from functools import cached_property
from typing import BinaryIO

from django.conf import settings
from whitenoise import WhiteNoise
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile
from whitenoise.string_utils import decode_path_info

from delivery.negotiation import best_coding, names_tag


class StaticFiles:
    """`site` with its files in front; both are WSGI callables."""

    def __init__(self, site: Callable):
        self.site = site
        # What Django's SecurityMiddleware says of them.
        self.headers = [
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
            ("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY),
        ]

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith(settings.STATIC_URL) and not settings.SECURE_SSL_REDIRECT:
            file = self.files.get(decode_path_info(path))
            if file is not None:
                return self.served(file, environ, start_response)
        return self.site(environ, start_response)

    def served(self, file: StaticFile, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Each packing has a tag of its own, and one that is refused by `q=0` is not sent."""
        coding = best_coding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        asked = {**environ, "HTTP_ACCEPT_ENCODING": coding, "wsgi.file_wrapper": in_one_piece}
        _path, packed = file.get_path_and_headers(asked)
        tag = file.etag
        if "Content-Encoding" in dict(packed):
            tag = f'{tag[:-1]}-{coding}"'
        if wanted := environ.get("HTTP_IF_NONE_MATCH"):
            is_known = names_tag(wanted, frozenset({tag[1:-1]}))
            asked["HTTP_IF_NONE_MATCH"] = file.etag if is_known else "another"

        def start(status: str, headers: list[tuple[str, str]]) -> Callable:
            own = [(name, tag if name == "ETag" else value) for name, value in headers]
            return start_response(status, own + self.headers)

        return WhiteNoise.serve(file, asked, start)

    @cached_property
    def files(self) -> dict:
        return WhiteNoiseMiddleware(self.site).files


def in_one_piece(file: BinaryIO) -> list[bytes]:
    """Servers send a list at once, and anything else piece by piece; no file here has over 2 MB."""
    with closing(file):
        return [file.read()]
