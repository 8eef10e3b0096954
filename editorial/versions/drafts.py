"""Work on the next version of an entry while the row stays what the public sees.

The draft is put into the rows inside a transaction, stock Django works on it, the result is
captured and everything is rolled back. Nobody outside the transaction ever sees it.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from content.drafting import in_draft
from content.models import Publishable
from content.text import richtext
from editorial.models import Revision
from editorial.versions.applying import Problem, apply
from editorial.versions.capturing import Payload, capture


@contextmanager
def draft_applied(
    entry: Publishable | None,
    payload: Payload | None = None,
    keep: Callable[[], bool] = lambda: False,
) -> Iterator[list[Problem]]:
    """Inside, the rows say what the payload says; afterwards they are as before, unless `keep()`.

    The row counts as not live in here, because a draft may lack what a live row must have.
    Render inside and hand out nothing lazy: what is read later is read from the live rows.
    """
    token = in_draft.set(True)
    try:
        with transaction.atomic():
            if entry and entry.is_live:
                type(entry)._base_manager.filter(pk=entry.pk).update(is_live=False)
            yield apply(entry, payload) if entry and payload else []
            if not keep():
                transaction.set_rollback(True)  # the last word: no query may follow it in here
    finally:
        in_draft.reset(token)


def clean_ahead(entry: Publishable | None, payload: Payload | None = None) -> None:
    """Clean the texts of the rows, and of a draft, before anybody waits for it.

    Where a draft is applied or a form is saved, they are cleaned again in several places, under a
    lock; what comes out is remembered, so there it costs nothing.
    """
    for name in entry.rich_fields() if entry else ():
        richtext.clean(getattr(entry, name))
        if payload:
            richtext.clean(payload["fields"].get(name) or "")


@contextmanager
def one_writer_at_a_time() -> Iterator[None]:
    """On SQLite editors wait in line: its own waiting polls, and the last may starve.

    Never taken inside a transaction, which would hold the write lock while it waits.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with (Path(settings.DATA_DIR) / "drafts.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def pending(entry: Publishable) -> Revision | None:
    """The version that waits above what is live."""
    return Revision.objects.pending(entry)


def newest_number(entry: Publishable) -> int:
    newest = Revision.objects.newest(entry)
    return newest.number if newest else 0


def as_it_would_be(entry: Publishable) -> Payload:
    """What the next publication would show: the draft, or the live row without one."""
    draft = pending(entry)
    return draft.payload if draft else capture(entry)
