"""What an entry and its rows say in words, by field."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from content.models import Publishable
from content.text import richtext
from content.text.fields import RichTextField
from editorial.versions.capturing import rows_of


def has_words(field: models.Field) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField)
    is_code = isinstance(field, models.SlugField) or field.choices or field.name == "language"
    return is_text and not is_code


def plain(field: models.Field, value: Any) -> str:
    if not isinstance(value, str):
        return ""
    return richtext.plain_text(value) if isinstance(field, RichTextField) else value.strip()


def rows_with_words(model: type[Publishable]) -> dict[str, list[models.Field]]:
    return {
        rows.accessor: [field for field in rows.model._meta.concrete_fields if has_words(field)]
        for rows in rows_of(model())
    }


def shown_texts(entry: Publishable) -> Iterator[tuple[str, str]]:
    """(field or group of rows, its plain text); addresses are no words."""
    for field in entry._meta.concrete_fields:
        if is_shown(field):
            yield field.name, plain(field, getattr(entry, field.attname))
    for accessor, columns in rows_with_words(type(entry)).items():
        names = [field.attname for field in columns if is_shown(field)]
        for row in getattr(entry, accessor).values_list(*names) if names else ():
            yield accessor, "\n".join(row)


def is_shown(field: models.Field) -> bool:
    return has_words(field) and not isinstance(field, models.URLField)
