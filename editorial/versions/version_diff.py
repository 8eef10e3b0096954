"""What differs between two versions of an entry, in the words of an editor."""

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
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
from content.text.links import links
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
        _moved(_("Links"), named_links(was), named_links(now)),
        _moved(_("References cited"), richtext.cited_keys(was), richtext.cited_keys(now)),
        _moved(_("Pictures"), pictures(was), pictures(now)),
    ]
    lists = [listed for listed in lists if listed]
    return Change(label, runs, lists, is_markup_only=not runs and not lists)


def named_links(fragment: str) -> list[str]:
    return [f"{link.words} → {link.address}" for link in links(fragment) if link.address]


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
    old = {row["id"]: row for row in was}
    new = {row["id"]: row for row in now}
    # What came and went says the same where a row was deleted and typed again: no change.
    listed = _moved(
        "",
        [name.of_row(rows, row) for key, row in old.items() if key not in new],
        [name.of_row(rows, row) for key, row in new.items() if key not in old],
    )
    listed.changed = [
        word_diff.changed_words(name.of_row(rows, row), name.of_row(rows, new[key]))
        for key, row in old.items()
        if key in new and row != new[key]
    ]
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

    def of_row(self, rows: Rows, row: dict[str, Any]) -> str:
        """What it says, in one line; its key says nothing to anybody."""
        said: list[tuple[models.Field, str]] = [
            (column, self.of(column, row.get(column.attname)))
            for column in columns(rows)
            if not column.primary_key
        ]
        for relation in row_relations(rows):
            names = [self(relation.related_model, key) for key in row.get(relation.name, ())]
            said.append((relation, ", ".join(names)))
        return "; ".join(
            f"{capfirst(str(part.verbose_name))}: {value}" for part, value in said if value
        )

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


Pointed = Iterator[tuple[type[models.Model], Any]]


def _pointed_at(model: type[Publishable], payloads: Iterable[Payload]) -> Pointed:
    for payload in payloads:
        yield from _by_fields(versioned_fields(model), payload["fields"])
        yield from _by_relations(versioned_relations(model), payload["m2m"])
        for rows in rows_of(model()):
            for row in payload["rows"].get(rows.accessor, ()):
                yield from _by_fields(columns(rows), row)
                yield from _by_relations(row_relations(rows), row)


def _by_fields(fields: Iterable[models.Field], stored: dict[str, Any]) -> Pointed:
    for each in fields:
        if each.related_model:
            yield each.related_model, stored.get(each.attname)


def _by_relations(relations: Iterable[models.ManyToManyField], stored: dict[str, Any]) -> Pointed:
    for relation in relations:
        for key in stored.get(relation.name, ()):
            yield relation.related_model, key
