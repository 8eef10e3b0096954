"""Who passes the publish gate: nobody with errors, and a person only after reading the warnings."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from content.models import Publishable
from editorial.workflow import gate
from editorial.workflow.gate import Check
from editorial.workflow.verbs import Refused


class NotReady(Refused):
    """The gate found errors; `checks` has them."""

    said = gettext_lazy("“%(entry)s” is not ready to be public: %(found)s")

    def __init__(self, entry: Publishable, checks: list[Check]):
        self.checks = checks
        found = " ".join(gate.in_words(entry, check) for check in checks)
        super().__init__(self.said % {"entry": entry, "found": found})


class NotRead(NotReady):
    """The gate found warnings that the person who publishes has not ticked as read."""

    said = gettext_lazy("Open “%(entry)s” and read these warnings before you publish it: %(found)s")


class NeedsWhy(NotReady):
    """The gate found what passes with a reason only, and no reason was given."""

    said = gettext_lazy("Say why “%(entry)s” should be public all the same: %(found)s")


class Passed(NamedTuple):
    """What the gate found and a person let pass."""

    explained: Sequence[Check] = ()
    read: Sequence[Check] = ()


def pass_gate(
    entry: Publishable, checks: list[Check], by: User | None, warnings_read: bool, reason: str = ""
) -> Passed:
    """Refuse, or return what a person has explained and read.

    A command gives no reasons: what passes with one passes it as warnings do.
    """
    errors = gate.errors(checks)
    if by is None:
        errors = [check for check in errors if check.holds_for_commands]
    if errors:
        raise NotReady(entry, errors)
    if by is None:
        return Passed()
    passed = Passed(gate.needing_reason(checks), gate.warnings(checks))
    if passed.explained and not reason.strip():
        raise NeedsWhy(entry, list(passed.explained))
    if passed.read and not warnings_read:
        raise NotRead(entry, list(passed.read))
    return passed


def require_ready(entry: Publishable) -> None:
    """What a command asks of a live row that it wrote anew."""
    pass_gate(entry, gate.publish_checks(entry), None, False)


def with_passed(entry: Publishable, reason: str, passed: Passed) -> str:
    """The note of the step."""
    parts = [
        reason,
        *_listed(entry, _("Public for this reason in spite of:"), passed.explained),
        *_listed(entry, _("Warnings read:"), passed.read),
    ]
    return "\n".join(part for part in parts if part)


def _listed(entry: Publishable, heading: str, checks: Sequence[Check]) -> list[str]:
    lines = [f"- {gate.in_words(entry, check)}" for check in checks]
    return [heading, *lines] if lines else []
