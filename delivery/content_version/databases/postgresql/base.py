from django.db.backends.postgresql import base

from delivery.content_version.tracking import TracksWrites


class DatabaseWrapper(TracksWrites, base.DatabaseWrapper):
    pass
