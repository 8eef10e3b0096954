"""Appointments are kept by the first request after their moment, in whichever process it comes.
So are mails that are to be tried again, beside the request, and what the request had no time for.

A process looks at the clock of the database at most once a second, and only when a moment it
knows of has come; every ten seconds it looks whether another process made an appointment.
"""

import datetime
import logging
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from accounts import mails
from content.tasks import task
from editorial.workflow.scheduling import keep_appointments, next_moment

logger = logging.getLogger(__name__)

LOOK_AGAIN = 10.0  # seconds
LOOK_APART = 1.0
SECONDS_OF_REQUEST, SECONDS_OF_TASK = 2.0, 5.0


class Clock:
    """When this process looks next, and for what."""

    def __init__(self) -> None:
        self.one_at_a_time = threading.Lock()
        self.looks_at = 0.0  # on the monotonic clock
        self.looked_at = -LOOK_APART
        self.due: datetime.datetime | None = None

    def wake(self) -> None:
        """An appointment was made in this process."""
        self.looks_at = 0.0

    def is_time(self) -> bool:
        moment = time.monotonic()
        if moment < self.looked_at + LOOK_APART:
            return False
        return moment >= self.looks_at or (self.due is not None and timezone.now() >= self.due)

    def tick(self) -> None:
        """Keep what is due. Never raises, and never waits for another thread that does the same."""
        if not self.is_time() or not self.one_at_a_time.acquire(blocking=False):
            return
        try:
            self.looked_at = time.monotonic()
            self.looks_at = self.looked_at + LOOK_AGAIN
            self.look()
        except Exception:
            self.due = None
            logger.exception("Appointments could not be looked at")
        finally:
            self.one_at_a_time.release()

    def look(self) -> None:
        mails.deliver_due.enqueue()
        self.due = next_moment()
        if self.due is None or self.due > timezone.now():
            return
        keep(SECONDS_OF_REQUEST)
        self.due = next_moment()
        if self.due is not None and self.due <= timezone.now():
            self.due = None  # it failed; the next try is at the next regular look


def keep(seconds: float) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        kept = keep_appointments(seconds=seconds)
    if kept.has_more and kept.renewed:  # else it failed, and the next look tries again
        keep_the_rest.enqueue()


@task
def keep_the_rest() -> None:
    keep(SECONDS_OF_TASK)


clock = Clock()


def appointments(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Middleware: what is due becomes true before the page is made."""

    def middleware(request: HttpRequest) -> HttpResponse:
        clock.tick()
        return get_response(request)

    return middleware
