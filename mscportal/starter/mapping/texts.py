from articles.models import Article, StandingPage, Topic
from diseases.models import Disease, SoldCondition
from mscportal.starter.articles import ArticleFile, PageFile
from mscportal.starter.wanted import Ref, Wanted
from therapy.models import Mechanism, TissueSource

TOPICS = {
    "the-basics": "The basics",
    "evidence": "Reading the evidence",
    "safety": "Staying safe",
    "rules-and-approval": "Rules and approval",
    "making-the-cells": "Making the cells",
}
PAGE_ORDER = ("about", "how-we-work", "contact", "funding", "accessibility", "privacy")


def topics():
    for order, (slug, title) in enumerate(TOPICS.items(), 1):
        yield Wanted(Topic, slug, slug, {"title": title, "order": order})


def articles(files: list[ArticleFile]):
    for article in files:
        yield Wanted(
            Article,
            article.slug,
            article.slug,
            {
                "title": article.title,
                "kind": article.kind,
                "topic": Ref(Topic, article.topic),
                "plain_summary": article.plain_summary,
                "what_it_means": article.what_it_means,
                "meta_description": article.meta_description,
                "key_points": "\n".join(article.key_points),
                "body": article.body,
                "is_featured": article.featured,
                "order": article.order,
            },
            related={
                "diseases": [Ref(Disease, key) for key in sorted(article.diseases)],
                "sources": [Ref(TissueSource, key) for key in sorted(article.sources)],
                "mechanisms": [Ref(Mechanism, key) for key in sorted(article.mechanisms)],
                "conditions": [Ref(SoldCondition, key) for key in sorted(article.conditions)],
            },
        )


def pages(files: list[PageFile]):
    for page in files:
        yield Wanted(
            StandingPage,
            page.slug,
            page.slug,
            {
                "title": page.title,
                "plain_summary": page.plain_summary,
                "meta_description": page.meta_description,
                "body": page.body,
                "order": PAGE_ORDER.index(page.slug) if page.slug in PAGE_ORDER else 99,
            },
        )
