"""Which rule of the database a row would break, in words; asked only after a write was refused."""

from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


def broken(row: models.Model, values: dict[str, Any]) -> dict[str, str]:
    """Of new values, by column, those that cannot be written, with the reason."""
    model, row, found = type(row), copy(row), {}
    fields = {field.attname: field for field in model._meta.concrete_fields}
    for name, value in values.items():
        setattr(row, name, value)
        if said := unfit(fields[name], value):
            found[name] = said
    if hasattr(row, "is_live"):
        row.is_live = False  # what only a live row needs is asked by publishing
    for rule in model._meta.constraints:
        names = columns_of(model, rule) & values.keys()
        if not names - found.keys():
            continue
        try:
            rule.validate(model, row)
        except ValidationError as error:
            found |= dict.fromkeys(names, " ".join(error.messages))
    return found or dict.fromkeys(values, _("This no longer keeps a rule of the database."))


def unfit(field: models.Field, value: Any) -> str:
    if value is None:
        return "" if field.null else _("This may not be empty any more.")
    try:
        field.run_validators(value)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def columns_of(model: type[models.Model], rule: models.BaseConstraint) -> set[str]:
    names = set(getattr(rule, "fields", ()))
    if isinstance(rule, models.CheckConstraint):
        names |= models.Q(rule.condition).referenced_base_fields
    fields = model._meta.concrete_fields
    return {field.attname for field in fields if names & {field.name, field.attname}}
