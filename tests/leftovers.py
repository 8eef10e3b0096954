"""What a run makes outside of the checkout has the run in its name.

A run that was killed leaves it behind. The next run of this checkout on this machine removes it,
when the process of the name no longer lives.
"""

import hashlib
import os
import re
import shutil
import socket
import tempfile
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = hashlib.sha256(f"{socket.gethostname()} {ROOT}".encode()).hexdigest()[:6]
# In a process of a parallel run it is the one that started it.
RUN = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()

FOLDER = re.compile(rf"msc-tests-{PLACE}-(\d{{1,9}})-\w+")
DATABASE = re.compile(rf"test_[\w-]+_{PLACE}_(\d{{1,9}})_[0-9a-f]{{12}}(?:_copy)?")


def folder() -> str:
    return tempfile.mkdtemp(prefix=f"msc-tests-{PLACE}-{RUN}-")


def database(what: str, digest: str) -> str:
    return f"test_{what}_{PLACE}_{RUN}_{digest[:12]}"


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    with suppress(OSError):  # one that nobody has waited for has a number still
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return True


def is_left(name: str, form: re.Pattern) -> bool:
    found = form.fullmatch(name)
    return bool(found) and not lives(int(found[1]))


def sweep_folders() -> None:
    for path in Path(tempfile.gettempdir()).glob(f"msc-tests-{PLACE}-*"):
        if is_left(path.name, FOLDER):
            shutil.rmtree(path, ignore_errors=True)


def sweep_databases(cursor) -> None:
    """One that somebody is still connected to stays."""
    cursor.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'"
        " AND NOT EXISTS (SELECT FROM pg_stat_activity other WHERE other.datid = pg_database.oid)"
    )
    for (name,) in cursor.fetchall():
        if is_left(name, DATABASE):
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
