"""The names of live entries, and the dictionary of this process that is made of them."""

from collections.abc import Iterable, Sequence

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from content import text
from content.models import Publishable
from content.registry import entry_models
from linking.dictionary import Dictionary, Name, build_dictionary, default_rules, path_of
from linking.models import LONGEST_NAME, LONGEST_PATH, LinkName, NameChange, Turn

Target = tuple[int, int]  # content type, key

RULES = ("path", "priority", "exact_case", "stands_alone", "preferred", "is_enabled")
# So many changes ago a dictionary can be and still be brought up to date; older ones are made new.
MOST_CHANGES = 500
MOST_PATHS = 5_000

_made: tuple[int, object, Dictionary] | None = None  # number and token of the change, dictionary


def target_of(entry: Publishable) -> Target:
    return ContentType.objects.get_for_model(type(entry)).pk, entry.pk


def linkable_models() -> list[type[Publishable]]:
    return [model for model in entry_models() if model.link_priority]


def take_turn() -> None:
    """Until the end of the transaction nobody else changes names or plans."""
    if Turn.objects.select_for_update().first() is None:
        Turn.objects.get_or_create(pk=1)
        Turn.objects.select_for_update().get(pk=1)


# Rows


def wanted_names(entry: Publishable) -> dict[str, LinkName]:
    """The rows that an entry's names shall have; without those that are only searched."""
    if not entry.link_priority:
        return {}
    content_type, key = target_of(entry)

    def row(words, exact_case, stands_alone, preferred, is_enabled):
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

    title = text.normalise(entry.title)
    names = {title: row(title, *default_rules(title), True, True)}
    for name in entry.name_rows():
        words = text.normalise(name.text)
        if name.kind != name.Kind.MISSPELLING and (words not in names or words == title):
            names[words] = row(
                words, name.exact_case, name.stands_alone, words == title, name.is_enabled
            )
    return {
        words: name
        for words, name in names.items()
        if name.path and len(words) <= LONGEST_NAME and len(name.path) <= LONGEST_PATH
    }


def rules_of(name: LinkName) -> tuple:
    return tuple(getattr(name, rule) for rule in RULES)


def refresh(entries: Iterable[tuple[Target, dict[str, LinkName]]]) -> set[str]:
    """Store the names of these entries; return those added, removed or with other rules.

    The caller has taken its turn.
    """
    changed, leaving, arriving = {}, [], []
    for (content_type, key), wanted in entries:
        rows = LinkName.objects.filter(content_type=content_type, object_id=key)
        stored = {row.text: row for row in rows}
        for words in stored.keys() | wanted.keys():
            old, new = stored.get(words), wanted.get(words)
            if old and new and rules_of(old) == rules_of(new):
                continue
            changed.setdefault(words, set()).update(name.path for name in (old, new) if name)
            leaving += [old.pk] if old else []
            arriving += [new] if new else []
    if changed:
        LinkName.objects.filter(pk__in=leaving).delete()
        LinkName.objects.bulk_create(arriving)
        note_change(set().union(*changed.values()))
    return set(changed)


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
            if all(paths is not None for _number, _token, paths in newer):
                paths = {path for _number, _token, paths in newer for path in paths}
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
    return [
        Name(words, (content_type, key), *rules)
        for words, content_type, key, *rules in columns.order_by("pk").iterator(chunk_size=5_000)
    ]
