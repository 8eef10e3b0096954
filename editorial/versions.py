"""One version of an entry as JSON, and the way back: `apply(entry, capture(entry))` does nothing.

A version has what an editor can change: fields, relations, and the rows that belong to the entry
(names, codes, events, references). It has no state: whether an entry is live, since when, and
when it was reviewed is never part of a text.

    {"fields": {attname: value}, "m2m": {name: [key]}, "rows": {accessor: [{attname: value}]}}

A relation of a row stands in the row, as a list of keys under the name of its field.
"""

import json
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from content.models import ChildRow, Publishable
from editorial import rules

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


def load(field: models.Field, stored: Any) -> Any:
    if stored is None:
        return None
    if isinstance(field, models.ForeignKey):
        return field.target_field.to_python(stored)
    if isinstance(field, models.JSONField):
        return stored
    return field.to_python(stored)


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
    derive_anew(entry)
    return problems


def derive_anew(entry: Publishable) -> None:
    before = {name: getattr(entry, name) for name in entry.derived_fields}
    entry.derive()
    now = {name: getattr(entry, name) for name in entry.derived_fields}
    if now != before:
        type(entry)._base_manager.filter(pk=entry.pk).update(**now)


def apply_fields(entry: Publishable, stored: dict[str, Any]) -> list[Problem]:
    model = type(entry)
    problems: list[Problem] = []
    changed: dict[str, Any] = {}
    fields = {field.attname: field for field in versioned_fields(model)}

    def report(name: str, kind: str, value: Any, why: str = "") -> None:
        shown = fields[name].name if kind == "gone" else name
        label = capfirst(str(fields[name].verbose_name))
        problems.append(Problem(shown, kind, value, label, why))

    for name, field in fields.items():
        if name not in stored or dump(entry, field) == stored[name]:
            continue
        try:
            value = load(field, stored[name])
        except ValidationError as error:
            report(name, "broken", stored[name], " ".join(error.messages))
            continue
        if field.related_model and missing(field.related_model, [value]):
            report(name, "gone", value)
        else:
            changed[name] = value
    for names in unique_together(model):
        if changed.keys() & names:
            wanted = {name: changed.get(name, getattr(entry, name)) for name in names}
            if is_taken(entry, wanted):
                for name in names & changed.keys():
                    report(name, "taken", changed.pop(name))
    while changed and not is_written(
        lambda: model._base_manager.filter(pk=entry.pk).update(**changed)
    ):
        for name, why in rules.broken(entry, changed).items():
            report(name, "broken", changed.pop(name), why)
    return problems


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
        found = rules.broken(row, values)
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
