"""Questions are counted without a word about who asked, and never at the cost of an answer."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone

from search import query_statistics
from search.models import Asked
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def waiting(monkeypatch):
    waiting = query_statistics.UnwrittenQuestions()
    monkeypatch.setattr(query_statistics, "waiting", waiting)
    return waiting


def ask(client, query, **more):
    assert client.get("/search/", {"q": query, **more}).status_code == 200


def rows():
    return sorted(Asked.objects.values_list("words", "times", "times_without_result"))


def asked_before(words, *, times, days, in_vain=0, since=0):
    for day in range(days):
        Asked.objects.create(
            words=words,
            day=TODAY() - datetime.timedelta(days=since + day),
            times=times,
            times_without_result=in_vain,
        )


def test_questions_are_counted_folded_with_and_without_result(client):
    make_article(title="Of knees")
    for query in ("knee", "Knees", "the KNEE", "lemonade", "knee lemonade"):
        ask(client, query)
    query_statistics.write()
    assert rows() == [("knee", 3, 0), ("knee lemonade", 1, 1), ("lemonade", 1, 1)]
    ask(client, "knee")
    query_statistics.write()
    assert ("knee", 4, 0) in rows()
    assert {row.day for row in Asked.objects.all()} == {TODAY()}


def test_pages_and_settings_of_a_question_are_not_asked_again(client):
    for number in range(12):
        make_article(title=f"Of knees {number}")
    ask(client, "knee")
    ask(client, "knee", page="2")
    ask(client, "knee", type="article")
    ask(client, "knee", exact="1")
    query_statistics.write()
    assert rows() == [("knee", 1, 0)]


@pytest.mark.parametrize(
    "query",
    [
        "jane.doe@example.org",
        "call me +49 170 123 45 67",
        "555-0199-22",
        "born 12.03.1961",
        "4711081512",
        "https://example.org/x",
        "www.example.org",
        "my mother has had this pain since the summer of last year",
        "x" * 61,
        "",
        "?!",
    ],
)
def test_what_looks_personal_or_long_is_not_kept(client, query):
    ask(client, query)
    query_statistics.write()
    assert rows() == []


@pytest.mark.parametrize("query", ["type 2 diabetes", "covid 19", "phase 1/2 trial"])
def test_short_numbers_are_no_secret(client, query):
    ask(client, query)
    query_statistics.write()
    assert len(rows()) == 1


def test_nothing_but_words_day_and_sums_is_stored():
    names = {field.name for field in Asked._meta.get_fields()}
    assert names == {"id", "words", "day", "times", "times_without_result"}


def test_a_search_writes_nothing_itself(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(6) as queries:
        ask(client, "lemonade")
    assert all(query["sql"].lstrip().startswith(("SELECT", "WITH")) for query in queries)


def test_what_waits_is_bounded(waiting, monkeypatch):
    monkeypatch.setattr(query_statistics, "MOST_WAITING", 3)
    for number in range(10):
        query_statistics.note(f"word{number}", has_result=True)
    query_statistics.note("word1", has_result=True)
    assert waiting.times == {"word0": 1, "word1": 2, "word2": 1}


def test_it_is_written_at_most_once_a_minute(
    waiting, monkeypatch, django_capture_on_commit_callbacks
):
    written = []
    monkeypatch.setattr(query_statistics, "write", lambda: written.append(1))
    with django_capture_on_commit_callbacks(execute=True):
        query_statistics.note("knee", has_result=True)
    assert written == []
    waiting.next_write = 0
    with django_capture_on_commit_callbacks(execute=True):
        query_statistics.note("knee", has_result=True)
        query_statistics.note("knee", has_result=True)
    assert written == [1]


def test_a_database_that_cannot_be_written_breaks_nothing(monkeypatch, caplog):
    def fail():
        raise DatabaseError("locked")

    monkeypatch.setattr(query_statistics, "write", fail)
    query_statistics.write_later.call()
    assert "were not written: locked" in caplog.text


def test_the_report_lists_only_what_was_asked_often_on_several_days():
    asked_before("knee", times=4, days=3, in_vain=1)
    asked_before("one day", times=50, days=1)
    asked_before("seldom", times=1, days=4)
    assert list(query_statistics.report()) == [("knee", 12, 3, 3)]
    assert list(query_statistics.report(without_result=True)) == [("knee", 12, 3, 3)]
    assert list(query_statistics.report(days=2)) == []


def test_questions_with_an_answer_are_not_listed_as_asked_in_vain():
    asked_before("knee", times=4, days=3)
    assert list(query_statistics.report(without_result=True)) == []


def test_what_few_asked_is_forgotten_after_a_month_and_everything_after_a_year():
    asked_before("seldom", times=1, days=2, since=40)
    asked_before("often", times=3, days=3, since=40)
    asked_before("often", times=3, days=3, since=500)
    asked_before("new", times=1, days=1)
    query_statistics.write()
    assert {(row.words, (TODAY() - row.day).days >= 400) for row in Asked.objects.all()} == {
        ("often", False),
        ("new", False),
    }


def test_the_command_prints_both_lists():
    asked_before("knee", times=4, days=3, in_vain=1)
    out = StringIO()
    call_command("report_searches", stdout=out, no_color=True)
    assert out.getvalue().splitlines() == [
        "Asked most",
        "    12       3 without result  knee",
        "Asked in vain",
        "    12       3 without result  knee",
    ]
    with pytest.raises(CommandError, match="must be 1 or more"):
        call_command("report_searches", days=0)


def test_colleagues_read_the_report_at_the_desk_and_nobody_else(client):
    asked_before("knee", times=4, days=3, in_vain=1)
    asked_before("a secret", times=1, days=1)
    address = "/admin/searches/"
    assert client.get(address).status_code == 302
    client.force_login(make_user(groups=["Read-only"]))
    page = client.get(address).content.decode()
    assert "knee" in page and "secret" not in page
    assert client.post(address).status_code == 405
