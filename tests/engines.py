"""Automatic links and search, which follow each publication, are off except where a test asks.

They are most of what a publication costs; a test of a form or a list does not look at them. The
fixture `engines` has them as production has; made visible by tests/conftest.py.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def connected() -> Iterator[None]:
    from linking import receivers as linking
    from search import receivers as search

    linking.connect()
    search.connect()
    try:
        yield
    finally:
        disconnect()


def disconnect() -> None:
    from django.db.models.signals import post_delete

    from content.registry import entry_models
    from content.signals import content_published, content_withdrawn

    for uid in ("linking", "search"):
        content_published.disconnect(dispatch_uid=uid)
        content_withdrawn.disconnect(dispatch_uid=uid)
    for model in entry_models():
        post_delete.disconnect(sender=model, dispatch_uid="search")


@pytest.fixture
def engines():
    with connected():
        yield


@pytest.fixture(autouse=True, scope="session")
def engines_are_off():
    disconnect()
