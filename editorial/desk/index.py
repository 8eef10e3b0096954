"""Keep `DeskText` true: one row for each entry with a draft, and for each that is not public.

Receivers call this in the transaction that saves a version, publishes or withdraws.
"""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Exists, OuterRef

from content.models import Publishable
from content.registry import entry_models
from editorial import versions
from editorial.models import DeskText, Revision, Trashed
from editorial.versions import Payload, has_words, plain, rows_with_words
from search.words import index_words

LONGEST_PART = 100_000


def refresh(entry: Publishable) -> None:
    """The pending draft, or the row of what is not public; nothing of what lies in the trash."""
    draft = Revision.objects.pending(entry)
    if (draft is None and entry.is_live) or Trashed.objects.of(entry).exists():
        DeskText.objects.of(entry).delete()
        return
    payload = draft.payload if draft else versions.capture(entry)
    parts = list(parts_of(type(entry), payload))
    DeskText.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(type(entry)),
        object_id=entry.pk,
        defaults={
            "revision": draft,
            "title": draft.title if draft else entry.title,
            "parts": parts,
            "words": folded(text for _name, text in parts),
        },
    )


def forget_row(entry: Publishable) -> None:
    """The row is public now, so the public index has it; a draft stays."""
    DeskText.objects.of(entry).filter(revision=None).delete()


def forget(entry: Publishable) -> None:
    DeskText.objects.of(entry).delete()


def rebuild() -> int:
    """Make all rows anew, a transaction for each entry; returns how many there are."""
    for model in entry_models():
        content_type = ContentType.objects.get_for_model(model)
        drafts = Revision.objects.filter(
            content_type=content_type, object_id=OuterRef("pk"), published_at=None
        )
        known = DeskText.objects.filter(content_type=content_type)
        rows = model._base_manager
        known.exclude(object_id__in=rows.values("pk")).delete()
        wanted = rows.filter(
            models.Q(Exists(drafts))
            | models.Q(is_live=False)
            | models.Q(pk__in=known.values("object_id"))
        )
        for entry in wanted.order_by("pk").iterator():
            with transaction.atomic():
                refresh(entry)
    return DeskText.objects.count()


def parts_of(model: type[Publishable], payload: Payload) -> Iterable[tuple[str, str]]:
    """(name of the field or of the rows, plain text) of everything that a version says in words.

    A version may be older than a part of its model.
    """
    fields, rows_by_name = payload.get("fields", {}), payload.get("rows", {})
    for field in versions.versioned_fields(model):
        if has_words(field) and (text := plain(field, fields.get(field.attname))):
            yield field.name, text[:LONGEST_PART]
    for accessor, columns in rows_with_words(model).items():
        rows = rows_by_name.get(accessor, ())
        texts = [plain(column, row.get(column.attname)) for row in rows for column in columns]
        if text := "\n".join(filter(None, texts)):
            yield accessor, text[:LONGEST_PART]


def name_of(model: type[Publishable], part: str) -> str:
    """A part in the words of the form."""
    for field in versions.versioned_fields(model):
        if field.name == part:
            return str(field.verbose_name)
    for rows in versions.rows_of(model()):
        if rows.accessor == part:
            return str(rows.model._meta.verbose_name_plural)
    return part


def folded(texts: Iterable[str]) -> str:
    return f" {' '.join(word for text in texts for word in index_words(text))} "
