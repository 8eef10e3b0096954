"""Hands that are too fast, and ways back that nobody planned."""

import pytest
from django.conf import settings

from articles.models import Article
from editorial import versions, workflow
from editorial.models import Revision, Transition
from tests.browser import sign_in
from tests.editorial.at_desk import url
from tests.factories import make_article, make_topic, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.on_both,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def publisher(page, live_server):
    page.user = make_user(is_superuser=True)
    sign_in(page, live_server, page.user)
    page.site = live_server.url
    return page


@pytest.fixture
def article(publisher):
    article = make_article(title="Before")
    payload = versions.capture(article)
    payload["fields"] |= {"title": "After", "body": "<p>It was 35%.</p>"}
    workflow.save_draft(article, payload, by=publisher.user)
    return article


def open_gate(page, article):
    page.goto(page.site + url(article, "step:publish"))
    page.locator("#id_note").fill("Nobody can review it this week.")
    page.get_by_label("I have read these warnings").check()
    return page.locator("#step_form input[type=submit]")


def published():
    return Transition.objects.filter(verb="publish_unreviewed").count()


def test_a_double_click_publishes_once_and_says_so(publisher, article):
    with publisher.expect_navigation():
        open_gate(publisher, article).dblclick()
    publisher.get_by_text("Done.").wait_for()
    assert publisher.locator(".messagelist .error").count() == 0
    assert published() == 1


def test_a_double_click_saves_one_new_entry(publisher):
    make_topic(title="Topic")
    publisher.goto(publisher.site + url(Article, "add"))
    publisher.fill("#id_title", "Once")
    publisher.locator("#id_title").press("Tab")
    with publisher.expect_navigation():
        publisher.get_by_role("button", name="Save draft").dblclick()
    publisher.get_by_text("was added successfully").wait_for()
    assert Article.objects.count() == 1 and Revision.objects.count() == 1


def test_the_way_back_after_publishing_publishes_nothing_again(publisher, article):
    with publisher.expect_navigation():
        open_gate(publisher, article).click()
    publisher.get_by_text("Done.").wait_for()
    publisher.go_back()
    publisher.wait_for_load_state()
    if publisher.locator("#step_form").count():
        publisher.locator("#step_form input[type=submit]").click()
    publisher.get_by_text("is on the public site as it is; there is no draft").wait_for()
    assert published() == 1


def test_a_login_that_ends_before_publishing_leads_back_to_the_gate(publisher, article):
    button = open_gate(publisher, article)
    publisher.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    button.click()
    publisher.wait_for_url(lambda address: "/login/?next=" in address)
    assert published() == 0
    publisher.user.set_password("long enough")
    publisher.user.save()
    publisher.fill("#id_username", publisher.user.username)
    publisher.fill("#id_password", "long enough")
    publisher.click("input[type=submit]")
    publisher.wait_for_url("**/step/publish/")
    assert publisher.locator("#step_form").count() == 1 and published() == 0
