"""Making the index anew gives what single publications gave, and repairs what went astray."""

from contextlib import nullcontext
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from diseases.models import Disease, DiseaseName
from evidence.models import EvidenceStatement
from search import services
from search.models import Alias, Body, Entry, Spelling
from search.services import search
from tests.factories import (
    disease_name,
    make_article,
    make_disease,
    make_question,
    make_source,
    make_statement,
)

WORDS_OF_INDEX = {
    "sqlite": """
        SELECT e.title, n.names, n.profile, n.prior, w.names, w.summary, w.body FROM search_entry e
        LEFT JOIN search_names n ON n.rowid = e.id LEFT JOIN search_words w ON w.rowid = e.id
    """,
    "postgresql": """
        SELECT e.title, i.profile, i.prior, i.nv::text, i.v::text, i.words FROM search_entry e
        LEFT JOIN search_index i ON i.entry_id = e.id
    """,
}
SPOIL_INDEX = {
    "sqlite": ["DELETE FROM search_names", "DELETE FROM search_words"],
    "postgresql": ["DELETE FROM search_index"],
}
ADD_ORPHAN = {
    "sqlite": "INSERT INTO search_words (rowid, names) VALUES (999999, 'orphan')",
    "postgresql": (
        "INSERT INTO search_index (entry_id, nv, v, words) VALUES (999999, 'orphan', 'orphan', '')"
    ),
}


@pytest.fixture(autouse=True)
def clean_index(db):
    """Tests that commit flush Django's tables after them, but not the index tables."""
    services.rebuild()


def run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def snapshot():
    columns = [field.attname for field in Entry._meta.fields if field.name != "id"]
    return {
        "entries": sorted(Entry.objects.values_list(*columns)),
        "bodies": sorted(Body.objects.values_list("entry__url", "text")),
        "spellings": sorted(Spelling.objects.values_list("word", "keys__key")),
        "aliases": sorted(Alias.objects.values_list("entry__url", "key", "weight")),
        "words": sorted(run(WORDS_OF_INDEX[connection.vendor]), key=repr),
    }


@pytest.fixture
def site(db):
    disease = make_disease(
        title="Knee osteoarthritis", names=["Gonarthrosis"], about="<p>Worn cartilage.</p>"
    )
    disease_name(disease, "gonartrosis", kind=DiseaseName.Kind.MISSPELLING)
    services.index(Disease.objects.get(pk=disease.pk))
    make_statement(title="Pain after a year", disease=disease)
    make_article(title="Of cartilage", body="<p>" + "cell " * 300 + "</p>")
    make_source(title="Bone marrow")
    make_question(title="Who pays?")
    make_article(title="A draft", live=False)
    return snapshot()


def rebuild(*arguments):
    out = StringIO()
    call_command("rebuild_search", *arguments, stdout=out, no_color=True)
    return out.getvalue()


def test_made_anew_it_equals_what_single_publications_made(site):
    rebuild()
    assert snapshot() == site
    Entry.objects.all().delete()
    run(*SPOIL_INDEX[connection.vendor])
    assert search("cartilage").total == 0
    summary = rebuild()
    assert snapshot() == site
    assert "7 new, 0 made anew, 0 removed" in summary


def test_twice_is_once(site):
    assert "0 new, 7 made anew, 0 removed" in rebuild()
    keys = sorted(Entry.objects.values_list("pk", flat=True))
    assert "0 new, 7 made anew, 0 removed" in rebuild()
    assert snapshot() == site
    assert sorted(Entry.objects.values_list("pk", flat=True)) == keys


def test_what_an_index_lost_comes_back(site):
    run(*SPOIL_INDEX[connection.vendor])
    Alias.objects.all().delete()
    Body.objects.all().delete()
    Entry.objects.update(title="x", names="", url="/wrong/")
    rebuild()
    assert snapshot() == site


def test_what_is_not_live_goes(site):
    Article.objects.update(is_live=False)
    assert search("cartilage", chosen={"type": ["articles.article"]}).total == 1
    assert "6 made anew, 1 removed" in rebuild()
    assert search("cartilage", chosen={"type": ["articles.article"]}).total == 0


def test_what_is_on_a_page_that_is_not_live_goes(site):
    Disease.objects.update(is_live=False)
    assert "2 removed" in rebuild()
    assert not Entry.objects.filter(kind=EvidenceStatement._meta.label_lower).exists()


def test_what_was_deleted_behind_its_back_goes(site):
    Article.objects.all()._raw_delete("default")
    assert "1 removed" in rebuild()


def test_leftovers_without_entry_are_cleared(site):
    run(ADD_ORPHAN[connection.vendor])
    assert search("orphan").hits == []
    assert "cleared: 1." in rebuild()
    assert "cleared: 0." in rebuild()


def test_a_dry_run_counts_and_changes_nothing(site):
    Article.objects.update(is_live=False)
    make_source(title="Fat", live=False)
    type(make_source(title="Cord", live=False)).objects.filter(title="Cord").update(
        is_live=True, published_at="2026-01-01T00:00Z"
    )
    run(ADD_ORPHAN[connection.vendor])
    before = snapshot()
    summary = rebuild("--dry-run")
    assert (
        "Nothing was changed. It would be: 1 new, 6 made anew, 1 removed; orphan rows cleared: 1."
        in summary
    )
    assert snapshot() == before
    assert "1 new, 6 made anew, 1 removed; orphan rows cleared: 1." in rebuild()


def test_one_type_alone_leaves_the_others(site):
    Article.objects.update(is_live=False)
    Entry.objects.filter(kind="therapy.tissuesource").update(title="kept as it is")
    assert "0 new, 0 made anew, 1 removed" in rebuild("--type", "article")
    assert Entry.objects.filter(title="kept as it is").exists()
    assert "0 new, 2 made anew" in rebuild("--type", "disease", "--type", "tissuesource")
    assert not Entry.objects.filter(title="kept as it is").exists()


def test_progress_and_summary_are_shown(site):
    said = rebuild("--batch", "1")
    assert "diseases: 1 of 1" in said
    assert said.splitlines()[-1] == "0 new, 7 made anew, 0 removed; orphan rows cleared: 0."
    assert rebuild("--verbosity", "0").count("\n") == 1


def test_an_unknown_type_or_batch_is_refused(site):
    with pytest.raises(CommandError, match="There is no type “nonsense”. The types are: article,"):
        rebuild("--type", "nonsense")
    with pytest.raises(CommandError, match="--batch must be 1 or more"):
        rebuild("--batch", "0")


def test_other_processes_may_help(site):
    Entry.objects.all().delete()
    assert "7 new" in rebuild("--workers", "2")
    assert snapshot() == site
    with pytest.raises(CommandError, match="--workers must be 0 or more"):
        rebuild("--workers", "-1")


@pytest.mark.parametrize("batch", ["1", "2", "1000"])
def test_batches_of_any_size_make_the_same(site, batch):
    Entry.objects.all().delete()
    rebuild("--batch", batch)
    assert snapshot() == site


def test_a_batch_costs_the_same_at_any_size(site):
    def queries(model):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            services.rebuild(types=[model])
        return len(captured)

    few = queries(Disease), queries(EvidenceStatement)
    for _ in range(20):
        make_statement(disease=make_disease(names=["One name", "Another name"]))
    assert (queries(Disease), queries(EvidenceStatement)) == few


def test_an_interrupted_rebuild_keeps_the_batches_it_finished(site, monkeypatch):
    class Interrupted(Exception):
        pass

    def stop(model, done, total):
        raise Interrupted

    Entry.objects.all().delete()
    with pytest.raises(Interrupted):
        services.rebuild(types=[Disease, Article], batch=1, progress=stop)
    assert [hit.title for hit in search("gonarthrosis").hits] == ["Knee osteoarthritis"]
    assert search("of cartilage", chosen={"type": ["articles.article"]}).hits == []
    rebuild()
    assert snapshot() == site


TREES = "SELECT indexname FROM pg_indexes WHERE tablename = 'search_index' ORDER BY 1"


@pytest.mark.only_on("postgresql")
@pytest.mark.parametrize("is_interrupted", [False, True])
def test_an_empty_index_is_put_in_order_at_the_end(site, monkeypatch, is_interrupted):
    during = []

    def look(model, done, total):
        during.append(run(TREES))
        if is_interrupted:
            raise KeyboardInterrupt

    trees = run(TREES)
    run("DELETE FROM search_index")
    with pytest.raises(KeyboardInterrupt) if is_interrupted else nullcontext():
        services.rebuild(progress=look)
    assert during[0] == [("search_index_pkey",)]
    assert run(TREES) == trees
    services.rebuild(progress=lambda *_done: during.append(run(TREES)))
    assert during[-1] == trees
    assert snapshot() == site


@pytest.mark.only_on("postgresql")
def test_a_tree_that_is_missing_is_made_by_the_next_rebuild(site):
    trees = run(TREES)
    run("DROP INDEX search_index_words")
    services.rebuild()
    assert run(TREES) == trees


@pytest.mark.only_on("postgresql")
def test_a_rebuild_leaves_rows_that_are_right_as_they_are(site):
    where = "SELECT entry_id, ctid::text FROM search_index ORDER BY 1"
    before = run(where)
    services.rebuild()
    assert run(where) == before


@pytest.mark.django_db(transaction=True)
def test_the_tables_can_be_taken_back_and_made_again():
    call_command("migrate", "search", "zero", verbosity=0)
    assert not [name for name in connection.introspection.table_names() if "search_" in name]
    call_command("migrate", verbosity=0)  # with what other apps keep on top of them
    make_article(title="Of quinces")
    assert search("quinces").total == 1
    assert "made anew" in rebuild()
