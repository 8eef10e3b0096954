import pytest
from django.contrib.contenttypes.models import ContentType

from articles.models import Article
from content.reachable import by_key, grouped, reachable
from diseases.models import Disease
from evidence.models import EvidenceStatement
from tests.factories import make_article, make_disease, make_statement, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engines")]


def key_of(entry):
    return ContentType.objects.get_for_model(type(entry)).pk, entry.pk


def test_drafts_are_out_of_reach():
    live, draft = make_disease(title="Live"), make_disease(title="Draft", live=False)
    assert list(reachable(Disease)) == [live]
    assert by_key([key_of(live), key_of(draft)]) == {key_of(live): live}


def test_an_entry_without_a_page_is_out_of_reach_with_the_page_it_stands_on():
    on_live, on_draft = make_statement(), make_statement(disease=make_disease(live=False))
    assert list(reachable(EvidenceStatement)) == [on_live]
    assert key_of(on_draft) not in by_key([key_of(on_draft)])


def test_addresses_need_no_further_query(django_assert_num_queries):
    for _ in range(3):
        make_statement()
    with django_assert_num_queries(1):
        assert len({entry.get_absolute_url() for entry in reachable(EvidenceStatement)}) == 3


def test_empty_groups_are_left_out():
    make_disease(title="Asthma")
    groups = grouped(lambda entries: entries.filter(title="Asthma"), [Article, Disease])
    assert [(group.label, len(group.entries)) for group in groups] == [("diseases", 1)]


def test_rows_that_are_no_entries_are_passed_over():
    user, article = make_user(), make_article()
    assert by_key([key_of(user), key_of(article)]) == {key_of(article): article}
