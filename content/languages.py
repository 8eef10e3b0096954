"""The interface language is a part of the address: `/es/trials/`; the first has no prefix.

Content has a language of its own, which often differs: then it is marked where it is shown.
"""

from contextlib import suppress
from typing import NamedTuple

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation

# Languages that write the names of languages with a small letter.
WITH_SMALL_LETTERS = frozenset("ca da es fi fr it nb pl pt ro sv".split())
# Addresses that are the same in every language.
WITHOUT_LANGUAGE = (
    "/admin/",
    "/cards/",
    "/cite/",
    "/favicon.ico",
    "/healthz",
    "/manifest.webmanifest",
    "/opensearch.xml",
    "/review/",
    "/robots.txt",
    "/sitemap",
    "/.well-known/",
    settings.MEDIA_URL,
    settings.STATIC_URL,
)
RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ks ps sd ug ur yi".split())


def prefix(language: str = "") -> str:
    """What every address of this language begins with, such as `/es`; empty for the first one."""
    language = language or translation.get_language() or settings.LANGUAGE_CODE
    return "" if language == settings.LANGUAGE_CODE else f"/{language}"


def in_every_language(address: str) -> list[str]:
    """The page and the same page under the addresses of the other languages."""
    prefixes = [prefix(code) for code, _name in settings.LANGUAGES]
    bare = address
    for own in filter(None, prefixes):
        if address == own or address.startswith(f"{own}/"):
            bare = address[len(own) :]
    if bare.startswith(WITHOUT_LANGUAGE):
        return [address]
    return [own + bare for own in prefixes]


def local_path(path: str) -> str:
    """`/trials/` in the language of this page; addresses that name a language stay as they are."""
    own = prefix()
    if not own or not path.startswith("/") or path.startswith(WITHOUT_LANGUAGE):
        return path
    return path if translation.get_language_from_path(path) else own + path


def resolved(path: str) -> ResolverMatch | None:
    """What answers to an address of the site, in the language that the address names."""
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language), suppress(Resolver404):
        return resolve(path)
    return None


def primary(language: str) -> str:
    return language.partition("-")[0].lower()


def of_interface() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


def interface_for(language: str) -> str:
    """The interface in which words for a text in this language are made: `en-gb` for `en`."""
    own = (code for code, _name in settings.LANGUAGES if primary(code) == primary(language))
    return next(own, settings.LANGUAGE_CODE)


def is_foreign(language: str) -> bool:
    """Whether a text in this language is in another one than the words around it."""
    return bool(language) and primary(language) != primary(of_interface())


def direction(language: str) -> str:
    return "rtl" if primary(language) in RIGHT_TO_LEFT else "ltr"


def name(language: str) -> str:
    """The language as the interface writes it inside a sentence: "English", "inglés"."""
    try:
        found = translation.get_language_info(primary(language))["name_translated"]
    except KeyError:
        return language
    return found.lower() if primary(of_interface()) in WITH_SMALL_LETTERS else found


class Text(str):
    """A string of content that knows its language; `{% lang_of %}` takes it like an entry."""

    language = ""

    def __new__(cls, text: str, language: str):
        self = super().__new__(cls, text)
        self.language = language
        return self


def title_of(entry) -> Text:
    return Text(entry.title, entry.language)


class Version(NamedTuple):
    language: str
    name: str  # in that language
    address: str
    is_current: bool


def versions(address: str) -> list[Version]:
    """The page at this address, a path with its query, in each language of the interface."""
    current = of_interface()
    bare = address.removeprefix(prefix())
    return [
        Version(code, own_name, prefix(code) + bare, code == current)
        for code, own_name in settings.LANGUAGES
    ]


def version_in(language: str, address: str) -> Version | None:
    """The page with an interface in the language of its content, if there is one."""
    return next(
        (found for found in versions(address) if primary(found.language) == primary(language)), None
    )


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
