"""Two people: a colleague makes a link, a reader without an account opens it and comments."""

import pytest

from editorial import workflow
from editorial.models import OutsideComment
from tests.editorial.at_desk import url
from tests.editorial.moments import draft_of
from tests.factories import make_article, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_reader_opens_the_link_in_a_private_window_and_comments(browser, live_server, settings):
    settings.SITE_URL = live_server.url
    author = make_user(groups=["Author"], first_name="Ada")
    article = make_article(title="Public title")
    draft_of(article, author, title="Draft for Rosa")
    author.set_password("correct-horse-battery")
    author.save()

    colleague = browser.new_context()
    desk = colleague.new_page()
    desk.goto(f"{live_server.url}/admin/login/?next={url(article, 'outside')}")
    desk.fill("[name=username]", author.username)
    desk.fill("[name=password]", "correct-horse-battery")
    with desk.expect_navigation():
        desk.click("[type=submit]")
    desk.fill("[name=reader]", "Dr Rosa")
    with desk.expect_navigation():
        desk.click("[name=make]")
    address = desk.input_value("#made-link")

    reader = browser.new_context()
    page, asked, problems = reader.new_page(), [], []
    page.on("request", lambda request: asked.append(request))
    page.on("console", lambda said: problems.append(said.text))
    page.goto(address)
    assert page.title().startswith("Draft for Rosa")
    page.click("text=Write a comment")
    page.fill("#comment-name", "Rosa")
    page.fill("#comment-text", "The first sentence is too long.")
    page.click("text=Send the comment")
    page.wait_for_selector("text=Your comment has arrived")
    with page.expect_navigation():
        page.click(".site-name a")
    referers = [request.all_headers().get("referer") for request in asked]
    assert f"{live_server.url}/" in referers
    # The start page names itself to its own files; the link is named to nobody.
    assert not any("/review/" in (referer or "") for referer in referers)
    assert reader.cookies() == [] and problems == []

    desk.goto(f"{live_server.url}/admin/")
    with desk.expect_navigation():
        desk.click("text=New comments by outside readers >> nth=0")
    with desk.expect_navigation():
        desk.click("th a:has-text('Draft for Rosa')")
    assert "The first sentence is too long." in desk.inner_text(".desk-comments")
    with desk.expect_navigation():
        desk.click("text=Mark all as read")
    with desk.expect_navigation():
        desk.click("button[name=end]")
    desk.wait_for_selector("text=ended by hand")
    assert page.goto(address).status == 410
    assert OutsideComment.objects.get().read_at and workflow.comments_on(article).count() == 1
    colleague.close()
    reader.close()
