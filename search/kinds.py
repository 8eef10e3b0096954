"""Content types as visitors meet them: a word in an address, a label on a filter."""

from functools import cache

from content.models import Publishable
from content.registry import entry_models


@cache
def models_by_kind() -> dict[str, type[Publishable]]:
    return {model._meta.label_lower: model for model in entry_models()}


@cache
def kinds_by_word() -> dict[str, str]:
    """`disease` -> `diseases.disease`; model names are unique over all apps."""
    return {word(kind): kind for kind in models_by_kind()}


def word(kind: str) -> str:
    return kind.partition(".")[2]


def label(kind: str) -> str:
    return str(models_by_kind()[kind]._meta.verbose_name)


def is_told_by_teaser(kind: str) -> bool:
    return models_by_kind()[kind].is_told_by_teaser


def label_of_many(kind: str) -> str:
    name = str(models_by_kind()[kind]._meta.verbose_name_plural)
    return name[:1].upper() + name[1:]
