"""What differs between two versions of an entry, in the words of an editor."""

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.db import models
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from content.models import Publishable
from content.text import richtext
from content.text.fields import RichTextField
from editorial.versions import word_diff
from editorial.versions.capturing import (
    Payload,
    Rows,
    columns,
    row_relations,
    rows_of,
    versioned_fields,
    versioned_relations,
)
from editorial.versions.word_diff import Run

LINK = re.compile(r'<a\s[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
PICTURE = re.compile(r"<img\s[^>]*>")
SOURCE = re.compile(r'src="([^"]*)"')


@dataclass
class Listed:
    """Links, references or rows: what came, what went, what is different."""

    label: str
    removed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    changed: list[list[Run]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.removed or self.added or self.changed)


@dataclass
class Change:
    """One field, relation or kind of rows that differs."""

    label: str
    runs: list[Run] = field(default_factory=list)
    lists: list[Listed] = field(default_factory=list)
    is_markup_only: bool = False

    @property
    def pairs(self) -> list[tuple[list[Run], list[Run]]]:
        return word_diff.side_by_side(self.runs)


def between(model: type[Publishable], old: Payload, new: Payload) -> list[Change]:
    """Only what differs; parts that one of the versions does not know are passed over."""
    name = Names(model, old, new)
    changes = [
        _field(each, old["fields"][each.attname], new["fields"][each.attname], name)
        for each in versioned_fields(model)
        if each.attname in old["fields"]
        and each.attname in new["fields"]
        and old["fields"][each.attname] != new["fields"][each.attname]
    ]
    for relation in versioned_relations(model):
        was, now = old["m2m"].get(relation.name), new["m2m"].get(relation.name)
        if was is not None and now is not None and was != now:
            target = relation.related_model
            named = [[name(target, key) for key in keys] for keys in (was, now)]
            changes.append(Change(capfirst(str(relation.verbose_name)), lists=[_moved("", *named)]))
    for rows in rows_of(model()):
        was, now = old["rows"].get(rows.accessor), new["rows"].get(rows.accessor)
        if was is not None and now is not None and was != now:
            changes.append(_rows(rows, was, now, name))
    return changes


def _field(each: models.Field, was: Any, now: Any, name: "Names") -> Change:
    label = capfirst(str(each.verbose_name))
    if not isinstance(each, RichTextField):
        return Change(label, word_diff.changed_words(name.of(each, was), name.of(each, now)))
    was, now = was or "", now or ""
    runs = word_diff.changed_words(richtext.plain_text(was), richtext.plain_text(now))
    lists = [
        _moved(_("Links"), links(was), links(now)),
        _moved(_("References cited"), richtext.cited_keys(was), richtext.cited_keys(now)),
        _moved(_("Pictures"), pictures(was), pictures(now)),
    ]
    lists = [listed for listed in lists if listed]
    return Change(label, runs, lists, is_markup_only=not runs and not lists)


def links(fragment: str) -> list[str]:
    return [f"{richtext.plain_text(text)} → {unescape(to)}" for to, text in LINK.findall(fragment)]


def pictures(fragment: str) -> list[str]:
    found = (SOURCE.search(image) for image in PICTURE.findall(fragment))
    return [unescape(source[1]) for source in found if source]


def _moved(label: str, was: list[str], now: list[str]) -> Listed:
    return Listed(label, _without(was, now), _without(now, was))


def _without(some: list[str], others: list[str]) -> list[str]:
    left = Counter(others)
    kept = []
    for one in some:
        if left[one]:
            left[one] -= 1
        else:
            kept.append(one)
    return kept


def _rows(
    rows: Rows, was: list[dict[str, Any]], now: list[dict[str, Any]], name: "Names"
) -> Change:
    listed, compared = Listed(""), columns(rows)
    old = {row["id"]: row for row in was}
    new = {row["id"]: row for row in now}

    def values(row: dict[str, Any]) -> Iterable[tuple[models.Field, str]]:
        for column in compared:
            if not column.primary_key:
                yield column, name.of(column, row.get(column.attname))
        for relation in row_relations(rows):
            target = relation.related_model
            yield relation, ", ".join(name(target, key) for key in row.get(relation.name, ()))

    def said(row: dict[str, Any]) -> str:
        return "; ".join(
            f"{capfirst(str(part.verbose_name))}: {value}" for part, value in values(row) if value
        )

    for key, row in old.items():
        if key not in new:
            listed.removed.append(said(row))
        elif row != new[key]:
            listed.changed.append(word_diff.changed_words(said(row), said(new[key])))
    listed.added = [said(row) for key, row in new.items() if key not in old]
    # A row that was deleted and typed again is no change.
    again = [text for text in listed.removed if text in listed.added]
    for text in again:
        if text in listed.added and text in listed.removed:
            listed.added.remove(text)
            listed.removed.remove(text)
    return Change(capfirst(str(rows.model._meta.verbose_name_plural)), lists=[listed])


class Names:
    """The words for stored values; rows that are pointed at are read once for each type."""

    def __init__(self, model: type[Publishable], *payloads: Payload):
        wanted: dict[type[models.Model], set[str]] = defaultdict(set)
        for target, key in _pointed_at(model, payloads):
            if key is not None:
                wanted[target].add(str(key))
        self._known: dict[tuple[type[models.Model], str], str] = {}
        for target, keys in wanted.items():
            for row in target._base_manager.filter(pk__in=keys):
                self._known[target, str(row.pk)] = str(row)

    def __call__(self, target: type[models.Model], key: Any) -> str:
        return self._known.get((target, str(key))) or _("deleted (%s)") % key

    def of(self, each: models.Field, value: Any) -> str:
        if value in (None, ""):
            return ""
        if each.related_model:
            return self(each.related_model, value)
        if each.flatchoices:
            return str(dict(each.flatchoices).get(value, value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(each, models.DateField):
            return _day(each, value)
        if isinstance(each, RichTextField):
            return richtext.plain_text(value)
        if isinstance(value, list):
            return ", ".join(map(str, value))
        return str(value)


def _day(each: models.DateField, stored: str) -> str:
    when = each.to_python(stored)
    if isinstance(when, datetime.datetime):
        return formats.date_format(timezone.localtime(when), "DATETIME_FORMAT")
    return formats.date_format(when)


def _pointed_at(
    model: type[Publishable], payloads: Iterable[Payload]
) -> Iterable[tuple[type[models.Model], Any]]:
    for payload in payloads:
        for each in versioned_fields(model):
            if each.related_model:
                yield each.related_model, payload["fields"].get(each.attname)
        for relation in versioned_relations(model):
            keys = payload["m2m"].get(relation.name, ())
            yield from ((relation.related_model, key) for key in keys)
        for rows in rows_of(model()):
            for row in payload["rows"].get(rows.accessor, ()):
                for column in columns(rows):
                    if column.related_model:
                        yield column.related_model, row.get(column.attname)
                for relation in row_relations(rows):
                    keys = row.get(relation.name, ())
                    yield from ((relation.related_model, key) for key in keys)
