from typing import Any

from content.models import Publishable
from linking import services


def on_published(sender: type[Publishable], entry: Publishable, **kwargs: Any) -> None:
    services.published(entry)


def on_withdrawn(sender: type[Publishable], entry: Publishable, **kwargs: Any) -> None:
    services.withdrawn(entry)
