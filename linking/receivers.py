from linking import services


def on_published(sender, entry, **kwargs):
    services.published(entry)


def on_withdrawn(sender, entry, **kwargs):
    services.withdrawn(entry)
