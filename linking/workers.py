"""Several processes that make plans; they read no database, so they need none."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from linking.dictionary import Dictionary
from linking.services import Linked, PlanMany, RelinkJob, linked, plan_here

# What a process inherits when it is forked; sending it would take longer than making it.
_dictionary: Dictionary | None = None


def _linked(job: RelinkJob) -> Linked:
    if _dictionary is None:
        raise RuntimeError("This process was not made by a pool that plans.")
    return linked(job, _dictionary)


class _Pool:
    def __init__(self, number: int):
        self.number = number
        self.processes: ProcessPoolExecutor | None = None

    def plan(self, jobs: list[RelinkJob], dictionary: Dictionary) -> list[Linked]:
        global _dictionary
        if self.processes is None or dictionary is not _dictionary:
            self.close()
            _dictionary = dictionary
            fork = multiprocessing.get_context("fork")
            self.processes = ProcessPoolExecutor(self.number, mp_context=fork)
        size = max(1, len(jobs) // (4 * self.number))
        return list(self.processes.map(_linked, jobs, chunksize=size))

    def close(self) -> None:
        global _dictionary
        _dictionary = None
        if self.processes:
            self.processes.shutdown()
            self.processes = None


def can_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods()


@contextmanager
def planning(workers: int) -> Iterator[PlanMany]:
    """A way of planning for `linking.services` that uses so many processes."""
    if workers == 1:
        yield plan_here
        return
    pool = _Pool(workers)
    try:
        yield pool.plan
    finally:
        pool.close()
