"""What all feeds share: plain items, clean XML, a bound, and answers to "has it changed?"."""

import re
import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db import models
from django.http import HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape
from django.views.decorators.http import conditional_page, require_safe

MOST_ITEMS = 50
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class Item(NamedTuple):
    title: str
    text: str
    link: str
    id: str  # whole and lasting, see `lasting_id`
    updated: datetime
    published: datetime | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


def lasting_id(*rows: models.Model) -> str:
    """An id for life: neither a new address nor another host of the site changes it.

    Two sites never share one, as long as they did not make their rows in the same microsecond.
    """
    made_of = (f"{row._meta.label} {row.pk} {getattr(row, 'created_at', '')}" for row in rows)
    return uuid.uuid5(uuid.NAMESPACE_OID, "\n".join(made_of)).urn


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def newest(*lists: Iterable[Item]) -> list[Item]:
    items = [item for items in lists for item in items]
    return sorted(items, key=lambda item: item.updated, reverse=True)[:MOST_ITEMS]


class Steady:
    """An empty feed changed never, not at every visit."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else NEVER


class Atom(Steady, Atom1Feed):
    pass


class Rss(Steady, Rss201rev2Feed):
    pass


class SiteFeed(Feed):
    """A subclass names `title`, `subtitle`, `link()` and `feed_url()`, and finds the items.

    What `get_object` gives, where a subclass has one, is handed to all of them.
    """

    feed_type = Atom
    author_name = settings.SITE_NAME
    item_guid_is_permalink = False

    def find(self, shown) -> Iterable[Item]:
        raise NotImplementedError

    def items(self, shown):
        return list(self.find(shown))[:MOST_ITEMS]

    def item_title(self, item):
        return NOT_IN_XML.sub("", item.title)

    def item_description(self, item):
        # Readers take a summary for markup.
        return escape(NOT_IN_XML.sub("", item.text or item.title))

    def item_link(self, item):
        return item.link

    def item_guid(self, item):
        return item.id

    def item_author_name(self, item):
        return NOT_IN_XML.sub("", ", ".join(item.authors)) or settings.SITE_NAME

    def item_categories(self, item):
        return [NOT_IN_XML.sub("", category) for category in item.categories]

    def item_pubdate(self, item):
        return item.published

    def item_updateddate(self, item):
        return item.updated


def view(feed: type[SiteFeed]) -> Callable[..., HttpResponse]:
    answer = feed()

    def read(request, **kwargs):
        response = answer(request, **kwargs)
        # The newest item is no measure: a withdrawn one changes the feed too. The ETag is.
        del response.headers["Last-Modified"]
        return response

    return require_safe(conditional_page(read))
