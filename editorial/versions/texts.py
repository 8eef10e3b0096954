"""What an entry and its rows say in words, by field."""

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
