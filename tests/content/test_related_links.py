"""Lists of links come in one query, each in the order of its type."""

import datetime

import pytest
from django.utils import timezone

from articles.models import Article
from content.related_links import related_links
from delivery.page_cache import query_log
from tests.factories import make_article, make_disease, make_mechanism, make_source
from therapy.models import TissueSource

pytestmark = pytest.mark.django_db

MOST = {"sources": 20, "mechanisms": 20, "articles": 20, "related": 20}


def test_each_list_is_that_of_the_relation_in_its_order(django_assert_num_queries):
    disease = make_disease()
    about = {"diseases": [disease]}
    for title in ("Zebra", "Alpha", "mid"):
        make_source(title=title, m2m=about)
        make_mechanism(title=f"{title} way", m2m=about)
        disease.related.add(make_disease(title=f"{title} disease"))
    now = timezone.now()
    for number, (order, days) in enumerate([(2, 1), (1, 5), (1, 2), (0, 9)]):
        article = make_article(title=f"Article {number}", order=order, m2m=about)
        when = now - datetime.timedelta(days=days)
        Article.objects.filter(pk=article.pk).update(published_at=when)
    make_article(title="Not public", is_live=False, m2m=about)
    related_links(disease, MOST)
    with django_assert_num_queries(1):
        found = related_links(disease, MOST)
        shown = {
            name: [(entry.title, entry.get_absolute_url(), entry.language) for entry in entries]
            for name, entries in found.items()
        }
    assert found == {name: list(getattr(disease, name).published().for_links()) for name in MOST}
    assert shown["articles"][0][0] == "Article 3"
    assert all(len(entries) >= 3 for entries in shown.values())


def test_a_list_ends_where_it_shall_and_another_entry_has_its_own():
    one, other = make_disease(), make_disease()
    for title in "abc":
        make_source(title=title, m2m={"diseases": [one]})
    found = related_links(one, MOST | {"sources": 2})
    assert [source.title for source in found["sources"]] == ["a", "b"]
    assert related_links(other, MOST) == {name: [] for name in MOST}
    source = found["sources"][0]
    assert source.plain_summary == type(source).objects.get(pk=source.pk).plain_summary


def test_what_stands_behind_the_last_of_a_list_changes_no_answer():
    disease = make_disease()
    for title in "abcd":
        make_source(title=title, m2m={"diseases": [disease]})
    related_links(disease, {"sources": 2})
    with query_log.recorded() as log:
        related_links(disease, {"sources": 2})
    tables = {"therapy_tissuesource"}
    TissueSource.objects.filter(title="d").update(title="z")
    assert query_log.results_unchanged(log.packed(), tables)
    TissueSource.objects.filter(title="b").update(title="bb")
    assert not query_log.results_unchanged(log.packed(), tables)
