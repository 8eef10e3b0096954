"""Entries of any type that a visitor can open, ready to be linked."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet

from content.models import Publishable, PublishedQuerySet
from content.prepared import prepared
from content.registry import entry_models

Key = tuple[int, int]  # content type, key


class Group(NamedTuple):
    label: str
    entries: list[Publishable]


def parents(model: type[Publishable]) -> list[str]:
    """An entry without a page is shown on the pages of the entries it cannot do without."""
    if model.has_page:
        return []
    return [
        field.name
        for field in model._meta.fields
        if field.many_to_one and not field.null and issubclass(field.related_model, Publishable)
    ]


def reachable(model: type[Publishable]) -> PublishedQuerySet:
    """Live entries on live pages, with what `get_absolute_url` reads."""
    above = parents(model)
    entries = model._default_manager.published().filter(
        **{f"{name}__is_live": True for name in above}
    )
    return entries.select_related(*above) if above else entries


def grouped(
    find: Callable[[QuerySet], QuerySet], types: Iterable[type[Publishable]]
) -> list[Group]:
    """What `find` keeps of each type; one query per type, empty groups are left out."""
    groups = (Group(m._meta.verbose_name_plural, list(named(find(reachable(m))))) for m in types)
    return [group for group in groups if group.entries]


def grouped_by_key(keys: Mapping[type[Publishable], Collection[int]], most: int) -> list[Group]:
    """Of each type the reachable ones with these keys, at most so many."""
    groups = (
        Group(model._meta.verbose_name_plural, _with_keys(model, most)(sorted(keys[model])))
        for model in entry_models()
        if model in keys
    )
    return [group for group in groups if group.entries]


@cache
def _with_keys(model: type[Publishable], most: int) -> prepared:
    return prepared(lambda keys: named(reachable(model).filter(pk__in=keys))[:most])


def named(entries: QuerySet) -> QuerySet:
    """For lists of titles: without texts and dates, so that a page with such a list stays right
    when they change."""
    fields = entries.model._meta.concrete_fields
    unread = [f.name for f in fields if isinstance(f, models.TextField | models.DateField)]
    return entries.defer(*unread)


def by_key(keys: Iterable[Key]) -> dict[Key, Publishable]:
    """The reachable ones among these entries; one query per type."""
    by_type: dict[int, set[int]] = {}
    for content_type, key in keys:
        by_type.setdefault(content_type, set()).add(key)
    found = {}
    for content_type, wanted in sorted(by_type.items()):
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model in entry_models():
            for entry in reachable(model).filter(pk__in=wanted):
                found[content_type, entry.pk] = entry
    return found
