"""Making, copying and deleting whole entries."""

from itertools import chain, count
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from accounts.models import User
from content.models import OldAddress, Publishable
from content.models.publishable import LONGEST_SLUG
from content.signals import content_withdrawn, public_content_changed
from content.text.richtext import shorten
from editorial import versions
from editorial.models import (
    Correction,
    OpenQuestion,
    PlannedWithdrawal,
    Recovery,
    Review,
    Revision,
    Trashed,
    Verb,
)
from editorial.versions import Payload, drafts
from editorial.workflow.references import Pointer, pointing_at
from editorial.workflow.steps import add_version, lock, note_step
from editorial.workflow.verbs import Refused, may

MOST_NAMED = 5
CITED = {"reference", "draft"}


class StillNeeded(Refused):
    """Other rows rest on the entry."""


class IsIdentity(Refused):
    """The entry stands for one thing in the world, and there is no second one."""


def require_right(user: User | None, right: str, entry: Publishable | type[Publishable]) -> None:
    if not may(user, right, entry):
        raise PermissionDenied(f"{user} may not {right} {entry._meta.verbose_name_plural}.")


def announce_change(entry: Publishable) -> None:
    """Tell the engines that the text of a live entry, or of its rows, was saved."""
    if entry.is_live:
        public_content_changed.send(type(entry), entry=entry)


@transaction.atomic
def amend(entry: Publishable, *, by: User | None, **values: Any) -> Publishable:
    """Set what is no part of a text, such as a place on the first page; it holds at once."""
    if not values.keys() <= versions.STATE:
        raise ValueError("Texts change through drafts.")
    entry = lock(entry)
    is_public = bool(values.keys() - versions.DESK_FIELDS)
    require_right(by, "publish" if entry.is_live and is_public else "change", entry)
    for name, value in values.items():
        setattr(entry, name, value)
    # The other fields of a row that is not live may be empty; their text waits in a version.
    others = {field.name for field in entry._meta.fields} - values.keys()
    entry.clean_fields(exclude=others)
    entry.validate_unique(exclude=others)
    entry.save(update_fields=[*values, "updated_at"])
    if is_public:
        announce_change(entry)
    return entry


@transaction.atomic
def delete(entry: Publishable, *, by: User | None) -> None:
    """Delete an entry for good; a page that ever had a review or a correction is withdrawn."""
    require_right(by, "delete", entry)
    entry = lock(entry)
    if entry.is_live:
        require_right(by, "publish", entry)
    if records := kept_records(entry):
        raise StillNeeded(
            _("“%(entry)s” has records that must stay: %(records)s. Withdraw it instead.")
            % {"entry": entry, "records": in_words(records)}
        )
    refuse_cited(entry)
    try:
        if entry.is_live:
            entry.is_live = False
            content_withdrawn.send(type(entry), entry=entry)
        for kept_apart in (
            Revision,
            PlannedWithdrawal,
            OldAddress,
            OpenQuestion,
            Recovery,
            Trashed,
        ):
            kept_apart.objects.of(entry).delete()
        entry.delete()
    except (ProtectedError, RestrictedError) as error:
        needed_by = sorted(error.args[1], key=str)
        raise StillNeeded(
            _("“%(entry)s” is still used by: %(users)s. Change those first, or withdraw it.")
            % {"entry": entry, "users": in_words(needed_by)}
        ) from error


def cited_by(entry: Publishable) -> list[Pointer]:
    """The entries that cite this one by its key or in their list, drafts included."""
    if not entry.slug_is_key:
        return []
    found = pointing_at(entry, live_only=False, drafts=True)
    return [pointer for pointer in found if pointer.how & CITED]


def refuse_cited(entry: Publishable) -> None:
    if citing := cited_by(entry):
        raise StillNeeded(
            _("“%(entry)s” is cited by: %(users)s. Change those first.")
            % {"entry": entry, "users": in_words([pointer.entry for pointer in citing])}
        )


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
    unique.update(name for rule in versions.unique_rules(model) for name in rule.fields)
    return bool(unique - {model._meta.pk.name, "slug"})


@transaction.atomic
def duplicate(entry: Publishable, *, by: User | None) -> Publishable:
    """Make a copy of what the form shows, which is not live; its history starts anew."""
    model = type(entry)
    require_right(by, "add", entry)
    require_right(by, "view", entry)
    if is_identity(model):
        raise IsIdentity(
            _("“%s” stands for one thing in the world and cannot be duplicated.") % entry
        )
    entry = model._base_manager.get(pk=entry.pk)
    payload = under_new_keys(drafts.as_it_would_be(entry))
    fields = payload["fields"]
    title = _("Copy of %s") % fields["title"]
    fields["title"] = title[: model._meta.get_field("title").max_length]
    fields["slug"] = free_slug(model, f"copy-of-{entry.slug}")
    copied = [field for field in model._meta.concrete_fields if field.editable]
    copy = model(
        **{field.attname: getattr(entry, field.attname) for field in copied if not field.unique}
    )
    copy.title, copy.slug = fields["title"], fields["slug"]
    copy.save()
    note = _("Copied from “%s”.") % shorten(entry.title, 200)
    note_step(copy, Verb.SAVE, by, revision=add_version(copy, payload, by, note), note=note)
    return copy


def under_new_keys(payload: Payload) -> Payload:
    """The same text, whose rows belong to another entry."""
    rows = {
        accessor: [{**row, "id": str(uuid4())} for row in stored]
        for accessor, stored in payload["rows"].items()
    }
    return {**payload, "fields": dict(payload["fields"]), "rows": rows}


def free_slug(model: type[Publishable], wanted: str) -> str:
    endings = chain([""], (f"-{number}" for number in count(2)))
    slugs = (wanted[: LONGEST_SLUG - len(ending)].rstrip("-") + ending for ending in endings)
    return next(slug for slug in slugs if not model._base_manager.filter(slug=slug).exists())
