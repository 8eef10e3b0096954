"""News about public content, sent inside the transaction that makes it true.

Receivers that write database rows do it at once; files, caches and tasks wait for the commit.
"""

from collections.abc import Callable
from enum import Enum
from typing import Any

from django.dispatch import Signal


class NewsStage(Enum):
    """What follows news, one after the other, in whatever order the apps started.

    One order for all, so that two publications take their locks in the same order too.
    """

    CITATIONS = "which publications the texts cite is noted"
    DESK = "the index of the desk keeps what is not public, and nothing else"
    LINKS = "names and links are planned; the public index, as it was, says who has the names"
    SEARCH = "the public index is written"
    PAGES = "pages are made anew, which show all of the above"


class News:
    """A signal whose receivers run stage by stage; those of one stage as they were connected."""

    def __init__(self) -> None:
        self.signals = {stage: Signal() for stage in NewsStage}

    def connect(
        self, receiver: Callable, *, at: NewsStage, dispatch_uid: str | None = None
    ) -> None:
        """Raises ValueError for a stage that there is not."""
        self.signals[NewsStage(at)].connect(receiver, dispatch_uid=dispatch_uid)

    def disconnect(
        self, receiver: Callable | None = None, *, dispatch_uid: str | None = None
    ) -> bool:
        """From every stage; False where it was connected to none."""
        found = [
            signal.disconnect(receiver, dispatch_uid=dispatch_uid)
            for signal in self.signals.values()
        ]
        return any(found)

    def send(self, sender: type, **named: Any) -> None:
        for signal in self.signals.values():
            signal.send(sender, **named)


# entry: became public, or what readers see of it is not what it was: its text, or its review
public_content_changed = News()
content_withdrawn = News()  # entry: is no longer public, or was deleted while it was
