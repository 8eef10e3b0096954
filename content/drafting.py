"""Whether this thread of work has a draft in the rows, which nobody outside may see.

Caches, files, mail and network calls stand aside while it is set.
"""

from contextvars import ContextVar

in_draft: ContextVar[bool] = ContextVar("in_draft", default=False)
