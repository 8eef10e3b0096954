"""Automatic links and search, which follow each publication, are off except where a test asks.

They are most of what a publication costs; a test of a form or a list does not look at them. The
fixture `engines` has them as production has; made visible by tests/conftest.py.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
# Of what follows a publication, or of public pages, which show links, and whose budgets count them;
# with all their rooms.
FOLDERS = {
    *("articles", "diseases", "evidence", "literature", "resources", "therapy"),
    *("delivery", "linking", "mscportal", "search"),
}


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
    from content.signals import content_withdrawn, public_content_changed

    for uid in ("linking", "search"):
        public_content_changed.disconnect(dispatch_uid=uid)
        content_withdrawn.disconnect(dispatch_uid=uid)
    for model in entry_models():
        post_delete.disconnect(sender=model, dispatch_uid="search")


@pytest.fixture
def engines():
    with connected():
        yield


@pytest.fixture(autouse=True)
def engines_of_folder(request):
    if request.path.relative_to(TESTS).parts[0] in FOLDERS:
        request.getfixturevalue("engines")


@pytest.fixture(autouse=True, scope="session")
def engines_are_off():
    disconnect()


IN_PRODUCTION = """
import json, mscportal.wsgi
from django.db.models.signals import post_delete
from content.registry import entry_models
from content.signals import News, public_content_changed, content_withdrawn

def names(signal, sender=None):
    signals = signal.signals.values() if isinstance(signal, News) else [signal]
    found = [one for each in signals for live in each._live_receivers(sender) for one in live]
    return [f"{receiver.__module__}.{receiver.__name__}" for receiver in found]

print(json.dumps({
    "published": names(public_content_changed),
    "withdrawn": names(content_withdrawn),
    "deleted": {model._meta.label: names(post_delete, model) for model in entry_models()},
}))
"""


def connected_in_production(data_dir: Path) -> dict:
    """What follows a publication, a withdrawal and a deletion, in order, in a serving process."""
    (data_dir / "static").mkdir()
    own = {name: value for name, value in os.environ.items() if not name.startswith("MSC_")}
    done = subprocess.run(
        [sys.executable, "-c", IN_PRODUCTION],
        cwd=TESTS.parent,
        env=own | {"MSC_DATA_DIR": str(data_dir), "MSC_WARM": "0"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
