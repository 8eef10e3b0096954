"""The names of live entries, and the dictionary of this process that is made of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from content.models import Publishable
from content.registry import entry_models
from content.text import analyser
from linking.dictionary import (
    Dictionary,
    Name,
    Target,
    build_dictionary,
    default_rules,
    path_of,
)
from linking.models import LONGEST_NAME, LONGEST_PATH, LinkName, NameChange, RelinkLock

RULES = ("path", "priority", "exact_case", "stands_alone", "preferred", "is_enabled")
# So many changes ago a dictionary can be and still be brought up to date; older ones are made new.
MOST_CHANGES = 500
BATCH = 500
MOST_PATHS = 5_000

_made: tuple[int, UUID, Dictionary] | None = None  # number and token of the change, dictionary


def target_of(entry: Publishable) -> Target:
    return ContentType.objects.get_for_model(type(entry)).pk, entry.pk


def linkable_models() -> list[type[Publishable]]:
    """Content types whose names become links, the strongest first."""
    linkable = (model for model in entry_models() if model.link_priority)
    return sorted(linkable, key=lambda model: -model.link_priority)


def take_relink_lock() -> None:
    """Until the end of the transaction nobody else changes names or plans."""
    if RelinkLock.objects.select_for_update().first() is None:
        RelinkLock.objects.get_or_create(pk=1)
        RelinkLock.objects.select_for_update().get(pk=1)


# Rows


def wanted_names(entry: Publishable) -> dict[str, LinkName]:
    """The rows that an entry's names shall have; without those that are only searched."""
    if not entry.link_priority:
        return {}
    content_type, key = target_of(entry)

    def row(
        words: str, exact_case: bool, stands_alone: bool, preferred: bool, is_enabled: bool
    ) -> LinkName:
        return LinkName(
            content_type_id=content_type,
            object_id=key,
            text=words,
            path=path_of(words),
            priority=entry.link_priority,
            exact_case=exact_case,
            stands_alone=stands_alone,
            preferred=preferred,
            is_enabled=is_enabled,
        )

    title = analyser.normalise(entry.title)
    names = {title: row(title, *default_rules(title), True, True)}
    for name in entry.name_rows():
        words = analyser.normalise(name.text)
        if name.kind != name.Kind.MISSPELLING and (words not in names or words == title):
            names[words] = row(
                words, name.exact_case, name.stands_alone, words == title, name.is_enabled
            )
    return {
        words: name
        for words, name in names.items()
        if name.path and len(words) <= LONGEST_NAME and len(name.path) <= LONGEST_PATH
    }


def rules_of(name: LinkName) -> tuple[object, ...]:
    return tuple(getattr(name, rule) for rule in RULES)


class Differences(NamedTuple):
    """What is stored of some entries' names against what shall be."""

    texts: set[str]
    paths: set[str]
    leaving: list[LinkName]
    arriving: list[LinkName]


def differences(wanted: Mapping[Target, Mapping[str, LinkName]]) -> Differences:
    found = Differences(set(), set(), [], [])
    for stored in _stored(list(wanted)):
        for target, rows in stored.items():
            for words in rows.keys() | wanted[target].keys():
                old, new = rows.get(words), wanted[target].get(words)
                if old and new and rules_of(old) == rules_of(new):
                    continue
                found.texts.add(words)
                found.paths.update(name.path for name in (old, new) if name)
                found.leaving.extend([old] if old else [])
                found.arriving.extend([new] if new else [])
    return found


def _stored(targets: Sequence[Target]) -> Iterator[dict[Target, dict[str, LinkName]]]:
    for start in range(0, len(targets), BATCH):
        stored: dict[Target, dict[str, LinkName]] = {
            target: {} for target in targets[start : start + BATCH]
        }
        for row in LinkName.objects.filter(among(stored)):
            stored[row.content_type_id, row.object_id][row.text] = row
        yield stored


def among(targets: Iterable[Target]) -> Q:
    """Rows of these entries."""
    by_type: dict[int, list[int]] = {}
    for content_type, key in targets:
        by_type.setdefault(content_type, []).append(key)
    somewhere = Q(pk__in=[])
    for content_type, keys in by_type.items():
        somewhere |= Q(content_type=content_type, object_id__in=keys)
    return somewhere


def refresh(wanted: Mapping[Target, Mapping[str, LinkName]]) -> set[str]:
    """Store the names of these entries; return those added, removed or with other rules.

    The caller has taken its turn.
    """
    found = differences(wanted)
    for start in range(0, len(found.leaving), BATCH):
        some = found.leaving[start : start + BATCH]
        LinkName.objects.filter(pk__in=[row.pk for row in some]).delete()
    LinkName.objects.bulk_create(found.arriving, batch_size=2_000)
    if found.texts:
        note_change(found.paths)
    return found.texts


def all_wanted() -> dict[Target, dict[str, LinkName]]:
    """The names of every live entry; nothing for what has rows and shall have none."""
    rows = LinkName.objects.values_list("content_type_id", "object_id").distinct()
    wanted: dict[Target, dict[str, LinkName]] = {target: {} for target in rows}
    for model in linkable_models():
        entries = model.objects.published().with_names()
        for entry in entries.iterator(chunk_size=BATCH):
            wanted[target_of(entry)] = wanted_names(entry)
    return wanted


def note_change(paths: set[str]) -> None:
    number = NameChange.objects.order_by("-number").values_list("number", flat=True).first() or 0
    NameChange.objects.create(
        number=number + 1, paths=sorted(paths) if len(paths) <= MOST_PATHS else None
    )
    NameChange.objects.filter(number__lte=number - MOST_CHANGES).delete()


# The dictionary


def get_dictionary() -> Dictionary:
    """The dictionary of the names as this transaction sees them; one query when none changed."""
    global _made
    if _made is not None:
        number, token, dictionary = _made
        changes = list(
            NameChange.objects.filter(number__gte=number)
            .order_by("number")
            .values_list("number", "token", "paths")
        )
        if changes and changes[0][:2] == (number, token):
            newer = changes[1:]
            if not newer:
                return dictionary
            changed = [paths for _number, _token, paths in newer if paths is not None]
            if len(changed) == len(newer):
                paths = {path for some in changed for path in some}
                if len(paths) <= MOST_PATHS:
                    dictionary = dictionary.with_changes(paths, names_at(sorted(paths)))
                    _made = (*newer[-1][:2], dictionary)
                    return dictionary
    newest = NameChange.objects.order_by("-number").values_list("number", "token").first()
    dictionary = build_dictionary(as_names(LinkName.objects.filter(is_enabled=True)))
    _made = (*newest, dictionary) if newest else None
    return dictionary


def switched_off() -> Dictionary:
    """The names that editors took out of every text."""
    return build_dictionary(as_names(LinkName.objects.filter(is_enabled=False)))


def dictionary_of(rows: Iterable[LinkName]) -> Dictionary:
    """As it would be with these names, stored or not."""
    return build_dictionary(
        Name(
            row.text,
            (row.content_type_id, row.object_id),
            row.priority,
            row.exact_case,
            row.stands_alone,
            row.preferred,
            row.path,
        )
        for row in rows
        if row.is_enabled
    )


def names_at(paths: Sequence[str]) -> list[Name]:
    names, step = [], 500
    for start in range(0, len(paths), step):
        some = paths[start : start + step]
        names += as_names(LinkName.objects.filter(is_enabled=True, path__in=some))
    return names


def as_names(rows: QuerySet[LinkName]) -> list[Name]:
    columns = rows.values_list(
        "text",
        "content_type_id",
        "object_id",
        "priority",
        "exact_case",
        "stands_alone",
        "preferred",
        "path",
    )
    rows_read = columns.order_by("pk").iterator(chunk_size=5_000)
    return [Name(row[0], row[1:3], *row[3:]) for row in rows_read]
