from typing import Any

from content.models import Publishable
from search import services


def on_published(sender: type[Publishable], entry: Publishable, **kwargs: Any) -> None:
    services.index(entry)


def on_withdrawn(sender: type[Publishable], entry: Publishable, **kwargs: Any) -> None:
    services.unindex(entry)


def on_deleted(sender: type[Publishable], instance: Publishable, **kwargs: Any) -> None:
    services.unindex(instance)
