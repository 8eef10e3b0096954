"""What is pasted in the editor becomes what it means, and the note below says what it lost."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Article
from content.models import Image
from content.text import changes, richtext
from tests.browser import sign_in
from tests.content.editor import EDITABLE, assert_sends, click_into, editor_data, editor_of
from tests.content.picture_files import encoded, picture
from tests.content.text.paste_cases import CASES
from tests.content.text.test_pasted import pasted as pasted_file
from tests.factories import make_article, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Into an empty editor, one after the other: what it would send, and what the note says.
PASTE_FILES = """([selector, kind, files, html]) => {
  const editable = document.querySelector(selector);
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  for (const [name, type, bytes] of files) {
    data.items.add(new File([Uint8Array.from(bytes)], name, { type }));
  }
  const { left, top } = editable.querySelector("p").getBoundingClientRect();
  const at = { clientX: left + 2, clientY: top + 8, bubbles: true, cancelable: true };
  const event = kind === "drop"
    ? new DragEvent("drop", { dataTransfer: data, ...at })
    : new ClipboardEvent("paste", { clipboardData: data, ...at });
  editable.dispatchEvent(event);
}"""
PASTE_EACH = """([selector, clipboards]) => {
  const editable = document.querySelector(selector);
  const editor = editable.ckeditorInstance;
  return clipboards.map((kinds) => {
    editor.setData("");
    const clipboardData = new DataTransfer();
    for (const [kind, text] of Object.entries(kinds)) clipboardData.setData(kind, text);
    const options = { clipboardData, bubbles: true, cancelable: true };
    editable.dispatchEvent(new ClipboardEvent("paste", options));
    return [editor.getData(), document.querySelector(".rich-text-note p").textContent];
  });
}"""


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def editor(page, live_server):
    sign_in(page, live_server, make_user(is_superuser=True))
    article = make_article(body="<p>a</p>")
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    editor_of(page)
    return page


def pasted(page, *clipboards):
    return page.evaluate(PASTE_EACH, [EDITABLE, list(clipboards)])


def paste_files(page, *files, kind="paste", html=""):
    sent = [(name, type, list(data)) for name, type, data in files]
    page.evaluate(PASTE_FILES, [EDITABLE, kind, sent, html])


def note_of(page):
    return page.locator(".rich-text-note [role=status]")


def test_every_case_becomes_what_it_means_and_is_said(editor):
    got = pasted(editor, *({"text/html": case.html} for case in CASES.values()))
    wrong = []
    for (name, case), (data, said) in zip(CASES.items(), got, strict=True):
        right_words = " ".join(changes.sentences(case.said))
        if richtext.clean(data) != case.right:
            wrong.append(f"{name}:\n   got {richtext.clean(data)}\n  want {case.right}")
        if said != right_words:
            wrong.append(f"{name}:\n  said {said}\n  want {right_words}")
    assert not wrong, "\n".join(wrong)


DELETION = "<p class=MsoNormal>Give <del>50</del>5 mg.</p>"


def test_the_note_is_closed_and_the_next_word_goes_into_the_text(editor):
    click_into(editor.locator(EDITABLE))
    width = editor.locator(".ck-editor").bounding_box()["width"]
    pasted(editor, {"text/html": DELETION})
    expect(note_of(editor)).to_have_text("Left out: 1 deleted passage.")
    assert editor.locator(".ck-editor").bounding_box()["width"] == width
    editor.get_by_role("button", name="Close the note").click()
    expect(note_of(editor)).to_be_empty()
    expect(editor.locator(EDITABLE)).to_be_focused()


def test_the_note_goes_at_the_next_paste_that_changes_nothing(editor):
    first, second = pasted(editor, {"text/html": DELETION}, {"text/html": "<p>Nothing.</p>"})
    assert first[1] and not second[1]


def test_a_drop_is_read_as_a_paste(editor):
    paste_files(editor, kind="drop", html=DELETION)
    expect(note_of(editor)).to_have_text("Left out: 1 deleted passage.")
    assert editor_data(editor) == "<p>Give 5 mg.</p><p>a</p>"


PLAIN = {
    "p \uf0b3 0.05": "p ≥ 0.05",
    "1 < 2 & 3": "1 &lt; 2 &amp; 3",
    "One.\r\nTwo.\n\nThree.": "<p>One.<br>Two.</p><p>Three.</p>",
    "Take:\n• first\n\uf0b7\tsecond\nThen.": (
        "<p>Take:</p><ul><li>first</li><li>second</li></ul><p>Then.</p>"
    ),
    "- first\n- second": "<ul><li>first</li><li>second</li></ul>",
    "- no list": "- no list",
    "a \ue123 b\x07": "a \ufffd b",
    "Seen [@zhao2022].": "Seen [@zhao2022].",
}


def test_plain_text_has_its_signs_and_its_lists(editor):
    got = pasted(editor, *({"text/plain": text} for text in PLAIN))
    stored = [richtext.clean(data) for data, _said in got]
    assert stored == [
        right if right.startswith("<") else f"<p>{right}</p>" for right in PLAIN.values()
    ]
    assert got[0][1] == "Changed: 1 sign of a symbol font."


OWN = (
    "<h3>Head</h3><p>Seen [@zhao2022; @kebriaei2020] in "
    '<span data-nolink="">graft</span> <abbr title="cells">MSC</abbr>.</p>'
    '<ul data-nolink=""><li>• kept</li></ul><ul><li>second</li></ul>'
    '<ol start="3" type="a" data-nolink=""><li>third</li></ol>'
    "<p>Do <s>not</s> <code>use</code>.</p><hr>"
    '<blockquote><p>Said.</p></blockquote><figure class="table"><table><tbody><tr><td>'
    "<strong>A</strong></td><td><strong>B</strong></td></tr><tr><td>1</td><td>2</td></tr></tbody>"
    '</table></figure><figure class="image"><img src="/media/images/0f/original.jpg" alt="A cell" '
    'width="300" height="200"></figure><p>End.</p>'
)
SET = """([selector, text]) => {
  document.querySelector(selector).ckeditorInstance.setData(text);
}"""


def without_ids(data):
    """A point that is copied gets another one."""
    return re.sub(r' data-list-item-id="\w+"', "", data)


def test_a_copy_from_the_editor_comes_out_unchanged(editor):
    editor.route("**/media/**", lambda route: route.abort())
    editor.evaluate(SET, [EDITABLE, OWN])
    before = without_ids(editor_data(editor))
    assert "• kept" in before and 'type="a"' in before
    click_into(editor.locator(EDITABLE), editor.locator(f"{EDITABLE} h3"))
    editor.keyboard.press("Control+a")
    editor.keyboard.press("Control+x")
    assert_sends(editor, "")
    editor.keyboard.press("Control+v")
    editor.wait_for_function(HAS_TEXT, arg=EDITABLE)
    assert without_ids(editor_data(editor)) == before
    expect(note_of(editor)).to_be_empty()


HAS_TEXT = "(selector) => document.querySelector(selector).ckeditorInstance.getData() !== ''"


# Files


def shot(name="shot.png", format="PNG"):
    return (name, f"image/{format.lower()}", encoded(picture(), format))


def test_a_screenshot_opens_the_dialog_that_asks_what_it_shows(editor):
    click_into(editor.locator(EDITABLE))
    paste_files(editor, shot(), html='<meta charset="utf-8"><img src="https://example.org/x.png">')
    dialog = editor.get_by_role("dialog", name="Picture")
    expect(dialog.get_by_label("Text alternative")).to_be_focused()
    dialog.get_by_label("Text alternative").fill("Round cells")
    dialog.get_by_role("button", name="Add and insert").click()
    dialog.wait_for(state="hidden")
    expect(editor.locator(f"{EDITABLE} img")).to_have_attribute("alt", "Round cells")
    assert Image.objects.get().alt == "Round cells"
    expect(note_of(editor)).to_be_empty()


def test_several_pictures_are_asked_for_one_after_the_other(editor):
    paste_files(editor, shot("one.png"), shot("two.png"), kind="drop")
    dialog = editor.get_by_role("dialog", name="Picture")
    dialog.get_by_text("1 more picture comes after it.").wait_for()
    for alt in ("One", "Two"):
        dialog.get_by_label("Text alternative").fill(alt)
        with editor.expect_response("**/upload/"):
            dialog.get_by_role("button", name="Add and insert").click()
        expect(editor.locator(f'{EDITABLE} img[alt="{alt}"]')).to_be_visible()
    dialog.wait_for(state="hidden")
    alts = editor.locator(f"{EDITABLE} img").evaluate_all("all => all.map((one) => one.alt)")
    assert alts == ["One", "Two"]


def test_of_files_only_pictures_can_be_pasted(editor):
    paste_files(editor, ("plan.pdf", "application/pdf", b"%PDF"))
    expect(note_of(editor)).to_have_text("Of files, only pictures can be pasted into a text.")
    assert editor.get_by_role("dialog", name="Picture").count() == 0
    assert editor_data(editor) == "<p>a</p>"


def test_words_that_come_with_a_picture_of_themselves_stay_words(editor):
    paste_files(editor, shot(), html="<table><tr><td>Dose</td></tr></table>")
    assert editor.get_by_role("dialog", name="Picture").count() == 0
    assert "<td>Dose</td>" in editor_data(editor)


# A whole article, from the word processor to the reader


ARTICLE = (
    "<h2>What a small trial in knees looked at</h2><p>Sixty people in London took part. Each got "
    "20 million cells, 5 µl at a time, which is 2 x 10<sup>7</sup>.[1]</p><p>The people who "
    "measured <strong>did not know</strong> who had which treatment. It was registered "
    '<a href="https://example.org/record">in the register</a>, and the plan was kept.</p>'
    "<h3>Who could take part</h3><ul><li>people over forty<ul><li>with pain in one knee</li></ul>"
    '</li><li>people who could walk</li></ul><ol type="a"><li>a first visit</li><li>a second '
    'visit after a year</li></ol><h3>What was measured</h3><figure class="table"><table><thead>'
    '<tr><th scope="col">Measure</th><th scope="col">When</th></tr></thead><tbody><tr><td>Pain at '
    "rest</td><td>at 6 and 12 months</td></tr></tbody></table></figure><p>Nobody can say yet what "
    "this means for one person, and p ≤ 0.05 alone would not tell.</p><p>[1] Counted in the "
    "laboratory.</p>"
)
LEFT_OUT = {"deletions": 2, "comments": 1, "hidden": 1, "pictures": 1, "private_links": 1}
CHANGED = {"symbols": 2, "redirects": 1, "headers": 1, "footnotes": 1}


def test_a_whole_article_goes_from_the_word_processor_to_the_reader(editor, live_server):
    [(data, said)] = pasted(editor, {"text/html": pasted_file("article")})
    assert richtext.clean(data) == ARTICLE
    assert said == " ".join(changes.sentences(LEFT_OUT | CHANGED))
    shapes = editor.locator(f"{EDITABLE} li").evaluate_all(
        "all => all.map((point) => getComputedStyle(point).listStyleType)"
    )
    assert shapes == ["disc", "circle", "disc", "lower-alpha", "lower-alpha"]
    editor.get_by_role("button", name="Preview", exact=True).click()
    shown = editor.frame_locator("iframe.desk-shown")
    expect(shown.locator("main table th")).to_have_text(["Measure", "When"])
    with editor.expect_navigation():
        editor.get_by_role("button", name="Save and publish").click()
    editor.get_by_label("Why without a medical review?").fill("Only a test.")
    with editor.expect_navigation():
        editor.get_by_role("button", name="Publish", exact=True).click()
    article = Article.objects.get()
    editor.goto(live_server.url + article.get_absolute_url())
    main = editor.locator("main")
    expect(main.get_by_role("heading", name="Who could take part")).to_be_visible()
    expect(main).to_contain_text("20 million cells, 5 µl at a time, which is 2 x 107.[1]")
    expect(main.locator("p sup")).to_have_text("7")
    expect(main.locator("ol li").filter(has_text="second visit")).to_be_visible()
    for gone in ("200", "Roe", "JD1", "open to all"):
        expect(main).not_to_contain_text(gone)
