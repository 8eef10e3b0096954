"""The versions of an entry: captured as JSON, applied to the rows, compared and listed."""

from editorial.versions import conflicts, drafts, history, version_diff
from editorial.versions.applying import apply, load, unique_rules
from editorial.versions.capturing import (
    DESK_FIELDS,
    STATE,
    Payload,
    Rows,
    capture,
    columns,
    row_relations,
    rows_of,
    versioned_fields,
    versioned_relations,
)
from editorial.versions.identifying import keep_identity
from editorial.versions.texts import has_words, plain, rows_with_words, shown_texts

__all__ = [
    "DESK_FIELDS",
    "STATE",
    "Payload",
    "Rows",
    "apply",
    "capture",
    "columns",
    "conflicts",
    "drafts",
    "has_words",
    "history",
    "keep_identity",
    "load",
    "plain",
    "row_relations",
    "rows_of",
    "rows_with_words",
    "shown_texts",
    "unique_rules",
    "version_diff",
    "versioned_fields",
    "versioned_relations",
]
