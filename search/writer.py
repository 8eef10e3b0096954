"""What the index holds of an entry, and how it gets there."""

from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType

from content.models import EntryName, Publishable
from content.reachable import reachable
from search import bulk, facets, spelling
from search.backends import Document, get_backend
from search.folding import Folded, Said, fold
from search.models import LONGEST_KEY, Alias, Entry

TITLE, NAME, ASKED, MISSPELLING = 100, 90, 85, 80
# A book of 45,000 words; with more, a PostgreSQL text vector (1 MB) could overflow.
LONGEST_TEXT = 300_000
LONG_TITLE = 0.1  # less worth a look, for each word of the title
ENTRY = (
    "content_type_id",
    "object_id",
    "kind",
    "profile",
    "title",
    "names",
    "summary",
    "name_words",
    "summary_words",
    "frequent_words",
    "url",
    "language",
    "published_day",
    "boost",
)
PROFILE, NAME_WORDS, URL, BOOST = map(ENTRY.index, ("profile", "name_words", "url", "boost"))
UPDATE_ENTRY = "ON CONFLICT (content_type_id, object_id) DO UPDATE SET " + ", ".join(
    f"{column} = excluded.{column}" for column in ENTRY[2:]
)
# Entries looked at to see whether a word is still in a shown name.
MOST_ASKED = 50


def read_and_lock(model: type[Publishable], keys: Sequence[int]) -> list[Publishable]:
    """Those that a visitor can open, with all that indexing asks; nobody changes them meanwhile."""
    rows = reachable(model).filter(pk__in=keys).order_by("pk")
    rows = rows.select_for_update(of=("self",), no_key=True)
    single, many = facets.relations(model)
    if single:
        rows = rows.select_related(*single)
    return list(rows.prefetch_related(*many).with_names())


class Reading(NamedTuple):
    entry: Publishable
    names: list[EntryName]
    said: Said

    @property
    def number_of_shown(self) -> int:
        """Of the names that may be shown, the title included; they come before the others."""
        return 1 + sum(name.kind != EntryName.Kind.MISSPELLING for name in self.names)


def write(
    entries: Sequence[Publishable], fold_all: Callable[..., Iterable[Folded]] = map
) -> list[tuple]:
    """Index these entries, all of one type, anew; the caller opens the transaction.

    Returns (url, profile) of each. `fold_all` works like `map`.
    """
    if not entries:
        return []
    readings = list(map(_read, entries))
    folded = list(fold_all(fold, [reading.said for reading in readings]))
    before = _name_words(readings)
    rows = list(map(_row, readings, folded))
    found = bulk.insert("search_entry", ENTRY, rows, f"{UPDATE_ENTRY} RETURNING object_id, id")
    keys = dict(found)
    ids = [keys[reading.entry.pk] for reading in readings]
    bulk.insert(
        "search_body",
        ("entry_id", "text"),
        [(key, reading.said.text) for key, reading in zip(ids, readings, strict=True)],
        "ON CONFLICT (entry_id) DO UPDATE SET text = excluded.text",
    )
    Alias.objects.filter(entry__in=ids).delete()
    bulk.insert(
        "search_alias",
        ("entry_id", "key", "weight"),
        [
            (key, *alias)
            for key, reading, words in zip(ids, readings, folded, strict=True)
            for alias in _aliases(reading, words).items()
        ],
    )
    get_backend().write(map(_document, ids, rows, folded))
    spelling.learn(
        name for reading in readings for name in reading.said.names[: reading.number_of_shown]
    )
    _forget_unused(before.difference(*(row[NAME_WORDS].split() for row in rows)))
    return [(row[URL], row[PROFILE]) for row in rows]


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
    names = sorted(entry.other_names(), key=lambda name: name.kind == EntryName.Kind.MISSPELLING)
    besides = [*(name.text for name in names), *entry.asked_as()]
    texts = (entry.title, *(" ".join(each.split()) for each in besides))
    text = entry.search_text()[:LONGEST_TEXT]
    said = Said(texts, entry.teaser, text, entry.found_by())
    return Reading(entry, names, said)


def _row(reading: Reading, folded: Folded) -> tuple:
    """The columns of `ENTRY`."""
    entry, number = reading.entry, reading.number_of_shown
    return (
        ContentType.objects.get_for_model(entry).pk,
        entry.pk,
        entry._meta.label_lower,
        facets.profile_of(entry),
        entry.title,
        "\n".join(reading.said.names[1:number]),
        entry.teaser,
        "\n".join(folded.names[:number]),
        folded.summary,
        folded.frequent,
        entry.get_absolute_url(),
        entry.language,
        entry.published_at.toordinal() if entry.published_at else 0,
        boost(type(entry)),
    )


def boost(model: type[Publishable]) -> float:
    """Pages before parts of pages, written texts before records, what links point at before all."""
    return model.link_priority / 10 + bool(model.rich_fields()) + model.has_page


def _aliases(reading: Reading, folded: Folded) -> dict[str, int]:
    weights: dict[str, int] = {}
    _title, *others = folded.names
    for name, key in zip_longest(reading.names, others):
        weight = ASKED if name is None else weight_of(name)
        weights[key] = max(weight, weights.get(key, 0))
    weights[folded.names[0]] = TITLE
    return {key: weight for key, weight in weights.items() if key and len(key) <= LONGEST_KEY}


def weight_of(name: EntryName) -> int:
    return MISSPELLING if name.kind == EntryName.Kind.MISSPELLING else NAME


def _document(key: int, row: tuple, folded: Folded) -> Document:
    return Document(
        entry_id=key,
        profile=row[PROFILE],
        prior=row[BOOST] - LONG_TITLE * folded.names[0].count(" "),
        names=folded.names,
        summary=folded.summary,
        body=folded.text,
    )
