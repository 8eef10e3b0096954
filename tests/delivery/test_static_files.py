"""Files in front of Django are the ones behind it, said in the same words."""

import pytest
from django.core.handlers.wsgi import WSGIHandler

from delivery.static_files import StaticFiles
from tests.delivery.stranger import Stranger
from tests.mscportal.sample import packed_static

pytestmark = pytest.mark.django_db


@pytest.fixture
def packed(tmp_path):
    with packed_static(tmp_path / "static"):
        yield tmp_path / "static"


@pytest.fixture
def address(packed):
    [file] = (packed / "css").glob("site.*.css")
    return f"/static/css/{file.name}"


def stranger_of(application):
    stranger = Stranger(None, None)
    stranger.cache.application = application
    return stranger


@pytest.fixture
def behind(packed):
    return stranger_of(WSGIHandler())  # one that knows these files


@pytest.fixture
def in_front(packed):
    def site(environ, start_response):
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [b"the site itself"]

    return stranger_of(StaticFiles(site))


@pytest.mark.parametrize("wishes", [{}, {"accept_encoding": "gzip"}, {"accept_encoding": "br"}])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_packed_file_is_answered_before_django(behind, in_front, address, method, wishes):
    there, here = behind.ask(method, address, **wishes), in_front.ask(method, address, **wishes)
    assert here.status == there.status == 200 and here.body == there.body
    here.headers.pop("etag"), there.headers.pop("etag")  # behind, all packings share one
    assert here.headers == there.headers
    assert "immutable" in here.headers["cache-control"]


def test_each_packing_has_a_tag_of_its_own(in_front, address):
    tags = {}
    for coding in ("", "gzip", "br"):
        answer = in_front.get(address, accept_encoding=coding)
        assert answer.headers.get("content-encoding", "") == coding
        tags[coding] = answer.headers["etag"]
    assert len(set(tags.values())) == 3
    for coding, tag in tags.items():
        for other in tags:
            answer = in_front.get(address, accept_encoding=other, if_none_match=f'"x", W/{tag}')
            assert answer.status == (304 if other == coding else 200)
            assert answer.headers["etag"] == tags[other]


@pytest.mark.parametrize(
    "wish", ["gzip;q=0", "gzip;q=0, br;q=0.0", "identity, *;q=0", "br;q=0,zstd"]
)
def test_a_packing_that_somebody_refuses_is_not_sent(in_front, address, wish):
    assert "content-encoding" not in in_front.get(address, accept_encoding=wish).headers
    packed = in_front.get(address, accept_encoding="br;q=0, gzip;q=0.1")
    assert packed.headers["content-encoding"] == "gzip"


def test_who_has_the_file_and_who_wants_a_part_of_it(in_front, address):
    tag = in_front.get(address).headers["etag"]
    assert in_front.get(address, if_none_match=tag).status == 304
    part = in_front.get(address, range="bytes=0-9")
    assert part.status == 206 and len(part.body) == 10


@pytest.mark.parametrize(
    "path", ["/static/", "/static/no.css", "/static/../secret_key", "/static/%2e%2e/secret_key"]
)
def test_other_addresses_below_are_left_to_the_site(in_front, packed, path):
    assert in_front.get(path).body == b"the site itself"


def test_where_https_is_a_must_the_site_decides(in_front, address, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert in_front.get(address).body == b"the site itself"
