import pytest
from django.urls import include, path

from mscportal import urls as site
from tests.content.picture_files import make_image

urlpatterns = [path("media/", include("content.web.urls")), *site.urlpatterns]
pytestmark = [
    pytest.mark.usefixtures("media"),
    pytest.mark.urls("tests.content.pictures.test_library_file"),
]


@pytest.mark.django_db
def test_a_picture_is_served_with_its_type_and_kept_for_good(client, shown):
    for name, kind in [("original.jpg", "jpeg"), ("400.avif", "avif"), ("800.webp", "webp")]:
        answer = client.get(f"/media/{shown.folder}/{name}")
        assert answer.status_code == 200 and b"".join(answer.streaming_content)
        assert answer["Content-Type"] == f"image/{kind}"
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        again = client.get(
            f"/media/{shown.folder}/{name}", headers={"if-modified-since": answer["Last-Modified"]}
        )
        assert again.status_code == 304


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ["nothing.jpg", "", "..", "../../../portal.sqlite3", "%2e%2e/secret_key", "x.php", ".jpg"]
    + ["original.jpg/", "original.jpg%00", "\\..\\x.png", "original.jpg?/../x"[:12] + ".svg"],
)
def test_nothing_else_is_served_from_the_folder(name, client):
    image = make_image()
    assert client.get(f"/media/{image.folder}/{name}").status_code == 404


@pytest.mark.django_db
def test_a_picture_is_only_read(client):
    assert client.post(f"/media/{make_image().file.name}").status_code == 405
