"""For tests in which time stands still until it is set."""

import datetime

from django.urls import reverse
from django.utils import timezone

from editorial import versions, workflow

UTC = datetime.UTC
NOON = datetime.datetime(2027, 3, 1, 12, tzinfo=UTC)
HOUR = datetime.timedelta(hours=1)


class Moment:
    """The clock of the site; `at` sets it."""

    def __init__(self, monkeypatch, now=NOON):
        self.now = now
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def at(self, now):
        self.now = now


def draft_of(entry, by, **changes):
    """Save a draft as the form does."""
    payload = versions.capture(entry)
    payload["fields"] |= changes
    return workflow.save_draft(entry, payload, by=by)


def step(entry, verb):
    """The address of the page of a verb."""
    meta = entry._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_step", args=[entry.pk, verb])
