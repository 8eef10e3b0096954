"""Processes that render pages and put them into a release."""

import multiprocessing
import os
import signal
import traceback
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from multiprocessing.connection import Connection, wait
from typing import NamedTuple

from django.db import connections

from delivery.page_cache import query_log
from delivery.static_export.client import InProcessClient, quiet
from delivery.static_export.links import links
from delivery.static_export.manifest import ManifestEntry
from delivery.static_export.releases import Writer, file_name

AT_ONCE = 8  # addresses that a process gets at a time


class BakeJob(NamedTuple):
    address: str
    known: tuple[str, bytes] | None  # file and digest in the release before


class Done(NamedTuple):
    note: ManifestEntry
    links: set[str]
    asked: list[int] | None
    is_new: bool  # its bytes differ from those in the release before
    size: int


class Batch(NamedTuple):
    done: list[Done]
    questions: list[tuple[int, str, str]]


class Stopped(Exception):
    """A process of the bake ended before its work."""


class Worker:
    """What one process does; `writer` is None when nothing shall be written."""

    def __init__(self, site: InProcessClient, writer: Writer | None):
        self.site, self.writer = site, writer
        self.told: set[int] = set()

    def do(self, jobs: list[BakeJob]) -> Batch:
        batch = Batch([], [])
        with quiet():
            for job in jobs:
                batch.done.append(self._do(job, batch.questions))
        return batch

    def _do(self, job: BakeJob, new_questions: list[tuple[int, str, str]]) -> Done:
        with query_log.recorded() as log:
            answer = self.site.ask(job.address)
        asked = self._asked(log, new_questions)
        digest = blake2b(answer.body + repr(sorted(answer.headers.items())).encode()).digest()[:16]
        is_file = answer.status == 200 and answer.may_be_stored and answer.is_of_use_to_all
        file = file_name(job.address, answer.type) if is_file else ""
        is_new = job.known != (file, digest)
        if is_file and self.writer and (is_new or not self.writer.take_over(file)):
            self.writer.write(file, answer)
        return Done(
            ManifestEntry(job.address, answer.status, file, digest, answer.route, answer.headers),
            links(answer, self.site.origin) if is_file else set(),
            asked,
            is_new,
            len(answer.body),
        )

    def _asked(
        self, log: query_log.QueryLog, new_questions: list[tuple[int, str, str]]
    ) -> list[int] | None:
        """Keys of the questions; those that are told for the first time go along."""
        keyed = log.keyed()
        if keyed is None:
            return None
        for key, sql, rest in keyed:
            if key not in self.told:
                self.told.add(key)
                new_questions.append((key, sql, rest))
        return sorted({key for key, _sql, _rest in keyed})


class InThisProcess:
    """One worker in this process."""

    def __init__(self, worker: Worker):
        self.worker = worker
        self.waiting: list[list[BakeJob]] = []
        self.idle = 1

    def give(self, jobs: list[BakeJob]) -> None:
        self.waiting.append(jobs)
        self.idle = 0

    def results(self) -> Iterator[Batch]:
        self.idle = 1
        yield self.worker.do(self.waiting.pop())

    def stop(self) -> None:
        pass


class Processes:
    """Several workers, each in a process of its own that ends when this one does."""

    def __init__(self, worker: Worker, number: int):
        connections.close_all()  # a connection must not be shared
        self.lines: dict[Connection, multiprocessing.process.BaseProcess] = {}
        self.free: list[Connection] = []
        context = multiprocessing.get_context("fork")
        for _ in range(number):
            ours, theirs = context.Pipe()
            others = [*self.lines, ours]
            process = context.Process(target=serve, args=(worker, theirs, others), daemon=True)
            process.start()
            theirs.close()
            self.lines[ours] = process
            self.free.append(ours)

    @property
    def idle(self) -> int:
        return len(self.free)

    def give(self, jobs: list[BakeJob]) -> None:
        self.free.pop().send(jobs)

    def results(self) -> Iterator[Batch]:
        busy = [line for line in self.lines if line not in self.free]
        ready = wait(busy)
        for line in [line for line in busy if line in ready]:
            try:
                said: Batch | OSError | str = line.recv()
            except (EOFError, ConnectionError) as error:
                raise Stopped("A process of the bake was killed; start it again.") from error
            if isinstance(said, OSError):
                raise said
            if isinstance(said, str):
                raise Stopped(f"A page could not be made:\n{said}")
            self.free.append(line)
            yield said

    def stop(self) -> None:
        for line, process in self.lines.items():
            line.close()
            process.join(timeout=5)
            if process.is_alive():
                process.kill()
                process.join()


def serve(worker: Worker, line: Connection, others: list[Connection]) -> None:
    """Until the other end closes, which the death of its process does too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in others:
        other.close()
    with suppress(EOFError, ConnectionError):
        while True:
            jobs = line.recv()
            said: Batch | OSError | str
            try:
                said = worker.do(jobs)
            except OSError as error:
                said = error
            except Exception:
                said = traceback.format_exc()
            line.send(said)
    connections.close_all()
    os._exit(0)
