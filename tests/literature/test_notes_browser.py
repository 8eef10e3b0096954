"""References that show themselves beside their mark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.factories import make_article, make_publication

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINES = "<p>Line of text.</p>" * 30


@pytest.fixture
def article(page, live_server):
    make_publication(title="First study", slug="first", doi="10.1/1", doi_verification="checked")
    make_publication(title="Second study", slug="second")
    article = make_article(body=f"<h2>One</h2><p>So [@first]. But [@second].</p>{LINES}")
    page.clock.install()
    page.goto(live_server.url + article.get_absolute_url())
    return article


def note(page):
    return page.get_by_role("tooltip")


def mark(page, number):
    return page.get_by_role("link", name=f"Reference {number}", exact=True)


def test_it_shows_on_hover_stays_under_the_pointer_and_moves_nothing(page, article):
    height = page.evaluate("document.documentElement.scrollHeight")
    place = page.locator("#references").bounding_box()
    mark(page, 1).hover()
    note(page).filter(has_text="First study").wait_for()
    note(page).hover()
    page.clock.run_for(10_000)  # longer than it takes to go
    assert note(page).is_visible()
    assert note(page).locator("a").count() == 0
    assert page.evaluate("document.documentElement.scrollHeight") == height
    assert page.locator("#references").bounding_box() == place
    page.mouse.move(5, 5)
    note(page).wait_for(state="hidden")


def test_it_shows_on_focus_and_escape_closes_it_where_the_reader_is(page, article):
    page.locator("#main").focus()
    while page.evaluate("document.activeElement.getAttribute('href')") != "#ref-1":
        page.keyboard.press("Tab")
    note(page).filter(has_text="First study").wait_for()
    described = mark(page, 1).get_attribute("aria-describedby")
    assert page.locator(f"#{described}").is_visible()
    page.keyboard.press("Escape")
    note(page).wait_for(state="hidden")
    expect(mark(page, 1)).to_be_focused()
    page.keyboard.press("Tab")
    note(page).filter(has_text="Second study").wait_for()
    page.keyboard.press("Enter")
    note(page).wait_for(state="hidden")
    page.wait_for_url("**#ref-2")


def test_what_is_shown_is_accessible(page, article):
    mark(page, 1).hover()
    note(page).filter(has_text="First study").wait_for()
    assert Axe().run(page).response["violations"] == []


def test_a_click_leads_to_the_list_and_back(page, article):
    mark(page, 2).click()
    page.wait_for_url("**#ref-2")
    page.locator("#ref-2 .back-links a").click()
    page.wait_for_url("**#cite-2-1")


def test_the_first_tap_shows_it_and_the_second_follows_the_link(browser, live_server):
    make_publication(title="First study", slug="first")
    article = make_article(body="<h2>One</h2><p>So [@first].</p>" + LINES)
    context = browser.new_context(has_touch=True, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(live_server.url + article.get_absolute_url())
    mark(page, 1).tap()
    note(page).filter(has_text="First study").wait_for()
    box = note(page).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 320
    assert page.evaluate("location.hash") == ""
    mark(page, 1).tap()
    page.wait_for_url("**#ref-1")
    context.close()


def test_a_definition_shows_in_the_same_way(page, live_server):
    article = make_article()
    page.goto(live_server.url + article.get_absolute_url())
    page.evaluate(
        """() => {
        document.querySelector("h1").insertAdjacentHTML(
            "afterend", '<p><a href="#x" data-definition="A word explained.">word</a></p>');
        }"""
    )
    script = next(
        source
        for source in page.evaluate("[...document.scripts].map(script => script.src)")
        if source.endswith("notes.js")
    )
    page.add_script_tag(url=f"{script}?again")
    page.get_by_role("link", name="word").hover()
    note(page).filter(has_text="A word explained.").wait_for()
