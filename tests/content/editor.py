"""For tests of the rich text editor in Chromium: find it, type, and read what it would send."""

from contextlib import suppress

from playwright.sync_api import Error

from articles.models import Article
from editorial.versions import drafts

EDITABLE = ".ck-editor__editable_inline:not(.ck-editor__nested-editable)"

STARTED = "id => Boolean(document.getElementById(id)?.richTextEditor)"
# The editor hears of a place that was clicked or reached by a key a moment later.
IS_AT_END = """([editable, words]) => {
  const { document } = editable.ckeditorInstance.model;
  const { isCollapsed, anchor } = document.selection;
  const blocks = [...document.getRoot().getChildren()];
  const text = [...anchor.parent.getChildren()].map((child) => child.data ?? "").join("");
  return isCollapsed && anchor.isAtEnd
    && (words === null ? anchor.parent === blocks.at(-1) : text === words);
}"""
# Having got the focus, the editor sets the cursor once more to where it knew it, and a key that was
# pressed before that is lost; nothing but its own timer tells when it has.
HAS_THE_FOCUS = """(editable) => {
  const { view } = editable.ckeditorInstance.editing;
  const focus = [...view._observers.values()].find((one) => "_renderTimeoutId" in one);
  return view.document.isFocused && focus._renderTimeoutId === null;
}"""
DATA = "id => document.getElementById(id).richTextEditor.getData()"
SENDS = f"([id, wanted]) => ({DATA})(id) === wanted"


def editor_of(page, field="body"):
    """Scroll to the field; return its editable once the editor has started."""
    page.locator(f'label[for="id_{field}"]').scroll_into_view_if_needed()
    page.wait_for_function(STARTED, arg=f"id_{field}")
    return page.locator(f"#id_{field} + .ck-editor").locator(EDITABLE).first


def click_into(editable, place=None, **more):
    """The next key works where was clicked."""
    (place or editable).click(**more)
    editable.page.wait_for_function(HAS_THE_FOCUS, arg=editable.element_handle())


def wait_until_at_end(page, editable, words=None):
    """The cursor is at the end of the text, or of the block that says these words."""
    page.wait_for_function(IS_AT_END, arg=[editable.element_handle(), words])


def type_at_end(page, editable, text=""):
    # At its start, because a piece in the middle would be taken hold of.
    click_into(editable, editable.locator("p").last, position={"x": 2, "y": 8})
    page.keyboard.press("Control+End")
    wait_until_at_end(page, editable)
    page.keyboard.type(text)


def editor_data(page, field="body"):
    return page.evaluate(DATA, f"id_{field}")


def assert_sends(page, wanted, field="body"):
    """Wait until the editor has made of the last keys what is wanted."""
    with suppress(Error):
        page.wait_for_function(SENDS, arg=[f"id_{field}", wanted])
    assert editor_data(page, field) == wanted


def save(page):
    with page.expect_navigation():
        page.locator("input[name=_continue]").click()
    assert page.locator(".errornote").count() == 0


def drafted_body():
    """What was saved: the draft, whose row stays empty until it is published."""
    return drafts.as_it_would_be(Article.objects.get())["fields"]["body"]
