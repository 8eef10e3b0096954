"""Contents that follow the reader, copying and printing."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_article, make_publication

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = "".join(
    f"<h2>Part {name}</h2>" + "<p>Line of text.</p>" * 30 for name in ("one", "two", "three")
)


@pytest.fixture
def article(page, live_server):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    article = make_article(title="Long read", body=BODY, cites=[make_publication()])
    page.goto(live_server.url + article.get_absolute_url())
    page.locator("#about-this-page > summary").click()
    return article


# The same word stands there from the first copy; it is taken away and written again.
WATCH = """() => {
  const said = document.querySelector("[data-copied]");
  new MutationObserver(() => { window.isSaidAgain = said.textContent === "Copied."; })
    .observe(said, { childList: true });
}"""


def current(page):
    return page.locator("nav.contents a[aria-current]")


def test_the_contents_list_marks_the_section_that_is_read(page, article):
    contents = page.get_by_role("navigation", name="On this page")
    for name in ("Part two", "Part three", "Part one"):
        page.get_by_role("heading", name=name).evaluate("heading => heading.scrollIntoView()")
        current(page).filter(has_text=name).wait_for()
        expect(current(page)).to_have_count(1)
        expect(current(page)).to_have_attribute("aria-current", "true")
    contents.get_by_role("link", name="Part three").press("Enter")
    current(page).filter(has_text="Part three").wait_for()


def test_the_citation_and_the_address_are_copied_and_it_is_said(page, article):
    box = page.get_by_role("region", name="Cite this page")
    box.get_by_role("button", name="Copy", exact=True).click()
    box.get_by_role("status").filter(has_text="Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Long read [Internet]. MSC Portal;")
    assert copied == box.locator("#cite-text").inner_text()
    page.evaluate(WATCH)
    box.get_by_role("button", name="Copy the address").press("Enter")
    page.wait_for_function("() => window.isSaidAgain")
    assert page.evaluate("navigator.clipboard.readText()") == page.url.partition("#")[0]


def test_print_opens_the_dialogue(page, article):
    page.evaluate("window.print = () => { document.title = 'printing' }")
    page.get_by_role("button", name="Print").click()
    expect(page).to_have_title("printing")


def test_without_script_nothing_dead_is_shown(browser, live_server):
    article = make_article(title="Long read", body=BODY)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + article.get_absolute_url())
    page.locator("#about-this-page > summary").click()
    box = page.get_by_role("region", name="Cite this page")
    assert box.get_by_role("button").count() == 0
    with page.expect_download() as download:
        box.get_by_role("link", name="For reference managers").click()
    assert download.value.suggested_filename == "long-read.ris"
    context.close()
