"""Work done later, in the words of Django 6's `django.tasks`, which takes the place of this module.

Whoever moves to Django 6.2 imports `task` from `django.tasks`, `BaseTaskBackend` from
`django.tasks.backends.base`, and deletes this file. What runs the tasks is `content.pool`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, ParamSpec, TypeVar

from django.conf import settings
from django.utils.module_loading import import_string

P = ParamSpec("P")
T = TypeVar("T")


class InvalidTask(Exception):
    """Not a function by which another process would find it again."""


class BaseTaskBackend:
    """Runs tasks, or hands them to what does; `TASKS` names its class."""

    def __init__(self, alias: str, params: dict[str, Any]):
        self.alias = alias

    def enqueue(self, task: "Task", args: tuple, kwargs: dict[str, Any]) -> Any:
        raise NotImplementedError


@dataclass(frozen=True)
class Task(Generic[P, T]):
    """A function of a module; its arguments are JSON: numbers, strings and lists of them."""

    func: Callable[P, T]
    backend: str = "default"
    run_after: datetime | None = None

    @property
    def module_path(self) -> str:
        return f"{self.func.__module__}.{self.func.__qualname__}"

    def using(self, *, run_after: datetime | None) -> "Task[P, T]":
        return replace(self, run_after=run_after)

    def enqueue(self, *args: P.args, **kwargs: P.kwargs) -> Any:
        return self.get_backend().enqueue(self, args, kwargs)

    def call(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """At once, for whoever needs what it returns."""
        return self.func(*args, **kwargs)

    def get_backend(self) -> BaseTaskBackend:
        params = settings.TASKS[self.backend]
        return import_string(params["BACKEND"])(self.backend, params)


def task(function: Callable[P, T]) -> Task[P, T]:
    if "." in function.__qualname__:
        raise InvalidTask(f"{function.__qualname__} is not a function of its module.")
    return Task(function)
