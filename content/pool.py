"""Runs tasks after the commit in a few threads of the process that enqueued them.

A queue in memory may lose what waits in it: when the process is killed, or when too much waits. So
no task is the only one that knows of its work. Mails are rows, copies that a picture lacks are
told on the desk, pages are made by their readers, counts wait in their dictionary.
"""

import json
import logging
import os
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from django.db import connections, transaction
from django.utils import timezone

from content.frames import with_room
from content.tasks import BaseTaskBackend, Task

logger = logging.getLogger(__name__)

THREADS = 4
MOST_WAITING = 50  # of one task
SECONDS_AT_EXIT = 10.0
SECONDS_BEFORE_FORK = 30.0
THREAD_NAME = "later work"


class Job(NamedTuple):
    task: Task
    arguments: str  # as JSON

    @property
    def name(self) -> str:
        return self.task.module_path

    def __str__(self) -> str:
        args, kwargs = json.loads(self.arguments)
        said = [repr(value) for value in args]
        said += [f"{name}={value!r}" for name, value in kwargs.items()]
        return f"{self.name}({', '.join(said)})"

    def run(self) -> None:
        """Never raises: nobody waits who could do anything about it."""
        args, kwargs = json.loads(self.arguments)
        try:
            self.task.func(*args, **kwargs)
        except Exception:
            logger.exception("The task %s failed", self)


class AfterCommit(BaseTaskBackend):
    """A task belongs to the transaction that enqueues it: without its commit it never was.

    Neither was what is enqueued while a draft is applied to be looked at, which is rolled back.
    """

    def enqueue(self, task: Task, args: tuple, kwargs: dict[str, Any]) -> None:
        job = Job(task.using(run_after=None), json.dumps([args, kwargs], sort_keys=True))
        transaction.on_commit(partial(self.take, job, task.run_after), robust=True)

    def take(self, job: Job, run_after: datetime | None) -> None:
        raise NotImplementedError


class PoolBackend(AfterCommit):
    supports_defer = True  # `run_after`, as Django calls it

    def take(self, job: Job, run_after: datetime | None) -> None:
        pool.add(job, run_after)


class Pool:
    """Of one task one job runs at a time, in the order in which they came; what waits already is
    not added again. A thread ends when it finds nothing to do.

    The threads are no daemons: a process that ends waits for what runs, which must be bounded by
    itself, and goes on with what waits for up to `seconds_at_exit`. What was to run after a moment
    that has not come is left.
    """

    def __init__(
        self,
        threads: int = THREADS,
        most_waiting: int = MOST_WAITING,
        seconds_at_exit: float = SECONDS_AT_EXIT,
        seconds_before_fork: float = SECONDS_BEFORE_FORK,
    ):
        self.most_threads, self.most_waiting = threads, most_waiting
        self.seconds_at_exit = seconds_at_exit
        self.seconds_before_fork = seconds_before_fork
        self.start_afresh()
        os.register_at_fork(
            before=self.hold, after_in_parent=self.go_on, after_in_child=self.start_afresh
        )

    def start_afresh(self) -> None:
        """What waits and runs in a parent process is the parent's."""
        self.lock = threading.Lock()
        self.waiting: dict[Job, datetime | None] = {}
        self.running: set[str] = set()  # names of tasks
        self.full: set[str] = set()  # of which too much waited when one came last
        self.threads = 0
        self.holds = 0  # forks that are under way
        self.ends_at: float | None = None

    def hold(self) -> None:
        """Begin no job, and wait for those that run: a process that is forked while a thread is
        inside SQLite or the like gets a lock that nobody opens any more.
        """
        with self.lock:
            self.holds += 1
        until = time.monotonic() + self.seconds_before_fork
        own = int(threading.current_thread().name == THREAD_NAME)
        while self.threads > own and time.monotonic() < until:
            time.sleep(0.01)
        if self.threads > own:
            logger.warning("A process is forked while work is done beside it")

    def go_on(self) -> None:
        with self.lock:
            self.holds -= 1
            self._staff()

    def add(self, job: Job, run_after: datetime | None = None) -> None:
        with self.lock:
            if job in self.waiting:
                known = self.waiting[job]
                run_after = earlier(known, run_after)
                if run_after == known:
                    return
            elif sum(other.name == job.name for other in self.waiting) >= self.most_waiting:
                if job.name not in self.full:
                    logger.warning("Too much waits to be done: %s is left out, and more", job)
                    self.full.add(job.name)
                return
            self.waiting[job] = run_after
            self._look_at(run_after)

    def _look_at(self, moment: datetime | None) -> None:
        seconds = (moment - timezone.now()).total_seconds() if moment else 0
        if seconds <= 0:
            self._staff()
            return
        timer = threading.Timer(min(seconds, threading.TIMEOUT_MAX), self._wake, [moment])
        timer.daemon = True
        timer.start()

    def _wake(self, moment: datetime) -> None:
        with self.lock:
            self._look_at(moment)

    def _ready(self) -> Iterator[Job]:
        now = timezone.now()
        return (
            job
            for job, run_after in self.waiting.items()
            if job.name not in self.running and (run_after is None or run_after <= now)
        )

    def _staff(self) -> None:
        """One more thread where there is something to do; it calls the next."""
        may_begin = not self.holds and not self._is_ending
        if self.threads < self.most_threads and may_begin and any(self._ready()):
            # Said, because threads of a server that are not Python's own would hand on "daemon".
            threading.Thread(target=with_room(self._work), name=THREAD_NAME, daemon=False).start()
            self.threads += 1

    @property
    def _is_ending(self) -> bool:
        """Python joins the threads of a process when its main thread has come to its end."""
        return not threading.main_thread().is_alive()

    def _work(self) -> None:
        job = None
        while job := self._next(job):
            try:
                job.run()
            finally:
                connections.close_all()

    def _next(self, done: Job | None) -> Job | None:
        with self.lock:
            if done:
                self.running.discard(done.name)
            job = next(self._ready(), None)
            if self.holds:
                job = None
            elif job and self._is_out_of_time():
                left = ", ".join(str(job) for job in self.waiting)
                logger.error("The process ended before this was done: %s", left)
                self.waiting.clear()
                job = None
            if job is None:
                self.threads -= 1
                return None
            del self.waiting[job]
            self.running.add(job.name)
            self.full.discard(job.name)
            self._staff()
            return job

    def _is_out_of_time(self) -> bool:
        if not self._is_ending:
            return False
        if self.ends_at is None:
            self.ends_at = time.monotonic() + self.seconds_at_exit
        return time.monotonic() >= self.ends_at


def earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    """None is at once."""
    return None if one is None or other is None else min(one, other)


pool = Pool()
