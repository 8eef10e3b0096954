"""The way back from a version into the rows; what no longer fits is said, never raised."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from content.models import ChildRow, Publishable
from editorial.versions import constraint_errors
from editorial.versions.capturing import (
    Payload,
    Rows,
    columns,
    dump,
    dumped_rows,
    keys_of,
    row_relations,
    rows_of,
    versioned_fields,
    versioned_relations,
)


class Problem(NamedTuple):
    """A part of a version that no longer fits, because the world moved on."""

    field: str
    # "gone": what it points at was deleted; "taken": another entry has it now; "broken": a rule
    # that came later forbids it.
    kind: str
    value: Any
    label: str = ""
    why: str = ""

    def __str__(self) -> str:
        said = {
            "gone": _("what was chosen here was deleted."),
            "taken": _("another entry has this by now."),
            "broken": self.why,
        }
        return f"{self.label or self.field}: {said[self.kind]}"


def apply(entry: Publishable, payload: Payload) -> list[Problem]:
    """Write what differs from the version, and return what no longer fits; never raise for it.

    Fields that are younger than the version keep their value; fields that are no more are passed
    over. Sends no signal of fields or relations. The entry in memory is read anew.
    """
    problems = apply_fields(entry, payload["fields"])
    for field in versioned_relations(type(entry)):
        if field.name in payload["m2m"]:
            problems += apply_relation(entry, field, payload["m2m"][field.name])
    for rows in rows_of(entry):
        if rows.accessor in payload["rows"]:
            problems += apply_rows(rows, payload["rows"][rows.accessor])
    entry.refresh_from_db()
    getattr(entry, "_prefetched_objects_cache", {}).clear()
    entry.derive_anew()
    return problems


def apply_fields(entry: Publishable, stored: dict[str, Any]) -> list[Problem]:
    changed, problems = changes_of(entry, stored)
    problems += drop_taken(entry, changed)
    problems += write_fields(entry, changed)
    return problems


def changes_of(entry: Publishable, stored: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Columns with another value in the version, without those that cannot be had any more."""
    changed: dict[str, Any] = {}
    problems = []
    for field in versioned_fields(type(entry)):
        name = field.attname
        if name not in stored or dump(entry, field) == stored[name]:
            continue
        try:
            value = load(field, stored[name])
        except ValidationError as error:
            problems.append(of_column(field, "broken", stored[name], " ".join(error.messages)))
            continue
        if field.related_model and missing(field.related_model, [value]):
            problems.append(of_column(field, "gone", value))
        else:
            changed[name] = value
    return changed, problems


def drop_taken(entry: Publishable, changed: dict[str, Any]) -> list[Problem]:
    """Take out of the changes what another entry has by now."""
    problems = []
    for names in unique_together(type(entry)):
        if not changed.keys() & names:
            continue
        wanted = {name: changed.get(name, getattr(entry, name)) for name in names}
        if is_taken(entry, wanted):
            for name in names & changed.keys():
                problems.append(of_column(column(entry, name), "taken", changed.pop(name)))
    return problems


def write_fields(entry: Publishable, changed: dict[str, Any]) -> list[Problem]:
    """Write the changes without those that a rule of the database forbids."""
    row = type(entry)._base_manager.filter(pk=entry.pk)
    problems = []
    while changed and not is_written(lambda: row.update(**changed)):
        for name, why in constraint_errors.broken(entry, changed).items():
            problems.append(of_column(column(entry, name), "broken", changed.pop(name), why))
    return problems


def of_column(field: models.Field, kind: str, value: Any, why: str = "") -> Problem:
    shown = field.name if kind == "gone" else field.attname
    return Problem(shown, kind, value, capfirst(str(field.verbose_name)), why)


def column(entry: Publishable, name: str) -> models.Field:
    return next(field for field in versioned_fields(type(entry)) if field.attname == name)


def is_written(write: Callable[[], Any]) -> bool:
    """False when the database refuses; nothing of it is kept then."""
    try:
        with transaction.atomic():
            write()
    except (IntegrityError, DataError):
        return False
    return True


def unique_together(model: type[Publishable]) -> list[set[str]]:
    """Sets of columns that may exist only once; empty values stand outside."""
    single = [{field.attname} for field in versioned_fields(model) if field.unique]
    return single + [
        {field.attname for field in model._meta.concrete_fields if field.name in rule.fields}
        for rule in unique_rules(model)
    ]


def unique_rules(model: type[Publishable]) -> list[models.UniqueConstraint]:
    """Without those that hold among public rows only: a draft may break them until it is one."""
    return [
        rule
        for rule in model._meta.constraints
        if isinstance(rule, models.UniqueConstraint)
        and rule.fields
        and "is_live" not in (rule.condition or models.Q()).referenced_base_fields
    ]


def is_taken(entry: Publishable, wanted: dict[str, Any]) -> bool:
    if any(value in ("", None) for value in wanted.values()):
        return False
    return type(entry)._base_manager.exclude(pk=entry.pk).filter(**wanted).exists()


def missing(model: type[models.Model], keys: Iterable[Any]) -> set[Any]:
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return set()
    return wanted - set(model._base_manager.filter(pk__in=wanted).values_list("pk", flat=True))


def apply_relation(
    entry: Publishable, field: models.ManyToManyField, stored: list[Any]
) -> list[Problem]:
    if keys_of(entry, field) == stored:
        return []
    wanted = {field.related_model._meta.pk.to_python(key) for key in stored}
    gone = missing(field.related_model, wanted)
    getattr(entry, field.name).set(sorted(wanted - gone, key=str))
    label = capfirst(str(field.verbose_name))
    return [Problem(field.name, "gone", key, label) for key in sorted(gone, key=str)]


def apply_rows(rows: Rows, stored: list[dict[str, Any]]) -> list[Problem]:
    """Rows that differ are written anew under their own keys, so that two may swap a value.

    What is younger than the version stays as the row has it.
    """
    now = {row["id"]: row for row in dumped_rows(rows)}
    wanted, problems = unblocked(rows, stored)
    wanted = [now.get(row["id"], {}) | row for row in wanted]
    differing = [row for row in wanted if now.get(row["id"]) != row]
    kept = {row["id"] for row in wanted} - {row["id"] for row in differing}
    if leaving := now.keys() - kept:
        rows.model._base_manager.filter(pk__in=leaving).delete()
    made, unreadable = loaded(rows, differing)
    problems += unreadable
    if not is_written(lambda: rows.model._base_manager.bulk_create(made)):
        refused = one_by_one(rows, made)
        problems += refused
        made = [row for row in made if row.pk not in {problem.value for problem in refused}]
    written = {str(row.pk) for row in made}
    for field in row_relations(rows):
        keys = {row["id"]: row.get(field.name, []) for row in differing if row["id"] in written}
        problems += relate_rows(rows, field, keys)
    return problems


def relate_rows(
    rows: Rows, field: models.ManyToManyField, stored: dict[str, list[Any]]
) -> list[Problem]:
    """Of rows that were just written, by their keys; a row outlives what it was related to."""
    to_python = field.related_model._meta.pk.to_python
    wanted = {row: [to_python(key) for key in keys] for row, keys in stored.items()}
    gone = missing(field.related_model, [key for keys in wanted.values() for key in keys])
    through = getattr(rows.model, field.name).through
    source, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    through._base_manager.bulk_create(
        through(**{source: rows.model._meta.pk.to_python(row), target: key})
        for row, keys in wanted.items()
        for key in keys
        if key not in gone
    )
    return [
        Problem(rows.accessor, "gone", key, label_of(rows, field)) for key in sorted(gone, key=str)
    ]


def label_of(rows: Rows, *fields: models.Field) -> str:
    row = capfirst(str(rows.model._meta.verbose_name))
    names = ", ".join(str(field.verbose_name) for field in fields)
    return f"{row} ({names})" if names else row


def loaded(rows: Rows, stored: list[dict[str, Any]]) -> tuple[list[ChildRow], list[Problem]]:
    fields = {field.attname: field for field in columns(rows)}
    made, problems = [], []
    for row in stored:
        values = {}
        for name in row.keys() & fields.keys():
            try:
                values[name] = load(fields[name], row[name])
            except ValidationError as error:
                problems.append(of_row(rows, row["id"], [fields[name]], " ".join(error.messages)))
                break
        else:
            made.append(rows.model(**rows.parent, **values))
    return made, problems


def one_by_one(rows: Rows, made: list[ChildRow]) -> list[Problem]:
    problems = []
    for row in made:
        if is_written(partial(rows.model._base_manager.bulk_create, [row])):
            continue
        values = {field.attname: getattr(row, field.attname) for field in columns(rows)}
        found = constraint_errors.broken(row, values)
        fields = [field for field in columns(rows) if field.attname in found]
        problems.append(of_row(rows, row.pk, fields, " ".join(dict.fromkeys(found.values()))))
    return problems


def of_row(rows: Rows, key: Any, fields: list[models.Field], why: str) -> Problem:
    label = label_of(rows, *(field for field in fields if not field.primary_key))
    return Problem(rows.accessor, "broken", key, label, why)


def unblocked(rows: Rows, stored: list[dict[str, Any]]) -> tuple[list[dict], list[Problem]]:
    """Without rows that point at something deleted, or whose key another entry has now."""
    problems, blocked = [], set()
    for field in columns(rows):
        if field.related_model:
            keys = {row["id"]: load(field, row.get(field.attname)) for row in stored}
            gone = missing(field.related_model, keys.values())
            for key in [key for key, value in keys.items() if value in gone]:
                blocked.add(key)
                problems.append(Problem(rows.accessor, "gone", keys[key], label_of(rows, field)))
    elsewhere = (
        rows.model._base_manager.filter(pk__in=[row["id"] for row in stored])
        .exclude(**rows.parent)
        .values_list("pk", flat=True)
    )
    for key in map(str, elsewhere):
        blocked.add(key)
        problems.append(Problem(rows.accessor, "taken", key, label_of(rows)))
    return [row for row in stored if row["id"] not in blocked], problems


def load(field: models.Field, stored: Any) -> Any:
    if stored is None:
        return None
    if isinstance(field, models.ForeignKey):
        return field.target_field.to_python(stored)
    if isinstance(field, models.JSONField):
        return stored
    return field.to_python(stored)
