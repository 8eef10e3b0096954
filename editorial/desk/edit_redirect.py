"""From a public address to the form of its entry. Public pages know nothing of it: they are the
same for every visitor, so no “edit” can be in them."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils import translation

from content.models import Publishable
from content.registry import entry_models


def entry_at(address: str) -> Publishable | None:
    """The entry whose page this is, live or not; None for lists and everything else."""
    try:
        path = unquote(urlsplit(address.strip()).path)
    except ValueError:
        return None
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        return _found(path)


def _found(path: str) -> Publishable | None:
    try:
        slug = resolve(path).kwargs.get("slug")
    except Resolver404:
        return None
    if not slug:
        return None
    for model in entry_models():
        if model.has_page:
            entry = model._base_manager.filter(slug=slug).first()
            if entry is not None and entry.get_absolute_url() == path:
                return entry
    return None


def form_address(entry: Publishable) -> str:
    meta = entry._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[entry.pk])
