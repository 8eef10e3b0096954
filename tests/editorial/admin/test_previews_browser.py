"""The preview beside the form, and without script in a tab of its own."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from articles.models import Article
from editorial.models import Revision
from tests.browser import looked_for_unsaved_text, resize, sign_in
from tests.editorial.at_desk import url
from tests.factories import make_article, make_disease, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("engines"),
]


SHOWN_AT = """width =>
  Math.abs(document.querySelector("iframe.desk-shown").contentWindow.innerWidth - width) <= 2"""


@pytest.fixture
def article(page, live_server):
    make_disease(title="Osteoarthritis")
    sign_in(page, live_server, make_user(is_superuser=True))
    return make_article(title="What are MSC?")


def write(page, text):
    page.locator('label[for="id_body"]').scroll_into_view_if_needed()
    page.wait_for_function("() => Boolean(document.getElementById('id_body').richTextEditor)")
    page.evaluate("text => document.getElementById('id_body').richTextEditor.setData(text)", text)


def shown(page):
    return page.frame_locator("iframe.desk-shown")


def open_preview(page, live_server, article):
    page.goto(live_server.url + url(article))
    page.get_by_role("button", name="Preview", exact=True).press("Enter")
    page.get_by_role("status").filter(has_text="The preview shows the form").wait_for()


def test_the_typed_text_is_shown_at_phone_and_desktop_width(page, live_server, article):
    page.goto(live_server.url + url(article))
    write(page, "<p>Typed just now: osteoarthritis.</p>")
    page.fill("#id_title", "Typed title")
    page.get_by_role("button", name="Preview", exact=True).press("Enter")
    page.get_by_role("status").filter(has_text="The preview shows the form").wait_for()
    for name, width in (("Phone", 360), ("Desktop", 1280)):
        page.get_by_label(name, exact=True).check()
        expect(shown(page).get_by_role("heading", name="Typed title")).to_have_count(1)
        expect(shown(page).locator("a.autolink", has_text="osteoarthritis")).to_have_count(1)
        page.wait_for_function(SHOWN_AT, arg=width)
    assert page.url == live_server.url + url(article)
    assert page.input_value("#id_title") == "Typed title"
    assert Article.objects.get().title == "What are MSC?" and Revision.objects.count() == 0


def test_it_follows_the_typing_and_leaves_no_trace_in_the_browsers_history(
    page, live_server, article
):
    open_preview(page, live_server, article)
    before = page.evaluate("history.length")
    for title in ("Second look", "Third look"):
        page.fill("#id_title", title)
        shown(page).get_by_role("heading", name=title).wait_for()
    write(page, "<p>Rich words.</p>")
    shown(page).get_by_text("Rich words.").wait_for()
    expect(page.locator("iframe")).to_have_count(1)
    assert page.evaluate("history.length") == before
    assert Article.objects.get().title == "What are MSC?" and Revision.objects.count() == 0


def test_it_stands_beside_the_form_where_there_is_room_and_else_below(page, live_server, article):
    open_preview(page, live_server, article)
    form, panel = page.locator("#article_form"), page.locator(".desk-preview")
    for width, is_beside in ((1600, True), (1280, True), (390, False)):
        resize(page, width)
        left, right = form.bounding_box(), panel.bounding_box()
        assert (right["x"] >= left["x"] + left["width"]) is is_beside
        assert (right["y"] >= left["y"] + left["height"]) is not is_beside
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_it_is_open_again_after_saving_and_stays_closed_when_it_was_closed(
    page, live_server, article
):
    open_preview(page, live_server, article)
    page.get_by_label("Desktop", exact=True).check()
    page.fill("#id_title", "Saved")
    with page.expect_navigation():
        page.get_by_role("button", name="Save and go on").press("Enter")
    shown(page).get_by_role("heading", name="Saved").wait_for()
    expect(page.get_by_label("Desktop", exact=True)).to_be_checked()
    page.get_by_role("button", name="Close the preview").press("Enter")
    expect(page.locator(".desk-preview")).to_have_count(0)
    with looked_for_unsaved_text(page):  # both begin when the page has loaded
        page.goto(live_server.url + url(article))
    assert page.locator(".desk-preview").count() == 0


def test_what_stands_in_the_way_is_said_in_its_place(page, live_server, article):
    open_preview(page, live_server, article)
    page.fill("#id_title", "")
    shown(page).get_by_text("There is nothing to show yet").wait_for()
    expect(shown(page).locator("#header")).to_have_count(0)


@pytest.mark.parametrize("lost", [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME])
def test_where_the_login_has_ended_it_says_so_and_keeps_the_last_page(
    page, live_server, article, lost
):
    open_preview(page, live_server, article)
    page.context.clear_cookies(name=lost)
    page.fill("#id_title", "Too late")
    page.get_by_role("status").filter(has_text="could not be loaded").wait_for()
    expect(shown(page).get_by_role("heading", name="What are MSC?")).to_have_count(1)
    assert page.input_value("#id_title") == "Too late"


def test_the_preview_is_refreshed_on_demand_and_closed_with_the_keyboard(
    page, live_server, article
):
    page.clock.install()
    open_preview(page, live_server, article)
    page.get_by_label("Follow what I type").uncheck()
    page.fill("#id_title", "Second look")
    page.clock.run_for(10_000)  # longer than following would take
    assert page.locator("iframe").count() == 1  # each page comes into a new one
    assert shown(page).get_by_role("heading", name="Second look").count() == 0
    page.get_by_role("button", name="Refresh").press("Enter")
    shown(page).get_by_role("heading", name="Second look").wait_for()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Open in a new tab").press("Enter")
    opened.value.get_by_role("heading", name="Second look").wait_for()
    page.get_by_role("button", name="Close the preview").press("Escape")
    expect(page.locator(".desk-preview")).to_have_count(0)
    expect(page.locator("[name=_preview]")).to_be_focused()


def test_without_script_the_preview_opens_in_a_tab_of_its_own(browser, live_server):
    article = make_article(title="What are MSC?")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server, make_user(is_superuser=True))
    page.goto(live_server.url + url(article))
    page.fill("#id_title", "Without script")
    with context.expect_page() as opened:
        page.get_by_role("button", name="Preview", exact=True).click()
    opened.value.get_by_role("heading", name="Without script").wait_for()
    assert page.input_value("#id_title") == "Without script"
    context.close()


def test_two_versions_are_chosen_and_one_is_restored_with_the_keyboard(page, live_server, article):
    from editorial import workflow
    from editorial.versions import drafts

    for title in ("Second", "Third"):
        payload = drafts.as_it_would_be(article)
        payload["fields"]["title"] = title
        workflow.save_draft(article, payload, by=None)
    page.goto(live_server.url + url(article, "history"))
    page.get_by_label("Compare from version 1").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Compare", exact=True).press("Enter")
    assert page.locator("del").inner_text().endswith("What are MSC?")
    assert page.locator("ins").inner_text().endswith("Third")
    with page.expect_navigation():
        page.get_by_role("link", name="Side by side").press("Enter")
    before, after = page.locator(".desk-pairs td").all()
    assert before.inner_text().strip().endswith("What are MSC?")
    assert after.inner_text().strip().endswith("Third")
    page.go_back()
    page.go_back()
    with page.expect_navigation():
        page.get_by_role("button", name="Restore version 2").press("Enter")
    assert page.input_value("#id_title") == "Second"
    assert Article.objects.get().title == "What are MSC?"
