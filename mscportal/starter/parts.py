"""Digests of the parts of an entry, so that a part that an editor changed is told from the others.

A part is the address, a field with those that mean nothing without it, a relation, or the rows
of one name. Entries that are pointed at are told by their key in the source and not by their
number, so that the digests of a release hold on every site.
"""

import gzip
import html
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils import translation

from content.models import AskedQuestion, EntryName, ImportRecord, Publishable
from diseases.models import DiseaseCode
from evidence.models import Authorisation, Regulator, TrialCountry
from literature.models import Citation
from mscportal.starter.wanted import Ref, Wanted, digest

Shape = dict[str, Any]
Keys = Mapping[tuple[type[Model], int], str]  # of entries, in the source

# Releases whose records have one digest for the whole entry.
RELEASED = Path(__file__).parent / "released" / "0.2.0.json.gz"
LENGTH = 12  # letters of a digest
# What tells a row from its neighbours; rows that nothing tells apart are one part.
NAMES_OF_ROWS: dict[type[Model], tuple[str, ...]] = {
    Authorisation: ("kind", "country", "other_place", "what"),
    Citation: ("publication",),
    DiseaseCode: ("system", "code"),
    Regulator: ("name",),
    TrialCountry: ("code", "other_name"),
}
NUMBERS = ("of_100_", "better_when")
ENDINGS = ("_precision", "_on", "_verification")


class Written(NamedTuple):
    """What the source wrote last: a digest of each part, and the names that these cover."""

    shape: Shape
    parts: dict[str, str]


def shape_of(wanted: Wanted) -> Shape:
    """Which names the digests cover; kept, because a later version may write more of them."""
    return {
        "fields": sorted(wanted.fields),
        "related": sorted(wanted.related),
        "children": {name: columns_of(wanted.model, name) for name in sorted(wanted.children)},
    }


def is_gone(model: type[Model], field: str) -> bool:
    return not hasattr(model, field)


def of_columns_that_are(model: type[Model], written: Written) -> Written:
    """A field that was dropped since is no part any more, and nobody edited it."""
    fields = [name for name in written.shape["fields"] if not is_gone(model, name)]
    dropped = {part_of(name) for name in written.shape["fields"]} - set(map(part_of, fields))
    parts = {part: found for part, found in written.parts.items() if part not in dropped}
    return Written(written.shape | {"fields": fields}, parts)


def columns_of(model: type[Model], relation: str) -> list[str]:
    """Without those that say where a row stands, which are no part of what it says."""
    field = model._meta.get_field(relation)
    rows = field.related_model
    places = {"order", field.remote_field.name}
    if isinstance(field, GenericRelation):
        places |= {field.content_type_field_name, field.object_id_field_name}
    return sorted(
        each.name
        for each in (*rows._meta.fields, *rows._meta.many_to_many)
        if not each.primary_key and each.name not in places
    )


def part_of(field: str) -> str:
    """A date goes with its precision, a text with its mark, and the numbers of 100 together."""
    if field.startswith(NUMBERS):
        return "of_100"
    for ending in ENDINGS:
        field = field.removesuffix(ending)
    return field


def part_of_rows(relation: str, rows: type[Model], values: Mapping[str, Any]) -> str:
    """By the values of a row that is wanted, or that `stored` has read."""
    found = (
        values.get(column, rows._meta.get_field(column).get_default())
        for column in columns_with_names(rows)
    )
    name = ", ".join(str(each.key if isinstance(each, Ref) else each) for each in found if each)
    return f"{relation}: {name}" if name else relation


def columns_with_names(rows: type[Model]) -> tuple[str, ...]:
    return NAMES_OF_ROWS.get(rows, ("text",) if issubclass(rows, EntryName | AskedQuestion) else ())


def parts_of(entry: Publishable, shape: Shape, keys: Keys) -> dict[str, str]:
    """A digest of each part that the database holds now."""
    entry.refresh_from_db()
    found = defaultdict(list, fields_of(entry, shape, keys))
    found["slug"] = [entry.slug]
    for name in shape["related"]:
        found[name] = stored(entry, name, keys)
    for name, columns in shape["children"].items():
        for part, row in rows_of(entry, name, keys):
            told = [[column, comparable(stored(row, column, keys))] for column in columns]
            found[part].append(told)
    return {part: short(sorted(values, key=str)) for part, values in found.items()}


def parts_beyond(entry: Publishable, shape: Shape, known: Shape, keys: Keys) -> Iterator[str]:
    """Parts of the shape that the known one lacks and that somebody has filled."""
    fields = [name for name in shape.get("fields", ()) if name not in known["fields"]]
    blank = fields_of(type(entry)(), {"fields": fields}, keys)
    for part, values in fields_of(entry, {"fields": fields}, keys).items():
        if values != blank[part]:
            yield part
    for name in shape.get("related", ()):
        if name not in known["related"] and getattr(entry, name).exists():
            yield name
    for name in shape.get("children", ()):
        if name not in known["children"]:
            yield from {part for part, _row in rows_of(entry, name, keys)}


def parts_wanted_so(entry: Publishable, wanted: Wanted, keys: Keys) -> set[str]:
    """Parts of fields that hold what the source says, whoever wrote it."""
    same, other = set(), set()
    for name, value in wanted.fields.items():
        says = comparable(value.key if isinstance(value, Ref) else value)
        is_same = str(comparable(stored(entry, name, keys))) == str(says)
        (same if is_same else other).add(part_of(name))
    return same - other


def fields_of(entry: Publishable, shape: Shape, keys: Keys) -> dict[str, list]:
    found: dict[str, list] = defaultdict(list)
    for name in shape["fields"]:
        found[part_of(name)].append([name, comparable(stored(entry, name, keys))])
    return found


def rows_of(entry: Publishable, relation: str, keys: Keys) -> list[tuple[str, Model]]:
    """Each row with the part that it belongs to."""
    manager = getattr(entry, relation)
    columns = columns_with_names(manager.model)
    found = []
    for row in manager.all():
        values = {column: stored(row, column, keys) for column in columns}
        found.append((part_of_rows(relation, manager.model, values), row))
    return found


def comparable(value: Any) -> Any:
    """The editor's form writes signs and spaces otherwise than the starter does."""
    return " ".join(html.unescape(value).split()) if isinstance(value, str) else value


def stored(row: Model, name: str, keys: Keys | None = None) -> Any:
    """A column that was replaced is told as it was, by the property that has its name.

    Without `keys` entries that the row points at are told by their number.
    """
    try:
        field = row._meta.get_field(name)
    except FieldDoesNotExist:
        with translation.override("en"):
            return getattr(row, name)
    if field.many_to_many:
        numbers = getattr(row, name).values_list("pk", flat=True)
        if keys is None:
            return sorted(map(str, numbers))
        return sorted(named(field.related_model, number, keys) for number in numbers)
    value = getattr(row, field.attname)
    if keys is not None and field.is_relation and value is not None:
        return named(field.related_model, value, keys)
    return value.isoformat() if isinstance(value, date) else value


def named(model: type[Model], number: int, keys: Keys) -> str:
    return keys.get((model, number), f"#{number}")


def short(value: Any) -> str:
    return digest(value)[:LENGTH]


def write_released(path: Path, records: Iterable[tuple[ImportRecord, Shape, dict]]) -> None:
    """The same records make the same bytes."""
    shapes: list[Shape] = []
    entries: dict[str, dict] = defaultdict(dict)
    for record, shape, parts in records:
        if shape not in shapes:
            shapes.append(shape)
        label = record.content_type.model_class()._meta.label
        entries[label][record.key] = [shapes.index(shape), parts]
    text = json.dumps({"shapes": shapes, "entries": entries}, sort_keys=True)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


@cache
def read_released(path: Path) -> dict[str, Any]:
    return json.loads(gzip.decompress(path.read_bytes()))


def released(model: type[Model], key: str) -> Written | None:
    """What the last release wrote that kept no digest of each part."""
    found = read_released(RELEASED)
    entry = found["entries"].get(model._meta.label, {}).get(key)
    return Written(found["shapes"][entry[0]], entry[1]) if entry else None
