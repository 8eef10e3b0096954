"""Two colleagues changed the same entry: what differs, in words, and how it is put together."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from content.models import Publishable
from content.text.fields import RichTextField
from content.text.richtext import plain_text
from editorial.versions.capturing import Payload, Rows, columns, row_relations, rows_of

THEIRS, MINE = "theirs", "mine"
ABSENT = object()


class Conflict(NamedTuple):
    """A part of the text that the colleague changed and that now says two things."""

    key: str
    label: str
    theirs: str
    mine: str
    # The choice that is made already; nothing where both wrote.
    proposed: str


def parts(payload: Payload) -> Iterator[tuple[str, Any]]:
    for group, values in payload.items():
        for name, value in values.items():
            yield f"{group}.{name}", value


def between(
    entry: Publishable, base: Payload | None, theirs: Payload, mine: Payload
) -> list[Conflict]:
    """`base`: what both started from; without it every difference is a question."""
    old, now = dict(parts(base or {})), dict(parts(theirs))
    found = []
    for key, own in parts(mine):
        other = now.get(key, ABSENT)
        if other is ABSENT or other == own or (base and old.get(key, ABSENT) == other):
            continue
        proposed = THEIRS if base and old.get(key, ABSENT) == own else ""
        label, say = wording(entry, key)
        found.append(Conflict(key, label, say(other), say(own), proposed))
    return found


def put_together(
    theirs: Payload, mine: Payload, conflicts: list[Conflict], choices: Mapping[str, str]
) -> Payload:
    """My version, with theirs where theirs was chosen."""
    taken = {conflict.key for conflict in conflicts if choices[conflict.key] == THEIRS}
    return {
        group: {
            name: theirs[group][name] if f"{group}.{name}" in taken else value
            for name, value in values.items()
        }
        for group, values in mine.items()
    }


def wording(entry: Publishable, key: str) -> tuple[str, Callable[[Any], str]]:
    """The name of a part, and how its values are said to a person."""
    group, _dot, name = key.partition(".")
    if group == "rows":
        rows = next(rows for rows in rows_of(entry) if rows.accessor == name)
        plural = str(rows.model._meta.verbose_name_plural)
        return capfirst(plural), lambda value: said_rows(rows, value)
    if group == "m2m":
        relation = next(each for each in entry._meta.many_to_many if each.name == name)
        related = relation.related_model
        return capfirst(str(relation.verbose_name)), lambda value: listed(related, value)
    field = next(field for field in entry._meta.concrete_fields if field.attname == name)
    return capfirst(str(field.verbose_name)), lambda value: said(field, value)


def titles(model: type[models.Model], keys: Iterable[Any]) -> list[str]:
    wanted = [key for key in keys if key not in (None, "")]
    found = model._base_manager.in_bulk([model._meta.pk.to_python(key) for key in wanted])
    return [str(found.get(model._meta.pk.to_python(key), _("deleted"))) for key in wanted]


def listed(model: type[models.Model], keys: Iterable[Any]) -> str:
    """By title: the order of keys says nothing to a person."""
    return ", ".join(sorted(titles(model, keys)))


def said(field: models.Field, value: Any) -> str:
    if value in (None, ""):
        return ""
    if field.related_model:
        return ", ".join(titles(field.related_model, [value]))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return plain_text(value) if isinstance(field, RichTextField) else str(value)


def said_rows(rows: Rows, stored: list[dict[str, Any]]) -> str:
    """One line for each row, with what it says and without its keys."""
    shown = [
        field
        for field in columns(rows)
        if not field.primary_key and field.name not in ("order", "object_id")
    ]
    relations = row_relations(rows)

    def texts(row: dict[str, Any]) -> Iterator[str]:
        for field in shown:
            yield said(field, row.get(field.attname))
        for relation in relations:
            yield listed(relation.related_model, row.get(relation.name, ()))

    return "\n".join(" · ".join(filter(None, texts(row))) for row in stored)
