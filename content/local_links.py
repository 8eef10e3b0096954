"""Where a link inside a text leads when it leads to this site."""

import re
from enum import Enum
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation

from content.languages import untranslated_addresses
from content.models import OldAddress, Publishable
from content.reachable import reachable
from content.registry import entry_models, place
from content.text.links import links

HEADING = re.compile(r"<h([2-6])[ >]")


class Target(Enum):
    PUBLIC = "public"
    MOVED = "has another address now"
    NOT_YET = "not yet public"
    WITHDRAWN = "withdrawn"
    MISSING = "missing"


def local_links(fragment: str) -> list[str]:
    """Addresses on this site in a fragment, each once, without their anchors."""
    found = (link.address.partition("#")[0] for link in links(fragment) if is_local(link.address))
    return list(dict.fromkeys(found))


def is_local(address: str) -> bool:
    """Whether it begins at the root of this site."""
    return address.startswith("/") and not address.startswith("//")


def skipped_heading(fragment: str) -> tuple[int, int] | None:
    """(level before, level after) of the first heading that skips a level; the title is above."""
    before = 1
    for level in map(int, HEADING.findall(fragment)):
        if level > before + 1:
            return before, level
        before = level
    return None


def look_up(address: str) -> tuple[Target, Publishable | None]:
    """What a visitor finds at a local address; the entry only where it stands in the way."""
    path = without_language(urlsplit(address).path)
    if path.startswith(untranslated_addresses()):
        return Target.PUBLIC, None
    with translation.override(settings.LANGUAGE_CODE):
        try:
            match = resolve(path if path.endswith("/") else f"{path}/")
        except Resolver404:
            return Target.MISSING, None
        model = pages().get(match.view_name)
    slug = match.kwargs.get("slug")
    if model is None or slug is None or reachable(model).filter(slug=slug).exists():
        return Target.PUBLIC, None
    entry = model._base_manager.filter(slug=slug).first()
    if entry is None or not (entry.is_live or entry.withdrawn_at):
        former = OldAddress.objects.entry_at(model, slug)
        if former is not None and former.is_live:
            return Target.MOVED, former
        entry = entry or former
    if entry is None:
        return Target.MISSING, None
    return (Target.WITHDRAWN if entry.withdrawn_at else Target.NOT_YET), entry


def public_place(name: str) -> str:
    """The address of a page of an upper app, where editors have published it; else empty."""
    address = place(name)
    with translation.override(settings.LANGUAGE_CODE):
        match = resolve(without_language(address))
    entries = reachable(pages()[match.view_name])
    return address if entries.filter(slug=match.kwargs["slug"]).exists() else ""


def without_language(path: str) -> str:
    language = translation.get_language_from_path(path)
    return path.removeprefix(f"/{language}") if language else path


@cache
def pages() -> dict[str, type[Publishable]]:
    """Which type of entry each view shows, by the name of the view."""
    found = {}
    for model in entry_models():
        if model.has_page:
            for address in model(slug="some-slug").page_addresses():
                found[resolve(address).view_name] = model
    return found


@cache
def own_pages() -> dict[str, type[Publishable]]:
    """The same without pages below the one of an entry."""
    return {
        resolve(model(slug="some-slug").get_absolute_url()).view_name: model
        for model in set(pages().values())
    }
