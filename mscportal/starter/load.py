"""Writes the wanted entries in one transaction, without touching what an editor changed."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from content.models import ImportRecord, Publishable
from diseases.vocabulary import Direction
from editorial import workflow
from editorial.workflow import pointing_at
from evidence.models import EvidenceStatement
from linking.services import one_relink_at_the_end
from mscportal.starter.parts import (
    Shape,
    Written,
    is_gone,
    of_columns_that_are,
    part_of,
    part_of_rows,
    parts_beyond,
    parts_of,
    parts_wanted_so,
    released,
    rows_of,
    shape_of,
    stored,
)
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
            for record in ImportRecord.objects.filter(source=SOURCE).select_related("content_type")
        }
        self.entries: dict[Ref, Publishable] = {}
        self.keys: dict[tuple[type[Model], int], str] = {
            (model, record.object_id): record.key
            for record in self.records.values()
            if (model := record.content_type.model_class())
        }
        self.written: set[Ref] = set()
        self.edited: dict[Ref, set[str]] = {}  # parts that stay

    def record_of(self, wanted: Wanted) -> ImportRecord | None:
        content_type = ContentType.objects.get_for_model(wanted.model)
        return self.records.get((content_type.pk, wanted.key))

    def everything_is_written(self, wanted: Sequence[Wanted]) -> bool:
        if self.left(wanted):
            return False
        for entry in wanted:
            record = self.record_of(entry)
            if record is None or record.source_digest != entry.digest or record.left_alone:
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
            else:
                self.compare(wanted, entry, record)
        if entry is not None:
            self.entries[ref] = entry
            self.keys[wanted.model, entry.pk] = wanted.key

    def compare(self, wanted: Wanted, entry: Publishable, record: ImportRecord) -> None:
        """Write what nobody changed, and leave the rest to the second round."""
        ref = Ref(wanted.model, wanted.key)
        is_same = record.source_digest == wanted.digest
        if is_same and not record.left_alone:
            self.tally.unchanged[wanted.model] += 1
            return
        edited = None
        if entry.is_live:
            edited = self.parts_changed(entry, record, shape_of(wanted))
        if edited:
            edited -= parts_wanted_so(entry, wanted, self.keys)
        if edited is None:
            self.keep(wanted, "an editor changed it")
        elif is_same and edited == set(record.left_alone):
            self.keep(wanted, changed_by_an_editor(edited))
        elif edited:
            self.edited[ref] = edited
            self.written.add(ref)
        else:
            self.fill(entry, wanted, edited)
            self.mark(self.tally.updated, ref)

    def fill(self, entry: Publishable, wanted: Wanted, edited: set[str]) -> None:
        for name, value in self.values(wanted.fields).items():
            if part_of(name) not in edited:
                setattr(entry, name, value)
        if "slug" not in edited:
            entry.slug = wanted.slug
        entry.save()

    def parts_changed(
        self, entry: Publishable, record: ImportRecord, shape: Shape
    ) -> set[str] | None:
        """What an editor changed or filled; None where nobody knows what was written."""
        if not record.parts and is_as_written(entry, record):
            return set()
        if (written := written_last(type(entry), record)) is None:
            return None
        now = parts_of(entry, written.shape, self.keys)
        changed = {part for part in now | written.parts if now.get(part) != written.parts.get(part)}
        return changed.union(parts_beyond(entry, shape, written.shape, self.keys))

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
                if self.parts_changed(entry, record, shape={}) != set():
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
        if edited := self.edited.get(ref, set()):
            before = parts_of(entry, shape_of(wanted), self.keys)
            try:
                with transaction.atomic():
                    self.fill(entry, wanted, edited)
                    self.relate(entry, wanted, edited)
                    workflow.require_ready(entry)
            except (ValidationError, workflow.NotReady, IntegrityError) as error:
                entry.refresh_from_db()
                reason = changed_by_an_editor(edited)
                self.keep(wanted, f"{reason}, which does not go with the rest: {said(error)}")
                return
            self.keep(wanted, changed_by_an_editor(edited))
            if parts_of(entry, shape_of(wanted), self.keys) != before:
                workflow.announce_change(entry)
                self.tally.updated[wanted.model] += 1
        else:
            self.relate(entry, wanted, edited)
            try:
                if entry.is_live:
                    workflow.require_ready(entry)
                    workflow.announce_change(entry)
                else:
                    entry = self.entries[ref] = workflow.publish(entry, by=None)
            except (ValidationError, workflow.NotReady) as error:
                raise IncompleteEntry(
                    f"{wanted.model._meta.verbose_name} {wanted.key}: {said(error)}"
                ) from error
        self.note(entry, wanted, edited)

    def relate(self, entry: Publishable, wanted: Wanted, edited: set[str]) -> None:
        for relation, refs in wanted.related.items():
            if relation not in edited:
                found = [self.entries[ref] for ref in refs if ref in self.entries]
                getattr(entry, relation).set(found)
        for relation, rows in wanted.children.items():
            manager = getattr(entry, relation)
            of_parts = rows_of(entry, relation, self.keys) if edited else []
            stays = [row.pk for part, row in of_parts if part in edited]
            manager.exclude(pk__in=stays).delete()
            for values in rows:
                part = part_of_rows(relation, manager.model, values)
                if part not in edited and not self.lacks_parent(manager.model, values):
                    self.write_row(manager, values)
        entry.derive_anew()

    def note(self, entry: Publishable, wanted: Wanted, edited: set[str]) -> None:
        """Of what an editor changed stays noted what the source wrote."""
        shape = shape_of(wanted)
        parts = parts_of(entry, shape, self.keys)
        if edited and (record := self.record_of(wanted)):
            before = written_last(wanted.model, record)
            parts = {part: found for part, found in parts.items() if part not in edited}
            parts |= {part: found for part, found in before.parts.items() if part in edited}
        ImportRecord.objects.update_or_create(
            source=SOURCE,
            content_type=ContentType.objects.get_for_model(wanted.model),
            key=wanted.key,
            defaults={
                "object_id": entry.pk,
                "shape": shape,
                "parts": parts,
                "left_alone": sorted(edited),
                "digest": digest(parts),
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


def said(error: Exception) -> str:
    return "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def changed_by_an_editor(parts: set[str]) -> str:
    return f"an editor changed {', '.join(sorted(parts))}"


def written_last(model: type[Model], record: ImportRecord) -> Written | None:
    kept = Written(record.shape, record.parts) if record.parts else released(model, record.key)
    return kept and of_columns_that_are(model, kept)


def is_as_written(entry: Publishable, record: ImportRecord) -> bool:
    """Whether nobody changed the entry; what a migration made of it is no change.

    False also where a column was dropped since: then only the parts can tell.
    """
    if any(is_gone(type(entry), name) for name in record.shape["fields"]):
        return False
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
