from django.db import connection

from search.backends.base import BREAK, Document, SearchBackend, Stage
from search.backends.postgresql import PostgresqlBackend
from search.backends.sqlite import SqliteBackend

__all__ = ["BREAK", "Document", "SearchBackend", "Stage", "get_backend"]

BACKENDS: dict[str, SearchBackend] = {"sqlite": SqliteBackend(), "postgresql": PostgresqlBackend()}


def get_backend() -> SearchBackend:
    return BACKENDS[connection.vendor]
