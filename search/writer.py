"""What the index holds of an entry, and how it gets there."""

from collections.abc import Sequence
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType

from content.models import EntryName, Publishable
from content.reachable import reachable
from search.backends import Document, get_backend
from search.models import LONGEST_KEY, Alias, Body, Entry
from search.words import index_words

TITLE, NAME, MISSPELLING = 100, 90, 80
# A book of 45,000 words; with more, a PostgreSQL text vector (1 MB) could overflow.
LONGEST_TEXT = 300_000


def read_and_lock(model: type[Publishable], keys: Sequence[int]) -> list[Publishable]:
    """Those that a visitor can open, with all that indexing asks; nobody changes them meanwhile."""
    rows = reachable(model).filter(pk__in=keys).order_by("pk")
    rows = rows.select_for_update(of=("self",), no_key=True)
    return list(rows.prefetch_related("names") if hasattr(model, "names") else rows)


class Reading(NamedTuple):
    entry: Publishable
    names: list[EntryName]
    text: str

    @property
    def shown_names(self) -> list[str]:
        misspelling = EntryName.Kind.MISSPELLING
        return [" ".join(name.text.split()) for name in self.names if name.kind != misspelling]


def write(entries: Sequence[Publishable]) -> None:
    """Index these entries anew; the caller opens the transaction."""
    if not entries:
        return
    readings = [
        Reading(entry, entry.other_names(), entry.search_text()[:LONGEST_TEXT]) for entry in entries
    ]
    identity = ["content_type", "object_id"]
    rows = Entry.objects.bulk_create(
        map(_row, readings),
        update_conflicts=True,
        unique_fields=identity,
        update_fields=[
            field.name
            for field in Entry._meta.concrete_fields
            if not field.primary_key and field.name not in identity
        ],
    )
    Body.objects.bulk_create(
        [Body(entry=row, text=reading.text) for row, reading in zip(rows, readings, strict=True)],
        update_conflicts=True,
        unique_fields=["entry"],
        update_fields=["text"],
    )
    Alias.objects.filter(entry__in=rows).delete()
    Alias.objects.bulk_create(
        Alias(entry=row, key=key, weight=weight)
        for row, reading in zip(rows, readings, strict=True)
        for key, weight in _aliases(reading).items()
    )
    get_backend().write(map(_document, rows, readings))


def remove(entry_ids: Sequence[int]) -> None:
    """Take search entries out of the index; the caller opens the transaction."""
    if entry_ids:
        get_backend().delete(entry_ids)
        Entry.objects.filter(pk__in=entry_ids).delete()


def _row(reading: Reading) -> Entry:
    entry = reading.entry
    return Entry(
        content_type=ContentType.objects.get_for_model(entry),
        object_id=entry.pk,
        kind=entry._meta.label_lower,
        title=entry.title,
        names="\n".join(reading.shown_names),
        summary=entry.plain_summary,
        name_words="\n".join(
            " ".join(index_words(name)) for name in (entry.title, *reading.shown_names)
        ),
        summary_words=" ".join(index_words(entry.plain_summary)),
        url=entry.get_absolute_url(),
        language=entry.language,
        published_at=entry.published_at,
        boost=_boost(type(entry)),
    )


def _boost(model: type[Publishable]) -> float:
    """Pages before parts of pages, written texts before records, what links point at before all."""
    return model.link_priority / 10 + bool(model.rich_fields()) + model.has_page


def _aliases(reading: Reading) -> dict[str, int]:
    weights = {}
    for name in reading.names:
        weight = MISSPELLING if name.kind == EntryName.Kind.MISSPELLING else NAME
        key = " ".join(index_words(name.text))
        weights[key] = max(weight, weights.get(key, 0))
    weights[" ".join(index_words(reading.entry.title))] = TITLE
    return {key: weight for key, weight in weights.items() if key and len(key) <= LONGEST_KEY}


def _document(row: Entry, reading: Reading) -> Document:
    names = [row.title, *(name.text for name in reading.names)]
    return Document(
        entry_id=row.pk,
        names=[index_words(name) for name in names],
        summary=row.summary_words.split(),
        body=index_words(reading.text),
    )
