"""The page of what was just published, made before its first reader asks for it.

Only a process that serves visitors does so, in a thread beside its requests. An import of thousands
of entries by a command makes no page, and neither does a process that ends at once.
"""

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from content.languages import in_every_language
from content.models import Publishable
from content.signals import content_published
from delivery.answers import environ_of, key_of

logger = logging.getLogger(__name__)

MOST_WAITING = 50  # addresses; whoever publishes more at once leaves the rest to its readers


def beside(work: Callable[[], None]) -> None:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    threading.Thread(target=run, name="ahead", daemon=True).start()


class Ahead:
    """`application` answers as it does for visitors, and keeps what it made as for them."""

    def __init__(self, application: Callable, start: Callable[[Callable], None] = beside):
        self.application, self.start = application, start
        self.waiting: dict[str, None] = {}
        self.is_at_work = False
        self.lock = threading.Lock()

    def on_published(self, sender: type[Publishable], entry: Publishable, **kwargs: Any) -> None:
        if entry.has_page:
            page = entry.get_absolute_url().partition("#")[0]
            work = partial(self.add, in_every_language(page))
            transaction.on_commit(work, robust=True)

    def add(self, addresses: list[str]) -> None:
        with self.lock:
            if len(self.waiting) < MOST_WAITING:
                self.waiting.update(dict.fromkeys(addresses))
            is_first, self.is_at_work = not self.is_at_work, True
        if is_first:
            self.start(self.work)

    def work(self) -> None:
        while address := self._next():
            try:
                self.ask(address)
            except Exception:
                logger.exception("%s could not be made ahead of its readers.", address)

    def _next(self) -> str:
        with self.lock:
            if not self.waiting:
                self.is_at_work = False
                return ""
            address = next(iter(self.waiting))
            del self.waiting[address]
            return address

    def ask(self, address: str) -> None:
        """As a browser of today does, under the name that the settings give the site."""
        environ = environ_of(key_of(settings.SITE_URL, address)) | {"HTTP_ACCEPT_ENCODING": "br"}
        chunks = self.application(environ, lambda status, headers, *error: None)
        if hasattr(chunks, "close"):
            chunks.close()


def connect(application: Callable) -> None:
    """From now on this process makes the pages of what it publishes."""
    if not settings.DEBUG:  # while somebody changes templates nothing is kept
        ahead = Ahead(application)
        content_published.connect(ahead.on_published, weak=False, dispatch_uid="ahead")
