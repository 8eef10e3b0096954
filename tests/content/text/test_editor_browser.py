import re
from urllib.parse import parse_qs

import pytest
from django.contrib import admin
from playwright.sync_api import expect

from articles.admin import ArticleAdmin, TopicAdmin
from articles.models import Article, Topic
from content.models import Image
from content.pictures import images
from content.pictures.image_files import checked
from content.text import richtext
from editorial.versions import drafts
from tests.browser import resize, settle, sign_in
from tests.content.editor import (
    EDITABLE,
    assert_sends,
    click_into,
    drafted_body,
    editor_data,
    editor_of,
    save,
    type_at_end,
)
from tests.content.hostile import HOSTILE
from tests.content.picture_files import encoded, picture, upload, with_place
from tests.content.text.test_richtext import HONEST, dangers
from tests.factories import make_category, make_disease, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def desk(page, live_server):
    sign_in(page, live_server, make_user(is_superuser=True))

    def open_page(path):
        page.goto(f"{live_server.url}/admin/{path}")
        return page

    return open_page


def make_article(body="", **fields):
    return Article.objects.create(title="Cells", slug="cells", body=body, **fields)


def open_article(desk, article):
    page = desk(f"articles/article/{article.pk}/change/")
    return page, editor_of(page)


def test_an_editor_writes_marks_up_and_saves(desk):
    page = desk("articles/article/add/")
    page.fill("#id_title", "Cells")
    page.fill("#id_slug", "cells")
    editable = editor_of(page)
    click_into(editable)
    page.keyboard.type("## What they are")
    page.keyboard.press("Enter")
    page.keyboard.type("Round and ")
    page.keyboard.press("Control+b")
    page.keyboard.type("small")
    page.keyboard.press("Control+b")
    page.keyboard.press("Control+i")
    page.keyboard.type(" indeed")
    page.keyboard.press("Control+i")
    page.keyboard.type(" [@zhao2022; @kebriaei2020].")
    page.keyboard.press("Enter")
    page.keyboard.type("- first")
    page.keyboard.press("Enter")
    page.keyboard.type("second")
    save(page)
    assert drafted_body() == (
        "<h2>What they are</h2><p>Round and <strong>small</strong><em> indeed</em> "
        "[@zhao2022; @kebriaei2020].</p><ul><li>first</li><li>second</li></ul>"
    )


def test_only_headings_of_the_page_can_be_chosen_and_a_table_has_a_header_row(desk):
    page, editable = open_article(desk, make_article("<p>a</p>"))
    click_into(editable)
    page.locator(".ck-heading-dropdown > button").click()
    choices = page.locator(".ck-heading-dropdown [role=menuitemradio]")
    expect(choices).to_have_text(["Paragraph", "Heading 2", "Heading 3", "Heading 4"])
    page.keyboard.press("Escape")
    click_into(editable)
    page.evaluate(
        "document.getElementById('id_body').richTextEditor.execute('insertTable', {rows: 2,"
        " columns: 2})"
    )
    page.keyboard.type("Outcome")
    page.evaluate(
        "document.getElementById('id_body').richTextEditor.execute('toggleTableCaption',"
        " {focusCaptionOnShow: true})"
    )
    page.keyboard.type("Seen")
    save(page)
    body = drafted_body()
    assert '<thead><tr><th scope="col">Outcome</th><th scope="col">' in body
    assert "<figcaption>Seen</figcaption></figure>" in body


def test_an_untouched_empty_editor_sends_nothing(desk):
    page = desk("articles/article/add/")
    page.fill("#id_title", "Cells")
    page.fill("#id_slug", "cells")
    editor_of(page)
    save(page)
    assert drafted_body() == ""


def test_a_text_that_was_only_looked_at_goes_back_as_it_came(desk):
    body = (
        '<figure class="table"><table><caption>Cap</caption><tbody><tr><td>a</td></tr></tbody>'
        "</table></figure>"
    )
    page, _editable = open_article(desk, make_article(body))
    assert editor_data(page) != body
    save(page)
    assert drafted_body() == body


@pytest.mark.parametrize(
    "body", [text for text in HONEST if "<caption>" not in text and "<table" not in text[:6]]
)
def test_markup_survives_an_edit(desk, body):
    page, editable = open_article(desk, make_article(body + "<p>end</p>"))
    type_at_end(page, editable, "!")
    save(page)
    assert drafted_body() == body + "<p>end!</p>"


def test_the_marks_of_a_table_survive_an_edit_on_its_figure(desk):
    body = (
        '<figure class="table"><table data-nolink=""><caption>Cap</caption><thead><tr>'
        '<th scope="col">A</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table></figure>'
    )
    page, editable = open_article(desk, make_article(body + "<p>end</p>"))
    type_at_end(page, editable, "!")
    save(page)
    assert drafted_body() == (
        '<figure class="table" data-nolink=""><table><thead><tr><th scope="col">A</th></tr>'
        "</thead><tbody><tr><td>b</td></tr></tbody></table><figcaption>Cap</figcaption></figure>"
        "<p>end!</p>"
    )


def test_words_can_be_kept_free_of_automatic_links(desk):
    page, editable = open_article(desk, make_article("<p>graft</p>"))
    click_into(editable)
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="No automatic links").click()
    save(page)
    assert drafted_body() == '<p><span data-nolink="">graft</span></p>'
    editable = editor_of(page)
    click_into(editable)
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="No automatic links").click()
    save(page)
    assert drafted_body() == "<p>graft</p>"


def test_the_editable_is_named_described_and_reached_by_its_label(desk):
    page = desk(f"diseases/disease/{make_disease(category=make_category()).pk}/change/")
    page.locator("details summary").first.wait_for(state="attached")
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    editable = editor_of(page, "about")
    assert editable.get_attribute("aria-label").startswith("What it is")
    assert editable.get_attribute("aria-describedby") == "id_about_helptext"
    page.locator('label[for="id_about"]').click()
    expect(editable).to_be_focused()


def test_many_editors_start_as_they_come_into_view_and_the_others_send_their_text(desk):
    texts = {
        name: f"<p>{name} <em>text</em></p>"
        for name in ("about", "standard_care", "rationale", "risks", "what_it_involves")
    }
    disease = make_disease(category=make_category(), **texts)
    page = desk(f"diseases/disease/{disease.pk}/change/")
    resize(page, 1280, 500)
    started = page.locator("textarea[data-rich=started]").count()
    assert started < page.locator("textarea[data-rich]").count() == 17
    editable = editor_of(page, "risks")
    type_at_end(page, editable, "!")
    save(page)
    drafted = drafts.pending(disease).payload["fields"]
    assert {name: drafted[name] for name in texts} == texts | {
        "risks": "<p>risks <em>text!</em></p>"
    }


# An editor that has read its text and takes its time to start, as on a slow machine.
HELD = """() => {
  const { prototype } = window.CKEDITOR.ClassicEditor;
  const init = prototype.initPlugins;
  const gate = new Promise((open) => { window.letItStart = open; });
  prototype.initPlugins = async function () {
    window.isStarting = true;
    await gate;
    return init.call(this);
  };
}"""


@pytest.fixture
def starting(desk, page):
    """A form whose editor is about to start, with words typed into the text area meanwhile."""
    article = make_article("<p>a</p>")
    resize(page, 1280, 300)
    desk(f"articles/article/{article.pk}/change/")
    page.evaluate(HELD)
    page.locator('label[for="id_body"]').scroll_into_view_if_needed()
    page.wait_for_function("() => window.isStarting")
    page.locator("#id_body").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("<p>typed</p>")
    return page


def test_who_is_at_a_text_while_its_editor_starts_keeps_the_cursor_and_the_words(starting):
    starting.evaluate("letItStart()")
    expect(editor_of(starting)).to_be_focused()
    assert_sends(starting, "<p>a</p><p>typed</p>")


def test_who_has_gone_on_while_an_editor_starts_stays_there_and_keeps_the_words(starting):
    starting.locator("#id_title").focus()
    starting.evaluate("letItStart()")
    editor_of(starting)
    expect(starting.locator("#id_title")).to_be_focused()
    assert_sends(starting, "<p>a</p><p>typed</p>")


class ArticleInline(admin.StackedInline):
    model = Article
    extra = 0
    fields = ["title", "slug", "body"]


def test_a_row_added_later_gets_its_own_editor(desk, monkeypatch):
    monkeypatch.setattr(TopicAdmin, "inlines", [ArticleInline])
    topic = Topic.objects.create(title="Basics", slug="basics")
    page = desk(f"articles/topic/{topic.pk}/change/")
    page.get_by_role("button", name="Add another Article").or_(
        page.get_by_role("link", name="Add another Article")
    ).click()
    editable = editor_of(page, "articles-0-body")
    page.fill("#id_articles-0-title", "Cells")
    page.fill("#id_articles-0-slug", "cells")
    type_at_end(page, editable, "in a row")
    with page.expect_request(lambda request: "in+a+row" in (request.post_data or "")) as sent:
        save(page)
    assert parse_qs(sent.value.post_data)["articles-0-body"] == ["<p>in a row</p>"]
    assert page.evaluate("document.getElementById('id_articles-__prefix__-body').dataset.rich") != (
        "started"
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_and_buttons_can_be_read_in_both_themes(desk, theme):
    page = desk("")
    page.evaluate("theme => localStorage.setItem('theme', theme)", theme)
    page, editable = open_article(desk, make_article("<h2>A</h2><p>b</p>"))
    page.locator(".ck-heading-dropdown > button").click()
    page.locator(".ck-heading-dropdown [role=menuitemradio]").last.wait_for()
    settle(page)
    parts = [EDITABLE, f"{EDITABLE} h2", f"{EDITABLE} p", ".ck-toolbar .ck-button__label"]
    parts += [".ck-heading-dropdown .ck-list .ck-button__label", ".ck-toolbar .ck-icon"]
    for part in parts:
        contrast = page.locator(part).first.evaluate(CONTRAST)
        assert contrast >= 4.5, part


CONTRAST = """element => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ink = light(getComputedStyle(element).color);
  let paper = element;
  const isClear = () => /, 0\\)|transparent/.test(getComputedStyle(paper).backgroundColor);
  while (isClear()) paper = paper.parentElement;
  const ground = light(getComputedStyle(paper).backgroundColor);
  return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
}"""


@pytest.mark.parametrize("width", [1280, 800, 375])
def test_the_editor_stays_within_the_page(desk, width):
    page, editable = open_article(desk, make_article("<p>a</p>"))
    resize(page, width, 800)
    box = page.locator(".ck-editor").bounding_box()
    form = page.locator("#article_form").bounding_box()
    assert box["x"] >= form["x"] and box["x"] + box["width"] <= form["x"] + form["width"] + 1


# Pictures


def picture_file(data, name="cells.jpg"):
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


def test_a_picture_is_added_in_place_with_its_text_alternative(desk):
    page, editable = open_article(desk, make_article("<p>end</p>"))
    click_into(editable)
    page.get_by_role("button", name="Picture", exact=True).click()
    dialog = page.get_by_role("dialog", name="Picture")
    dialog.locator("input[type=file]").set_input_files(picture_file(with_place(), "my cat.jpg"))
    dialog.get_by_role("button", name="Add and insert").click()
    dialog.get_by_text("Describe the picture in a few words").wait_for()
    assert not Image.objects.exists()
    dialog.get_by_label("Text alternative").fill('Round "cells"')
    dialog.get_by_label("Credit").fill("A. Smith")
    dialog.get_by_role("button", name="Add and insert").click()
    dialog.wait_for(state="hidden")
    shown = editable.locator("img")
    shown.wait_for()
    settle(page)
    assert shown.evaluate("image => image.naturalWidth") == 40
    save(page)
    image = Image.objects.get()
    assert (image.title, image.credit) == ('Round "cells"', "A. Smith")
    assert image.renditions.count() == 4
    body = drafted_body()
    assert f'<figure class="image"><img src="{image.file.url}" ' in body
    assert 'alt="Round &quot;cells&quot;"' in body and 'width="40" height="60"' in body
    assert "<picture>" in richtext.with_renditions(body, images.pictures_in(body))
    assert page.locator(".messagelist .warning").count() == 0


def test_a_picture_that_is_none_is_refused_with_a_sentence(desk):
    page, editable = open_article(desk, make_article("<p>end</p>"))
    page.get_by_role("button", name="Picture", exact=True).click()
    dialog = page.get_by_role("dialog", name="Picture")
    dialog.locator("input[type=file]").set_input_files(picture_file(b"no picture", "evil.jpg"))
    dialog.get_by_label("Decorative").check()
    dialog.get_by_role("button", name="Add and insert").click()
    dialog.get_by_text("“evil.jpg” is not a picture we can use.").wait_for()
    dialog.get_by_role("button", name="Cancel").click()
    assert_sends(page, "<p>end</p>")
    assert not Image.objects.exists()


def test_a_picture_of_the_library_is_found_and_inserted(desk):
    for title in ("Round cells", "Bone marrow"):
        form = Image(title=title, alt="", is_decorative=True)
        images.store(form, checked(upload(encoded(picture()))))
    page, editable = open_article(desk, make_article("<p>end</p>"))
    click_into(editable)
    page.get_by_role("button", name="Picture", exact=True).click()
    dialog = page.get_by_role("dialog", name="Picture")
    dialog.get_by_role("button", name="Round cells").wait_for()
    dialog.get_by_label("Search").fill("bone")
    dialog.get_by_role("button", name="Round cells").wait_for(state="detached")
    dialog.get_by_role("button", name="Bone marrow").click()
    save(page)
    image = Image.objects.get(title="Bone marrow")
    body = drafted_body()
    assert f'src="{image.file.url}"' in body and 'alt=""' in body


def test_a_late_answer_of_the_library_does_not_hide_what_was_found_since(desk):
    for title in ("Round cells", "Bone marrow"):
        form = Image(title=title, alt="", is_decorative=True)
        images.store(form, checked(upload(encoded(picture()))))
    page, editable = open_article(desk, make_article("<p>end</p>"))
    late = []
    page.route(
        re.compile(r"/library/\?"),
        lambda route: route.continue_() if "q=bone" in route.request.url else late.append(route),
    )
    page.get_by_role("button", name="Picture", exact=True).click()
    dialog = page.get_by_role("dialog", name="Picture")
    dialog.get_by_label("Search").fill("bone")
    dialog.get_by_role("button", name="Bone marrow").wait_for()
    [first] = late
    with page.expect_response(first.request.url):
        first.continue_()
    settle(page)
    expect(dialog.locator(".rich-text-library button")).to_have_text(["Bone marrow"])


def test_whoever_was_logged_out_is_told_and_keeps_the_text(desk):
    page, editable = open_article(desk, make_article("<p>end</p>"))
    type_at_end(page, editable, " typed")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Picture", exact=True).click()
    dialog = page.get_by_role("dialog", name="Picture")
    dialog.locator("input[type=file]").set_input_files(picture_file(encoded(picture())))
    dialog.get_by_label("Decorative").check()
    dialog.get_by_role("button", name="Add and insert").click()
    dialog.get_by_text("You are logged out").wait_for()
    assert_sends(page, "<p>end typed</p>")


PASTE = """([selector, markup]) => {
  const data = new DataTransfer();
  data.setData("text/html", markup);
  const options = { clipboardData: data, bubbles: true, cancelable: true };
  document.querySelector(selector).dispatchEvent(new ClipboardEvent("paste", options));
}"""


def test_a_pasted_picture_from_elsewhere_is_left_out_at_once(desk):
    page, editable = open_article(desk, make_article("<p>end</p>"))
    click_into(editable)
    page.evaluate(PASTE, [EDITABLE, '<p>Pasted</p><img src="https://evil.example/x.png">'])
    page.get_by_text("Left out: 1 picture that is not in the library.").wait_for()
    save(page)
    assert drafted_body() == "<p>endPasted</p>"


WORD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
    '<meta name=Generator content="Microsoft Word 15"><style>p.MsoNormal{color:red} '
    "@list l0:level1 {mso-level-number-format:bullet;}</style></head>"
    '<body lang=EN-GB><!--StartFragment--><h1 style="color:#2F5496">Results</h1>'
    '<p class=MsoNormal>Pain <b style="mso-bidi-font-weight:normal">fell</b><o:p></o:p></p>'
    '<p class=MsoListParagraphCxSpFirst style="text-indent:-18.0pt;mso-list:l0 level1 lfo1">'
    '<span style="mso-list:Ignore">·<span>&nbsp;&nbsp;</span></span>first</p>'
    '<p class=MsoListParagraphCxSpLast style="text-indent:-18.0pt;mso-list:l0 level1 lfo1">'
    '<span style="mso-list:Ignore">·<span>&nbsp;&nbsp;</span></span>second</p>'
    "<table class=MsoTableGrid><tr><td><p>A</p></td></tr></table><!--EndFragment--></body></html>"
)


def test_a_paste_from_a_word_processor_keeps_its_structure_only(desk):
    page, editable = open_article(desk, make_article(""))
    click_into(editable)
    page.evaluate(PASTE, [EDITABLE, WORD])
    save(page)
    assert drafted_body() == (
        "<h2>Results</h2><p>Pain <strong>fell</strong></p><ul><li>first</li><li>second</li></ul>"
        '<figure class="table"><table><tbody><tr><td>A</td></tr></tbody></table></figure>'
    )


def test_a_hostile_paste_runs_nothing(desk):
    page, editable = open_article(desk, make_article("<p>end</p>"))
    for name, text in HOSTILE.items():
        if name != "huge cell":  # the editor's own limit; the server stores no such cell
            page.evaluate(PASTE, [EDITABLE, text])
    save(page)
    body = drafted_body()
    assert list(dangers(body)) == [] and "<p>window.hit=1</p>" not in body
    assert page.evaluate("window.hit") is None
    # The policy stopped handlers and styles while the editor read them; nothing else happened.
    assert all("has been blocked" in fault for fault in page.faults)
    page.faults.clear()


def test_all_hostile_texts_run_nothing_in_a_browser_that_has_no_policy(browser):
    context = browser.new_context()
    page = context.new_page()
    asked = []
    page.route("**/*", lambda route: (asked.append(route.request.url), route.abort()))
    page.set_content("<div id=place></div>")
    for name, text in HOSTILE.items():
        page.evaluate(
            "html => { document.getElementById('place').innerHTML = html; }", richtext.clean(text)
        )
        page.evaluate(
            "for (const kind of ['mouseover', 'focus', 'click']) for (const element of"
            " document.querySelectorAll('#place :not(a)')) element.dispatchEvent(new Event(kind))"
        )
        assert page.evaluate("window.hit") is None, name
    context.close()
    assert [url for url in asked if "evil" in url] == []


# Without the editor, and beside it


def test_without_javascript_the_text_area_does_its_work(browser, live_server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server, make_user(is_superuser=True))
    article = make_article("<p>a</p>")
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    assert page.input_value("#id_body") == "<p>a</p>"
    page.fill("#id_body", "<p>b</p><script>c</script>")
    page.locator("input[name=_continue]").click()
    page.get_by_text("this markup is not allowed and was removed: <script>").wait_for()
    context.close()
    assert drafted_body() == "<p>b</p>"


def test_scripts_that_keep_unsaved_text_can_listen_and_restore(desk):
    page, editable = open_article(desk, make_article("<p>end</p>"))
    page.evaluate(
        "document.getElementById('id_body').addEventListener('input', (event) =>"
        " { window.kept = event.target.value; })"
    )
    type_at_end(page, editable, " typed")
    page.wait_for_function("() => window.kept === '<p>end typed</p>'")
    page.evaluate(
        "const area = document.getElementById('id_body'); area.value = '<p>restored</p>';"
        " area.dispatchEvent(new Event('change'))"
    )
    assert_sends(page, "<p>restored</p>")


def test_the_admin_of_articles_is_the_one_under_test():
    assert isinstance(admin.site._registry[Article], ArticleAdmin)
