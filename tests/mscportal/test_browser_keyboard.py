"""Every page with the keyboard alone, and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.mscportal.looking import PAGES, visiting
from tests.mscportal.sample import ORIGIN
from tests.mscportal.walk import faults_of_walk

# The runner builds the database that the sample is read from.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# Not for these: what is folded, for paper, of use with scripts only, or said in another shape.
HIDDEN_TEXT = """
[...document.querySelectorAll("main *")].filter(found =>
  [...found.childNodes].some(node => node.nodeType === 3 && node.data.trim())
  && !found.checkVisibility({checkVisibilityCSS: true})
  && !found.closest("details:not([open]), [popover], .print-only, .write-in, template, option, svg,"
    + "button[hidden], .feedback-trap, .stage-key"))
.map(found => found.outerHTML.slice(0, 100))
"""


def walked(page, paths):
    faults = []
    for path in paths:
        page.goto(ORIGIN + path)
        faults += [f"{path}: {fault}" for fault in faults_of_walk(page)]
    return faults


@pytest.mark.parametrize("name", PAGES)
def test_the_tab_key_reaches_everything_in_order_and_in_sight(browser, sample, name):
    with visiting(browser, sample) as page:
        faults = walked(page, [sample.path(name)]) + page.faults
    assert faults == [], "\n".join(faults)


def test_the_tab_key_reaches_everything_on_a_phone_too(browser, sample):
    with visiting(browser, sample, width=320) as page:
        faults = walked(page, list(sample.english)[::5]) + page.faults
    assert faults == [], "\n".join(faults)


def test_the_walk_finds_what_is_out_of_order_covered_or_without_a_mark(browser, sample):
    with visiting(browser, sample) as page:
        page.goto(f"{ORIGIN}/nowhere/")
        page.evaluate("""() => {
            const [first, second, third] = document.querySelectorAll("main li a");
            first.tabIndex = 5;
            second.style.outline = second.style.boxShadow = "none";
            second.style.transition = third.style.transition = "none";
            const cover = document.createElement("div");
            cover.style.cssText = "position: fixed; inset: 0; background: white";
            third.addEventListener("focus", () => document.body.append(cover));
            third.addEventListener("blur", () => cover.remove());
        }""")
        faults = " ".join(faults_of_walk(page))
    assert "comes too late" in faults
    assert "shows no focus" in faults
    assert "is covered" in faults


def test_the_first_tab_stop_leads_past_the_navigation(browser, sample):
    with visiting(browser, sample) as page:
        page.goto(f"{ORIGIN}/diseases/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
        page.keyboard.press("Enter")
        page.wait_for_url("**#main")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("name", PAGES)
def test_without_scripts_every_text_is_there_and_folded_parts_open(browser, sample, name):
    with visiting(browser, sample, scripts=False) as page:
        page.goto(ORIGIN + sample.path(name))
        assert page.evaluate(HIDDEN_TEXT) == []
        summary = page.query_selector("details:not([open]) > summary")
        if summary and summary.is_visible():
            summary.click()
            assert summary.evaluate("found => found.parentElement.open")


def test_reading_searching_and_following_links_needs_no_script(browser, sample):
    with visiting(browser, sample, scripts=False) as page:
        page.goto(f"{ORIGIN}/")
        page.get_by_role("searchbox").first.fill("gvhd")
        with page.expect_navigation():  # the start page has a link of this name too
            page.get_by_role("searchbox").first.press("Enter")
        with page.expect_navigation():
            page.get_by_role("link", name="Graft-versus-host disease").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Graft-versus-host disease")
        page.locator('main a[href="#plain-ref-1"]:visible').first.click()
        page.wait_for_url("**#plain-ref-1")
        expect(page.locator("#plain-ref-1")).to_be_visible()


def test_filters_need_no_script(browser, sample):
    with visiting(browser, sample, scripts=False) as page:
        page.goto(f"{ORIGIN}/trials/")
        form = page.locator("form", has=page.locator("select")).first
        form.locator("select").first.select_option(index=1)
        name = form.locator("select").first.get_attribute("name")
        with page.expect_navigation():
            form.get_by_role("button").first.click()
        assert "/trials/?" in page.url and f"{name}=" in page.url


IS_BEHIND = """() => {
    const found = document.activeElement;
    return found !== document.body && !found.closest("#site-menu");
}"""
LINKS = "(links) => links.map(link => link.getAttribute('href'))"


@pytest.mark.parametrize("scripts", [True, False])
def test_the_menu_of_a_phone_keeps_the_focus_until_it_is_closed(browser, sample, scripts):
    with visiting(browser, sample, scripts=scripts, width=390) as page:
        page.goto(f"{ORIGIN}/diseases/")
        button = page.locator(".menu-button")
        menu = page.locator("#site-menu")
        expect(menu).not_to_be_visible()
        button.press("Enter")
        expect(menu).to_be_visible()
        if not scripts:
            page.keyboard.press("Tab")
        expect(menu.locator(".menu-close")).to_be_focused()
        behind = 0
        for _ in range(60):
            page.keyboard.press("Tab")
            behind += page.evaluate(IS_BEHIND)
        assert behind == 0
        page.keyboard.press("Escape")
        expect(menu).not_to_be_visible()
        expect(button).to_be_focused()


def test_the_menu_of_a_phone_has_all_that_header_and_foot_lead_to(browser, sample):
    with visiting(browser, sample, width=390) as page:
        page.goto(f"{ORIGIN}/diseases/")
        page.locator(".menu-button").click()
        within = page.locator("#site-menu a:visible").evaluate_all(LINKS)
        beside = page.locator(".site-footer nav a:not([hreflang])").evaluate_all(LINKS)
        assert {"/diseases/", "/safety/", "/questions/", "/regulation/"} <= set(within)
        assert set(beside) <= set(within)


@pytest.mark.parametrize("width", [320, 390, 800, 1280])
def test_the_field_in_the_header_says_that_it_searches(browser, sample, width):
    with visiting(browser, sample, width=width) as page:
        page.goto(f"{ORIGIN}/diseases/")
        assert page.locator(".site-header .search-icon").bounding_box()["width"] >= 16
        assert page.locator(".site-header .search button").inner_text() == "Search"


def test_a_page_stores_nothing_in_the_browser_and_asks_nobody_else(browser, sample):
    faults = []
    with visiting(browser, sample) as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        for path in sample.english:
            asked.clear()
            page.goto(ORIGIN + path)
            others = [url for url in asked if not url.startswith((ORIGIN, "data:"))]
            faults += [f"{path} asks {url}" for url in others]
        assert page.context.cookies() == []
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
        faults += page.faults
    assert faults == []
