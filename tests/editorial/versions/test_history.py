"""The history of an entry, what differs between two versions, and the way back."""

import datetime
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from editorial import versions, workflow
from editorial.models import Revision, Transition
from editorial.versions import drafts, word_diff
from tests.editorial.at_desk import desk, messages_of, send, url
from tests.factories import disease_name, make_article, make_disease, make_entry, make_publication

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def publisher():
    return desk("Publisher", first_name="Paula", last_name="Public")


def draft_of(entry, by=None, note="", change=None, **fields):
    payload = drafts.as_it_would_be(entry)
    payload["fields"] |= fields
    if change:
        change(payload)
    return workflow.save_draft(entry, payload, by=by, note=note)


def text_of(response):
    return " ".join(response.content.decode().split())


def lines(client, entry, **query):
    return client.get(url(entry, "history"), query).context["lines"]


def test_the_history_names_versions_authors_reasons_and_steps(publisher):
    article = make_article(title="First title")
    draft_of(article, by=publisher.user, note="Corrected a figure", title="Second title")
    workflow.publish(article, by=publisher.user, reason="Only a figure")
    page = text_of(desk("Read-only").get(url(article, "history")))
    for said in (
        "First title", "Second title", "Corrected a figure", "Only a figure", "public now",
        "was public", "published without medical review", str(publisher.user),
    ):  # fmt: skip
        assert said in page, said


def test_the_history_says_when_each_version_was_public(publisher):
    article = make_article()
    for title in ("Two", "Three"):
        draft_of(article, title=title)
        workflow.publish(article, by=publisher.user, reason="Needed")
    draft_of(article, title="Four")
    four, three, two, one = lines(publisher, article)
    assert one.live_from == article.published_at and one.live_to == two.live_from
    assert two.live_to == three.live_from and not two.is_live
    assert three.is_live and three.live_to is None
    assert four.live_from is None and four.state == "draft"
    workflow.withdraw(article, by=publisher.user, reason="Wrong")
    three = lines(publisher, article)[1]
    assert not three.is_live and three.live_to is not None
    withdrawn = [step for line in lines(publisher, article) for step in line.steps]
    assert "Wrong" in [step.note for step in withdrawn]


def test_a_discarded_draft_leaves_the_periods_in_order(publisher):
    article = make_article()
    draft_of(article, title="Never to be")
    workflow.discard(article, by=publisher.user)
    three, two, one = lines(publisher, article)
    assert three.is_live and two.live_from is None
    assert one.live_from < one.live_to == three.live_from


def many(article, number):
    now, author = timezone.now(), desk().user
    payload = versions.capture(article)
    Revision.objects.bulk_create(
        Revision(
            entry=article, number=place, payload=payload, title=f"Title {place}",
            author=author,
            created_at=now + datetime.timedelta(seconds=place),
            published_at=now + datetime.timedelta(seconds=place) if place % 2 else None,
        )
        for place in range(1, number + 1)
    )  # fmt: skip
    Transition.objects.bulk_create(
        Transition(
            entry=article, title="T", revision_number=place, verb="save", made_by=None,
            made_at=now + datetime.timedelta(seconds=place),
        )
        for place in range(1, number + 1)
    )  # fmt: skip


@pytest.mark.parametrize("number", [5, 500])
def test_history_and_comparison_cost_the_same_at_any_number(
    number, publisher, django_assert_max_num_queries
):
    article = make_article()
    many(article, number)
    publisher.get(url(article, "history"))
    with django_assert_max_num_queries(15):
        answer = publisher.get(url(article, "history"))
    assert len(answer.context["lines"]) == min(number, 50)
    with django_assert_max_num_queries(16):
        publisher.get(url(article, "compare"), {"old": 1, "new": number})


def test_the_history_goes_on_on_later_pages(publisher):
    article = make_article()
    many(article, 120)
    assert [line.version.number for line in lines(publisher, article, page=3)] == list(
        range(20, 0, -1)
    )
    older = lines(publisher, article, page=2)[0]
    assert older.version.number == 70 and len(older.steps) == 1
    assert lines(publisher, article, page=2)[1].live_to is not None
    assert publisher.get(url(article, "history"), {"page": "99"}).status_code == 404
    assert publisher.get(url(article, "history"), {"page": "x"}).status_code == 404


def test_an_entry_without_versions_has_a_history_too(publisher):
    page = text_of(publisher.get(url(make_article(), "history")))
    assert "No version was kept yet" in page


def test_words_that_changed_are_marked_and_only_changed_fields_are_shown(publisher):
    article = make_article(title="A title", body="<p>The cells calm the immune system.</p>")
    draft_of(article, body="<p>The cells may calm the immune system.</p>")
    page = text_of(publisher.get(url(article, "compare")))
    assert '<ins><span class="visually-hidden">added: </span>may</ins>' in page
    assert "<del>" not in page
    changes = publisher.get(url(article, "compare")).context["changes"]
    assert [change.label for change in changes] == ["Text"]


def test_relations_rows_and_links_are_listed(publisher):
    disease, other = make_disease(title="Lupus"), make_disease(title="Psoriasis")
    article = make_article(body="<p><a href='/safety/'>Safety</a></p>", m2m={"diseases": [disease]})

    def change(payload):
        payload["m2m"]["diseases"] = [other.pk]

    draft_of(article, body='<p><a href="/questions/">Safety</a> [@new2020]</p>', change=change)
    page = text_of(publisher.get(url(article, "compare")))
    assert "<del>Lupus</del>" in page and "<ins>Psoriasis</ins>" in page
    assert "<del>Safety → /safety/</del>" in page and "<ins>Safety → /questions/</ins>" in page
    assert "<ins>new2020</ins>" in page

    name = disease_name(disease, "SLE")

    def rename(payload):
        payload["rows"]["names"][0]["text"] = "Systemic lupus"

    draft_of(disease, change=rename)
    page = text_of(publisher.get(url(disease, "compare")))
    assert "changed:" in page and "Systemic lupus" in page and name.text in page


def test_a_change_of_markup_alone_is_said(publisher):
    article = make_article(body="<p>Same words</p>")
    draft_of(article, body="<p><strong>Same words</strong></p>")
    assert "The words are the same" in text_of(publisher.get(url(article, "compare")))


def test_hostile_text_is_escaped(publisher):
    hostile = "<script>alert(1)</script>"
    article = make_article(title="Plain")
    draft_of(article, title=hostile, key_points=f"{hostile} <img src=x onerror=alert(1)>")
    draft_of(article, by=publisher.user, note=hostile, title=hostile)
    for page in ("compare", "history", "preview"):
        body = publisher.get(url(article, page)).content.decode()
        assert hostile not in body and "<img src=x" not in body, page
        assert "&lt;script&gt;" in body, page


def test_two_chosen_versions_are_compared(publisher):
    article = make_article(title="One")
    for title in ("Two", "Three"):
        draft_of(article, title=title)
    page = text_of(publisher.get(url(article, "compare"), {"old": "2", "new": "3"}))
    assert "Two</del>" in page and "Three</ins>" in page and "One</del>" not in page


def test_the_first_version_of_a_new_entry_has_nothing_to_compare_with(publisher):
    article = make_entry(Article, live=False, title="New")
    draft_of(article, title="New")
    assert "nothing to compare with" in text_of(publisher.get(url(article, "compare")))


def test_the_form_of_a_live_entry_with_a_draft_links_to_what_changed(publisher):
    article = make_article()
    said = "What changed since it was published"
    assert said not in publisher.get(url(article)).content.decode()
    send(publisher, url(article), title="Another")
    assert said in publisher.get(url(article)).content.decode()


LONG_TEXTS = """
import django
django.setup()
from editorial.versions.word_diff import changed_words
old = [f"word{place % 5000} and" for place in range(75_000)]
new = list(old)
for place in range(0, len(new), 500):
    new[place] = "changed"
for other in (new, old[::-1], ["a", "b"] * 75_000, []):
    assert changed_words(" ".join(old), " ".join(other))
"""


def test_a_long_text_is_compared_in_bearable_time():
    """It takes seconds; each word with each other one would take hours."""
    subprocess.run([sys.executable, "-c", LONG_TEXTS], cwd=ROOT, check=True, timeout=300)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b c d e f g", "a x c d e g h"),
        ("Stroke of the brain", "Apoplexy of the brain"),  # one word alone, at the very start
        ("Stroke", "Apoplexy"),
        ("A stroke of the brain", "Apoplexy of the brain"),
    ],
)
def test_the_difference_gives_both_texts_back(old, new):
    runs = word_diff.changed_words(old, new)
    assert " ".join(run.text for run in runs if run.kind != "added") == old
    assert " ".join(run.text for run in runs if run.kind != "removed") == new


def test_restoring_makes_a_draft_and_leaves_what_is_public(publisher):
    article = make_article(title="First")
    draft_of(article, title="Second")
    workflow.publish(article, by=publisher.user, reason="Needed")
    response = publisher.post(url(article, "restore"), {"version": "1"}, follow=True)
    assert "What is public is unchanged." in messages_of(response)[0]
    article.refresh_from_db()
    assert article.title == "Second"
    assert drafts.pending(article).payload["fields"]["title"] == "First"
    assert b"<h1>Second</h1>" in Client().get(article.get_absolute_url()).content


def test_restoring_a_version_with_gone_references_reports_them(publisher):
    article = make_article(cites=[make_publication()])
    gone = make_disease()
    draft_of(article, change=lambda payload: payload["m2m"].update(diseases=[gone.pk]))
    draft_of(article, change=lambda payload: payload["m2m"].update(diseases=[]))
    gone.delete()
    response = publisher.post(url(article, "restore"), {"version": "2"}, follow=True)
    assert response.status_code == 200
    assert "what was chosen here was deleted" in response.content.decode()
    assert "deleted (" in text_of(publisher.get(url(article, "compare"), {"old": 3, "new": 4}))


@pytest.mark.parametrize("number", ["", "0", "77", "x", "²", "9" * 20])
def test_restoring_nonsense_changes_nothing(number, publisher):
    article = make_article()
    draft_of(article)
    publisher.post(url(article, "restore"), {"version": number})
    assert Revision.objects.count() == 2


def test_looking_and_restoring_need_the_rights():
    article = make_article()
    draft_of(article)
    reader, nobody = desk("Read-only"), desk()
    for page in ("history", "compare", "preview"):
        assert reader.get(url(article, page)).status_code == 200
        assert nobody.get(url(article, page)).status_code == 403
    assert reader.post(url(article, "restore"), {"version": "1"}).status_code == 403
    assert desk("Publisher").get(url(article, "restore")).status_code == 405
    assert Revision.objects.count() == 2
