"""The checks that entries pass before they are published, asked of what is public now."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from content.models import Publishable
from content.registry import entry_models
from editorial.workflow import Checker, checkers
from mscportal.audit.findings import AuditFinding, AuditLevel


def name_of(entry: Publishable) -> str:
    return f"{entry._meta.verbose_name} {entry.slug}"


def findings(
    criterion: int,
    check: Checker,
    *,
    models: Iterable[type[Publishable]] | None = None,
    with_field: bool = False,
    levels: Mapping[str, AuditLevel] = MappingProxyType({}),
) -> Iterator[AuditFinding]:
    """What one check says of every public entry of the types it was made for.

    `levels` are those of codes that weigh more or less in the report than at the gate.
    """
    asked = [model for model in entry_models() if check in checkers(model)]
    for model in asked if models is None else models:
        for entry in model.objects.published().iterator():
            for found in check(entry):
                level = levels.get(found.code, AuditLevel(found.level.value))
                said = f"{found.field} {found.message}" if with_field else found.message
                yield AuditFinding(criterion, level, name_of(entry), said)
