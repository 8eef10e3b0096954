from django.db.backends.sqlite3 import base

from delivery.content_version.tracking import TracksWrites


class DatabaseWrapper(TracksWrites, base.DatabaseWrapper):
    pass
