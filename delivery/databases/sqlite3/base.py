from django.db.backends.sqlite3 import base

from delivery.databases.watched import Watched


class DatabaseWrapper(Watched, base.DatabaseWrapper):
    pass
