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
from whitenoise.string_utils import decode_path_info


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
                environ["wsgi.file_wrapper"] = in_one_piece
                return WhiteNoise.serve(file, environ, self.with_headers(start_response))
        return self.site(environ, start_response)

    @cached_property
    def files(self) -> dict:
        return WhiteNoiseMiddleware(self.site).files

    def with_headers(self, start_response: Callable) -> Callable:
        return lambda status, headers: start_response(status, headers + self.headers)


def in_one_piece(file: BinaryIO) -> list[bytes]:
    """Servers send a list at once, and anything else piece by piece; no file here has over 2 MB."""
    with closing(file):
        return [file.read()]
