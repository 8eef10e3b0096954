"""The interface language is a part of the address: `/es/trials/`; the first has no prefix."""

from django.conf import settings
from django.utils import translation


def prefix() -> str:
    """What every address of this language begins with, such as `/es`; empty for the first one."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    return "" if language == settings.LANGUAGE_CODE else f"/{language}"


def local_path(path: str) -> str:
    """`/trials/` in the language of this page; addresses that name a language stay as they are."""
    if not path.startswith("/") or translation.get_language_from_path(path):
        return path
    return prefix() + path


def language_of_address(get_response):
    """Middleware: neither cookies nor the browser's wishes count, so an address has one answer."""

    def middleware(request):
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response.headers["Content-Language"] = language
        return response

    return middleware
