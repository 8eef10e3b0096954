"""Who passes the publish gate: nobody with errors, and a person only after reading the warnings."""

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


def pass_gate(
    entry: Publishable, checks: list[Check], by: User | None, warnings_read: bool
) -> list[Check]:
    """Refuse, or return the warnings that a person has read."""
    errors = gate.errors(checks)
    if by is None:
        errors = [check for check in errors if check.holds_for_commands]
    if errors:
        raise NotReady(entry, errors)
    if by is None:
        return []
    warnings = gate.warnings(checks)
    if warnings and not warnings_read:
        raise NotRead(entry, warnings)
    return warnings


def require_ready(entry: Publishable) -> None:
    """What a command asks of a live row that it wrote anew."""
    pass_gate(entry, gate.publish_checks(entry), None, False)


def with_warnings(entry: Publishable, reason: str, warnings: list[Check]) -> str:
    if not warnings:
        return reason
    read = [_("Warnings read:"), *(f"- {gate.in_words(entry, check)}" for check in warnings)]
    return "\n".join([reason, *read] if reason else read)
