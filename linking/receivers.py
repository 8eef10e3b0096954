from typing import Any

from content.models import Publishable
from content.signals import Stage, content_withdrawn, public_content_changed
from linking import services


def connect() -> None:
    public_content_changed.connect(on_changed, at=Stage.LINKS, dispatch_uid="linking")
    content_withdrawn.connect(on_withdrawn, at=Stage.LINKS, dispatch_uid="linking")


def on_changed(sender: type[Publishable], entry: Publishable, **kwargs: Any) -> None:
    services.published(entry)


def on_withdrawn(sender: type[Publishable], entry: Publishable, **kwargs: Any) -> None:
    services.withdrawn(entry)
