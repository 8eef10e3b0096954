"""The page that lists the feeds for people."""

from typing import NamedTuple

from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.feeds import LatestArticles, LatestArticlesAsRss
from content.web.feeds import Rss, SiteFeed
from evidence.feeds import EvidenceChanges, SafetyChanges

FEEDS: list[type[SiteFeed]] = [LatestArticles, EvidenceChanges, SafetyChanges, LatestArticlesAsRss]


class FeedRow(NamedTuple):
    title: str
    text: str
    address: str
    format: str
    type: str


def row(request: HttpRequest, feed: type[SiteFeed]) -> FeedRow:
    is_rss = feed.feed_type is Rss
    return FeedRow(
        feed.title,
        feed.subtitle,
        request.build_absolute_uri(feed().feed_url()),
        "RSS" if is_rss else "Atom",
        "application/rss+xml" if is_rss else "application/atom+xml",
    )


@require_safe
def feed_list(request):
    return render(
        request,
        "mscportal/feeds.html",
        {"feeds": [row(request, feed) for feed in FEEDS], "crumbs": [(_("Feeds"), "")]},
    )
