"""What a row has that was never public: its text waits in the version."""

from django.db import models

from content.models import Publishable
from editorial.versions.applying import apply, unique_together
from editorial.versions.capturing import (
    WORKING_FIELDS,
    Payload,
    rows_of,
    versioned_fields,
    versioned_relations,
)


def bound_by_rules(model: type[Publishable]) -> set[str]:
    """Fields of rules that hold for every row, live or not."""
    named = [
        models.Q(rule.condition).referenced_base_fields
        for rule in model._meta.constraints
        if isinstance(rule, models.CheckConstraint)
    ]
    return set().union(*(names for names in named if "is_live" not in names))


def identity(model: type[Publishable]) -> set[str]:
    """What every row has, public or not: fields by name, or by column."""
    return set().union(WORKING_FIELDS, bound_by_rules(model), *unique_together(model))


def keep_identity(entry: Publishable, payload: Payload) -> None:
    """Leave of a row that was never public what identifies it: its text waits in the version."""
    kept = identity(type(entry))
    fields = {
        field.attname: payload["fields"][field.attname]
        for field in versioned_fields(type(entry))
        if field.attname in payload["fields"] and {field.name, field.attname} & kept
    }
    apply(entry, {"fields": fields, "m2m": {}, "rows": {}})
    empty(entry)


def empty(entry: Publishable) -> None:
    model = type(entry)
    kept = identity(model)
    values: dict[str, str | None] = {}
    for field in versioned_fields(model):
        if field.name in kept or field.attname in kept or not field.blank:
            continue
        if field.null:
            values[field.attname] = None
        elif field.empty_strings_allowed and not field.choices:
            values[field.attname] = ""
    model._base_manager.filter(pk=entry.pk).update(**values)
    for field in versioned_relations(model):
        getattr(entry, field.name).clear()
    for rows in rows_of(entry):
        rows.model._base_manager.filter(**rows.parent).delete()
    entry.refresh_from_db()
    entry.derive_anew()
