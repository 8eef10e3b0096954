from content.signals import content_published, content_withdrawn
from linking import services


def connect() -> None:
    content_published.connect(on_published, dispatch_uid="linking")
    content_withdrawn.connect(on_withdrawn, dispatch_uid="linking")


def on_published(sender, entry, **kwargs):
    services.published(entry)


def on_withdrawn(sender, entry, **kwargs):
    services.withdrawn(entry)
