from search import services


def on_published(sender, entry, **kwargs):
    services.index(entry)


def on_withdrawn(sender, entry, **kwargs):
    services.unindex(entry)


def on_deleted(sender, instance, **kwargs):
    services.unindex(instance)
