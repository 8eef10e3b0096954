"""What the index holds of an entry, and how it gets there."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType

from content.models import EntryName, Publishable
from content.reachable import reachable
from search import facets, spelling
from search.backends import Document, get_backend
from search.models import LONGEST_KEY, Alias, Body, Entry
from search.words import STOP_WORDS, WEAK_WORDS, index_words

TITLE, NAME, MISSPELLING = 100, 90, 80
# A book of 45,000 words; with more, a PostgreSQL text vector (1 MB) could overflow.
LONGEST_TEXT = 300_000
# A word that a text has so often is one that it is about.
OFTEN, MOST_FREQUENT = 3, 12
LONG_TITLE = 0.1  # less worth a look, for each word of the title
# Entries looked at to see whether a word is still in a shown name.
MOST_ASKED = 50


def read_and_lock(model: type[Publishable], keys: Sequence[int]) -> list[Publishable]:
    """Those that a visitor can open, with all that indexing asks; nobody changes them meanwhile."""
    rows = reachable(model).filter(pk__in=keys).order_by("pk")
    rows = rows.select_for_update(of=("self",), no_key=True)
    single, many = facets.relations(model)
    if single:
        rows = rows.select_related(*single)
    names = ["names"] if hasattr(model, "names") else []
    return list(rows.prefetch_related(*many, *names))


class Reading(NamedTuple):
    entry: Publishable
    names: list[EntryName]
    text: str
    words: list[str]

    @property
    def shown_names(self) -> list[str]:
        misspelling = EntryName.Kind.MISSPELLING
        return [" ".join(name.text.split()) for name in self.names if name.kind != misspelling]


def write(entries: Sequence[Publishable]) -> list[Entry]:
    """Index these entries anew; the caller opens the transaction."""
    if not entries:
        return []
    readings = list(map(_read, entries))
    identity = ["content_type", "object_id"]
    before = _name_words(readings)
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
    spelling.learn(name for row in rows for name in (row.title, *row.names.split("\n")))
    _forget_unused(before.difference(*(row.name_words.split() for row in rows)))
    return rows


def remove(entry_ids: Sequence[int]) -> None:
    """Take search entries out of the index; the caller opens the transaction."""
    if entry_ids:
        rows = Entry.objects.filter(pk__in=entry_ids)
        words = {
            word for text in rows.values_list("name_words", flat=True) for word in text.split()
        }
        get_backend().delete(entry_ids)
        rows.delete()
        _forget_unused(words)


def _name_words(readings: Sequence[Reading]) -> set[str]:
    """What the index has of these entries so far."""
    content_type = ContentType.objects.get_for_model(readings[0].entry)
    keys = [reading.entry.pk for reading in readings]
    rows = Entry.objects.filter(content_type=content_type, object_id__in=keys)
    return {word for text in rows.values_list("name_words", flat=True) for word in text.split()}


def _forget_unused(words: Iterable[str]) -> None:
    """Words that no shown name has any more are no corrections."""
    unused = []
    for word in words:
        named = get_backend().entries_named(word, MOST_ASKED)
        texts = Entry.objects.filter(pk__in=named).values_list("name_words", flat=True)
        if not any(word in text.split() for text in texts):
            unused.append(word)
    spelling.forget(unused)


def _read(entry: Publishable) -> Reading:
    text = entry.search_text()[:LONGEST_TEXT]
    return Reading(entry, entry.other_names(), text, index_words(text))


def _frequent(words: list[str]) -> str:
    counted = Counter(words)
    often = [
        word
        for word, number in counted.items()
        if number >= OFTEN and word not in STOP_WORDS and word not in WEAK_WORDS
    ]
    often.sort(key=lambda word: (-counted[word], word))
    return " ".join(often[:MOST_FREQUENT])


def _row(reading: Reading) -> Entry:
    entry = reading.entry
    return Entry(
        content_type=ContentType.objects.get_for_model(entry),
        object_id=entry.pk,
        kind=entry._meta.label_lower,
        profile=facets.profile_of(entry),
        title=entry.title,
        names="\n".join(reading.shown_names),
        summary=entry.plain_summary,
        name_words="\n".join(
            " ".join(index_words(name)) for name in (entry.title, *reading.shown_names)
        ),
        summary_words=" ".join(index_words(entry.plain_summary)),
        frequent_words=_frequent(reading.words),
        url=entry.get_absolute_url(),
        language=entry.language,
        published_day=entry.published_at.toordinal(),
        boost=boost(type(entry)),
    )


def boost(model: type[Publishable]) -> float:
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
        profile=row.profile,
        prior=row.boost - LONG_TITLE * row.name_words.partition("\n")[0].count(" "),
        names=[index_words(name) for name in names],
        summary=row.summary_words.split(),
        body=reading.words,
    )
