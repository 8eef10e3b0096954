import datetime
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.utils import timezone

from tests.factories import make_article, make_contributor, make_topic

pytestmark = pytest.mark.django_db

DC = "{http://purl.org/dc/elements/1.1/}"
FEED = "/articles/feed/"
ATOM = "{http://www.w3.org/2005/Atom}"


def read(client):
    answer = client.get(FEED)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)


def test_the_newest_article_comes_first(client):
    now = timezone.now()
    make_article(title="Older", published_at=now - datetime.timedelta(days=2))
    make_article(title="Newer", published_at=now)
    titles = [entry.findtext(f"{ATOM}title") for entry in read(client).iter(f"{ATOM}entry")]
    assert titles == ["Newer", "Older"]


def test_an_entry_says_who_what_when_and_where(client):
    article = make_article(
        title="Cells & signs",
        plain_summary="1 < 2 & so on",
        topic=make_topic(title="The basics"),
        m2m={"authors": [make_contributor(title="Ada Writer")]},
    )
    entry = read(client).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Cells & signs"
    assert entry.findtext(f"{ATOM}summary") == "1 &lt; 2 &amp; so on"
    assert entry.find(f"{ATOM}author/{ATOM}name").text == "Ada Writer"
    assert entry.find(f"{ATOM}category").get("term") == "The basics"
    address = f"http://testserver{article.get_absolute_url()}"
    assert entry.find(f"{ATOM}link").get("href") == address
    assert entry.findtext(f"{ATOM}published") and entry.findtext(f"{ATOM}updated")


def test_an_empty_feed_is_a_valid_feed(client):
    feed = read(client)
    assert feed.findtext(f"{ATOM}title") and feed.findtext(f"{ATOM}author/{ATOM}name")
    assert not list(feed.iter(f"{ATOM}entry"))


def test_the_address_of_the_feed_does_not_repeat_the_request(client):
    feed = ElementTree.fromstring(client.get(f"{FEED}?x=<y>").content)
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://testserver{FEED}"


def test_characters_that_xml_forbids_do_not_break_it(client):
    make_article(title="Odd\x0b title", plain_summary="Odd\x1f text\uffff")
    assert read(client).find(f"{ATOM}entry").findtext(f"{ATOM}title") == "Odd title"


def test_authors_in_draft_are_not_named(client):
    make_article(m2m={"authors": [make_contributor(title="Hidden Writer", live=False)]})
    assert "Hidden Writer" not in client.get(FEED).content.decode()


@pytest.mark.parametrize("size", [1, 6])
def test_the_feed_costs_the_same_at_any_size(client, django_assert_num_queries, size):
    for _ in range(size):
        make_article(m2m={"authors": [make_contributor()]})
    with django_assert_num_queries(2):
        client.get(FEED)


def test_the_feed_answers_only_reading(client):
    assert client.head(FEED).status_code == 200
    assert client.post(FEED).status_code == 405


def test_rss_readers_get_the_same_articles(client):
    article = make_article(title="Cells & signs", plain_summary="1 < 2\x0b")
    answer = client.get(f"{FEED}rss/")
    assert answer.headers["Content-Type"].startswith("application/rss+xml")
    channel = ElementTree.fromstring(answer.content).find("channel")
    assert channel.findtext("title") and channel.findtext("description")
    own = channel.find(f"{ATOM}link")
    assert own.get("rel") == "self" and own.get("href") == f"http://testserver{FEED}rss/"
    item = channel.find("item")
    assert item.findtext("title") == "Cells & signs"
    assert item.findtext("description") == "1 &lt; 2"
    address = f"http://testserver{article.get_absolute_url()}"
    assert item.findtext("link") == address
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.findtext("guid").startswith("urn:uuid:")
    assert item.findtext(f"{DC}creator") == settings.SITE_NAME


def test_an_unchanged_feed_is_not_sent_again(client):
    make_article()
    article = make_article()
    tag = client.get(FEED).headers["ETag"]
    assert client.get(FEED, headers={"if-none-match": tag}).status_code == 304
    article.is_live = False
    article.save()
    assert client.get(FEED, headers={"if-none-match": tag}).status_code == 200
