"""What waits for whom, and finding it: the work lists of the desk, its search and its index."""

from editorial.desk import digest, index, search
from editorial.desk.conditions import (
    OF_STATE,
    due_condition,
    has_unchecked_facts,
    marks,
    with_drafts,
)
from editorial.desk.edit_redirect import entry_at
from editorial.desk.lists import (
    ComingUp,
    FailedMails,
    OnOwnPage,
    Pages,
    add_cheap_check,
    add_list,
    first_screen,
    list_for,
)
from editorial.desk.search import contains

__all__ = [
    "OF_STATE",
    "ComingUp",
    "FailedMails",
    "OnOwnPage",
    "Pages",
    "add_cheap_check",
    "add_list",
    "contains",
    "digest",
    "due_condition",
    "entry_at",
    "first_screen",
    "has_unchecked_facts",
    "index",
    "list_for",
    "marks",
    "search",
    "with_drafts",
]
