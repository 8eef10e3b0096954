"""The one table of the desk: which verb is possible in which state, for whom, and under what guard.

Buttons, bulk actions, commands and tests ask `refusal()`; services call `require()`.
"""

from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from content.models import Publishable
from editorial.models import PlannedWithdrawal, Revision, Verb

State = Revision.State


class Refused(Exception):
    """The desk does not do this; the message tells an editor why."""


class WrongState(Refused):
    """The entry or its draft is not in a state in which the verb means anything."""


class OwnText(Refused):
    """Nobody approves what they changed last."""


class Right(Enum):
    CHANGE = "change"
    REVIEW = "review"
    PUBLISH = "publish"


class Case(NamedTuple):
    """One entry with its draft, as the guards see it."""

    entry: Publishable
    draft: Revision | None
    user: User | None  # None: a command run by staff


class Rule(NamedTuple):
    right: Right
    # States of the draft in which the verb is possible; None stands for "no draft".
    draft: frozenset[str | None]
    # What else must hold: each returns a refusal or nothing.
    guards: tuple[Callable[[Case], Refused | None], ...] = ()


def is_live(case: Case) -> Refused | None:
    if not case.entry.is_live:
        return WrongState(_("“%s” is not on the public site.") % case.entry)
    return None


def something_is_new(case: Case) -> Refused | None:
    if case.draft is None and case.entry.is_live:
        return WrongState(_("“%s” is on the public site as it is; there is no draft.") % case.entry)
    return None


def not_own_text(case: Case) -> Refused | None:
    if case.user is not None and case.draft and case.draft.author_id == case.user.pk:
        return OwnText(_("You changed this text last. Somebody else has to review it."))
    return None


def names_no_reviewer_as_author(case: Case) -> Refused | None:
    """A colleague whom the text names as one of its authors does not review it."""
    person = getattr(case.user, "contributor", None)
    if person is None or not hasattr(case.entry, "authors"):
        return None
    if case.draft:
        wrote = person.pk in case.draft.payload["m2m"].get("authors", [])
    else:
        wrote = case.entry.authors.filter(pk=person.pk).exists()
    if wrote:
        return OwnText(_("The text names you as an author. Nobody reviews their own text."))
    return None


def not_own_live_text(case: Case) -> Refused | None:
    newest = Revision.objects.newest(case.entry)
    if case.user is not None and newest and newest.author_id == case.user.pk:
        return OwnText(_("You changed this text last. Somebody else has to review it."))
    return None


def is_scheduled(case: Case) -> Refused | None:
    """An older draft keeps its appointment when a newer one is saved."""
    if not Revision.objects.of(case.entry).filter(publish_at__isnull=False).exists():
        return WrongState(_("“%s” has no appointment.") % case.entry)
    return None


def is_live_or_will_be(case: Case) -> Refused | None:
    return None if is_scheduled(case) is None else is_live(case)


def has_planned_withdrawal(case: Case) -> Refused | None:
    if not PlannedWithdrawal.objects.of(case.entry).exists():
        return WrongState(_("No withdrawal of “%s” is planned.") % case.entry)
    return None


def is_reviewed_kind(case: Case) -> Refused | None:
    if not hasattr(case.entry, "last_reviewed_on"):
        return WrongState(_("Entries of this kind are not medically reviewed."))
    return None


def knows_its_reviewer(case: Case) -> Refused | None:
    """A medical review is by somebody whom readers can look up, or it is none."""
    if case.user is None:
        return None
    person = getattr(case.user, "contributor", None)
    if person is None:
        return Refused(
            _("Your account is not linked to a named contributor, whom the page could name.")
        )
    if not person.can_be_named_as_reviewer:
        return Refused(
            _(
                "A page names its reviewer with credentials. “%s” has to be public under "
                "“Contributors” and to state credentials first."
            )
            % person
        )
    return None


ANY: frozenset[str | None] = frozenset({None, *State})
WITH_DRAFT: frozenset[str | None] = frozenset(State)
NO_DRAFT: frozenset[str | None] = frozenset({None})

TABLE = {
    Verb.SAVE: Rule(Right.CHANGE, ANY),
    Verb.DISCARD: Rule(Right.CHANGE, WITH_DRAFT, (is_live,)),
    Verb.SUBMIT: Rule(Right.CHANGE, frozenset({State.DRAFT, State.CHANGES})),
    Verb.REASSIGN: Rule(Right.CHANGE, frozenset({State.IN_REVIEW})),
    Verb.REQUEST_CHANGES: Rule(
        Right.REVIEW, frozenset({State.IN_REVIEW, State.APPROVED}), (not_own_text,)
    ),
    Verb.APPROVE: Rule(
        Right.REVIEW,
        frozenset({State.IN_REVIEW}),
        (is_reviewed_kind, not_own_text, names_no_reviewer_as_author, knows_its_reviewer),
    ),
    Verb.PUBLISH: Rule(Right.PUBLISH, ANY, (something_is_new,)),
    Verb.SCHEDULE: Rule(Right.PUBLISH, WITH_DRAFT),
    Verb.UNSCHEDULE: Rule(Right.PUBLISH, WITH_DRAFT, (is_scheduled,)),
    Verb.WITHDRAW: Rule(Right.PUBLISH, ANY, (is_live,)),
    Verb.PLAN_WITHDRAWAL: Rule(Right.PUBLISH, ANY, (is_live_or_will_be,)),
    Verb.CANCEL_WITHDRAWAL: Rule(Right.PUBLISH, ANY, (has_planned_withdrawal,)),
    Verb.RESTORE: Rule(Right.CHANGE, ANY),
    Verb.SHARE: Rule(Right.CHANGE, WITH_DRAFT),
    Verb.UNSHARE: Rule(Right.CHANGE, ANY),
    Verb.MARK_REVIEWED: Rule(
        Right.REVIEW,
        NO_DRAFT,
        (
            is_live,
            is_reviewed_kind,
            not_own_live_text,
            names_no_reviewer_as_author,
            knows_its_reviewer,
        ),
    ),
}


def may(user: User | None, verb: str, entry: Publishable | type[Publishable]) -> bool:
    """Whether a colleague has the right; `None` stands for a command run by staff."""
    if user is None:
        return True
    if verb == Right.REVIEW.value:
        return user.has_perm("editorial.review_revision")
    return user.has_perm(f"{entry._meta.app_label}.{verb}_{entry._meta.model_name}")


def refusal(verb: Verb, entry: Publishable, user: User | None) -> Exception | None:
    """Why this colleague cannot do this now, or None."""
    rule = TABLE[verb]
    if not may(user, rule.right.value, entry):
        return PermissionDenied(f"{user} may not {verb} {entry._meta.verbose_name_plural}.")
    draft = Revision.objects.pending(entry)
    if (draft.state if draft else None) not in rule.draft:
        if draft is None:
            return no_draft(entry)
        return WrongState(
            _("The draft of “%(entry)s” is in the state “%(state)s”.")
            % {"entry": entry, "state": draft.get_state_display()}
        )
    case = Case(entry, draft, user)
    return next((found for guard in rule.guards if (found := guard(case))), None)


def no_draft(entry: Publishable) -> WrongState:
    return WrongState(_("“%s” has no draft.") % entry)


def require(verb: Verb, entry: Publishable, user: User | None) -> None:
    if error := refusal(verb, entry, user):
        raise error


def possible(entry: Publishable, user: User | None) -> list[Verb]:
    """The verbs whose buttons this colleague sees."""
    return [verb for verb in TABLE if refusal(verb, entry, user) is None]
