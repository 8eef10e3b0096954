"""A version has all that an editor can change, and putting it back changes nothing else."""

import pytest
from django.contrib.contenttypes.models import ContentType

from articles.models import Article
from content.registry import entry_models
from editorial import versions
from editorial.models import DeskText, PlannedWithdrawal, Revision, Transition, Trashed
from editorial.versions import drafts, identifying
from literature.models import Citation
from tests import factories
from tests.factories import disease_name, make_article, make_disease, make_publication

pytestmark = pytest.mark.django_db

KNOWN_STATE = set(
    "id is_live published_at withdrawn_at created_at updated_at last_reviewed_on next_review_on "
    "is_featured owner user".split()
)


@pytest.fixture
def article():
    return make_article(
        title="What are MSC?",
        body="<h2>One</h2><p>Text [@a].</p>",
        cites=[make_publication(slug="a"), make_publication(slug="b")],
        m2m={"diseases": [make_disease(), make_disease()]},
    )


def everything(model):
    return list(model._base_manager.order_by("pk").values())


@pytest.mark.parametrize("model", entry_models(), ids=lambda model: model._meta.label)
def test_every_field_is_a_part_of_the_version_or_named_as_state(model):
    versioned = {field.name for field in versions.versioned_fields(model)}
    known = KNOWN_STATE.union(model.derived_fields)
    assert {field.name for field in model._meta.concrete_fields} - versioned <= known
    assert not versioned & known


def test_applying_what_was_captured_changes_nothing(article):
    before = everything(Article), everything(Citation)
    assert versions.apply(article, versions.capture(article)) == []
    assert (everything(Article), everything(Citation)) == before


def test_an_older_version_comes_back_with_its_rows_and_relations(article):
    old = versions.capture(article)
    Article.objects.filter(pk=article.pk).update(title="Changed", body="<p>New.</p>", topic=None)
    article.refresh_from_db()
    article.diseases.clear()
    article.citations.all().delete()
    assert versions.apply(article, old) == []
    assert versions.capture(article) == old
    assert article.title == "What are MSC?" and article.diseases.count() == 2


def test_a_field_that_the_version_does_not_know_keeps_its_value(article):
    old = versions.capture(article)
    del old["fields"]["body"], old["m2m"]["diseases"], old["rows"]["citations"]
    old["fields"]["no_longer_a_field"] = 3
    versions.apply(article, old)
    assert article.body and article.diseases.count() == 2 and article.citations.count() == 2


def test_two_rows_may_swap_what_must_be_unique():
    disease = make_disease()
    first, second = disease_name(disease, "one"), disease_name(disease, "two")
    payload = versions.capture(disease)
    for row in payload["rows"]["names"]:
        row["text"] = {"one": "two", "two": "one"}[row["text"]]
    assert versions.apply(disease, payload) == []
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.text, second.text) == ("two", "one")


def test_an_address_that_another_entry_has_by_now_is_reported(article):
    payload = versions.capture(article)
    payload["fields"]["slug"] = "taken"
    make_article(slug="taken")
    problems = versions.apply(article, payload)
    assert [(problem.field, problem.kind) for problem in problems] == [("slug", "taken")]


def test_what_was_deleted_meanwhile_is_reported_and_left_out(article):
    payload = versions.capture(article)
    gone = make_disease()
    payload["m2m"]["diseases"].append(gone.pk)
    payload["fields"]["topic_id"] = 4711
    payload["rows"]["citations"][0]["publication_id"] = 4711
    gone.delete()
    problems = versions.apply(article, payload)
    assert {problem.kind for problem in problems} == {"gone"} and len(problems) == 3
    assert article.diseases.count() == 2 and article.citations.count() == 1


@pytest.mark.parametrize("rows", [1, 8])
def test_applying_costs_the_same_whatever_the_number_of_rows(rows, django_assert_max_num_queries):
    disease = make_disease()
    for number in range(rows):
        disease_name(disease, f"name {number}")
    payload = versions.capture(disease)
    for row in payload["rows"]["names"]:
        row["text"] = f"other {row['text']}"
    ContentType.objects.get_for_model(Citation)
    with django_assert_max_num_queries(24):
        versions.apply(disease, payload)


def test_in_the_scratch_the_rows_show_the_draft_and_afterwards_what_is_live(article):
    payload = versions.capture(article) | {}
    payload["fields"] = payload["fields"] | {"title": "A draft", "body": ""}
    with drafts.draft_applied(article, payload):
        assert Article.objects.get(pk=article.pk).title == "A draft"
        assert not Article.objects.published().exists()
    assert Article.objects.published().get().title == "What are MSC?"


def test_a_row_that_was_never_public_keeps_only_what_identifies_it():
    article = make_article(live=False, title="Working title", body="<p>Secret.</p>")
    identifying.empty(article)
    assert article.title == "Working title" and not article.body and not article.plain_summary


@pytest.mark.parametrize(
    "make",
    [
        factories.make_disease,
        factories.make_sold_condition,
        factories.make_price,
        factories.make_trial,
        factories.make_statement,
        factories.make_product,
        factories.make_source,
        factories.make_mechanism,
        factories.make_publication,
        factories.make_term,
        factories.make_resource,
        factories.make_contributor,
        factories.make_jurisdiction,
        factories.make_safety_item,
        factories.make_topic,
        factories.make_page,
    ],
)
def test_every_kind_of_entry_can_be_emptied_and_filled_again(make):
    entry = make(live=False)
    payload = versions.capture(entry)
    identifying.empty(entry)
    assert versions.apply(entry, payload) == []
    assert versions.capture(entry) == payload


@pytest.mark.parametrize("model", [Revision, Transition, DeskText, PlannedWithdrawal, Trashed])
def test_the_longest_title_of_any_entry_fits_into_what_is_kept_of_it(model):
    longest = max(entry._meta.get_field("title").max_length for entry in entry_models())
    assert model._meta.get_field("title").max_length >= longest
