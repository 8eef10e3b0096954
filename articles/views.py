from itertools import groupby

from django.db.models import Count, F, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import jsonld
from articles.models import Article, StandingPage, Topic
from content.languages import title_of
from content.prepared import prepared
from content.registry import blocks
from content.related_links import as_links, links_of
from content.text import richtext
from content.unchecked import unchecked
from content.web.pages import get_public
from content.web.params import declare, page_of
from diseases.models import Disease, SoldCondition
from editorial.models import SiteDetails
from editorial.public import byline
from literature.page_text import PageText
from literature.reference_lists import has_references
from literature.unchecked import of_references
from therapy.models import Mechanism, TissueSource

MOST_LISTED = 100
MORE_OF_THE_TOPIC = 5
# Standing pages that say who runs and pays for the site.
PAGES_WITH_SITE_DETAILS = {"about", "contact", "funding"}


def topics_with_counts():
    """Public topics that have something to read."""
    live = Count("articles", filter=Q(articles__is_live=True))
    topics = Topic.objects.published().annotate(article_count=live).filter(article_count__gt=0)
    return topics.order_by(*Topic._meta.ordering)  # a count drops it


@require_safe
@declare("page")
def article_list(request):
    articles = (
        Article.objects.published()
        .for_cards()
        .order_by(
            F("topic__is_live").desc(nulls_last=True),
            "topic__order",
            "topic__title",
            "topic",
            "order",
            "-published_at",
            "pk",
        )
    )
    page = page_of(request, articles)
    by_topic = [(topic, list(group)) for topic, group in groupby(page.object_list, public_topic)]
    return render(
        request,
        "articles/article_list.html",
        {
            "page": page,
            "by_topic": by_topic,
            "topics": topics_with_counts(),
            "crumbs": [(_("Articles"), "")],
        },
    )


def public_topic(article):
    return article.topic if article.topic and article.topic.is_live else None


@require_safe
@declare("page")
def topic(request, slug):
    topic = get_public(Topic.objects, slug=slug)
    return render(
        request,
        "articles/topic_detail.html",
        {
            "described_by": jsonld.topic,
            "entry": topic,
            "page": page_of(request, topic.articles.published().for_cards()),
            "crumbs": [(_("Articles"), reverse("articles:list")), (title_of(topic), "")],
        },
    )


@prepared
def article_at(slug):
    return Article.objects.with_picture().filter(slug=slug)[:1]


@prepared
def beside(article, topic):
    """What the article is about, and the articles of its topic."""
    about = Article(pk=article)
    relations = (about.diseases, about.sources, about.mechanisms, about.conditions)
    lists = [(relation.published(), MOST_LISTED) for relation in relations]
    return as_links([*lists, (Topic(pk=topic).articles.published(), MORE_OF_THE_TOPIC + 1)])


@has_references(Article, article_at)
def text_of_article(article):
    return PageText(article, ["key_points", "body"])


@require_safe
def article_detail(request, slug):
    article = get_public(article_at, slug)
    topic = public_topic(article)
    diseases, sources, mechanisms, conditions, of_topic = links_of(
        beside(article.pk, topic.pk if topic else 0),
        (Disease, TissueSource, Mechanism, SoldCondition, Article),
    )
    written = byline(article)
    text = text_of_article(article)
    crumbs = [(_("Articles"), reverse("articles:list"))]
    if topic:
        crumbs.append((title_of(topic), topic.get_absolute_url()))
    return render(
        request,
        "articles/article_detail.html",
        {
            "described_by": jsonld.article,
            "entry": article,
            "topic": topic,
            "hero": article.lead_picture,
            "text": text,
            "unchecked": unchecked(of_references(text.references)),
            "byline": written,
            "diseases": diseases,
            "sources": sources,
            "mechanisms": mechanisms,
            "conditions": conditions,
            "corrections": written.corrections,
            "more": [each for each in of_topic if each.pk != article.pk][:MORE_OF_THE_TOPIC],
            "blocks": blocks(article, "end"),
            "crumbs": [*crumbs, (title_of(article), "")],
        },
    )


@prepared
def page_at(slug):
    return StandingPage.objects.filter(slug=slug)[:1]


@has_references(StandingPage, page_at)
def text_of_page(standing_page):
    return PageText(standing_page, ["body"])


@require_safe
def page(request, slug):
    standing_page = get_public(page_at, slug)
    text = text_of_page(standing_page)
    return render(
        request,
        "articles/standing_page.html",
        {
            "described_by": jsonld.standing_page,
            "entry": standing_page,
            "text": text,
            "unchecked": unchecked(of_references(text.references)),
            "description": standing_page.description or beginning(standing_page.body),
            "byline": byline(standing_page),
            "site": SiteDetails.current() if slug in PAGES_WITH_SITE_DETAILS else None,
            "crumbs": [(title_of(standing_page), "")],
        },
    )


def beginning(html):
    return richtext.shorten(richtext.plain_text(html), 155)
