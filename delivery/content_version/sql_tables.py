"""What a statement writes, as far as visitors could see it.

Whatever is not known to be private counts as public: a new table, raw SQL, a change of the schema.
"""

import re
from functools import cache

from django.apps import apps
from django.db import models

EVERYTHING = "*"
WRITE = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
# Statements that change no row. WITH may begin either kind.
HARMLESS = re.compile(
    r"[\s(]*(?:SELECT|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|PRAGMA|EXPLAIN|SET|SHOW|ANALYZE|VACUUM|"
    r"LOCK|DECLARE|FETCH|CLOSE|WITH\b(?!.*\b(?:INSERT|UPDATE|DELETE)\b))\b",
    re.IGNORECASE | re.DOTALL,
)
# Tables of Django that no public page reads; own models say so themselves (kept_from_visitors).
OF_DJANGO = {
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_admin_log",
    "django_migrations",
    "django_session",
}


def written_by(sql: object) -> str | None:
    """The public or timed table that this statement writes, EVERYTHING if unsure, else None."""
    sql = sql if isinstance(sql, str) else str(sql)
    if sql.startswith("SELECT"):
        return None
    if found := WRITE.match(sql):
        table = found[1]
        return None if is_private(table) else table
    return None if HARMLESS.match(sql) else EVERYTHING


def is_private(table: str) -> bool:
    # Before the models are there nobody reads pages; afterwards the answer is always the same.
    return table in OF_DJANGO or (apps.models_ready and table in private())


@cache
def private() -> frozenset[str]:
    return frozenset(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if _is_kept(model) and model._meta.db_table not in timed()
    )


def _is_kept(model: type[models.Model]) -> bool:
    owner = model._meta.auto_created or model
    return getattr(owner, "kept_from_visitors", False)


@cache
def timed() -> frozenset[str]:
    """Tables that hold appointments: writing them moves no page but maybe the next moment."""
    return frozenset(
        model._meta.db_table for model in apps.get_models() if getattr(model, "is_timed", False)
    )


@cache
def with_moments() -> frozenset[str]:
    """These, and public ones with rows that hold until a day."""
    return timed().union(ageing())


@cache
def ageing() -> dict[str, str]:
    """Public tables with rows that hold until a day, and the column of this day."""
    columns = {model: str(getattr(model, "holds_until", None) or "") for model in apps.get_models()}
    return {model._meta.db_table: column for model, column in columns.items() if column}
