"""What is pasted in the editor becomes what it means, and the note below says what it lost."""

import re

import pytest

from content.text import changes, richtext
from tests.browser import sign_in
from tests.content.editor import EDITABLE, editor_of
from tests.content.text.paste_cases import CASES
from tests.factories import make_article, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Into an empty editor, one after the other: what it would send, and what the note says.
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


@pytest.fixture
def editor(page, live_server):
    sign_in(page, live_server, make_user(is_superuser=True))
    article = make_article(body="<p>a</p>")
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    editor_of(page)
    return page


def pasted(page, *clipboards):
    return page.evaluate(PASTE_EACH, [EDITABLE, list(clipboards)])


LIST_ITEM_ID = re.compile(r' data-list-item-id="\w+"')


def as_stored(data):
    """The editor's ids of points go, header cells get their scope, `start` comes before `type`."""
    bare = LIST_ITEM_ID.sub("", data)
    return richtext.with_scopes(re.sub(r'( type="\w")( start="\d+")', r"\2\1", bare))


def test_every_case_becomes_what_it_means_and_is_said(editor):
    got = pasted(editor, *({"text/html": case.html} for case in CASES.values()))
    wrong = []
    for (name, case), (data, said) in zip(CASES.items(), got, strict=True):
        right_words = " ".join(changes.sentences(case.said))
        if as_stored(data) != case.right:
            wrong.append(f"{name}:\n   got {as_stored(data)}\n  want {case.right}")
        if said != right_words:
            wrong.append(f"{name}:\n  said {said}\n  want {right_words}")
    assert not wrong, "\n".join(wrong)
