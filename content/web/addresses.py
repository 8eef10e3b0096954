"""The one address of a page, and its address in the other languages of the interface."""

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import Context
from django.utils import translation

from content import languages


def absolute(path: str) -> str:
    """For a mail or a command, where no request says what the site is called."""
    return f"{settings.SITE_URL}{path}"


def canonical(context: Context) -> str:
    """The address of this page without filters; later pages of a list have their own.

    The text of an entry has one language: under the addresses of other languages it is the same
    text, so they name the address of its own language.
    """
    request, entry = context["request"], context.get("entry")
    home = languages.version_in(entry.language, request.path) if entry else None
    path = home.address if home else request.path
    return request.build_absolute_uri(path) + _page_number(context)


def alternates(context: Context) -> list[tuple[str, str]]:
    """(language, address) of a page that is not an entry: only its words are ours to translate.

    None for a page whose address is not the canonical one, such as a filtered list: search engines
    take the others for versions of each other only when all of them are.
    """
    request, number = context["request"], _page_number(context)
    if context.get("entry") or request.GET.urlencode() not in ("", number.removeprefix("?")):
        return []
    found = [
        (version.language, request.build_absolute_uri(version.address) + number)
        for version in languages.versions(request.path)
    ]
    return [*found, ("x-default", found[0][1])]


def locales(context: Context) -> tuple[str, list[str]]:
    """The locale of this page as Open Graph writes it, and those of its other languages."""
    entry, path = context.get("entry"), context["request"].path
    own = languages.version_in(entry.language, path) if entry else None
    language = own.language if own else languages.of_interface()
    others = [] if entry else [found.language for found in languages.versions(path)]
    return locale(language), [locale(other) for other in others if other != language]


def locale(code: str) -> str:
    name = translation.to_locale(code)
    return name if "_" in name else f"{name}_{name.upper()}"


def static_file(name: str) -> str:
    return staticfiles_storage.url(name)


def _page_number(context: Context) -> str:
    page = context.get("page")
    later = getattr(page, "number", 1) > 1 and not context.get("query")
    return f"?page={page.number}" if later else ""
