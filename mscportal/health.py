"""What a watchdog wants to know, without a word about the inside."""

import shutil

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

LEAST_FREE_BYTES = 100 * 1024 * 1024


def findings() -> dict[str, bool]:
    """Each question with its answer; True is good."""
    return {**database(), "disk_space": has_disk_space()}


def database() -> dict[str, bool]:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return {"database": False, "migrations": False}
    return {"database": True, "migrations": not waiting}


def has_disk_space() -> bool:
    try:
        return shutil.disk_usage(settings.DATA_DIR).free >= LEAST_FREE_BYTES
    except OSError:
        return False
