"""Somebody without an account reads one version by a link, and comments on it."""

import datetime
import logging
import re

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from editorial import workflow
from editorial.models import (
    FeedbackTally,
    OutsideComment,
    OutsideLink,
    Review,
    Revision,
    Transition,
)
from editorial.public import throttle
from mscportal.logs import HideKeys
from tests.editorial.at_desk import desk, url
from tests.editorial.moments import draft_of
from tests.factories import make_article, make_publication, make_red_flag

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engines")]
DAY = datetime.timedelta(days=1)
OWN = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
WORDS = {"name": "Rosa  Outside", "comment": "The second sentence\nis too long."}


@pytest.fixture
def author():
    return desk("Author", first_name="Ada")


@pytest.fixture
def article(author):
    article = make_article(title="What is public", slug="cells")
    draft_of(article, author.user, title="Draft for Rosa", body="<p>Shared sentence.</p>")
    return article


@pytest.fixture
def address(author, article):
    return made(author, article)


def made(browser, entry, **fields):
    """The address that the desk shows once."""
    page = browser.post(url(entry, "outside"), {"reader": "Dr Rosa", "days": "14"} | fields)
    found = re.search(r'value="http://localhost(/review/\d+/[^"]+/)"', page.content.decode())
    return found[1] if found else None


def opened(address, **query):
    return Client().get(address, query)


def sent(address, client=None, headers=OWN, **changes):
    return (client or Client()).post(address, WORDS | changes, headers=headers)


def test_a_private_window_shows_the_draft_in_the_public_page(address, article):
    answer = opened(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Draft for Rosa" in page and "Shared sentence." in page
    assert "A draft for your comments." in page and "Version 2 of" in page
    assert "It is advice, not a medical review" in page and "Ada asked you" in page
    assert Client().get(article.get_absolute_url()).content.decode().count("Draft for Rosa") == 0


def test_the_answer_is_for_one_reader_alone(address, author):
    author.get("/admin/")
    for client in (Client(), author):  # a colleague is no different here
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        policy = answer.headers["Content-Security-Policy"]
        assert "form-action 'self'" in policy and "frame-ancestors 'none'" in policy
        assert not answer.cookies and "csrf" not in answer.content.decode()
        assert '<meta name="robots" content="noindex, nofollow">' in answer.content.decode()
    assert not cache._cache


def test_the_link_is_pinned_to_the_version_it_was_made_for(address, article, author):
    draft_of(article, author.user, title="Later draft", body="<p>Later words.</p>")
    workflow.publish(article, by=None)
    page = opened(address).content.decode()
    assert "Draft for Rosa" in page and "Shared sentence." in page
    assert "Later" not in page


def test_opening_changes_no_text_and_is_noted(address, article):
    before = Revision.objects.count(), article.updated_at
    link = OutsideLink.objects.get()
    assert link.used_at is None
    Client().head(address)
    opened(address)
    link.refresh_from_db()
    article.refresh_from_db()
    assert link.used_at and (Revision.objects.count(), article.updated_at) == before
    assert article.title == "What is public" and article.is_live


def test_only_a_digest_of_the_secret_is_kept(address):
    secret = address.split("/")[3]
    assert len(secret) >= 40
    assert secret not in repr(OutsideLink.objects.values().get())


def test_the_link_is_shown_once_and_listed_with_who_made_it(address, article, author):
    page = author.get(url(article, "outside")).content.decode()
    assert address.split("/")[3] not in page
    assert "Dr Rosa" in page and "Ada" in page and "never" in page and "works until" in page
    opened(address)
    assert "never" not in author.get(url(article, "outside")).content.decode()
    step = Transition.objects.get(verb="share")
    assert (step.made_by, step.note, step.revision_number) == (author.user, "Dr Rosa", 2)


@pytest.mark.parametrize("wrong", ["x", "{}x", "é", "a" * 300])
def test_a_wrong_secret_opens_nothing(address, wrong):
    good = address.split("/")[3]
    bad = address.replace(good, wrong.format(good))
    for client in (Client(), desk(is_superuser=True)):
        answer = client.get(bad)
        assert answer.status_code == 404 and b"Shared sentence" not in answer.content
        assert sent(bad, client).status_code == 404


def test_a_number_that_no_link_has_is_not_known(address):
    good = address.split("/")[3]
    for number in ("0", "99", "9" * 30):
        assert opened(f"/review/{number}/{good}/").status_code == 404


def is_ended(address):
    for answer in (opened(address), sent(address)):
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert b"Shared sentence" not in answer.content and b"Draft for Rosa" not in answer.content
        if answer.status_code != 410:
            return False
    return not OutsideComment.objects.exists()


def test_it_ends_by_itself(address):
    moment = timezone.now()
    OutsideLink.objects.update(expires_at=moment + DAY)
    assert opened(address).status_code == 200
    OutsideLink.objects.update(expires_at=moment)
    assert is_ended(address)


def test_it_ends_when_a_colleague_ends_it(address, article):
    other = desk("Publisher")
    link = OutsideLink.objects.get()
    other.post(url(article, "outside"), {"end": link.pk})
    assert is_ended(address)
    assert Transition.objects.get(verb="unshare").made_by == other.user
    other.post(url(article, "outside"), {"end": link.pk})
    assert Transition.objects.filter(verb="unshare").count() == 1


def test_it_ends_when_the_maker_may_not_change_the_text_any_more(address, author):
    author.user.groups.set(Group.objects.filter(name="Read-only"))
    assert is_ended(address)
    author.user.groups.set(Group.objects.filter(name="Author"))
    assert opened(address).status_code == 200
    author.user.is_active = False
    author.user.save()
    assert is_ended(address)


def test_it_ends_when_the_entry_goes_to_the_trash_and_when_it_is_deleted(author):
    entry = make_article(live=False)
    draft_of(entry, author.user, body="<p>Shared sentence.</p>")
    address = made(author, entry)
    trashed = workflow.trash(entry, by=None)
    assert is_ended(address)
    workflow.take_out(trashed, by=None)
    assert opened(address).status_code == 200
    workflow.delete(entry, by=None)
    assert opened(address).status_code in (404, 410)


@pytest.mark.parametrize("days", ["0", "61", "-1", "", "x", "9" * 30])
def test_a_link_has_an_end(author, article, days):
    assert made(author, article, days=days) is None
    assert not OutsideLink.objects.exists()


def test_it_lasts_a_fortnight_by_default_and_sixty_days_at_most(author, article):
    assert b'value="14"' in author.get(url(article, "outside")).content
    made(author, article, days="60")
    link = OutsideLink.objects.get()
    assert link.expires_at - link.made_at == 60 * DAY


def test_without_a_draft_there_is_nothing_to_share(author):
    entry = make_article()
    assert "has no draft" in author.get(url(entry, "outside")).content.decode()
    with pytest.raises(workflow.WrongState):
        workflow.share(entry, by=author.user, reader="Rosa")


@pytest.mark.parametrize("role", ["Medical reviewer", "Read-only"])
def test_who_may_not_change_the_text_gives_it_to_nobody(address, article, role):
    browser, link = desk(role), OutsideLink.objects.get()
    page = browser.get(url(article, "outside")).content.decode()
    assert "Dr Rosa" in page and 'name="make"' not in page and 'name="end"' not in page
    for data in ({"reader": "Me", "days": "1"}, {"end": link.pk}, {"read": "1"}):
        assert browser.post(url(article, "outside"), data).status_code == 403
    assert OutsideLink.objects.count() == 1 and opened(address).status_code == 200


def test_a_link_of_another_entry_is_not_ended_here(address, author):
    other = make_article()
    author.post(url(other, "outside"), {"end": OutsideLink.objects.get().pk})
    author.post(url(other, "outside"), {"end": "x"})
    assert opened(address).status_code == 200


def test_a_comment_arrives_on_the_desk(address, article, author):
    answer = sent(address)
    assert answer.status_code == 303 and answer.url == f"{address}?sent=1#comment"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Your comment has arrived" in opened(address, sent="1").content.decode()
    page = author.get(url(article, "outside")).content.decode()
    assert "Rosa Outside" in page and "The second sentence<br>is too long." in page
    assert "Outside readers (1 new)" in author.get(url(article)).content.decode()
    first = author.get("/admin/").content.decode()
    assert "Rosa Outside: The second sentence is too long." in first
    assert url(article, "outside") in first
    assert "Rosa Outside" not in desk("Author").get("/admin/").content.decode()
    author.post(url(article, "outside"), {"read": "1"})
    assert "Rosa Outside" not in author.get("/admin/").content.decode()
    assert "Rosa Outside" in author.get(url(article, "outside")).content.decode()
    assert not Review.objects.exists()


def test_a_comment_is_plain_text(address, article, author):
    sent(address, name="<b>Rosa</b>", comment="<script>alert(1)</script>\x00\u202e")
    page = author.get(url(article, "outside")).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "&lt;b&gt;Rosa" in page
    assert OutsideComment.objects.get().text == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "x" * 101},
        {"comment": " \n "},
        {"comment": "x" * 5001},
        {"website": "https://spam.example"},
    ],
)
def test_a_comment_that_cannot_be_taken_stays_in_the_form(address, changes):
    answer = sent(address, **changes)
    assert answer.status_code == 400 and not OutsideComment.objects.exists()
    page = answer.content.decode()
    assert "Nothing was stored yet" in page and "Shared sentence." in page
    assert "Draft for Rosa" in page


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_comment_from_another_site_is_refused_and_kept_in_the_form(address, headers):
    answer = sent(address, headers=headers)
    assert answer.status_code == 403 and not OutsideComment.objects.exists()
    assert "is too long." in answer.content.decode()


def test_too_many_comments_are_refused_and_feedback_is_not(address):
    limit = throttle.COMMENTS
    FeedbackTally.objects.create(
        hour=throttle.this_hour(), bucket=limit.everyone, number=limit.most_in_all
    )
    answer = sent(address)
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 0
    assert "is too long." in answer.content.decode() and not OutsideComment.objects.exists()


def test_a_comment_that_is_far_too_long_is_not_read(address):
    answer = sent(address, comment="x" * 30_000)
    assert answer.status_code == 413 and not OutsideComment.objects.exists()


def test_other_methods_are_refused(address):
    for method in ("put", "delete", "patch", "options"):
        assert getattr(Client(), method)(address).status_code == 405


def test_an_entry_without_a_page_of_its_own_is_shown_where_it_stands_or_not_at_all(author):
    flag = make_red_flag(live=False)
    draft_of(flag, author.user, title="Flag for Rosa")
    answer = opened(made(author, flag))
    assert answer.status_code in (200, 404)
    assert (b"Flag for Rosa" in answer.content) == (answer.status_code == 200)


def test_a_new_entry_that_was_never_public_can_be_shown(author):
    study = make_publication(live=False)
    draft_of(study, author.user, title="New study")
    address = made(author, study)
    assert "New study" in opened(address).content.decode()
    assert Client().get(study.get_absolute_url()).status_code == 404


def test_the_address_is_in_no_line_of_a_log(address, caplog):
    caplog.handler.addFilter(HideKeys())
    secret = address.split("/")[3]
    with caplog.at_level(logging.DEBUG):
        sent(address, headers={})
        sent(address, name="")
        OutsideLink.objects.update(expires_at=timezone.now())
        opened(address)
    paths = [record.getMessage() for record in caplog.records if "/review/" in record.getMessage()]
    assert len(paths) >= 3
    assert secret not in caplog.text


def test_a_version_that_somebody_outside_was_shown_is_kept(address, article, author):
    for place in range(3):
        draft_of(article, author.user, title=f"Draft {place}")
    workflow.purge_revisions(1)
    assert opened(address).status_code == 200


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_of_links_costs_the_same_at_any_size(
    author, article, number, django_assert_max_num_queries
):
    for _ in range(number):
        link, _secret = workflow.share(article, by=author.user, reader="Rosa")
        OutsideComment.objects.create(link=link, name="Rosa", text="Words")
    author.get("/admin/")
    with django_assert_max_num_queries(25):
        author.get(url(article, "outside"))
