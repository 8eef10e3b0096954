"""Where the processes of one machine see the content version without asking the database.

A record in a file that each process maps into its memory. Who moves the content version holds the
lock of the file, makes the record odd before the commit and writes the new one after it. A process
that finds an odd record whose lock is free knows that the writer died, and copies the database's
row.
"""

import fcntl
import math
import mmap
import os
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.db import OperationalError

RECORD = struct.Struct("<QQ32sdd")  # count, number, token, due, moved
SUM = struct.Struct("<I")
SIZE = RECORD.size + SUM.size
ODD = struct.Struct("<Q")


class VersionState(NamedTuple):
    number: int
    token: str
    due: float = math.inf  # seconds since 1970, as is `moved`
    moved: float = 0.0


class SharedVersionFile:
    look_again = 1.0  # seconds; then the row itself is compared

    def __init__(self, path: Path):
        self.path = path
        self.map: mmap.mmap | None = None
        self.inode: tuple[int, int] | None = None

    def seen(self) -> bytes:
        """The record as it is; cheap enough for every request. Empty without a file."""
        return self.map[:SIZE] if self.map is not None else b""

    def open(self) -> bool:
        """Map the file that is there now; make it where there is none."""
        status: os.stat_result | None
        try:
            status = self.path.stat()
        except OSError:
            status = self._made()
        if status is None or status.st_size < SIZE:
            self.map = self.inode = None
            return False
        if self.inode != (status.st_dev, status.st_ino):
            try:
                with self.path.open("rb") as file:
                    status = os.fstat(file.fileno())
                    self.map = mmap.mmap(file.fileno(), SIZE, access=mmap.ACCESS_READ)
            except (OSError, ValueError):
                self.map = self.inode = None
                return False
            self.inode = (status.st_dev, status.st_ino)
        return True

    def _made(self) -> os.stat_result | None:
        """A whole file appears under its name at once, so that nobody maps half of one."""
        draft = self.path.with_name(f"{self.path.name}.{os.getpid()}.{os.urandom(4).hex()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(ODD.pack(1).ljust(SIZE, b"\0"))
            try:
                os.link(draft, self.path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
            return self.path.stat()
        except OSError:
            return None

    def state(self, record: bytes) -> VersionState | None:
        """None while the content version is being moved, or when the mover died."""
        if len(record) != SIZE:
            return None
        count, number, token, due, moved = RECORD.unpack_from(record)
        [total] = SUM.unpack_from(record, RECORD.size)
        if count % 2 or zlib.crc32(record[: RECORD.size]) != total:
            return None
        return VersionState(number, token.decode("ascii"), due, moved)

    @contextmanager
    def moving(self) -> Iterator[Callable[[VersionState], None]]:
        """Within, every process asks the database; the new state is given to what is yielded."""
        self.open()
        try:
            file = self.path.open("r+b")
        except FileNotFoundError:
            yield lambda state: None  # nobody has it, so everybody asks the database
            return
        except OSError as error:
            raise OperationalError(
                f"Nothing was changed: {self.path} cannot be written ({error.strerror}), and "
                "visitors would go on seeing the old pages. Let the user of this process write it."
            ) from error
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            with mmap.mmap(file.fileno(), SIZE) as record:
                count = ODD.unpack_from(record)[0] | 1
                record[: ODD.size] = ODD.pack(count)
                yield lambda state: write(record, count + 1, state)

    def repair(self, read_row: Callable[[], VersionState | None]) -> bool:
        """Copy the row where no living process is moving the content version; False if one is."""
        try:
            file = self.path.open("r+b")
        except OSError:
            return False
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return False
            state = read_row()
            if state is None:
                return False
            with mmap.mmap(file.fileno(), SIZE) as record:
                count = ODD.unpack_from(record)[0] | 1
                record[: ODD.size] = ODD.pack(count)
                write(record, count + 1, state)
        return True


def write(record: mmap.mmap, count: int, state: VersionState) -> None:
    packed = RECORD.pack(count, state.number, state.token.encode(), state.due, state.moved)
    packed += SUM.pack(zlib.crc32(packed))
    record[ODD.size :] = packed[ODD.size :]
    record[: ODD.size] = packed[: ODD.size]


class SharedVersionRow:
    """Across machines: each process asks for the row, at most ten times a second."""

    look_again = 0.1

    def seen(self) -> bytes:
        return b""

    def open(self) -> bool:
        return False

    def state(self, record: bytes) -> None:
        return None

    @contextmanager
    def moving(self) -> Iterator[Callable[[VersionState], None]]:
        yield lambda state: None

    def repair(self, read_row: Callable[[], VersionState | None]) -> bool:
        return False
