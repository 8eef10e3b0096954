from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from content.web.feeds import MOST_ITEMS, Item, Rss, SiteFeed, lasting_id, view
from content.web.site_name import with_site_name
from editorial.models import Contributor


class LatestArticles(SiteFeed):
    title = with_site_name(_("Articles of %(site)s"))
    subtitle = _("New articles on mesenchymal stem cells and the diseases they are tried in.")

    def link(self):
        return reverse("articles:list")

    def feed_url(self):
        return reverse("articles:feed")

    def find(self, _shown):
        authors = Prefetch("authors", Contributor.objects.published())
        articles = Article.objects.published().in_short().select_related("topic")
        articles = articles.prefetch_related(authors)
        for article in articles.order_by("-published_at", "-pk")[:MOST_ITEMS]:
            yield Item(
                title=article.title,
                text=article.plain_summary,
                link=article.get_absolute_url(),
                id=lasting_id(article),
                updated=article.updated_at,
                published=article.published_at,
                authors=tuple(author.title for author in article.authors.all()),
                categories=categories(article),
            )


class LatestArticlesAsRss(LatestArticles):
    feed_type = Rss
    description = LatestArticles.subtitle

    def feed_url(self):
        return reverse("articles:rss")


def categories(article):
    return (article.topic.title,) if article.topic and article.topic.is_live else ()


latest_articles = view(LatestArticles)
latest_articles_as_rss = view(LatestArticlesAsRss)
