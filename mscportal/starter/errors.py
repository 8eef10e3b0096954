"""What is wrong in the starter files, with the place to correct it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class StarterError:
    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.field, self.message) if part)


class StarterErrors(Exception):
    """All errors of one folder, sorted by file and line."""

    def __init__(self, errors: Iterable[StarterError]):
        self.errors = tuple(sorted(set(errors)))
        super().__init__("\n".join(map(str, self.errors)))
