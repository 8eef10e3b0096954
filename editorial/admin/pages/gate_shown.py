"""What the pages of the steps show of the gate and of the reviews."""

from editorial.models import Reviewed
from editorial.versions import drafts
from editorial.workflow import Check, Verb, gate, reviewers

TELLS_OF_REVIEWS = (Verb.SUBMIT, Verb.APPROVE, Verb.PUBLISH, Verb.SCHEDULE)


def of_gate(entry, checks: list[Check], verb: Verb | None = None) -> dict:
    errors = gate.errors(checks)
    return {
        "is_blocked": bool(errors) and verb in (Verb.PUBLISH, Verb.SCHEDULE),
        "gate_errors": shown(entry, errors),
        "gate_reasons": shown(entry, gate.needing_reason(checks)),
        "gate_warnings": shown(entry, gate.warnings(checks)),
    }


def shown(entry, checks: list[Check]) -> list[dict]:
    model = type(entry)
    return [
        {
            "label": gate.label(model, check.field),
            "anchor": gate.anchor(model, check.field),
            "said": str(check),
        }
        for check in checks
    ]


def of_reviews(entry, verb: Verb) -> dict:
    if verb not in TELLS_OF_REVIEWS or not isinstance(entry, Reviewed):
        return {}
    draft = drafts.pending(entry)
    return {
        "tells_of_reviews": True,
        "draft": draft,
        "approval": reviewers.approval_of(entry, draft),
        "last_review": reviewers.last_review(entry),
        "too_few_reviewers": reviewers.too_few(),
    }
