"""Room for the frames of Python functions.

Python 3.11 and 3.12 keep them in chunks of 16 KB: a call that does not fit makes them ask the
system for one more, and give it back when that call returns (gh-142183). Where a loop calls across
the edge of a chunk each turn pays for this, so that a page took up to three times its time, by
how deep the stack was where its rendering began. See docs/decisions/0033-room-for-frames.md.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

# A chunk is as large as the next power of two that holds the first frame and 1,000 slots more:
# for this one 512 KB, of which the frame leaves half to the calls within. Nothing touches its own
# half, so that no memory is taken for it.
SLOTS = 33_000


def with_room(function: Callable[P, R]) -> Callable[P, R]:
    """The same function; its frame and those of all it calls share one chunk of memory."""

    @wraps(function)
    def roomy(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    roomy.__code__ = roomy.__code__.replace(co_stacksize=SLOTS)
    return roomy
