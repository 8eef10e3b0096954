from typing import Any

from content.models import Publishable
from content.signals import NewsStage, content_withdrawn, public_content_changed
from linking import services


def connect() -> None:
    public_content_changed.connect(on_changed, at=NewsStage.LINKS, dispatch_uid="linking")
    content_withdrawn.connect(on_withdrawn, at=NewsStage.LINKS, dispatch_uid="linking")


def on_changed(sender: type[Publishable], entry: Publishable, **kwargs: Any) -> None:
    services.published(entry)


def on_withdrawn(sender: type[Publishable], entry: Publishable, **kwargs: Any) -> None:
    services.withdrawn(entry)
