"""Public pages may be read from a copy of the database, as long as it is not behind.

A copy repeats the commits of the original in their order. So when its row of the content version is
the one that this process knows as the present one, it has everything that was public at that
moment.
"""

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import Error, connections
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from content.drafting import in_draft
from delivery.content_version.version import SELECT, content_version

logger = logging.getLogger(__name__)

REPLICA = "replica"
REST_AFTER_TROUBLE = 5.0  # seconds

_reads_replica: ContextVar[bool] = ContextVar("reads_replica", default=False)
_rests_until = 0.0


class Router:
    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return REPLICA if _reads_replica.get() and not in_draft.get() else None

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return "default"

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return True  # both are the same database

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db != REPLICA


def public_reads(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: what a stranger reads, and nothing that is written, may come from the copy."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not is_for_strangers(request) or not is_up_to_date():
            return get_response(request)
        token = _reads_replica.set(True)
        try:
            return get_response(request)
        finally:
            _reads_replica.reset(token)

    return middleware


def is_for_strangers(request: HttpRequest) -> bool:
    return (
        REPLICA in settings.DATABASES
        and request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
    )


def is_up_to_date() -> bool:
    global _rests_until
    if time.monotonic() < _rests_until:
        return False
    now = content_version.now()
    if now is None:
        return False
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(SELECT)
            row = cursor.fetchone()
    except Error as error:
        logger.error("The replica is left alone for a while: %s", error)
        connections[REPLICA].close()
        _rests_until = time.monotonic() + REST_AFTER_TROUBLE
        return False
    return row is not None and row[:2] == (now.number, now.token)
