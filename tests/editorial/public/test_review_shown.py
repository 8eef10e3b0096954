"""What a page says about its medical review follows from what happened on the desk."""

import datetime

import pytest
from django.test import Client
from django.utils import formats, timezone

from editorial import workflow
from editorial.models import Transition
from editorial.versions import drafts
from tests.editorial.at_desk import desk, url
from tests.editorial.moments import Moment
from tests.factories import make_article, make_contributor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engines")]


@pytest.fixture
def people():
    author, reviewer = desk("Author").user, desk("Medical reviewer").user
    make_contributor(
        title="Rita Reviewer", credentials="MD", interests="None in the last three years.",
        user=reviewer,
    )  # fmt: skip
    return author, reviewer, desk("Publisher").user


def page_of(entry):
    return " ".join(Client().get(entry.get_absolute_url()).content.decode().split())


def change(article, title, by):
    payload = drafts.as_it_would_be(article)
    payload["fields"]["title"] = title
    workflow.save_draft(article, payload, by=by)


def reviewed_article(people, **fields):
    author, reviewer, publisher = people
    article = make_article(**fields)
    change(article, "Checked text", author)
    workflow.submit(article, by=author)
    workflow.approve(article, by=reviewer)
    workflow.publish(article, by=publisher)
    return article


def test_publishing_an_approved_version_names_the_reviewer(people):
    page = page_of(reviewed_article(people))
    assert "Medically reviewed by" in page and "Not yet medically reviewed" not in page
    assert "Rita Reviewer</a>, MD" in page and "statement of interests" in page
    assert "Next review due:" in page


def test_approving_alone_changes_nothing_that_is_public(people):
    author, reviewer, _publisher = people
    article = make_article()
    before = page_of(article)
    change(article, "Checked text", author)
    workflow.submit(article, by=author)
    workflow.approve(article, by=reviewer)
    assert page_of(article) == before and "Rita Reviewer" not in before


def test_publishing_without_review_is_said_on_the_page_and_logged(people):
    author, _reviewer, publisher = people
    article = make_article()
    change(article, "Unchecked text", author)
    workflow.publish(article, by=publisher, reason="A harm must be known today")
    assert "Not yet medically reviewed" in page_of(article)
    step = Transition.objects.get(verb="publish_unreviewed")
    assert step.note == "A harm must be known today" and step.made_by == publisher


def test_a_later_text_without_review_does_not_borrow_the_review_of_the_earlier_one(people):
    author, reviewer, publisher = people
    article = reviewed_article(people)
    change(article, "Later text", author)
    assert "Rita Reviewer" in page_of(article)
    workflow.publish(article, by=publisher, reason="Urgent")
    page = page_of(article)
    assert "Later text" in page and "Not yet medically reviewed" in page
    assert "Medically reviewed by" not in page and "reviewedBy" not in page
    day = formats.date_format(timezone.localdate())
    earlier = f"An earlier version was medically reviewed on {day} by"
    assert (
        f'{earlier} <a href="{reviewer.contributor.get_absolute_url()}">Rita Reviewer</a>, MD'
        in page
    )
    workflow.mark_reviewed(article, by=reviewer)
    assert "An earlier version" not in page_of(article)


def test_a_review_of_a_text_that_was_never_public_is_not_told(people):
    author, reviewer, publisher = people
    article = make_article()
    change(article, "Checked but never public", author)
    workflow.submit(article, by=author)
    workflow.approve(article, by=reviewer)
    change(article, "Changed again", author)
    workflow.publish(article, by=publisher, reason="Urgent")
    page = page_of(article)
    assert "Not yet medically reviewed" in page and "An earlier version" not in page
    person = Client().get(reviewer.contributor.get_absolute_url()).content.decode()
    assert article.get_absolute_url() not in person


def test_a_review_by_somebody_who_is_not_named_any_more_is_none(people):
    _author, reviewer, publisher = people
    article = reviewed_article(people)
    workflow.withdraw(reviewer.contributor, by=publisher)
    page = page_of(article)
    assert "Not yet medically reviewed" in page and "Rita Reviewer" not in page
    assert "lastReviewed" not in page and "Last medical review" not in page


def test_a_review_that_is_overdue_is_said_until_somebody_looks_again(people, monkeypatch):
    _author, reviewer, _publisher = people
    moment = Moment(monkeypatch)
    article = reviewed_article(people)
    assert "The next review is overdue." not in page_of(article)
    moment.at(moment.now + datetime.timedelta(days=400))
    workflow.keep_appointments()
    assert "The next review is overdue." in page_of(article)
    workflow.mark_reviewed(article, by=reviewer)
    page = page_of(article)
    assert "The next review is overdue." not in page and "Rita Reviewer" in page


def test_the_preview_says_the_same_as_the_page_after_publishing(people):
    author, reviewer, publisher = people
    article = make_article()
    change(article, "Checked text", author)
    workflow.submit(article, by=author)
    workflow.approve(article, by=reviewer)

    def review(page):
        return page.partition("data-review")[2].partition("</section>")[0]

    browser = desk("Publisher")
    shown = " ".join(browser.get(url(article, "preview")).content.decode().split())
    workflow.publish(article, by=publisher)
    assert review(shown) == review(page_of(article))


def test_the_page_of_the_reviewer_lists_a_text_from_its_publication_on(people):
    author, reviewer, publisher = people
    article = make_article()
    change(article, "Checked text", author)
    workflow.submit(article, by=author)
    workflow.approve(article, by=reviewer)
    assert article.get_absolute_url() not in page_of(reviewer.contributor)
    workflow.publish(article, by=publisher)
    assert article.get_absolute_url() in page_of(reviewer.contributor)
