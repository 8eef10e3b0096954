"""Citations in the editor: readable pieces in the text, tokens in what is sent, and the dialog."""

from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from literature.models import Publication
from tests.browser import kept_at_desk, resize, sign_in
from tests.content.editor import (
    assert_sends,
    click_into,
    drafted_body,
    editor_of,
    save,
    type_at_end,
    wait_until_at_end,
)
from tests.factories import make_article, make_publication, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EDITABLE = "#id_body + .ck-editor .ck-editor__editable_inline"
CARET = (
    "at => document.getElementById('id_body').richTextEditor"
    ".model.document.selection.anchor.offset === at"
)
CHOSEN = """() => {
  const range = document.getElementById("id_body").richTextEditor
    .model.document.selection.getFirstRange();
  return !range.isCollapsed && range.start.isAtStart && range.end.isAtEnd;
}"""
DIALOG = "dialog[open]"
PIECE = ".rich-text-citation"


@pytest.fixture
def papers():
    return [
        make_publication(
            slug="zhao2022", title="A trial of cells", authors_text="Zhao K, Lin R", year=2022
        ),
        make_publication(
            slug="garcia2016",
            title="Cells in fistula",
            authors_text="García-Olmo D, et al.",
            year=2016,
            doi="10.1000/abc",
            pmid="12345678",
        ),
    ]


@pytest.fixture
def desk(page, live_server):
    def open_article(body="<p>end</p>", *, user=None, **fields):
        sign_in(page, live_server, user or make_user(groups=["Author"]))
        article = make_article(body=body, live=False, **fields)
        page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
        editor_of(page)
        return page

    return open_article


def at_end(page, text=""):
    type_at_end(page, page.locator(EDITABLE), text)


def opened(page):
    page.keyboard.press("Control+Shift+L")
    dialog = page.get_by_role("dialog", name="Cite publications")
    dialog.wait_for()
    return dialog


def answered(page, text):
    """Wait for the answer to these words: each stop in the typing asks, and shows another list."""

    def is_it(answer):
        return parse_qs(urlsplit(answer.url).query, keep_blank_values=True).get("q") == [text]

    return page.expect_response(is_it)


def look_for(page, dialog, text):
    with answered(page, text):
        page.keyboard.type(text)
    dialog.get_by_text("1 publication was found.").wait_for()


def test_a_token_is_shown_as_who_and_when_and_sent_as_it_was(desk, papers):
    body = (
        "<p>Missed its aim [@zhao2022;@garcia2016]. <strong>So [@zhao2022] said</strong></p>"
        '<ul><li><a href="https://example.org/">a [@zhao2022]</a></li></ul>'
        '<figure class="table"><table><tbody><tr><td>5 [@nobody1999]</td></tr></tbody></table>'
        "<figcaption>Seen [@zhao2022].</figcaption></figure><p>end</p>"
    )
    page = desk(body)
    page.get_by_text("[Zhao K 2022; García-Olmo D 2016]").wait_for()
    expect(page.locator(PIECE)).to_have_count(5)
    assert "A trial of cells" in page.locator(f"{PIECE} span").first.get_attribute("title")
    expect(page.get_by_text("[nobody1999: no such publication]")).to_be_visible()
    at_end(page, "!")
    save(page)
    assert drafted_body() == body.replace("end", "end!")


def test_a_text_with_tokens_that_was_only_looked_at_goes_back_as_it_came(desk, papers):
    body = "<p>a [@zhao2022 ; @garcia2016] [@zhao2022].</p>\n<p>end</p>"
    page = desk(body)
    page.get_by_text("[Zhao K 2022]", exact=True).wait_for()
    save(page)
    assert drafted_body() == body


def test_a_typed_token_becomes_a_piece_and_the_typing_goes_on_behind_it(desk, papers):
    page = desk()
    at_end(page, " cells [@zhao2022; @garcia2016].")
    page.get_by_text("[Zhao K 2022; García-Olmo D 2016]").wait_for()
    assert_sends(page, "<p>end cells [@zhao2022; @garcia2016].</p>")
    page.keyboard.type(" [@] [zhao2022] @zhao2022")
    assert_sends(page, "<p>end cells [@zhao2022; @garcia2016]. [@] [zhao2022] @zhao2022</p>")
    assert page.locator(PIECE).count() == 1


def test_pieces_are_undone_copied_and_deleted_whole(desk, papers):
    page = desk("<p>a [@zhao2022] b</p><p>end</p>")
    page.locator(PIECE).wait_for()
    click_into(page.locator(EDITABLE), page.locator(EDITABLE).locator("p").first)
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.wait_for_function(CHOSEN)
    page.keyboard.press("Control+c")
    at_end(page)
    page.keyboard.press("Control+v")
    assert_sends(page, "<p>a [@zhao2022] b</p><p>enda [@zhao2022] b</p>")
    expect(page.locator(PIECE)).to_have_count(2)
    for place in (7, 6):
        page.keyboard.press("ArrowLeft")
        page.wait_for_function(CARET, arg=place)
    page.keyboard.press("Backspace")  # takes hold of the piece
    page.locator(f"{PIECE}.ck-widget_selected").wait_for()
    page.keyboard.press("Backspace")
    assert_sends(page, "<p>a [@zhao2022] b</p><p>enda &nbsp;b</p>")
    page.keyboard.press("Control+z")
    assert_sends(page, "<p>a [@zhao2022] b</p><p>enda [@zhao2022] b</p>")
    page.keyboard.press("Control+z")
    assert_sends(page, "<p>a [@zhao2022] b</p><p>end</p>")
    page.keyboard.press("Control+y")
    expect(page.locator(PIECE)).to_have_count(2)


PASTED = """([selector, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const options = { clipboardData: data, bubbles: true, cancelable: true };
  document.querySelector(selector).dispatchEvent(new ClipboardEvent("paste", options));
}"""


def test_a_token_pasted_from_elsewhere_becomes_a_piece(desk, papers):
    page = desk()
    at_end(page, " ")
    page.evaluate(PASTED, [EDITABLE, "so [@zhao2022] says"])
    page.get_by_text("[Zhao K 2022]").wait_for()
    assert_sends(page, "<p>end so [@zhao2022] says</p>")


def test_several_publications_are_found_and_inserted_with_the_keyboard_alone(desk, papers):
    page = desk("<p>Cells help nobody yet</p>")
    at_end(page)
    dialog = opened(page)
    dialog.get_by_text("The records that were added last.").wait_for()
    look_for(page, dialog, "garcia-olmo")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(dialog.get_by_role("checkbox")).to_be_checked()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Control+a")
    look_for(page, dialog, "zhao 2022")
    dialog.get_by_text("A trial of cells").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(EDITABLE)).to_contain_class("ck-focused")
    page.keyboard.type(", they say.")
    save(page)
    assert drafted_body() == "<p>Cells help nobody yet [@garcia2016; @zhao2022], they say.</p>"


def test_a_pasted_address_and_enter_are_enough(desk, papers):
    page = desk("<p>Seen before</p>")
    at_end(page)
    for _ in "before":
        page.keyboard.press("ArrowLeft")
    page.wait_for_function(CARET, arg=len("Seen "))
    dialog = opened(page)
    with answered(page, "https://doi.org/10.1000/ABC"):
        dialog.get_by_role("searchbox").fill("https://doi.org/10.1000/ABC")
    dialog.get_by_text("1 publication was found.").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    dialog.wait_for(state="hidden")
    assert_sends(page, "<p>Seen [@garcia2016] before</p>")


def test_a_piece_is_changed_where_it_stands(desk, papers):
    page = desk("<p>Seen [@zhao2022]. End</p>")
    page.locator(PIECE).click()
    page.get_by_role("button", name="Cite publications").click()
    dialog = page.get_by_role("dialog", name="Cite publications")
    dialog.get_by_role("checkbox", name="Cells in fistula").check()
    dialog.get_by_role("button", name="Leave out: Zhao K 2022").click()
    expect(dialog.get_by_role("checkbox", name="A trial of cells")).not_to_be_checked()
    dialog.get_by_role("button", name="Insert").click()
    assert_sends(page, "<p>Seen [@garcia2016]. End</p>")


def test_the_dialog_is_left_without_a_trace(desk, papers):
    page = desk()
    at_end(page)
    dialog = opened(page)
    dialog.get_by_role("checkbox").first.check()
    page.keyboard.press("Escape")
    expect(page.locator(EDITABLE)).to_contain_class("ck-focused")
    expect(dialog).to_be_hidden()
    page.keyboard.type("!")
    assert_sends(page, "<p>end!</p>")
    opened(page)
    expect(dialog.get_by_role("checkbox")).to_have_count(2)
    assert not dialog.get_by_role("checkbox", checked=True).count()


def test_a_long_list_is_read_page_by_page(desk):
    for number in range(25):
        make_publication(title=f"Study {number}")
    page = desk()
    at_end(page)
    dialog = opened(page)
    dialog.get_by_role("button", name="Show more").click()
    dialog.get_by_text("Study 0", exact=True).wait_for()
    expect(dialog.get_by_role("checkbox")).to_have_count(25)
    expect(dialog.get_by_role("button", name="Show more")).to_be_hidden()
    page.wait_for_function("() => document.activeElement.type === 'checkbox'")


def test_a_new_publication_is_added_in_place_and_said_to_be_no_public_one(desk, page):
    desk("<p>Seen</p>")
    at_end(page)
    dialog = opened(page)
    with answered(page, "https://doi.org/10.1000/new"):
        page.keyboard.type("https://doi.org/10.1000/new")
    dialog.get_by_text("No publication was found.").wait_for()
    with page.expect_popup() as opening:
        dialog.get_by_role("link", name="Add a new publication").click()
    window = opening.value
    window.wait_for_load_state()
    assert window.input_value("#id_doi") == "10.1000/new"
    for name, value in {
        "title": "New cells", "authors_text": "New N, Old O", "year": "2024", "slug": "new2024",
    }.items():  # fmt: skip
        window.fill(f"#id_{name}", value)
    with window.expect_event("close"):
        window.locator("input[name=_save]").press("Enter")
    chosen = dialog.get_by_role("listitem").filter(has_text="New N 2024, not public (draft)")
    chosen.wait_for()
    dialog.get_by_role("button", name="Insert").press("Enter")
    page.get_by_text("[New N 2024, not public (draft)]").wait_for()
    save(page)
    assert drafted_body() == "<p>Seen [@new2024]</p>"
    page.get_by_role("link", name="Check before publishing").click()
    page.get_by_text("cites new2024, which is not a public publication").first.wait_for()
    assert not Publication.objects.get().is_live


def test_whoever_may_not_write_sees_the_pieces_and_no_button(desk, papers):
    page = desk("<p>Seen [@zhao2022].</p>", user=make_user(groups=["Author"]))
    page.evaluate("document.getElementById('id_body').richTextEditor.enableReadOnlyMode('test')")
    page.get_by_text("[Zhao K 2022]").wait_for()
    button = page.get_by_role("button", name="Cite publications")
    assert button.get_attribute("aria-disabled") == "true"
    page.locator(EDITABLE).focus()
    page.keyboard.press("Control+Shift+L")
    assert page.get_by_role("dialog", name="Cite publications").count() == 0


def test_whoever_was_logged_out_is_told_and_keeps_the_text(desk, papers):
    page = desk()
    at_end(page, " typed")
    page.context.clear_cookies(name="sessionid")
    dialog = opened(page)
    dialog.get_by_text("You are not logged in any more").wait_for()
    assert_sends(page, "<p>end typed</p>")


def test_a_restored_text_has_its_pieces(desk, papers):
    page = desk()
    with kept_at_desk(page, "<p>end [@zhao2022]</p>"):
        at_end(page, " [@zhao2022]")
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.goto(page.url)
    editor_of(other)
    other.locator(".desk-unsaved [data-restore]").click()
    other.get_by_text("[Zhao K 2022]").wait_for()
    assert_sends(other, "<p>end [@zhao2022]</p>")


def test_numbers_follow_the_order_of_the_text_in_the_preview(desk, papers):
    page = desk("<h2>One</h2><p>First</p><h2>Two</h2><p>Second</p>")
    for words, key in (("First", "zhao"), ("Second", "garcia")):
        click_into(page.locator(EDITABLE), page.locator(EDITABLE).get_by_text(words))
        page.keyboard.press("End")
        wait_until_at_end(page, page.locator(EDITABLE), words)
        dialog = opened(page)
        look_for(page, dialog, key)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        dialog.wait_for(state="hidden")

    page.get_by_role("button", name="Preview", exact=True).click()
    shown = page.frame_locator("iframe.desk-shown")
    first, second = (shown.locator(".prose p", has_text=word) for word in ("First", "Second"))
    listed = shown.locator("#references li")
    expect(first).to_contain_text("[1]")
    expect(second).to_contain_text("[2]")
    expect(listed).to_contain_text(["Zhao", "García"])
    page.evaluate(
        "const editor = document.getElementById('id_body').richTextEditor;"
        "const parts = editor.getData().split(/(?=<h2>)/); editor.setData(parts.reverse().join(''))"
    )
    expect(second).to_contain_text("[1]")
    expect(first).to_contain_text("[2]")
    expect(listed).to_contain_text(["García", "Zhao"])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious_in_the_dialog_and_the_text(desk, papers, theme, width):
    make_publication(title="Bad", retraction="retracted", authors_text="Bad B", slug="bad2001")
    page = desk("<p>Seen [@bad2001] [@zhao2022] [@nobody].</p>")
    resize(page, width, 800)
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    page.get_by_text("[Bad B 2020, retracted]").wait_for()
    at_end(page)
    for context in (EDITABLE, DIALOG):
        if context == DIALOG:
            dialog = opened(page)
            dialog.get_by_role("checkbox", name="Bad").check()
        found = Axe().run(page, context=context)
        serious = [one for one in found.response["violations"]
                   if one["impact"] in ("serious", "critical")]  # fmt: skip
        assert not serious, serious
    box = dialog.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    assert dialog.evaluate("element => element.scrollWidth <= element.clientWidth")
    page.faults.clear()  # axe measures with styles of its own
