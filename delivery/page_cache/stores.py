"""Finished answers shared by processes: files on one machine, Redis for several.

A store may lose anything at any time, and its troubles never reach a visitor: it just knows nothing
then. It never decides what is stale; what it gives back says for which content version it was made.
"""

import fcntl
import json
import logging
import os
import shutil
import struct
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string

from content.tasks import task
from delivery.page_cache.response import Key, MadeResponse

logger = logging.getLogger(__name__)

FRAME = struct.Struct("<4sII")  # mark, checksum of the rest, length of the head
MARK = b"MSC1"
MEGABYTE = 1024 * 1024


class StoredPage(NamedTuple):
    """An answer as it was stored: for which content version, and how many changes there were before
    it."""

    version: str
    number: int
    answer: MadeResponse


def packed(kept: StoredPage) -> bytes:
    answer = kept.answer
    about = [kept.version, kept.number, answer.status, answer.headers, answer.etag, answer.made]
    lengths = [(coding, len(body)) for coding, body in answer.packed.items()]
    head = zlib.compress(json.dumps([*about, answer.questions, lengths]).encode(), 1)
    rest = b"".join([head, *answer.packed.values(), answer.body])
    return FRAME.pack(MARK, zlib.crc32(rest), len(head)) + rest


def unpacked(whole: bytes | None) -> StoredPage | None:
    """None for what is damaged, such as a file that was cut when the power went."""
    if whole is None or len(whole) < FRAME.size:
        return None
    mark, total, place = FRAME.unpack_from(whole)
    rest = whole[FRAME.size :]
    if mark != MARK or zlib.crc32(rest) != total:
        return None
    head = json.loads(zlib.decompress(rest[:place]))
    version, number, status, headers, etag, made, asked, lengths = head
    packings = {}
    for coding, length in lengths:
        packings[coding] = rest[place : place + length]
        place += length
    headers = [(name, value) for name, value in headers]
    answer = MadeResponse(status, headers, rest[place:], etag, made, asked, packings)
    return StoredPage(version, number, answer)


def name_of(key: Key) -> str:
    return blake2b("\0".join(key).encode("utf-8", "replace"), digest_size=16).hexdigest()


class Store:
    """What both stores do; troubles are logged once and make it rest for a while."""

    rest = 5.0  # seconds
    may_happen: tuple[type[Exception], ...] = (OSError, ValueError)

    def __init__(self) -> None:
        self.rests_until = 0.0

    @contextmanager
    def troubles(self) -> Iterator[None]:
        try:
            yield
        except self.may_happen as error:
            if time.monotonic() > self.rests_until:
                logger.warning("Finished pages cannot be shared: %s", error)
            self.rests_until = time.monotonic() + self.rest

    @property
    def is_resting(self) -> bool:
        return time.monotonic() < self.rests_until

    def get(self, key: Key, build_id: str) -> StoredPage | None:
        return unpacked(self.read(build_id, name_of(key)))

    def put(self, key: Key, build_id: str, kept: StoredPage) -> None:
        self.write(build_id, name_of(key), packed(kept))

    def read(self, build_id: str, name: str) -> bytes | None:
        raise NotImplementedError

    def write(self, build_id: str, name: str, whole: bytes) -> None:
        raise NotImplementedError

    def claim(self, key: Key) -> bool:
        """Whether this process may make the page now; True also when nobody can tell."""
        raise NotImplementedError

    def keep_claim(self, key: Key) -> None:
        """Once more for as long, where a claim ends by itself."""

    def release(self, key: Key) -> None:
        raise NotImplementedError


class FileStore(Store):
    """A folder for each build id, a file for each page."""

    keep_other_builds = 3600.0  # seconds after the last write, for a deploy in steps
    writes_between_counts = 500

    def __init__(self, folder: Path, limit: int):
        super().__init__()
        self.folder, self.limit = folder, limit
        self.lock = threading.Lock()
        self.claims: int | None = None
        self.build_id = ""
        self.writes = 0

    def read(self, build_id: str, name: str) -> bytes | None:
        with self.troubles():
            try:
                return (self.folder / build_id / name).read_bytes()
            except FileNotFoundError:
                pass
        return None

    def write(self, build_id: str, name: str, whole: bytes) -> None:
        if self.is_resting:
            return
        with self.troubles():
            folder = self.folder / build_id
            if build_id != self.build_id:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self.build_id = build_id
                sweep.enqueue(str(self.folder), self.limit, build_id)
            draft = folder / f".{name}.{os.getpid()}.{threading.get_ident()}"
            try:
                draft.write_bytes(whole)
                draft.replace(folder / name)
            except FileNotFoundError:
                self.build_id = ""  # somebody emptied the folder
            except OSError:
                draft.unlink(missing_ok=True)
                raise
            self.writes += 1
            if self.writes % self.writes_between_counts == 0:
                self.sweep()

    def sweep(self) -> None:
        """Remove the pages of old builds, and the oldest pages when there is too much."""
        if not self.lock.acquire(blocking=False):
            return
        try:
            with self.troubles():
                self._sweep()
        finally:
            self.lock.release()

    def _sweep(self) -> None:
        found, total = [], 0
        for folder in self.folder.iterdir():
            if not folder.is_dir():
                continue
            is_old = time.time() - folder.stat().st_mtime > self.keep_other_builds
            if folder.name != self.build_id and is_old:
                shutil.rmtree(folder, ignore_errors=True)
                continue
            for entry in os.scandir(folder):
                try:
                    status = entry.stat()
                except FileNotFoundError:
                    continue
                found.append((status.st_mtime, status.st_size, entry.path))
                total += status.st_size
        if total <= self.limit:
            return
        for _moment, size, path in sorted(found):
            Path(path).unlink(missing_ok=True)
            total -= size
            if total <= self.limit * 0.8:
                break

    def claim(self, key: Key) -> bool:
        """A lock on one byte of a file; the kernel frees it when the process dies."""
        if self.is_resting:
            return True
        with self.troubles():
            if self.claims is None:
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self.claims = os.open(self.folder / "claims", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.lockf(self.claims, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place(key))
            except BlockingIOError:
                return False
        return True

    def release(self, key: Key) -> None:
        if self.claims is not None:
            with self.troubles():
                fcntl.lockf(self.claims, fcntl.LOCK_UN, 1, place(key))


@task
def sweep(folder: str, limit: int, build_id: str) -> None:
    store = FileStore(Path(folder), limit)
    store.build_id = build_id
    store.sweep()


def place(key: Key) -> int:
    return int(name_of(key)[:7], 16)


def shared_store() -> Store:
    if settings.CACHE_URL:
        # By name, because most sites need no client of Redis, and it takes long to load.
        return import_string("delivery.page_cache.redis_store.RedisStore")(settings.CACHE_URL)
    return FileStore(Path(settings.DATA_DIR) / "answers", settings.STORED_ANSWERS_MB * MEGABYTE)
