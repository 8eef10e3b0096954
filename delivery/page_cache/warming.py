"""The page of what was just published, made before its first reader asks for it.

Only a process that serves visitors does so, beside its requests. An import of thousands of entries
by a command makes no page. Whoever publishes more at once than may wait leaves the rest to its
readers.
"""

from collections.abc import Callable

from django.conf import settings

from content.languages import in_every_language
from content.models import Publishable
from content.signals import NewsStage, public_content_changed
from content.tasks import task
from delivery.page_cache.response import environ_of, key_of

# Answers as it does for visitors, and keeps what it made as for them.
_application: Callable | None = None


def on_changed(sender: object, entry: Publishable, **kwargs: object) -> None:
    if entry.has_page:
        page = entry.get_absolute_url().partition("#")[0]
        for address in in_every_language(page):
            make_page.enqueue(address)


@task
def make_page(address: str) -> None:
    """As a browser of today asks, under the name that the settings give the site."""
    if _application is None:
        return
    environ = environ_of(key_of(settings.SITE_URL, address)) | {"HTTP_ACCEPT_ENCODING": "br"}
    chunks = _application(environ, lambda status, headers, *error: None)
    if hasattr(chunks, "close"):
        chunks.close()


def connect(application: Callable) -> None:
    """From now on this process makes the pages of what it publishes."""
    global _application
    if not settings.DEBUG:  # while somebody changes templates nothing is kept
        _application = application
        public_content_changed.connect(on_changed, at=NewsStage.PAGES, dispatch_uid="warming")
