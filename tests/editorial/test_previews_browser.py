"""The preview beside the form, and without script in a tab of its own."""

import pytest

from articles.models import Article
from editorial.models import Revision
from tests.browser import sign_in
from tests.editorial.desk import url
from tests.factories import make_article, make_disease, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(page, live_server):
    make_disease(title="Osteoarthritis")
    sign_in(page, live_server, make_user(is_superuser=True))
    return make_article(title="What are MSC?")


def write(page, text):
    page.locator('label[for="id_body"]').scroll_into_view_if_needed()
    page.wait_for_function("() => Boolean(document.getElementById('id_body').richTextEditor)")
    page.evaluate("text => document.getElementById('id_body').richTextEditor.setData(text)", text)


def frame(page, name):
    return page.frame_locator(f'iframe[name="desk-preview-{name}"]')


def test_the_typed_text_is_shown_at_phone_and_desktop_width(page, live_server, article):
    page.goto(live_server.url + url(article))
    write(page, "<p>Typed just now: osteoarthritis.</p>")
    page.fill("#id_title", "Typed title")
    page.get_by_role("button", name="Preview", exact=True).press("Enter")
    page.get_by_role("status").filter(has_text="The preview shows the form").wait_for()
    for name, width in (("phone", 360), ("desktop", 1280)):
        shown = frame(page, name)
        assert shown.get_by_role("heading", name="Typed title").count() == 1
        assert shown.locator("a.autolink", has_text="osteoarthritis").count() == 1
        assert abs(shown.locator("html").evaluate("() => innerWidth") - width) <= 2
    assert page.url == live_server.url + url(article)
    assert page.input_value("#id_title") == "Typed title"
    assert Article.objects.get().title == "What are MSC?" and Revision.objects.count() == 0


def test_the_preview_is_refreshed_on_demand_and_closed_with_the_keyboard(
    page, live_server, article
):
    page.goto(live_server.url + url(article))
    page.get_by_role("button", name="Preview", exact=True).click()
    loaded = page.get_by_role("status").filter(has_text="The preview shows the form")
    loaded.wait_for()
    page.fill("#id_title", "Second look")
    assert frame(page, "phone").get_by_role("heading", name="Second look").count() == 0
    page.get_by_role("button", name="Refresh").click()
    frame(page, "desktop").get_by_role("heading", name="Second look").wait_for()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Open in a new tab").click()
    opened.value.get_by_role("heading", name="Second look").wait_for()
    page.get_by_role("button", name="Close the preview").press("Escape")
    assert page.locator(".desk-preview").count() == 0
    assert page.evaluate("document.activeElement.name") == "_preview"


def test_without_script_the_preview_opens_in_a_tab_of_its_own(browser, live_server):
    article = make_article(title="What are MSC?")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server, make_user(is_superuser=True))
    page.goto(live_server.url + url(article))
    page.fill("#id_title", "Without script")
    with context.expect_page() as opened:
        page.get_by_role("button", name="Preview", exact=True).click()
    assert opened.value.get_by_role("heading", name="Without script").count() == 1
    assert page.input_value("#id_title") == "Without script"
    context.close()


def test_two_versions_are_chosen_and_one_is_restored_with_the_keyboard(page, live_server, article):
    from editorial import drafts, services

    for title in ("Second", "Third"):
        payload = drafts.as_it_would_be(article)
        payload["fields"]["title"] = title
        services.save_draft(article, payload, by=None)
    page.goto(live_server.url + url(article, "history"))
    page.get_by_label("Compare from version 1").check()
    page.get_by_role("button", name="Compare", exact=True).press("Enter")
    assert page.locator("del").inner_text().endswith("What are MSC?")
    assert page.locator("ins").inner_text().endswith("Third")
    page.go_back()
    page.get_by_role("button", name="Restore version 2").press("Enter")
    assert page.input_value("#id_title") == "Second"
    assert Article.objects.get().title == "What are MSC?"
