import os
from pathlib import Path

from django.conf import settings
from django.core import checks

from mscportal.env import SHORTEST_SECRET_KEY, is_local


@checks.register("start")
def debug_stays_at_home(app_configs, **kwargs):
    public = [host for host in settings.ALLOWED_HOSTS if not is_local(host)]
    if settings.DEBUG and public:
        return [
            checks.Error(
                f"MSC_DEBUG is on while MSC_ALLOWED_HOSTS names a public host ({public[0]}).",
                hint="Turn MSC_DEBUG off: debug pages show settings and source code to visitors.",
                id="mscportal.E001",
            )
        ]
    return []


@checks.register("start")
def secret_key_is_long(app_configs, **kwargs):
    if len(settings.SECRET_KEY) < SHORTEST_SECRET_KEY:
        return [
            checks.Error(
                f"The secret key has fewer than {SHORTEST_SECRET_KEY} characters.",
                hint="Set MSC_SECRET_KEY to 50 or more random characters.",
                id="mscportal.E002",
            )
        ]
    return []


@checks.register("start")
def data_folder_is_writable(app_configs, **kwargs):
    folder = Path(settings.DATA_DIR)
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return [
            checks.Error(
                f"The data folder {folder} cannot be written.",
                hint="Give the user of the server write permission or set MSC_DATA_DIR.",
                id="mscportal.E003",
            )
        ]
    return []
