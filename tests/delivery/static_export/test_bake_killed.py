"""A bake that is killed at any moment leaves the release before, whole, and no process behind."""

import os
import random
import signal
import subprocess
import sys
import time
from functools import partial

import pytest

from delivery.static_export.manifest import Manifest
from delivery.static_export.releases import Releases
from tests.delivery.servers import eventually
from tests.delivery.small_site import ROOT, manage, run, small_site

pytestmark = pytest.mark.on_both

TIMES = int(os.environ.get("REHEARSED_TIMES", "2"))  # `make rehearse` does it more often


@pytest.fixture
def environment(tmp_path):
    with small_site(tmp_path / "data") as variables:
        yield variables


def is_gone(group):
    """Whether every process of the group has ended; a bake's processes end with it."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def words(folder):
    """What the whole release says: one word, or it is not whole."""
    release = Releases(folder).current()
    notes = Manifest.of(release)
    files = [note.file for note in notes.pages() if note.file]
    assert files and notes.about()["number"]
    notes.close()
    for file in files:
        assert (release / "site" / file).is_file(), file
    titles = set()
    for page in (release / "site").glob("**/articles/entry-*/index.html"):
        titles.add(page.read_text().partition("<title>")[2].partition(" –")[0])
    return titles


def test_a_killed_bake_leaves_what_was_there(tmp_path, environment):
    folder, chance = tmp_path / "baked", random.Random()
    started = time.monotonic()
    first = manage(environment, "bake_site", "--to", str(folder), "--processes", "2")
    lasts = time.monotonic() - started
    assert first.returncode == 0, first.stderr
    assert words(folder) == {"0"}
    for number in range(1, TIMES + 1):
        before, release = words(folder), Releases(folder).current()
        run(environment, "publish", str(number))
        command = [sys.executable, "manage.py", "bake_site", "--to", str(folder)]
        command += ["--processes", "2", *(["--changed"] if number % 2 else [])]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(chance.uniform(0, lasts))  # any moment is right
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert eventually(partial(is_gone, process.pid))
        after = words(folder)
        assert after == before if Releases(folder).current() == release else after == {str(number)}
    last = manage(environment, "bake_site", "--to", str(folder), "--changed")
    assert last.returncode == 0, last.stderr
    assert words(folder) == {str(TIMES)}
    assert not list(folder.glob("releases/*.part"))
