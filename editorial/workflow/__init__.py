"""What may be done with an entry, by whom and when, and the doing itself.

Admin buttons, bulk actions, commands and tests all call the verbs that stand here.
"""

from editorial.models import Verb
from editorial.workflow import (
    checks,
    gate,
    link_checks,
    page_anchors,
    preview,
    references,
    reviewers,
    steps,
)
from editorial.workflow.checks import DESCRIPTION_LENGTH, STALE_INTERESTS
from editorial.workflow.drafting import (
    approve,
    discard,
    reassign,
    request_changes,
    restore,
    save_draft,
    submit,
)
from editorial.workflow.due_moments import appointments, clock
from editorial.workflow.entries import (
    IsIdentity,
    StillNeeded,
    amend,
    announce_change,
    cited_by,
    delete,
    duplicate,
    is_identity,
)
from editorial.workflow.gate import Check, Checker, Level, add_check, checkers
from editorial.workflow.gatekeeping import NotRead, NotReady, require_ready
from editorial.workflow.publishing import (
    NeedsReason,
    NoLongerFits,
    mark_reviewed,
    publish,
    schedule,
    unschedule,
    withdraw,
)
from editorial.workflow.questions import ask, questions_about, settle
from editorial.workflow.references import Pointer, entries_by_key, pointing_at
from editorial.workflow.scheduling import (
    cancel_withdrawal,
    keep_appointments,
    next_moment,
    plan_withdrawal,
)
from editorial.workflow.sharing import (
    MOST_DAYS,
    USUAL_DAYS,
    comments_on,
    entry_behind,
    mark_comments_read,
    share,
    unshare,
)
from editorial.workflow.trashing import purge_revisions, purge_trash, take_out, trash
from editorial.workflow.verbs import (
    TABLE,
    OwnText,
    Refused,
    Right,
    WrongState,
    may,
    possible,
    refusal,
)

__all__ = [
    "DESCRIPTION_LENGTH",
    "MOST_DAYS",
    "STALE_INTERESTS",
    "TABLE",
    "USUAL_DAYS",
    "Check",
    "Checker",
    "IsIdentity",
    "Level",
    "NeedsReason",
    "NoLongerFits",
    "NotRead",
    "NotReady",
    "OwnText",
    "Pointer",
    "Refused",
    "Right",
    "StillNeeded",
    "Verb",
    "WrongState",
    "add_check",
    "amend",
    "announce_change",
    "appointments",
    "approve",
    "ask",
    "cancel_withdrawal",
    "checkers",
    "checks",
    "cited_by",
    "clock",
    "comments_on",
    "delete",
    "discard",
    "duplicate",
    "entries_by_key",
    "entry_behind",
    "gate",
    "is_identity",
    "link_checks",
    "keep_appointments",
    "mark_comments_read",
    "mark_reviewed",
    "may",
    "next_moment",
    "page_anchors",
    "plan_withdrawal",
    "pointing_at",
    "possible",
    "preview",
    "publish",
    "purge_revisions",
    "purge_trash",
    "questions_about",
    "reassign",
    "references",
    "refusal",
    "request_changes",
    "require_ready",
    "restore",
    "reviewers",
    "save_draft",
    "schedule",
    "settle",
    "share",
    "steps",
    "submit",
    "take_out",
    "trash",
    "unschedule",
    "unshare",
    "withdraw",
]
