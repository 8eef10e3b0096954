from typing import Any

from django.db.models.signals import post_delete

from content.models import Publishable
from content.registry import entry_models
from content.signals import NewsStage, content_withdrawn, public_content_changed
from search import services


def connect() -> None:
    public_content_changed.connect(on_changed, at=NewsStage.SEARCH, dispatch_uid="search")
    content_withdrawn.connect(on_withdrawn, at=NewsStage.SEARCH, dispatch_uid="search")
    for model in entry_models():
        post_delete.connect(on_deleted, sender=model, dispatch_uid="search")


def on_changed(sender: type[Publishable], entry: Publishable, **kwargs: Any) -> None:
    services.index(entry)


def on_withdrawn(sender: type[Publishable], entry: Publishable, **kwargs: Any) -> None:
    services.unindex(entry)


def on_deleted(sender: type[Publishable], instance: Publishable, **kwargs: Any) -> None:
    services.unindex(instance)
