"""The page of what was just published, made before its first reader asks for it; after an upgrade,
every page.

Only a process that serves visitors does so, beside its requests. An import of thousands of entries
by a command makes no page. Whoever publishes more at once than may wait leaves the rest to its
readers.
"""

from collections.abc import Callable, Iterable

from django.conf import settings

from content.languages import in_every_language
from content.models import Publishable
from content.signals import NewsStage, public_content_changed
from content.tasks import task
from delivery.page_cache.middleware import PageCache
from delivery.page_cache.walk import ask, walk_beside_requests

# Answers as it does for visitors, and keeps what it made as for them.
_application: Callable | None = None


def on_changed(sender: object, entry: Publishable, **kwargs: object) -> None:
    if entry.has_page:
        for page in entry.page_addresses():
            for address in in_every_language(page):
                make_page.enqueue(address)


@task
def make_page(address: str) -> None:
    if _application is not None:
        ask(_application, address)


def connect(application: Callable, addresses: Callable[[], Iterable[str]] | None = None) -> None:
    """From now on this process makes the pages of what it publishes; and, where it is told which,
    those of the whole site after an upgrade.
    """
    global _application
    if not isinstance(application, PageCache):
        return  # while somebody changes templates nothing is kept
    _application = application
    public_content_changed.connect(on_changed, at=NewsStage.PAGES, dispatch_uid="warming")
    if addresses and settings.WARM:
        walk_beside_requests(application, addresses)
