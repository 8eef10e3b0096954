"""Verbs of the desk. Admin buttons, bulk actions, commands and tests all call them."""

from editorial.services.appointments import (
    cancel_withdrawal,
    keep_appointments,
    plan_withdrawal,
    publish_due,
)
from editorial.services.deleting import purge_revisions, purge_trash, take_out, trash
from editorial.services.drafting import (
    Stale,
    approve,
    discard,
    reassign,
    request_changes,
    restore,
    save_draft,
    submit,
)
from editorial.services.entries import (
    IsIdentity,
    StillNeeded,
    amend,
    announce_change,
    delete,
    duplicate,
    is_identity,
    kept_records,
)
from editorial.services.gatekeeping import NotRead, NotReady, require_ready
from editorial.services.outside import (
    comments_on,
    entry_behind,
    mark_comments_read,
    share,
    unshare,
)
from editorial.services.publication import (
    NeedsReason,
    NoLongerFits,
    mark_reviewed,
    publish,
    schedule,
    unschedule,
    withdraw,
)
from editorial.services.questions import ask, questions_about, settle
from editorial.workflow import OwnText, Refused, WrongState, may

__all__ = [
    "IsIdentity",
    "NeedsReason",
    "NoLongerFits",
    "NotRead",
    "NotReady",
    "OwnText",
    "Refused",
    "Stale",
    "StillNeeded",
    "WrongState",
    "amend",
    "announce_change",
    "approve",
    "ask",
    "cancel_withdrawal",
    "comments_on",
    "delete",
    "discard",
    "duplicate",
    "entry_behind",
    "is_identity",
    "keep_appointments",
    "kept_records",
    "mark_comments_read",
    "mark_reviewed",
    "may",
    "plan_withdrawal",
    "publish",
    "publish_due",
    "purge_revisions",
    "purge_trash",
    "questions_about",
    "reassign",
    "request_changes",
    "require_ready",
    "restore",
    "save_draft",
    "schedule",
    "settle",
    "share",
    "submit",
    "take_out",
    "trash",
    "unshare",
    "unschedule",
    "withdraw",
]
