"""Whether this thread of work has a draft in the rows, which nobody outside may see.

Caches, files, mail and network calls stand aside while it is set.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

in_draft: ContextVar[bool] = ContextVar("in_draft", default=False)
# The entry, as (model, key), that public views show to a colleague although it is not live.
_previewed: ContextVar[tuple[type, Any] | None] = ContextVar("previewed", default=None)


@contextmanager
def previewing(entry) -> Iterator[None]:
    """Public views let exactly this entry through; only where a draft is applied."""
    if not in_draft.get():
        raise RuntimeError("A preview works on a draft that is rolled back.")
    token = _previewed.set((type(entry), entry.pk))
    try:
        yield
    finally:
        _previewed.reset(token)


def previewed_key(model: type) -> Any:
    """The key of the entry of this type that is previewed now, or None."""
    shown = _previewed.get()
    return shown[1] if shown and shown[0] is model else None


def is_previewed(entry) -> bool:
    return _previewed.get() == (type(entry), entry.pk)


@contextmanager
def showing(entry) -> Iterator[None]:
    """Public views show the entry as its rows are now, live or not; nothing is written inside."""
    token = in_draft.set(True)
    try:
        with previewing(entry):
            yield
    finally:
        in_draft.reset(token)
