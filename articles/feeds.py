import re

from django.contrib.syndication.views import Feed
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.models import Article
from editorial.models import Contributor

ENTRIES = 30
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class LatestArticles(Feed):
    feed_type = Atom1Feed
    title = _("Articles of MSC Portal")
    subtitle = _("New articles on mesenchymal stem cells and the diseases they are tried in.")
    author_name = "MSC Portal"
    language = "en"

    def link(self):
        return reverse("articles:list")

    def feed_url(self):
        return reverse("articles:feed")

    def items(self):
        authors = Prefetch("authors", Contributor.objects.published())
        articles = Article.objects.published().select_related("topic").prefetch_related(authors)
        return articles.order_by("-published_at", "-pk")[:ENTRIES]

    def item_title(self, article):
        return NOT_IN_XML.sub("", article.title)

    def item_description(self, article):
        # Atom readers take a summary for markup.
        return escape(NOT_IN_XML.sub("", article.plain_summary))

    def item_author_name(self, article):
        return ", ".join(author.title for author in article.authors.all()) or None

    def item_categories(self, article):
        return [article.topic.title] if article.topic and article.topic.is_live else []

    def item_pubdate(self, article):
        return article.published_at

    def item_updateddate(self, article):
        return article.updated_at


latest_articles = require_safe(LatestArticles())
