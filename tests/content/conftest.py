from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, default_storage


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


class FullDisk(FileSystemStorage):
    """Writes half of a file and then has no room."""

    room = 0

    def _save(self, name, content):
        if self.room:
            self.room -= 1
            return super()._save(name, content)
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")


@pytest.fixture
def disk(settings, request, media):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "tests.content.conftest.FullDisk"}
    }
    default_storage.room = request.param
    return default_storage


@pytest.fixture
def shown(media, django_capture_on_commit_callbacks):
    # This file is read before Django has its models.
    from tests.content.picture_files import encoded, make_image, picture

    with django_capture_on_commit_callbacks(execute=True):
        return make_image(encoded(picture(900, 600)), credit="A <b> & C", licence="CC BY 4.0")
