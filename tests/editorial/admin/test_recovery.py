"""What somebody typed and did not save waits for that person, and for nobody else."""

import datetime
import json

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from editorial import versions, workflow
from editorial.models import Recovery
from tests.editorial.at_desk import desk, form_of, send, url
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db
TYPED = {"pairs": [["title", "Half a thought"], ["body", "<p>Many words</p>"]], "labels": {}}


def slot(entry):
    return url(entry, "recovery")


def new_slot():
    return f"{url(Article, 'add').removesuffix('add/')}new/recovery/"


def keep(browser, address, data=TYPED):
    return browser.post(address, json.dumps({"data": data}), content_type="application/json")


def test_unsaved_text_comes_back_to_the_person_who_typed_it():
    author, other, article = desk("Author"), desk("Author"), make_article()
    assert keep(author, slot(article)).status_code == 200
    answer = author.get(slot(article)).json()
    assert answer["data"] == TYPED and answer["saved_at"]
    assert "data" not in other.get(slot(article)).json()
    assert b"Half a thought" not in other.get(url(article)).content


def test_one_slot_for_each_person_and_entry_is_overwritten():
    author, article = desk("Author"), make_article()
    keep(author, slot(article))
    keep(author, slot(article), {"pairs": [["title", "Later"]], "labels": {}})
    keep(author, new_slot())
    assert Recovery.objects.count() == 2
    assert author.get(slot(article)).json()["data"]["pairs"] == [["title", "Later"]]
    assert author.get(new_slot()).json()["data"] == TYPED


def test_a_save_empties_the_slot_and_a_refused_one_does_not():
    author, article = desk("Author"), make_article()
    keep(author, slot(article))
    send(author, url(article), title="")
    assert author.get(slot(article)).json()["data"] == TYPED
    send(author, url(article), title="Whole")
    answer = author.get(slot(article)).json()
    assert "data" not in answer and answer["kept_at"]


def test_a_preview_does_not_empty_the_slot():
    author, article = desk("Author"), make_article()
    keep(author, slot(article))
    send(author, url(article), "_preview", title="Look")
    assert author.get(slot(article)).json()["data"] == TYPED


def test_adding_an_entry_empties_the_slot_of_the_empty_form():
    author, topic = desk("Author"), make_topic()
    keep(author, new_slot())
    send(author, url(Article, "add"), title="Mine", slug="mine", topic=str(topic.pk))
    assert Article.objects.filter(slug="mine").exists()
    assert "data" not in author.get(new_slot()).json()


def test_discarding_throws_it_away():
    author, article = desk("Author"), make_article()
    keep(author, slot(article))
    author.post(slot(article), '{"discard": true}', content_type="application/json")
    assert "data" not in author.get(slot(article)).json()


def test_who_has_the_form_open_is_named_for_two_minutes():
    author, other, article = desk("Author", first_name="Ada", last_name="Byron"), desk("Author"), (
        make_article()
    )  # fmt: skip
    author.post(slot(article), '{"seen": true}', content_type="application/json")
    assert author.get(slot(article)).json()["others"] == []
    assert other.get(slot(article)).json()["others"] == [str(author.user)]
    Recovery.objects.update(seen_at=timezone.now() - datetime.timedelta(minutes=3))
    assert other.get(slot(article)).json()["others"] == []
    keep(author, new_slot())
    assert other.get(new_slot()).json()["others"] == []


def test_who_may_not_change_keeps_nothing():
    reader, article = desk("Read-only"), make_article()
    assert reader.get(slot(article)).status_code == 403
    assert keep(reader, slot(article)).status_code == 403
    assert keep(reader, new_slot()).status_code == 403
    assert "recovery/" not in reader.get(url(article)).content.decode()
    visitor = Client()
    assert visitor.get(slot(article)).status_code == 302
    assert keep(visitor, slot(article)).status_code == 302
    assert not Recovery.objects.exists()


def test_a_post_without_the_token_is_refused():
    author, article = desk("Author"), make_article()
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = author.cookies
    assert keep(careful, slot(article)).status_code == 403


def test_what_is_in_the_trash_or_nowhere_has_no_slot():
    author, article = desk("Author"), make_article(live=False)
    address = slot(article)
    workflow.trash(article, by=None)
    assert author.get(address).status_code == 404
    assert author.get(url(Article, "add").replace("add", "99999/recovery")).status_code == 404
    assert author.get(url(Article, "add").replace("add", "x/recovery")).status_code == 404
    assert author.delete(new_slot()).status_code == 405


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "[]",
        "nonsense",
        "[" * 100_000,
        '{"data": 1}',
        '{"data": {"pairs": [["a"]]}}',
        '{"data": {"pairs": [["a", 1]]}}',
        '{"data": {"pairs": [["a", "\\u0000"]]}}',
        '{"data": {"pairs": [["a", "\\ud800"]]}}',
        '{"data": {"pairs": [], "labels": {"a": {"1": null}}}}',
        json.dumps({"data": {"pairs": [["a", "b"]] * 5001, "labels": {}}}),
        json.dumps({"data": {"pairs": [["a", "b" * 2_100_000]], "labels": {}}}),
    ],
)
def test_nonsense_and_too_much_are_refused_and_keep_what_was_there(sent):
    author, article = desk("Author"), make_article()
    keep(author, slot(article))
    answer = author.post(slot(article), sent, content_type="application/json")
    assert answer.status_code == (200 if not sent else 400)
    assert author.get(slot(article)).json()["data"] == TYPED


def test_nothing_public_knows_the_unsaved_words(client):
    author, article = desk("Author"), make_article(slug="public")
    keep(author, slot(article), {"pairs": [["body", "<p>zebrafish</p>"]], "labels": {}})
    for address in ("/articles/public/", "/search/?q=zebrafish", "/articles/", "/"):
        assert b"zebrafish</" not in client.get(address).content


def test_an_expired_login_comes_back_to_the_form():
    author, article = desk("Author"), make_article()
    data = form_of(author.get(url(article)))
    author.logout()
    answer = author.post(url(article), data | {"_save": "1"})
    assert answer.status_code == 302 and answer.url.endswith(f"?next={url(article)}")


def test_deleting_an_entry_for_good_takes_the_slots_with_it():
    author, article = desk("Author"), make_article(live=False)
    keep(author, slot(article))
    workflow.delete(article, by=None)
    assert not Recovery.objects.exists()
    assert versions.capture(make_article())["fields"]
