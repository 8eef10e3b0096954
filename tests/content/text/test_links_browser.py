"""Links in the editor: the dialog that finds pages, and what becomes of a typed address."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from search.services import rebuild
from tests.browser import resize, sign_in
from tests.content.editor import (
    assert_sends,
    click_into,
    drafted_body,
    editor_of,
    save,
    type_at_end,
)
from tests.factories import make_article, make_disease, make_page, make_term, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EDITABLE = "#id_body + .ck-editor .ck-editor__editable_inline"
DIALOG = "dialog[open]"
IN_LINK = """() => {
  const { commands } = document.getElementById("id_body").richTextEditor;
  return Boolean(commands.get("link").value);
}"""
SELECTED = """words => {
  const { model } = document.getElementById("id_body").richTextEditor;
  const [range] = model.document.selection.getRanges();
  return [...range.getItems()].map((item) => item.data ?? "").join("") === words;
}"""


@pytest.fixture
def desk(page, live_server, settings):
    settings.SITE_URL = "https://portal.example.org"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "portal.example.org"]

    def open_article(body="<p>end</p>", *, role="Author", **fields):
        sign_in(page, live_server, make_user(groups=[role]))
        article = make_article(body=body, live=False, title="Own", slug="own", **fields)
        page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
        editor_of(page)
        return page

    return open_article


@pytest.fixture
def pages():
    make_page(title="About this portal", slug="about", body="<h2>Who we are</h2><h3>Money</h3>")
    make_disease(title="Knee pain", slug="knee-pain")
    make_term(title="Knees in motion", slug="knees", live=False)
    rebuild()


def at_end(page, text=""):
    type_at_end(page, page.locator(EDITABLE), text)


def opened(page):
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Link")
    dialog.wait_for()
    return dialog


def field(dialog):
    return dialog.get_by_role("textbox", name="Words of a page's title, or an address")


def select_words(page, words):
    """Backwards from the end of the text, with the keyboard."""
    at_end(page)
    for _sign in words:
        page.keyboard.press("Shift+ArrowLeft")
    page.wait_for_function(SELECTED, arg=words)


READ = "([text, sites]) => window.richText.addressOf(text, sites)"
SITES = ["https://portal.example.org", "http://localhost:8000"]


def test_what_is_typed_becomes_an_address_or_is_refused(desk):
    page = desk()
    addresses = {
        "www.nhs.uk/conditions": "https://www.nhs.uk/conditions",
        "nhs.uk": "https://nhs.uk",
        "NHS.uk:8443/x?y#z": "https://NHS.uk:8443/x?y#z",
        "müller.de/ä": "https://müller.de/ä",
        " https://example.org/ ": "https://example.org/",
        "https://example.org/x\u200b": "https://example.org/x",
        "\ufeffhttps://example.org\u00ad": "https://example.org",
        "https://example.org/a b": "https://example.org/a%20b",
        "//example.org/x": "https://example.org/x",
        "http:/example.org": "http://example.org",
        "https:example.org": "https://example.org",
        "https://https://example.org": "https://example.org",
        "http://https://example.org": "https://example.org",
        "https:\\\\example.org\\x": "https://example.org/x",
        "example.org/page.html": "https://example.org/page.html",
        "somebody@example.org": "mailto:somebody@example.org",
        "mailto: somebody@example.org?subject=A b": "mailto:somebody@example.org?subject=A%20b",
        "mailto:a@example.org, b@example.org": "mailto:a@example.org,b@example.org",
        "tel:111": "tel:111",
        "TEL: +44 (0)20 7946-0000": "tel:+4402079460000",
        "+44 20 7946 0000": "tel:+442079460000",
        "(020) 7946 0000": "tel:02079460000",
        "sms:+44 20 7946 0000": "sms:+442079460000",
        "https://portal.example.org/diseases/gvhd/?a=1#risks": "/diseases/gvhd/?a=1#risks",
        "http://portal.example.org": "/",
        "portal.example.org/about/": "/about/",
        "http://localhost:8000/about/": "/about/",
        "localhost:8000/about/": "/about/",
        "/about/": "/about/",
        "/about us/": "/about%20us/",
        "#section-money": "#section-money",
    }
    refusals = {
        "javascript:alert(1)": "scheme",
        "JavaScript: alert(1)": "scheme",
        "java\u200bscript:alert(1)": "scheme",
        "data:text/html,x": "scheme",
        "file:///C:/x.docx": "scheme",
        "https://": "host",
        "http:": "host",
        "https:///": "host",
        "https://https://": "host",
        "https://intranet/x": "host",
        "http://localhost:1/x": "host",
        "https://exa mple": "host",
        "https://example.org:port/": "host",
        "mailto:": "mail",
        "mailto:somebody": "mail",
        "mailto:a@example": "mail",
        "tel:": "phone",
        "tel:call": "phone",
        "sms:1": "phone",
        "page.html": "relative",
        "../about/": "relative",
        "about/us": "relative",
        "#": "relative",
    }
    words = ["knee", "knee pain", "MSC: what are they", "Vitamin D3", "2024", "p < 0.05", "1.5 mg"]
    read = {text: page.evaluate(READ, [text, SITES]) for text in [*addresses, *refusals, *words]}
    assert {text: read[text].get("href") for text in addresses} == addresses
    assert {text: read[text].get("refused") for text in refusals} == refusals
    assert {text: read[text] for text in words} == dict.fromkeys(words, {"words": True})
    for nothing in ("", "  ", "\u200b"):
        assert page.evaluate(READ, [nothing, SITES]) is None


def test_a_link_to_a_place_of_a_page_is_made_with_the_keyboard_alone(desk, pages):
    page = desk("<p>Read who we are</p>")
    select_words(page, "who we are")
    dialog = opened(page)
    expect(field(dialog)).to_be_focused()
    page.keyboard.type("about portal")
    dialog.get_by_text("1 page was found.").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    place = dialog.get_by_role("combobox", name="Place on this page")
    expect(place).to_be_focused()
    expect(field(dialog)).to_have_value("/about/")
    page.keyboard.type("Who we")
    expect(field(dialog)).to_have_value("/about/#section-who-we-are")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator(EDITABLE)).to_contain_class("ck-focused")
    save(page)
    wanted = '<p>Read <a href="/about/#section-who-we-are">who we are</a></p>'
    assert drafted_body() == wanted


def test_a_page_that_was_found_gives_its_title_where_no_words_are_chosen(desk, pages):
    page = desk("<p>See</p>")
    at_end(page, " ")
    dialog = opened(page)
    page.keyboard.type("knee")
    dialog.get_by_text("3 pages were found.").wait_for()
    shown = dialog.get_by_role("listitem")
    expect(shown).to_contain_text(["Knee pain", "Knee pain", "Knees in motion"])
    expect(shown.nth(0)).to_contain_text("Plain page")
    expect(shown.nth(1)).to_contain_text("/diseases/knee-pain/evidence/")
    expect(shown.nth(2)).to_contain_text("draft, not public yet")
    page.keyboard.press("Enter")  # words are no address: to the first page
    expect(shown.nth(0).get_by_role("button")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field(dialog)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("textbox", name="Words of the link")).to_have_value("Knee pain")
    dialog.get_by_role("button", name="Insert").click()
    expect(page.locator(EDITABLE)).to_contain_class("ck-focused")
    page.keyboard.type(" too")
    assert_sends(page, '<p>See <a href="/diseases/knee-pain/">Knee pain</a> too</p>')


def test_a_link_to_an_outside_address_is_made_changed_and_removed_with_the_keyboard(desk):
    page = desk("<p>Ask the NHS</p>")
    select_words(page, "NHS")
    dialog = opened(page)
    page.keyboard.type("www.nhs.uk/conditions")
    dialog.get_by_text("Leads to: https://www.nhs.uk/conditions").wait_for()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    assert_sends(page, '<p>Ask the <a href="https://www.nhs.uk/conditions">NHS</a></p>')
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(IN_LINK)
    opened(page)
    expect(field(dialog)).to_have_value("https://www.nhs.uk/conditions")
    page.keyboard.type("tel:111")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    assert_sends(page, '<p>Ask the <a href="tel:111">NHS</a></p>')
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(IN_LINK)
    opened(page)
    dialog.get_by_role("button", name="Remove the link").press("Enter")
    expect(dialog).to_be_hidden()
    assert_sends(page, "<p>Ask the NHS</p>")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("javascript:alert(1)", "A link cannot begin with “javascript:”"),
        ("https://", "The name of a site is missing"),
        ("mailto:somebody", "This is no mail address"),
        ("tel:none", "This is no telephone number"),
        ("page.html", "This address has no beginning"),
        ("wombats", "This is no address, and no page was found"),
        ("", "Type words of a title, or an address."),
    ],
)
def test_what_cannot_be_a_link_is_refused_in_words_and_stays(desk, typed, said):
    page = desk()
    at_end(page)
    dialog = opened(page)
    page.keyboard.type(typed)
    if typed:
        page.keyboard.press("Enter")
    else:
        dialog.get_by_role("button", name="Insert").click()
    if typed:
        expect(dialog.get_by_role("alert")).to_contain_text(said)
        expect(field(dialog)).to_have_attribute("aria-invalid", "true")
    expect(field(dialog)).to_have_value(typed)
    expect(field(dialog)).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert_sends(page, "<p>end</p>")


def test_the_balloon_of_a_link_shows_where_it_leads_changes_and_removes_it(desk, pages):
    body = '<p>See <a href="/about/" title="Old" hreflang="en">us there</a> end</p>'
    page = desk(body)
    page.locator(EDITABLE).get_by_role("link").click()
    balloon = page.locator(".ck-balloon-panel_visible")
    expect(balloon.get_by_role("link")).to_have_attribute("href", "/about/")
    balloon.get_by_role("button", name="Edit link").click()
    dialog = page.get_by_role("dialog", name="Link")
    expect(dialog.get_by_role("status")).to_have_text("Leads to: About this portal")
    field(dialog).fill("https://example.org/")
    dialog.get_by_role("button", name="Change").click()
    # What was said of the other page does not stay.
    assert_sends(page, '<p>See <a href="https://example.org/">us there</a> end</p>')
    page.keyboard.press("Control+z")
    assert_sends(page, '<p>See <a href="/about/" hreflang="en" title="Old">us there</a> end</p>')
    page.locator(EDITABLE).get_by_role("link").click()
    balloon.get_by_role("button", name="Unlink").click()
    assert_sends(page, "<p>See us there end</p>")


def test_the_places_of_the_own_page_need_no_address(desk):
    page = desk('<h2>One</h2><h2>Two</h2><p>See <a href="#section-two">below</a></p>')
    click_into(page.locator(EDITABLE), page.locator(EDITABLE).get_by_role("link"))
    dialog = opened(page)
    place = dialog.get_by_role("combobox", name="Place on this page")
    expect(place).to_have_value("section-two")
    place.select_option("One")
    expect(field(dialog)).to_have_value("#section-one")
    place.select_option("Top of the page")
    expect(field(dialog)).to_have_value("/articles/own/")
    place.select_option("One")
    place.press("Enter")
    assert_sends(page, '<h2>One</h2><h2>Two</h2><p>See <a href="#section-one">below</a></p>')
    opened(page)
    field(dialog).fill("")
    expect(dialog.get_by_role("listitem").first).to_contain_text("this page")


def test_addresses_become_links_while_they_are_typed(desk):
    page = desk("<p>See</p>")
    at_end(page, " www.nhs.uk and")
    assert_sends(page, '<p>See <a href="https://www.nhs.uk">www.nhs.uk</a> and</p>')


def test_a_long_list_is_read_page_by_page(desk):
    for number in range(25):
        make_article(title=f"Study {number}", slug=f"study-{number}")
    rebuild()
    page = desk()
    at_end(page)
    dialog = opened(page)
    page.keyboard.type("study")
    dialog.get_by_text("25 pages were found.").wait_for()
    dialog.get_by_role("button", name="Show more").click()
    expect(dialog.get_by_role("listitem")).to_have_count(25)
    expect(dialog.get_by_role("button", name="Show more")).to_be_hidden()
    expect(dialog.get_by_role("listitem").nth(20).get_by_role("button")).to_be_focused()


def test_whoever_was_logged_out_is_told_and_can_still_type_an_address(desk):
    page = desk("<p>end</p>")
    select_words(page, "end")
    page.context.clear_cookies(name="sessionid")
    dialog = opened(page)
    dialog.get_by_text("You are not logged in any more").wait_for()
    page.keyboard.type("nhs.uk")
    page.keyboard.press("Enter")
    assert_sends(page, '<p><a href="https://nhs.uk">end</a></p>')


def test_whoever_may_not_write_gets_no_dialog(desk):
    page = desk()
    page.evaluate("document.getElementById('id_body').richTextEditor.enableReadOnlyMode('test')")
    button = page.locator("#id_body + .ck-editor").get_by_role("button", name="Link", exact=True)
    assert button.get_attribute("aria-disabled") == "true"
    page.locator(EDITABLE).focus()
    page.keyboard.press("Control+k")
    assert page.get_by_role("dialog", name="Link").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious_in_the_dialog(desk, pages, theme, width):
    page = desk()
    resize(page, width, 800)
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    at_end(page)
    dialog = opened(page)
    page.keyboard.type("javascript:x")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_be_visible()
    faults = serious(page)
    field(dialog).fill("knee")
    dialog.get_by_text("3 pages were found.").wait_for()
    faults += serious(page)
    dialog.get_by_role("button", name="Knee pain").first.press("Enter")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    faults += serious(page)
    assert not faults, faults
    box = dialog.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    assert dialog.evaluate("element => element.scrollWidth <= element.clientWidth")
    page.faults.clear()  # axe measures with styles of its own


def serious(page):
    found = Axe().run(page, context=DIALOG).response["violations"]
    return [one for one in found if one["impact"] in ("serious", "critical")]
