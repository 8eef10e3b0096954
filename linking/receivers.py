from typing import Any

from content.models import Publishable
from content.signals import content_published, content_withdrawn
from linking import services


def connect() -> None:
    content_published.connect(on_published, dispatch_uid="linking")
    content_withdrawn.connect(on_withdrawn, dispatch_uid="linking")


def on_published(sender: type[Publishable], entry: Publishable, **kwargs: Any) -> None:
    services.published(entry)


def on_withdrawn(sender: type[Publishable], entry: Publishable, **kwargs: Any) -> None:
    services.withdrawn(entry)
