"""The folder that a web server serves: whole releases side by side, and a link to the newest.

    current -> releases/00000007
    releases/00000007/site/         what visitors get; the root folder of the web server
    releases/00000007/notes.sqlite3 what the pages were made of
    releases/00000007/nginx/        maps of addresses that moved or are gone

A release is built under another name, and one renaming makes it the current one. Whatever kills
the process before leaves the current release as it was. One before it stays too, for requests that
are on their way; the next release may be made of its files.
"""

import errno
import fcntl
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from delivery.page_cache import PACKERS, WORTH_PACKING
from delivery.static_export.client import ClientResponse

# Pages of lists and single filters, which nginx finds by the query; see nginx.py.
VARIANTS = "@"
KEPT = 2  # releases
ENDINGS = {"gzip": ".gz", "br": ".br"}
COMPRESSES = re.compile(r"text/|image/svg|application/(?!octet)")


class ReleasesTrouble(Exception):
    """One sentence for the operator."""


def file_name(address: str, type_: str) -> str:
    """The file below `site` for an address; feeds have addresses that look like folders."""
    path, _, query = address.partition("?")
    if path.endswith("/"):
        path += "index.html" if type_ == "text/html" else "index.xml"
    return f"{VARIANTS}/{query}{path}" if query else path.lstrip("/")


class Releases:
    def __init__(self, path: Path):
        self.path = path = path.resolve()  # as `current` names what is in it
        self.releases = path / "releases"
        self.link = path / "current"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One bake at a time; the lock ends with the process, however it ends."""
        try:
            self.releases.mkdir(parents=True, exist_ok=True)
            lock = os.open(self.path / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise ReleasesTrouble(f"{self.path} cannot be written ({error.strerror}).") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ReleasesTrouble(
                f"Another bake is writing to {self.path}; wait for it."
            ) from error
        try:
            self.clear_up()
            yield
        finally:
            os.close(lock)

    def current(self) -> Path | None:
        with suppress(OSError):
            return self.link.resolve(strict=True)
        return None

    def last_but_one(self) -> Path | None:
        """The release before the current one."""
        current = self.current()
        older = [path for path in self.releases.iterdir() if path != current and not path.suffix]
        return max(older, default=None)

    def start(self, older: Path | None = None) -> Path:
        """A place for the next release: empty, or what an older one has become."""
        numbers = [int(path.name) for path in self.releases.iterdir() if path.name.isdigit()]
        part = self.releases / f"{max(numbers, default=0) + 1:08}.part"
        if older is None:
            (part / "site").mkdir(parents=True)
        else:
            older.rename(part)  # in one step, so that a death leaves no half of it as a release
        return part

    def switch(self, part: Path) -> Path:
        """From now on visitors get the new release."""
        os.sync()
        release = part.with_suffix("")
        part.rename(release)
        new_link = self.path / ".current"
        with suppress(FileNotFoundError):
            new_link.unlink()
        new_link.symlink_to(release.relative_to(self.path))
        new_link.replace(self.link)
        return release

    def clear_up(self) -> None:
        """What killed bakes left, and releases nobody reads any more."""
        current = self.current()
        whole = sorted(path for path in self.releases.iterdir() if path.suffix != ".part")
        newest = [path for path in whole if path != current][-(KEPT - 1) :]
        for path in self.releases.iterdir():
            if path != current and (path.suffix == ".part" or path not in newest):
                shutil.rmtree(path, ignore_errors=True)


def explained(error: OSError, folder: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"There is no room left for {folder}; visitors still get the release before."
    return f"{error.filename or folder} cannot be written ({error.strerror})."


def packed(answer: ClientResponse) -> dict[str, bytes]:
    """Copies for browsers that take them, by the ending of their files."""
    if not COMPRESSES.match(answer.type) or len(answer.body) < WORTH_PACKING:
        return {}
    return {ending: PACKERS[coding](answer.body) for coding, ending in ENDINGS.items()}


# The packed copies of an answer, by the ending of their files; see `packed`.
Pack = Callable[[ClientResponse], dict[str, bytes]]


class Writer:
    """Puts finished files into a release, and takes over what the release before has already."""

    def __init__(self, site: Path, before: Path | None, pack: Pack):
        self.site, self.before, self.pack = site, before, pack
        self.made: set[Path] = set()

    def place(self, name: str) -> Path:
        file = self.site / name
        if file.parent not in self.made:
            file.parent.mkdir(parents=True, exist_ok=True)
            self.made.add(file.parent)
        return file

    def write(self, name: str, answer: ClientResponse) -> None:
        file, old = self.place(name), self.before and self.before / name
        moment = int(time.time())
        if old is not None:
            # Web servers tell versions apart by second and size, so a new one gets a new second.
            with suppress(OSError):
                moment = max(moment, int(old.stat().st_mtime) + 1)
        packed = self.pack(answer)
        self.remove(name)  # never written into: the release before may have it too
        for suffix, body in {"": answer.body, **packed}.items():
            target = file.with_name(file.name + suffix)
            target.write_bytes(body)
            os.utime(target, (moment, moment))

    def take_over(self, name: str) -> bool:
        """Whether the file of the release before is in this one too, with its packed copies."""
        if self.before is None:
            return False
        file, old = self.place(name), self.before / name
        try:
            _link(old, file)
        except FileNotFoundError:
            return False
        for suffix in ENDINGS.values():
            with suppress(FileNotFoundError):
                _link(f"{old}{suffix}", f"{file}{suffix}")
        return True

    def remove(self, name: str) -> None:
        """The file with its packed copies, where it is there."""
        for suffix in ("", *ENDINGS.values()):
            with suppress(FileNotFoundError):
                os.unlink(f"{self.site / name}{suffix}")

    def remove_for_good(self, name: str) -> None:
        """Also the folders that are empty then."""
        self.remove(name)
        for parent in (self.site / name).parents:
            if parent == self.site:
                break
            try:
                parent.rmdir()
            except OSError:
                break


def _link(old: Path | str, new: Path | str) -> None:
    try:
        os.link(old, new)
    except FileExistsError:
        os.unlink(new)
        os.link(old, new)
