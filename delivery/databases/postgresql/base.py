from django.db.backends.postgresql import base

from delivery.databases.watched import Watched


class DatabaseWrapper(Watched, base.DatabaseWrapper):
    pass
