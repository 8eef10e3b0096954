"""Typed and never saved, in Chromium: offered again with the rich text and the added rows."""

import pytest
from django.conf import settings

from articles.models import Article
from editorial import versions, workflow
from editorial.models import Revision
from tests.browser import kept_at_desk, looked_for_unsaved_text, sign_in
from tests.content.editor import editor_data, editor_of, type_at_end
from tests.factories import make_article, make_publication, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.on_both,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def user():
    return make_user(is_superuser=True)


def open_form(page, live_server, article):
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    editor_of(page)


def type_into_form(page, words):
    page.fill("#id_title", f"Title {words}")
    type_at_end(page, editor_of(page), f" {words}")


def kept_in_text(page, words):
    """The title is typed first, and may be kept without the text."""
    return kept_at_desk(page, f" {words}</p>")


def reopened(page, live_server, article):
    """The tab is gone without a word; the same person opens the form in another one."""
    other = page.context.new_page()
    page.close(run_before_unload=False)
    open_form(other, live_server, article)
    return other


def test_after_a_killed_tab_text_rows_and_choices_are_restored(page, live_server, user):
    article, publication = make_article(title="Old"), make_publication(title="A study")
    sign_in(page, live_server, user)
    open_form(page, live_server, article)
    group = "#literature-citation-content_type-object_id-group"
    page.locator(f"{group} .add-row a").click()
    row = "#id_literature-citation-content_type-object_id-0-"
    page.evaluate(
        """([select, value]) => {
            const element = document.querySelector(select);
            element.add(new Option("A study", value, true, true));
            django.jQuery(element).trigger("change").trigger("select2:select");
        }""",
        [f"{row}publication", str(publication.pk)],
    )
    page.fill(f"{row}locator", "table 7")
    with kept_in_text(page, "kept words"):
        type_into_form(page, "kept words")

    page = reopened(page, live_server, article)
    offer = page.locator(".desk-unsaved")
    offer.wait_for(state="visible")
    assert page.input_value("#id_title") == "Old" and "kept words" not in editor_data(page)
    offer.locator("[data-restore]").click()
    assert page.input_value("#id_title") == "Title kept words"
    assert "kept words" in editor_data(page)
    assert page.input_value(f"{row}locator") == "table 7"
    assert page.input_value(f"{row}publication") == str(publication.pk)
    with looked_for_unsaved_text(page), page.expect_navigation():
        page.locator("input[name=_continue]").click()
    assert page.locator(".errornote").count() == 0
    editor_of(page)
    assert "kept words" in editor_data(page)
    assert page.locator(".desk-unsaved").is_hidden()
    assert Article.objects.get().title == "Old"


def test_after_an_expired_login_this_browser_still_has_the_text(page, live_server, user):
    article = make_article(title="Old")
    sign_in(page, live_server, user)
    open_form(page, live_server, article)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    type_into_form(page, "late words")
    with page.expect_navigation():
        page.locator("input[name=_save]").click()
    assert "/login/" in page.url and "next=" in page.url
    sign_in(page, live_server, user)
    open_form(page, live_server, article)
    page.locator(".desk-unsaved [data-restore]").click()
    assert page.input_value("#id_title") == "Title late words" and "late words" in editor_data(page)


def test_discarded_text_is_not_offered_again(page, live_server, user):
    article = make_article(title="Old")
    sign_in(page, live_server, user)
    open_form(page, live_server, article)
    with kept_in_text(page, "bad words"):
        type_into_form(page, "bad words")
    page = reopened(page, live_server, article)
    with page.expect_response(lambda answer: "discard" in (answer.request.post_data or "")):
        page.locator(".desk-unsaved [data-discard]").click()
    with looked_for_unsaved_text(page):
        open_form(page, live_server, article)
    assert page.locator(".desk-unsaved").is_hidden()


def test_leaving_with_unsaved_changes_asks_and_an_untouched_form_does_not(page, live_server, user):
    article = make_article(title="Old")
    sign_in(page, live_server, user)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    open_form(page, live_server, article)
    page.goto(f"{live_server.url}/admin/")
    assert asked == []
    open_form(page, live_server, article)
    type_into_form(page, "words")
    page.goto(f"{live_server.url}/admin/")
    assert asked == ["beforeunload"]


def test_a_colleague_who_has_the_form_open_is_named(page, browser, live_server, user):
    article = make_article(title="Old")
    sign_in(page, live_server, user)
    with looked_for_unsaved_text(page):
        open_form(page, live_server, article)
    context = browser.new_context()
    other = context.new_page()
    sign_in(other, live_server, make_user(is_superuser=True))
    open_form(other, live_server, article)
    line = other.locator(".desk-editing")
    line.wait_for(state="visible")
    assert str(user) in line.text_content()
    context.close()


def test_text_restored_over_a_newer_version_meets_the_question_and_is_kept(page, live_server, user):
    article = make_article(title="Old")
    sign_in(page, live_server, user)
    open_form(page, live_server, article)
    with kept_in_text(page, "my words"):
        type_into_form(page, "my words")
    payload = versions.capture(article)
    payload["fields"] |= {"title": "Theirs", "body": "<p>Their words.</p>"}
    workflow.save_draft(article, payload, by=make_user("colleague", is_superuser=True))

    page = reopened(page, live_server, article)
    assert page.input_value("#id_title") == "Theirs"
    page.locator(".desk-unsaved [data-restore]").click()
    with page.expect_navigation():
        page.locator("input[name=_save]").click()
    assert "colleague saved this entry on" in page.locator(".errorlist.nonfield").inner_text()
    assert page.input_value("#id_title") == "Title my words"
    editor_of(page)
    assert "my words" in editor_data(page)
    theirs = page.locator(".desk-conflict .desk-version")
    assert "Theirs" in theirs.all_inner_texts() and Revision.objects.count() == 2
    for choice in page.locator('.desk-conflict input[value="mine"]').all():
        choice.check()
    with page.expect_navigation():
        page.locator("input[name=_save]").click()
    newest = Revision.objects.newest(article)
    assert newest.title == "Title my words" and newest.author == user
    assert "my words" in newest.payload["fields"]["body"]
