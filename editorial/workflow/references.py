"""Which entries point at an entry: by relations, references, automatic and hand-made links."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.local_links import local_links, without_language
from content.models import ChildRow, Image, Publishable
from content.registry import entry_model, entry_models
from content.text import richtext
from editorial import versions
from editorial.models import Revision, Trashed
from editorial.models.revisions import RevisionQuerySet
from linking.models import Mention

Key = tuple[int, int]  # content type, key
HOW = {
    "relation": _("is connected with it"),
    "reference": _("cites it"),
    "mention": _("names it (automatic link)"),
    "link": _("links to it in a text"),
    "draft": _("its draft points here"),
}


class Pointer(NamedTuple):
    entry: Publishable
    how: frozenset[str]

    @property
    def in_words(self) -> list[str | Promise]:
        return [HOW[name] for name in HOW if name in self.how]


def pointing_at(
    entry: Publishable, *, live_only: bool = True, drafts: bool = False
) -> list[Pointer]:
    """Live entries that point here; with `drafts` also those whose draft alone does.

    The number of queries depends on the number of content types, not of entries.
    """
    found: dict[Key, set[str]] = {}
    for how, keys in (
        *by_relations(entry),
        ("mention", by_mentions(entry)),
        ("link", by_links(entry)),
    ):
        for key in keys:
            found.setdefault(key, set()).add(how)
    if drafts:
        for key in by_drafts(entry):
            found.setdefault(key, set()).add("draft")
    found.pop(key_of(entry), None)
    for key in Trashed.objects.values_list("content_type_id", "object_id"):
        found.pop(key, None)
    return [
        Pointer(other, frozenset(found[key]))
        for key, other in entries_by_key(found).items()
        if other.is_live or not live_only or "draft" in found[key]
    ]


def key_of(entry: Publishable) -> Key:
    return ContentType.objects.get_for_model(type(entry)).pk, entry.pk


def entries_by_key(keys: Iterable[Key]) -> dict[Key, Publishable]:
    by_type: dict[int, set[int]] = {}
    for content_type, key in keys:
        by_type.setdefault(content_type, set()).add(key)
    found = {}
    for content_type, wanted in sorted(by_type.items()):
        model = entry_model(content_type)
        if model is None:
            continue
        for entry in model._base_manager.filter(pk__in=wanted).order_by("title", "pk"):
            found[content_type, entry.pk] = entry
    return found


def by_relations(entry: Publishable) -> Iterator[tuple[str, list[Key]]]:
    """Each relation that ends here, with the entries at its other end."""
    for relation in entry._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        rows = model._base_manager.filter(**{name: entry})
        if issubclass(model, Publishable):
            content_type = ContentType.objects.get_for_model(model).pk
            yield "relation", [(content_type, key) for key in rows.values_list("pk", flat=True)]
        elif generic := generic_key(model):
            yield "reference", list(rows.values_list(f"{generic.ct_field}_id", generic.fk_field))
        elif issubclass(model, ChildRow):
            yield from by_rows(rows, model, relation)


def generic_key(model: type[models.Model]) -> GenericForeignKey | None:
    keys = (field for field in model._meta.private_fields if isinstance(field, GenericForeignKey))
    return next(keys, None)


def by_rows(
    rows: QuerySet, model: type[ChildRow], relation: models.ForeignObjectRel
) -> Iterator[tuple[str, list[Key]]]:
    """Rows of other entries, such as the events of a product, that name this one."""
    for field in model._meta.concrete_fields:
        if field == relation.field or not isinstance(field, models.ForeignKey):
            continue
        owner = field.related_model
        if issubclass(owner, Publishable) and field.remote_field.on_delete is models.CASCADE:
            content_type = ContentType.objects.get_for_model(owner).pk
            keys = rows.values_list(field.attname, flat=True)
            yield "relation", [(content_type, key) for key in keys if key]


def by_mentions(entry: Publishable) -> list[Key]:
    content_type, key = key_of(entry)
    mentions = Mention.objects.filter(target_type=content_type, target_id=key)
    return list(mentions.values_list("content_type_id", "object_id"))


def by_links(entry: Publishable) -> Iterator[Key]:
    address = address_of(entry)
    if not address:
        return
    for model in entry_models():
        names = model.rich_fields()
        if not names:
            continue
        somewhere = Q()
        for name in names:
            somewhere |= Q(**{f"{name}__contains": address})
        content_type = ContentType.objects.get_for_model(model).pk
        for key, *texts in model._base_manager.filter(somewhere).values_list("pk", *names):
            if any(links_to(address, text) for text in texts):
                yield content_type, key


def address_of(entry: Publishable) -> str:
    """Empty for an entry that is only a part of another page, or has no address yet."""
    return entry.get_absolute_url() if entry.has_page and entry.slug else ""


def links_to(address: str, text: str) -> bool:
    paths = (without_language(link.partition("?")[0]) for link in local_links(text))
    return any(path.rstrip("/") == address.rstrip("/") for path in paths)


# Drafts


def by_drafts(entry: Publishable) -> Iterator[Key]:
    """Entries whose waiting version points here, whatever their live row says."""
    waiting = waiting_drafts().order_by("pk")
    columns = waiting.values_list("content_type_id", "object_id", "payload")
    for content_type, key, payload in columns.iterator(chunk_size=200):
        model = entry_model(content_type)
        if model and points(model, payload, entry):
            yield content_type, key


def points(model: type[Publishable], payload: versions.Payload, entry: Publishable) -> bool:
    own = str(entry.pk)
    fields = payload["fields"]
    for field in versions.versioned_fields(model):
        value = fields.get(field.attname)
        if leads_here(field, entry) and str(value) == own:
            return True
        if isinstance(value, str) and names_in_text(model, field.name, value, entry):
            return True
    for field in versions.versioned_relations(model):
        keys = payload["m2m"].get(field.name, ())
        if leads_here(field, entry) and own in map(str, keys):
            return True
    return any(
        rows_point(rows, payload["rows"].get(rows.accessor, ()), entry)
        for rows in versions.rows_of(model())
    )


def rows_point(
    rows: versions.Rows, stored: Sequence[Mapping[str, Any]], entry: Publishable
) -> bool:
    own = str(entry.pk)
    for field in versions.columns(rows):
        if leads_here(field, entry) and any(str(row.get(field.attname)) == own for row in stored):
            return True
    return any(
        leads_here(field, entry) and own in map(str, row.get(field.name, ()))
        for field in versions.row_relations(rows)
        for row in stored
    )


def leads_here(field: models.Field, entry: Publishable) -> bool:
    return field.related_model is type(entry)


def names_in_text(model: type[Publishable], field: str, text: str, entry: Publishable) -> bool:
    is_rich = field in model.rich_fields()
    has_tokens = entry.slug_is_key and (is_rich or field in model.token_fields)
    if has_tokens and entry.slug in richtext.cited_keys(text):
        return True
    address = address_of(entry)
    return is_rich and bool(address) and links_to(address, text)


def waiting_drafts() -> RevisionQuerySet:
    newest = Revision.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id")
    ).order_by("-number")
    return Revision.objects.filter(
        published_at__isnull=True, number=Subquery(newest.values("number")[:1])
    )


def drafts_with_picture(image: Image) -> list[Publishable]:
    """Entries whose draft shows a picture in a text; asked before one is deleted."""
    written = waiting_drafts().annotate(written=Cast("payload", TextField()))
    keys = written.filter(written__contains=image.folder).values_list(
        "content_type_id", "object_id"
    )
    return list(entries_by_key(keys).values())
