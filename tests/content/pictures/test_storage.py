"""Pictures in object storage: the same addresses, the same promises as in a folder."""

import pytest
from django.core.files.storage import default_storage

from content.models import Image
from content.pictures import images
from mscportal import env
from tests import buckets
from tests.content.picture_files import encoded, make_image, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def bucket(store, settings):
    media = env.read_bucket({"MSC_MEDIA_URL": f"{store}/pictures/portal"}, "MSC_MEDIA_URL")
    settings.STORAGES = settings.STORAGES | {"default": media}
    with buckets.bucket(store, "pictures") as client:
        yield client


def keys(bucket):
    return buckets.keys(bucket, "pictures")


def test_a_picture_and_its_copies_are_kept_there_and_served_from_here(
    bucket, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image(encoded(picture(900, 600)))
    stored = keys(bucket)
    assert f"portal/{image.file.name}" in stored and len(stored) > 3
    assert image.file.url == f"/media/{image.file.name}"
    answer = client.get(image.file.url)
    assert answer.status_code == 200 and answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    with default_storage.open(image.file.name) as file:
        assert answer.content == file.read()
    for source in images.picture(image).sources:
        assert client.get(source.srcset.split()[0]).status_code == 200
    assert client.get(f"/media/{image.folder}/nothing.jpg").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    assert keys(bucket) == set()


def test_no_checksum_is_sent_that_the_store_did_not_ask_for(bucket):
    sent = []
    client = default_storage.connection.meta.client
    client.meta.events.register(
        "before-send.s3.PutObject", lambda request, **_more: sent.append(dict(request.headers))
    )
    make_image(encoded(picture(60, 40)))
    assert sent and not [name for one in sent for name in one if "checksum" in name.lower()]


def test_a_store_that_fails_is_told_and_leaves_no_row(bucket):
    bucket.delete_bucket(Bucket="pictures")
    try:
        with pytest.raises(images.NotStored, match="could not be stored"):
            make_image(encoded(picture(60, 40)))
        assert not Image.objects.exists()
    finally:
        bucket.create_bucket(Bucket="pictures")
