"""Writes the wanted entries in one transaction, without touching what an editor changed."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import connection, transaction
from django.db.models import Model
from django.utils import translation

from content.models import ImportRecord, Publishable
from diseases.vocabulary import Direction
from editorial import workflow
from editorial.workflow import pointing_at
from evidence.models import EvidenceStatement
from linking.services import one_relink_at_the_end
from mscportal.starter.wanted import Ref, Wanted, digest

SOURCE = "starter"
LEFT = "left"  # instead of the digest of what the source said
REASON_TO_WITHDRAW = "No longer part of the starter content"


class IncompleteEntry(Exception):
    """An entry of the starter content lacks what a live row must have."""


@dataclass
class LoadTally:
    created: Counter = field(default_factory=Counter)
    updated: Counter = field(default_factory=Counter)
    unchanged: Counter = field(default_factory=Counter)
    withdrawn: Counter = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)  # why an entry was left alone


def load(
    wanted: Sequence[Wanted],
    *,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> LoadTally:
    """Create and update entries keyed by their key in the source; raise IncompleteEntry.

    `wanted` is all of it: what an earlier version had and this one lacks is withdrawn.
    """
    with transaction.atomic():
        one_at_a_time()
        loader = Loader()
        if loader.everything_is_written(wanted):
            loader.tally.unchanged.update(entry.model for entry in wanted)
            return loader.tally
        with one_relink_at_the_end():
            for done, entry in enumerate(wanted, 1):
                loader.write(entry)
                progress(done, 2 * len(wanted))
            for done, entry in enumerate(wanted, 1):
                loader.relate_and_publish(entry)
                progress(len(wanted) + done, 2 * len(wanted))
            loader.withdraw_what_left(wanted)
        loader.ask(wanted)
        if dry_run:
            transaction.set_rollback(True)
    return loader.tally


def one_at_a_time() -> None:
    """Machines that start together load one after the other, as SQLite's write lock makes them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", ["mscportal.starter"])


class Loader:
    def __init__(self):
        self.tally = LoadTally()
        self.records = {
            (record.content_type_id, record.key): record
            for record in ImportRecord.objects.filter(source=SOURCE)
        }
        self.entries: dict[Ref, Publishable] = {}
        self.written: set[Ref] = set()

    def record_of(self, wanted: Wanted) -> ImportRecord | None:
        content_type = ContentType.objects.get_for_model(wanted.model)
        return self.records.get((content_type.pk, wanted.key))

    def everything_is_written(self, wanted: Sequence[Wanted]) -> bool:
        if self.left(wanted):
            return False
        for entry in wanted:
            record = self.record_of(entry)
            if record is None or record.source_digest != entry.digest:
                return False
        return True

    def write(self, wanted: Wanted) -> None:
        ref = Ref(wanted.model, wanted.key)
        record = self.record_of(wanted)
        manager = wanted.model._default_manager
        if record is None:
            if entry := manager.filter(slug=wanted.slug).first():
                self.keep(wanted, "an editor has an entry at this address")
            elif self.lacks_parent(wanted.model, wanted.fields):
                self.keep(wanted, "an editor deleted what it belongs to")
            else:
                entry = wanted.model(slug=wanted.slug, **self.values(wanted.fields))
                entry.save()
                self.mark(self.tally.created, ref)
        else:
            entry = manager.filter(pk=record.object_id).first()
            if entry is None:
                self.keep(wanted, "an editor deleted it")
            elif record.source_digest == wanted.digest:
                self.tally.unchanged[wanted.model] += 1
            elif not entry.is_live or not is_as_written(entry, record):
                self.keep(wanted, "an editor changed it")
            else:
                for name, value in self.values(wanted.fields).items():
                    setattr(entry, name, value)
                entry.slug = wanted.slug
                entry.save()
                self.mark(self.tally.updated, ref)
        if entry is not None:
            self.entries[ref] = entry

    def left(self, wanted: Sequence[Wanted]) -> list[ImportRecord]:
        """Records of what the source has no longer, and that are not yet dealt with."""
        kept = {record.pk for entry in wanted if (record := self.record_of(entry))}
        return [
            record
            for record in self.records.values()
            if record.pk not in kept and record.source_digest != LEFT
        ]

    def withdraw_what_left(self, wanted: Sequence[Wanted]) -> None:
        for record in self.left(wanted):
            entry = record.entry
            if entry is not None and entry.is_live:
                name = f"{entry._meta.verbose_name} {record.key}: left the source, but"
                if not is_as_written(entry, record):
                    self.tally.kept.append(f"{name} an editor changed it")
                    continue
                if pointing_at(entry, drafts=True):
                    self.tally.kept.append(f"{name} a text of an editor needs it")
                    continue
                workflow.withdraw(entry, by=None, reason=REASON_TO_WITHDRAW)
                self.tally.withdrawn[type(entry)] += 1
            record.source_digest = LEFT
            record.save(update_fields=["source_digest"])

    def mark(self, counter: Counter, ref: Ref) -> None:
        counter[ref.model] += 1
        self.written.add(ref)

    def keep(self, wanted: Wanted, reason: str) -> None:
        self.tally.kept.append(f"{wanted.model._meta.verbose_name} {wanted.key}: {reason}")

    def relate_and_publish(self, wanted: Wanted) -> None:
        ref = Ref(wanted.model, wanted.key)
        if ref not in self.written:
            return
        entry = self.entries[ref]
        for relation, refs in wanted.related.items():
            getattr(entry, relation).set([self.entries[ref] for ref in refs if ref in self.entries])
        for relation, rows in wanted.children.items():
            manager = getattr(entry, relation)
            manager.all().delete()
            for row in rows:
                if not self.lacks_parent(manager.model, row):
                    self.write_row(manager, row)
        try:
            if entry.is_live:
                workflow.require_ready(entry)
                workflow.announce_change(entry)
            else:
                entry = self.entries[ref] = workflow.publish(entry, by=None)
        except (ValidationError, workflow.NotReady) as error:
            said = "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            raise IncompleteEntry(
                f"{wanted.model._meta.verbose_name} {wanted.key}: {said}"
            ) from error
        shape = shape_of(wanted)
        ImportRecord.objects.update_or_create(
            source=SOURCE,
            content_type=ContentType.objects.get_for_model(wanted.model),
            key=wanted.key,
            defaults={
                "object_id": entry.pk,
                "shape": shape,
                "digest": snapshot_digest(entry, shape),
                "source_digest": wanted.digest,
            },
        )

    def ask(self, wanted: Sequence[Wanted]) -> None:
        """Also about entries that were left alone: an editor's text does not answer by itself."""
        found = ((self.entries.get(Ref(each.model, each.key)), each) for each in wanted)
        workflow.ask(SOURCE, {entry: each.open_questions for entry, each in found if entry})

    def write_row(self, manager: Any, row: dict[str, Any]) -> None:
        """Lists of the row are its relations."""
        related = {name: refs for name, refs in row.items() if isinstance(refs, list)}
        fields = {name: value for name, value in row.items() if name not in related}
        made = manager.create(**self.values(fields))
        for name, refs in related.items():
            getattr(made, name).set([self.entries[ref] for ref in refs if ref in self.entries])

    def lacks_parent(self, model: type[Model], fields: dict[str, Any]) -> bool:
        return any(
            isinstance(value, Ref)
            and value not in self.entries
            and not model._meta.get_field(name).null
            for name, value in fields.items()
        )

    def values(self, fields: dict[str, Any]) -> dict[str, Any]:
        return {
            name: self.entries.get(value) if isinstance(value, Ref) else value
            for name, value in fields.items()
        }


def shape_of(wanted: Wanted) -> dict[str, Any]:
    """Which names a snapshot covers; kept, because a later version may write more of them."""
    return {
        "fields": sorted(wanted.fields),
        "related": sorted(wanted.related),
        "children": {name: columns_of(wanted.model, name) for name in sorted(wanted.children)},
    }


def columns_of(model: type[Model], relation: str) -> list[str]:
    rows = model._meta.get_field(relation).related_model
    fields = [*rows._meta.fields, *rows._meta.many_to_many]
    return sorted(field.name for field in fields if not field.primary_key)


def is_as_written(entry: Publishable, record: ImportRecord) -> bool:
    """Whether nobody changed the entry; what a migration made of it is no change."""
    if snapshot_digest(entry, record.shape) == record.digest:
        return True
    if not isinstance(entry, EvidenceStatement) or entry.direction != Direction.UNCLEAR:
        return False
    return any(
        snapshot_digest(entry, record.shape, direction=value) == record.digest
        for value in Direction.values
    )


def snapshot_digest(entry: Publishable, shape: dict[str, Any], **instead: Any) -> str:
    """Digest of what the database holds now under the names of the shape, or of `instead`."""
    entry.refresh_from_db()
    return digest(
        [
            entry.slug,
            {name: stored(entry, name) for name in shape["fields"]} | instead,
            {
                name: sorted(getattr(entry, name).values_list("pk", flat=True))
                for name in shape["related"]
            },
            {
                name: sorted(
                    [(column, str(stored(row, column))) for column in columns]
                    for row in getattr(entry, name).all()
                )
                for name, columns in shape["children"].items()
            },
        ]
    )


def stored(row: Model, name: str) -> Any:
    """A column that was replaced is told as it was, by the property that has its name."""
    try:
        field = row._meta.get_field(name)
    except FieldDoesNotExist:
        with translation.override("en"):
            return getattr(row, name)
    if field.many_to_many:
        return sorted(map(str, getattr(row, name).values_list("pk", flat=True)))
    value = getattr(row, field.attname)
    return value.isoformat() if isinstance(value, date) else value
