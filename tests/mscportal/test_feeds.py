import re

import pytest

from tests.visits import body

pytestmark = pytest.mark.django_db

FEEDS = ["/articles/feed/", "/evidence/feed/", "/safety/feed/", "/articles/feed/rss/"]


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_people_find_all_feeds_on_one_page(client, prefix):
    page = body(client, f"{prefix}/feeds/")
    for feed in FEEDS:
        assert f'href="http://testserver{prefix}{feed}"' in page
        assert client.get(f"{prefix}{feed}").status_code == 200


def test_programs_find_the_feeds_on_every_page(client):
    page = body(client, "/")
    found = re.findall(
        r'<link rel="alternate" type="application/atom\+xml"[^>]*href="([^"]*)"', page
    )
    assert found == FEEDS[:3]


def test_the_page_of_feeds_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/feeds/")
