"""The publish gate: what stands in the way of an entry, and what somebody should look at first.

Errors block publishing, never saving; some of them pass with a reason. Warnings need a tick of
the person who publishes. Reason and ticks are kept with the step. Each app adds the checks of its
own types in `checks_before_publishing.py`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from content.models import Publishable
from editorial.versions import drafts


class Level(StrEnum):
    ERROR = "error"  # must not become public
    WARNING = "warning"  # somebody should have read this first


class Check(NamedTuple):
    """One thing that was found, and what to do about it."""

    level: Level
    code: str
    message: str  # what is the matter; the name of the field stands before it
    field: str = ""  # a field of the entry or a group of its rows
    remedy: str = ""
    # False: content that a command loads may have it, because the page itself says so.
    holds_for_commands: bool = True
    # An error that a person may leave in the text for a reason, which the history keeps.
    passes_with_reason: bool = False

    def __str__(self) -> str:
        said = self.message if self.message[-1:] in ".?!…" else f"{self.message}."
        return f"{said} {self.remedy}".strip()


Checker = Callable[[Any], Iterator[Check]]  # asked with an entry of its type

_checkers: dict[type[models.Model], list[Checker]] = defaultdict(list)


def add_check(model: type[models.Model], check: Checker) -> None:
    """Ask `check(entry)` of every entry of this type and of the types made from it."""
    if check not in _checkers[model]:
        _checkers[model].append(check)


def checkers(model: type[Publishable]) -> list[Checker]:
    return [
        check for asked, checks in _checkers.items() if issubclass(model, asked) for check in checks
    ]


def publish_checks(entry: Publishable) -> list[Check]:
    """What the entry would be told as it stands in the rows: errors first, fields in order."""
    model = type(entry)
    order = [field.name for field in model._meta.get_fields()]
    own = [field.name for field in model._meta.concrete_fields]
    order = [*own, *(name for name in order if name not in own)]

    def place(check: Check) -> tuple[bool, int]:
        known = check.field in order
        return check.level != Level.ERROR, order.index(check.field) if known else len(order)

    found = (found for check in checkers(model) for found in check(entry))
    return sorted(found, key=place)


def errors(checks: Iterable[Check]) -> list[Check]:
    """What blocks, whatever anybody says."""
    return [
        check for check in checks if check.level == Level.ERROR and not check.passes_with_reason
    ]


def needing_reason(checks: Iterable[Check]) -> list[Check]:
    return [check for check in checks if check.level == Level.ERROR and check.passes_with_reason]


def warnings(checks: Iterable[Check]) -> list[Check]:
    return [check for check in checks if check.level == Level.WARNING]


def look_ahead(entry: Publishable) -> list[Check]:
    """What publishing would be told now: of the draft, or of the live row without one.

    Takes the row as it is, while no draft is applied.
    """
    draft = drafts.pending(entry)
    if draft is None:
        return publish_checks(entry)
    shown = type(entry)._base_manager.get(pk=entry.pk)
    drafts.clean_ahead(shown, draft.payload)
    with drafts.one_writer_at_a_time(), drafts.draft_applied(shown, draft.payload) as problems:
        gone = [Check(Level.ERROR, "no_longer_fits", str(problem)) for problem in problems]
        return gone + publish_checks(shown)


def label(model: type[Publishable], field: str) -> str:
    """The name of a field, or of a group of rows, as the form shows it."""
    try:
        found = model._meta.get_field(field)
    except FieldDoesNotExist:
        return ""
    if isinstance(found, GenericRelation | models.ForeignObjectRel):
        return capfirst(str(found.related_model._meta.verbose_name_plural))
    return capfirst(str(found.verbose_name))


def anchor(model: type[Publishable], field: str) -> str:
    """The id that the field, or the group of rows, has on the form."""
    try:
        found = model._meta.get_field(field)
    except FieldDoesNotExist:
        return ""
    if isinstance(found, GenericRelation):
        rows = found.related_model._meta
        key = next(one for one in rows.private_fields if isinstance(one, GenericForeignKey))
        return f"{rows.app_label}-{rows.model_name}-{key.ct_field}-{key.fk_field}-group"
    if isinstance(found, models.ForeignObjectRel):
        return f"{found.get_accessor_name()}-group"
    return f"id_{field}"


def in_words(entry: Publishable, check: Check) -> str:
    name = label(type(entry), check.field) if check.field else ""
    return _("%(field)s: %(said)s") % {"field": name, "said": check} if name else str(check)
