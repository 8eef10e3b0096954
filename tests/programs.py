"""Programs that some tests start and a machine may lack.

Such a test is skipped and `make test` names what it left out; with MSC_REQUIRE=1 it fails.
"""

import os
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

FOLDERS = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"


class Program(NamedTuple):
    what_for: str
    names: tuple[str, ...]
    package: str  # of Debian


# A Chromium without windows of its own comes first: they take a third of the time.
PROGRAMS = {
    "Chromium": Program(
        "browser tests",
        ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"),
        "chromium-headless-shell",
    ),
    "nginx": Program("nginx in front of the site", ("nginx",), "nginx-light"),
    "Redis": Program("pages shared through Redis", ("redis-server",), "redis-server"),
    "gettext": Program("words that the catalogue lacks", ("xgettext",), "gettext"),
    "systemd": Program("systemd's check of the units", ("systemd-analyze",), "systemd"),
}
CHECKER = "HTML checker"
ALL = (*PROGRAMS, CHECKER)


def find(name: str) -> str | None:
    if name == CHECKER:
        return find_checker()
    paths = (shutil.which(program, path=FOLDERS) for program in PROGRAMS[name].names)
    return next(filter(None, paths), None)


def find_checker() -> str | None:
    """Its jar file, where there is a Java that runs it."""
    jar = os.environ.get("MSC_VNU_JAR", "")
    return jar if Path(jar).is_file() and shutil.which("java") else None


def lack_of(name: str) -> str:
    if name == CHECKER:
        return f"{CHECKER}: Java or the jar file of MSC_VNU_JAR is missing"
    what_for, _names, package = PROGRAMS[name]
    return f"{what_for}: no {name} was found (Debian package {package})"


def must_be_there() -> bool:
    return os.environ.get("MSC_REQUIRE") == "1"


def needed(name: str) -> str:
    """Where it is."""
    found = find(name)
    if not found and must_be_there():
        pytest.fail(f"MSC_REQUIRE is set, but this is missing: {lack_of(name)}")
    return found or pytest.skip(lack_of(name))


def skipped_without(name: str) -> pytest.MarkDecorator:
    """For a test with dear fixtures; what it calls then asks for `needed`."""
    return pytest.mark.skipif(not find(name) and not must_be_there(), reason=lack_of(name))
