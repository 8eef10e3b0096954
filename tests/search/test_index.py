"""The index says what is live and nothing else, at every moment."""

import pytest
from django.db import connection, transaction

from content.signals import public_content_changed
from content.text.analyser import fold_phrase
from diseases.models import Disease, DiseaseName
from editorial import workflow
from search import services
from search.backends import get_backend
from search.models import Alias, Body, Entry, Spelling
from search.services import phrase, search
from search.words import ask
from search.writer import LONGEST_TEXT
from tests.factories import (
    disease_name,
    make_article,
    make_disease,
    make_publication,
    make_question,
    make_source,
    make_statement,
    republish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_rows_of_earlier_tests(db):
    """A test that commits is followed by a flush, which passes over the tables of the index."""
    get_backend().delete_orphans()


def titles(query):
    return [hit.title for hit in search(query).hits]


def rows_in_index():
    table = {"sqlite": "search_words", "postgresql": "search_index"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def assert_no_trace(word):
    assert search(word).total == 0
    assert phrase(fold_phrase(word)) == []
    assert not Alias.objects.filter(key__contains=word.lower()).exists()
    assert not Body.objects.filter(text__icontains=word).exists()
    rows = get_backend().find(ask(word), [word], 10, 10)
    assert rows == []
    assert not Spelling.objects.filter(word__contains=word.lower()).exists()
    assert rows_in_index() == Entry.objects.count()


def test_a_published_entry_is_found():
    draft = make_article(title="Of quinces", live=False)
    workflow.publish(draft, by=None)
    assert titles("quinces") == ["Of quinces"]
    assert search("quinces").hits[0].url == draft.get_absolute_url()


def test_a_draft_is_not_indexed():
    draft = make_article(title="Of quinces", body="<p>Quinces.</p>", live=False)
    assert_no_trace("quinces")
    services.index(draft)
    assert_no_trace("quinces")
    services.rebuild()
    assert_no_trace("quinces")


def test_a_withdrawn_entry_leaves_at_once():
    disease = make_disease(title="Quince fever", names=["Quinces"], about="<p>Quinces.</p>")
    workflow.withdraw(disease, by=None)
    assert_no_trace("quince")


def test_a_withdrawn_entry_comes_back_when_it_is_published_again():
    disease = workflow.withdraw(make_disease(title="Quince fever"), by=None)
    workflow.publish(disease, by=None)
    assert titles("quince") == ["Quince fever"]


def test_a_deleted_entry_leaves_at_once():
    make_disease(title="Quince fever", names=["Quinces"]).delete()
    assert_no_trace("quince")
    make_source(title="Quince fever")
    type(make_source(title="Quince twig")).objects.all().delete()
    assert_no_trace("quince")


def test_a_deletion_at_the_desk_leaves_nothing():
    workflow.delete(make_source(title="Quince twig"), by=None)
    assert_no_trace("quince")


def test_a_changed_text_replaces_the_old_one():
    article = make_article(title="Of quinces", plain_summary="Quinces.", body="<p>Quinces.</p>")
    republish(article, title="Of pears", plain_summary="Pears.", body="<p>Pears.</p>")
    assert_no_trace("quince")
    assert titles("pears") == ["Of pears"]


def test_a_name_that_is_gone_is_found_no_more():
    disease = make_disease(title="Apple fever", names=["Quince fever", "Pear fever"])
    DiseaseName.objects.filter(text="Quince fever").delete()
    workflow.announce_change(Disease.objects.get(pk=disease.pk))
    assert_no_trace("quince")
    assert titles("pear fever") == ["Apple fever"]


def test_a_new_address_is_the_one_that_results_lead_to():
    article = make_article(title="Of quinces", slug="old")
    republish(article, slug="new")
    assert search("quinces").hits[0].url == "/articles/new/"


class Interrupted(Exception):
    pass


def test_a_rollback_leaves_the_index_as_it_was():
    article = make_article(title="Of quinces", body="<p>Yellow.</p>")
    with pytest.raises(Interrupted), transaction.atomic():
        republish(article, title="Of pears", body="<p>Green.</p>")
        make_article(title="Of plums")
        assert titles("pears") == ["Of pears"]
        raise Interrupted
    assert_no_trace("pears")
    assert_no_trace("plums")
    assert titles("quinces") == titles("yellow") == ["Of quinces"]


def test_a_withdrawal_that_is_rolled_back_keeps_the_entry():
    article = make_article(title="Of quinces", body="<p>Yellow.</p>")
    with pytest.raises(Interrupted), transaction.atomic():
        workflow.withdraw(article, by=None)
        raise Interrupted
    assert titles("yellow") == ["Of quinces"]


def test_a_part_leads_to_its_place_on_the_page():
    disease = make_disease(title="Lupus", slug="lupus")
    make_statement(title="Quinces in lupus", slug="quinces", disease=disease)
    assert search("quinces").hits[0].url == "/diseases/lupus/evidence/#evidence-quinces"


def test_a_part_follows_its_page_to_a_new_address():
    disease = make_disease(title="Lupus", slug="lupus")
    make_statement(title="Quinces in lupus", slug="quinces", disease=disease)
    republish(disease, slug="sle")
    assert search("quinces").hits[0].url == "/diseases/sle/evidence/#evidence-quinces"


def test_a_part_goes_and_comes_with_its_page():
    disease = make_disease(title="Lupus")
    make_statement(title="Quinces", disease=disease, effect_plain="Quinces.")
    disease = workflow.withdraw(disease, by=None)
    assert_no_trace("quinces")
    services.rebuild()
    assert_no_trace("quinces")
    workflow.publish(disease, by=None)
    assert titles("quinces") == ["Quinces"]


def test_a_part_published_for_a_withdrawn_page_is_not_found():
    disease = workflow.withdraw(make_disease(title="Lupus"), by=None)
    make_statement(title="Quinces", disease=disease)
    assert_no_trace("quinces")


def test_a_part_of_a_list_is_found_without_a_page_of_its_own():
    make_question(title="Who pays for the quinces?", slug="who-pays")
    assert search("quinces").hits[0].url.endswith("#who-pays")


def test_being_indexed_twice_changes_nothing():
    disease = make_disease(title="Apple fever", names=["Quince fever"])
    before = list(Entry.objects.values_list()), set(Alias.objects.values_list("key", "weight"))
    public_content_changed.send(Disease, entry=disease)
    after = list(Entry.objects.values_list()), set(Alias.objects.values_list("key", "weight"))
    assert before == after
    assert rows_in_index() == Entry.objects.count()


def test_saving_one_entry_costs_few_queries(django_assert_max_num_queries):
    disease = make_disease(title="Apple fever", names=["Quince fever"])
    for number in range(20):
        disease_name(disease, f"Fever {number}")
    with django_assert_max_num_queries(15):
        services.index(Disease.objects.get(pk=disease.pk))


def test_names_that_fold_alike_are_one_alias():
    make_disease(title="Haemophilia", names=["Hemophilia", "haemophilias"])
    aliases = Alias.objects.filter(entry__title="Haemophilia")
    assert list(aliases.values_list("key", "weight")) == [("hemophilia", 100)]


def test_a_name_of_punctuation_alone_does_no_harm():
    make_disease(title="Apple fever", names=["...", "→"])
    assert titles("apple fever") == ["Apple fever"]


class TestPhrase:
    def keys(self, text):
        return [object_id for _content_type, object_id in phrase(fold_phrase(text))]

    def test_words_side_by_side_are_a_phrase(self):
        article = make_article(title="A", body="<p>On knee osteoarthritis.</p>")
        assert self.keys("knee osteoarthritis") == [article.pk]

    def test_words_apart_or_in_another_order_are_none(self):
        make_article(title="A", body="<p>Osteoarthritis of the knee; knee, hip osteoarthritis.</p>")
        assert self.keys("knee osteoarthritis") == []

    def test_part_of_a_word_is_none(self):
        make_article(title="A", body="<p>Polyosteoarthritis, osteoarthritic.</p>")
        assert self.keys("osteoarthritis") == []

    def test_folding_is_that_of_the_analyser(self):
        article = make_article(title="A", body="<p>Knee-osteoarthritis and haemophilias.</p>")
        assert self.keys("knees osteoarthritis") == self.keys("hemophilia") == [article.pk]

    def test_a_word_split_by_markup_is_whole(self):
        article = make_article(title="A", body="<p>type 2 <em>diab</em>etes</p>")
        assert self.keys("type 2 diabetes") == [article.pk]

    def test_it_does_not_run_from_one_name_or_field_into_the_next(self):
        make_disease(
            title="Alpha", names=["Beta", "Gamma"], plain_summary="Delta", about="<p>Epsilon</p>"
        )
        for text in ("alpha beta", "beta gamma", "gamma delta", "delta epsilon"):
            assert self.keys(text) == []

    def test_it_finds_what_stands_behind_many_repetitions(self):
        body = "<p>" + "cell " * 600 + "therapy works. Cell death.</p>"
        article = make_article(title="A", body=body)
        assert self.keys("cell therapy") == self.keys("cell death") == [article.pk]
        assert self.keys("therapy cell") == self.keys("death cell") == []

    def test_it_finds_what_stands_at_the_end_of_a_long_text(self):
        words = " ".join(f"w{number}" for number in range(20_000))
        article = make_article(title="A", body=f"<p>{words} knee osteoarthritis</p>")
        assert self.keys("knee osteoarthritis") == self.keys("w19998 w19999") == [article.pk]
        assert self.keys("osteoarthritis knee") == self.keys("w19999 w19998") == []

    def test_the_type_comes_with_the_key(self):
        article = make_article(title="A", body="<p>Quinces.</p>")
        source = make_source(title="Quinces")
        found = phrase(fold_phrase("quince"))
        assert len(found) == 2
        assert {object_id for _type, object_id in found} == {article.pk, source.pk}

    def test_no_words_are_no_phrase(self):
        make_article(title="A")
        assert phrase(()) == []


def test_a_text_of_any_size_and_kind_can_be_published():
    body = "".join(f"<p>{number:x}ß{chr(0x4E00 + number % 20_000)}</p>" for number in range(60_000))
    make_article(title="Vast", body="<p>" + "x" * 30_000 + "</p>" + body)
    assert titles("vast") == ["Vast"]
    assert len(Body.objects.get(entry__title="Vast").text) == LONGEST_TEXT


def test_a_title_of_any_allowed_length_can_be_published():
    title = " ".join(f"word{number}" for number in range(60))
    make_publication(title=title, slug="s" * 120)
    assert titles("word0 word1 word59") == [title]
    assert titles(title) == [title]


@pytest.mark.parametrize(
    "text",
    [
        "alpha_beta",
        "x\\y",
        "5e10",
        "-5.5",
        "a/b/c.html",
        "me@example.org",
        "&amp;&lt;b&gt;",
        "½",
        "ﷺ",
        "№5",
        "e\u0301te\u0301",
        "עברית",
        "العربية",
        "日本語",
        "ΜΥΕΛΌΣ",
        "ǅ",
        "𝐁𝐨𝐥𝐝",
        "x" * 300,
    ],
)
def test_words_of_any_script_or_shape_are_found_again(text):
    article = make_article(title="A", body="<p>before middle after</p>")
    republish(article, body=f"<p>before {text.replace('&', '&amp;')} after</p>")
    assert titles(f"{text} after") == ["A"]
    assert [key for _type, key in phrase(fold_phrase(f"before {text} after"))] == [article.pk]
