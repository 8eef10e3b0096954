import gzip

import pytest

from tests import factories
from tests.editorial.at_desk import desk

pytestmark = pytest.mark.django_db

WISH = {"accept-encoding": "gzip"}


def test_a_page_travels_compressed_and_says_the_same(client):
    factories.make_disease(title="Stroke")
    plain, packed = client.get("/diseases/"), client.get("/diseases/", headers=WISH)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2


def test_the_same_page_is_the_same_bytes(client):
    assert client.get("/", headers=WISH).content == client.get("/", headers=WISH).content


def test_the_desk_does_not(client):
    answer = desk("Author").get("/admin/", headers=WISH)
    assert answer.status_code == 200 and "Content-Encoding" not in answer.headers


def test_who_does_not_ask_gets_plain_text(client):
    assert "Content-Encoding" not in client.get("/").headers
