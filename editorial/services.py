"""Verbs of the desk. Admin buttons, bulk actions, commands and tests all call them."""

from itertools import chain, count

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import ChildRow, Publishable
from content.signals import content_published, content_withdrawn
from editorial.models import Correction, Review

MOST_NAMED = 5


class Refused(Exception):
    """The desk does not do this; the message tells an editor why."""


class NotLive(Refused):
    """The entry is not on the public site."""


class AlreadyLive(Refused):
    """The entry is on the public site already."""


class StillNeeded(Refused):
    """Other rows rest on the entry."""


class IsIdentity(Refused):
    """The entry stands for one thing in the world, and there is no second one."""


def may(user, verb: str, entry: Publishable | type[Publishable]) -> bool:
    """Whether a colleague has the right; `None` stands for a command run by staff."""
    meta = entry._meta
    return user is None or user.has_perm(f"{meta.app_label}.{verb}_{meta.model_name}")


def require(user, verb: str, entry: Publishable) -> None:
    if not may(user, verb, entry):
        raise PermissionDenied(f"{user} may not {verb} {entry._meta.verbose_name_plural}.")


def may_change(user, entry: Publishable) -> bool:
    """What is saved in a live entry is public at once, so it takes the right to publish."""
    return may(user, "change", entry) and (not entry.is_live or may(user, "publish", entry))


def lock(entry: Publishable) -> Publishable:
    return type(entry)._base_manager.select_for_update().get(pk=entry.pk)


@transaction.atomic
def publish(entry: Publishable, *, by) -> Publishable:
    """Put an entry on the public site; raise ValidationError when it is not complete."""
    require(by, "publish", entry)
    entry = lock(entry)
    if entry.is_live:
        raise AlreadyLive(_("“%s” is on the public site already.") % entry)
    entry.is_live, entry.withdrawn_at = True, None
    entry.published_at = entry.published_at or timezone.now()
    entry.full_clean()
    entry.save()
    content_published.send(type(entry), entry=entry)
    return entry


@transaction.atomic
def withdraw(entry: Publishable, *, by) -> Publishable:
    """Take an entry off the public site at once."""
    require(by, "publish", entry)
    entry = lock(entry)
    if not entry.is_live:
        raise NotLive(_("“%s” is not on the public site.") % entry)
    entry.is_live, entry.withdrawn_at = False, timezone.now()
    entry.save(update_fields=["is_live", "withdrawn_at", "updated_at"])
    content_withdrawn.send(type(entry), entry=entry)
    return entry


def announce_change(entry: Publishable) -> None:
    """Tell the engines that the text of a live entry, or of its rows, was saved."""
    if entry.is_live:
        content_published.send(type(entry), entry=entry)


@transaction.atomic
def amend(entry: Publishable, *, by, **values) -> Publishable:
    """Set single fields of an entry, as its form would."""
    entry = lock(entry)
    if not may_change(by, entry):
        raise PermissionDenied(f"{by} may not change “{entry}”.")
    for name, value in values.items():
        setattr(entry, name, value)
    entry.full_clean()
    entry.save(update_fields=[*values, "updated_at"])
    announce_change(entry)
    return entry


@transaction.atomic
def delete(entry: Publishable, *, by) -> None:
    """Delete an entry for good; a page that ever had a review or a correction is withdrawn."""
    require(by, "delete", entry)
    entry = lock(entry)
    if entry.is_live:
        require(by, "publish", entry)
    if records := kept_records(entry):
        raise StillNeeded(
            _("“%(entry)s” has records that must stay: %(records)s. Withdraw it instead.")
            % {"entry": entry, "records": in_words(records)}
        )
    try:
        if entry.is_live:
            entry.is_live = False
            content_withdrawn.send(type(entry), entry=entry)
        entry.delete()
    except (ProtectedError, RestrictedError) as error:
        needed_by = sorted(error.args[1], key=str)
        raise StillNeeded(
            _("“%(entry)s” is still used by: %(users)s. Change those first, or withdraw it.")
            % {"entry": entry, "users": in_words(needed_by)}
        ) from error


def kept_records(entry: Publishable) -> list[models.Model]:
    """Reviews and corrections of an entry; they would point at nothing without it."""
    of_entry = {
        "content_type": ContentType.objects.get_for_model(entry),
        "object_id": entry.pk,
    }
    return [record for model in (Review, Correction) for record in model.objects.filter(**of_entry)]


def in_words(rows: list[models.Model]) -> str:
    named = [f"{row._meta.verbose_name} “{row}”" for row in rows[:MOST_NAMED]]
    if len(rows) > MOST_NAMED:
        named.append(_("%d more") % (len(rows) - MOST_NAMED))
    return ", ".join(named)


def is_identity(model: type[Publishable]) -> bool:
    """Whether a field besides the slug may exist only once, such as a trial's registry number."""
    unique = {field.name for field in model._meta.concrete_fields if field.unique}
    unique.update(
        name
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
        for name in constraint.fields
    )
    return bool(unique - {model._meta.pk.name, "slug"})


@transaction.atomic
def duplicate(entry: Publishable, *, by) -> Publishable:
    """Make a copy with its relations and rows, which is not live and has no history."""
    model = type(entry)
    require(by, "add", entry)
    require(by, "view", entry)
    if is_identity(model):
        raise IsIdentity(
            _("“%s” stands for one thing in the world and cannot be duplicated.") % entry
        )
    entry = model._base_manager.get(pk=entry.pk)
    fields = model._meta.concrete_fields
    copied = [field for field in fields if field.editable and not field.primary_key]
    copy = model(**{field.attname: getattr(entry, field.attname) for field in copied})
    title = _("Copy of %s") % entry.title
    copy.title = title[: model._meta.get_field("title").max_length]
    copy.slug = free_slug(model, f"copy-of-{entry.slug}")
    copy.save()
    for field in model._meta.many_to_many:
        getattr(copy, field.name).set(getattr(entry, field.name).all())
    copy_rows(entry, copy)
    return copy


def copy_rows(entry: Publishable, copy: Publishable) -> None:
    """Copy the child rows under new keys."""
    own = [
        (relation.get_accessor_name(), relation.field.attname)
        for relation in entry._meta.related_objects
        if relation.one_to_many and issubclass(relation.related_model, ChildRow)
    ]
    own += [
        (field.name, field.object_id_field_name)
        for field in entry._meta.private_fields
        if isinstance(field, GenericRelation)
    ]
    for accessor, parent in own:
        rows = list(getattr(entry, accessor).all())
        for row in rows:
            row.pk, row._state.adding = row._meta.pk.get_default(), True
            setattr(row, parent, copy.pk)
        getattr(entry, accessor).model._base_manager.bulk_create(rows)


def free_slug(model: type[Publishable], wanted: str) -> str:
    longest = model._meta.get_field("slug").max_length
    endings = chain([""], (f"-{number}" for number in count(2)))
    slugs = (wanted[: longest - len(ending)].rstrip("-") + ending for ending in endings)
    return next(slug for slug in slugs if not model._base_manager.filter(slug=slug).exists())
