"""One version of an entry as JSON, and the way back: `apply(entry, capture(entry))` does nothing.

A version has what an editor can change: fields, relations, and the rows that belong to the entry
(names, codes, events, references). It has no state: whether an entry is live, since when, and
when it was reviewed is never part of a text.

    {"fields": {attname: value}, "m2m": {name: [key]}, "rows": {accessor: [{attname: value}]}}

A relation of a row stands in the row, as a list of keys under the name of its field.
"""

import json
from typing import Any, NamedTuple

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models

from content.models import ChildRow, Publishable

# What is no part of a text; a test names every other field.
STATE = frozenset(
    "id is_live published_at withdrawn_at created_at updated_at last_reviewed_on next_review_on "
    "is_featured owner user".split()
)
# Of these, what only the desk sees: who is responsible, and whose login a name belongs to.
DESK_FIELDS = frozenset({"owner", "user"})
# What a row that was never live keeps: enough to find it on the desk, and what must be unique.
WORKING_FIELDS = frozenset({"title", "slug", "language"})

Payload = dict[str, Any]


class Rows(NamedTuple):
    """Rows that live and die with their entry."""

    accessor: str
    model: type[ChildRow]
    parent: dict[str, Any]  # the columns that name the entry, with their values


def versioned_fields(model: type[Publishable]) -> list[models.Field]:
    kept_out = STATE.union(model.derived_fields)
    return [field for field in model._meta.concrete_fields if field.name not in kept_out]


def versioned_relations(model: type[Publishable]) -> list[models.ManyToManyField]:
    return list(model._meta.many_to_many)


def rows_of(entry: Publishable) -> list[Rows]:
    found = [
        Rows(accessor, relation.related_model, {relation.field.attname: entry.pk})
        for relation in entry._meta.related_objects
        if relation.one_to_many
        and (accessor := relation.get_accessor_name())
        and issubclass(relation.related_model, ChildRow)
        and relation.on_delete is models.CASCADE
    ]
    content_type = ContentType.objects.get_for_model(type(entry))
    return found + [
        Rows(
            field.name,
            field.related_model,
            {
                f"{field.content_type_field_name}_id": content_type.pk,
                field.object_id_field_name: entry.pk,
            },
        )
        for field in entry._meta.private_fields
        if isinstance(field, GenericRelation) and issubclass(field.related_model, ChildRow)
    ]


def dump(row: models.Model, field: models.Field) -> Any:
    value = field.value_from_object(row)
    if value is None or isinstance(value, bool | int | str | list | dict):
        # Lists and dictionaries as they come back from JSON.
        return json.loads(json.dumps(value)) if isinstance(value, list | dict) else value
    return field.value_to_string(row)


def capture(entry: Publishable) -> Payload:
    """What the database holds of the entry now; a constant number of queries."""
    entry = type(entry)._base_manager.get(pk=entry.pk)
    return {
        "fields": {field.attname: dump(entry, field) for field in versioned_fields(type(entry))},
        "m2m": {field.name: keys_of(entry, field) for field in versioned_relations(type(entry))},
        "rows": {rows.accessor: dumped_rows(rows) for rows in rows_of(entry)},
    }


def keys_of(entry: Publishable, field: models.ManyToManyField) -> list[Any]:
    through: models.Manager = getattr(type(entry), field.name).through._base_manager
    source, target = field.m2m_field_name(), field.m2m_reverse_field_name()
    keys = through.filter(**{source: entry.pk}).values_list(f"{target}_id", flat=True)
    return sorted(keys, key=str)


def dumped_rows(rows: Rows) -> list[dict]:
    kept = columns(rows)
    related = {field.name: keys_by_row(rows, field) for field in row_relations(rows)}
    return [
        {field.attname: dump(row, field) for field in kept}
        | {name: keys.get(row.pk, []) for name, keys in related.items()}
        for row in rows.model._base_manager.filter(**rows.parent).order_by("pk")
    ]


def columns(rows: Rows) -> list[models.Field]:
    return [field for field in rows.model._meta.concrete_fields if field.attname not in rows.parent]


def row_relations(rows: Rows) -> list[models.ManyToManyField]:
    return list(rows.model._meta.many_to_many)


def keys_by_row(rows: Rows, field: models.ManyToManyField) -> dict[Any, list[Any]]:
    through: models.Manager = getattr(rows.model, field.name).through._base_manager
    source, target = field.m2m_field_name(), field.m2m_reverse_field_name()
    of_entry = {f"{source}__{name}": value for name, value in rows.parent.items()}
    found: dict[Any, list[Any]] = {}
    for row, key in through.filter(**of_entry).values_list(f"{source}_id", f"{target}_id"):
        found.setdefault(row, []).append(key)
    return {row: sorted(keys, key=str) for row, keys in found.items()}
