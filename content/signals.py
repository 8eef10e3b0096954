"""News about public content, sent inside the transaction that makes it true.

Receivers that write database rows do it at once; files, caches and tasks wait for the commit.
"""

from django.dispatch import Signal

content_published = Signal()  # entry: became public, or its public text changed
content_withdrawn = Signal()  # entry: is no longer public, or was deleted while it was
