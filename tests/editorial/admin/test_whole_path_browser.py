"""Two colleagues and a publisher bring a text to the public site, with the keyboard alone."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article
from editorial.models import Review, Revision
from editorial.versions import drafts
from editorial.workflow import reviewers
from tests.factories import make_contributor, make_topic, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.on_both,
    pytest.mark.django_db(transaction=True),
]

PASSWORD = "long enough for a test"
IS_AT = "wanted => wanted === document.activeElement || wanted.contains(document.activeElement)"
# What has the cursor, or the box that stands around it, has a ring or a shadow.
SHOWS_FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "nothing has the focus";
  for (const one of [at, at.parentElement, at.closest(".select2-container")]) {
    const style = one && getComputedStyle(one);
    if (!style) continue;
    if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) return "";
    if (style.boxShadow !== "none") return "";
  }
  return at.outerHTML.slice(0, 200);
}"""
WATCH_POLICY = """document.addEventListener("securitypolicyviolation", event => console.error(
  `Content Security Policy: ${event.violatedDirective} ${event.blockedURI}`));"""


class Person:
    """Somebody who has a browser and no mouse."""

    def __init__(self, browser, live_server, faults):
        self.context = browser.new_context(
            viewport={"width": 1280, "height": 900}, reduced_motion="reduce", locale="en-GB"
        )
        self.context.add_init_script(WATCH_POLICY)
        self.page, self.site = self.context.new_page(), live_server.url
        self.page.on("pageerror", lambda error: faults.append(str(error)))
        self.page.on("console", lambda said: "Security" in said.text and faults.append(said.text))

    def open(self, address):
        self.page.goto(self.site + address)

    def sees(self, text):
        self.page.get_by_text(text).first.wait_for()

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def go_to(self, found):
        """With the Tab key, past everything in between."""
        wanted = found.first.element_handle()
        for _ in range(250):
            if wanted.evaluate(IS_AT):
                assert self.page.evaluate(SHOWS_FOCUS) == ""
                return
            self.press("Tab")
        raise AssertionError(f"The Tab key does not lead to {found}")

    def type_into(self, field, text):
        self.go_to(self.page.locator(field))
        self.page.keyboard.type(text)

    def follow(self, role, name, *, inside="body"):
        self.go_to(self.page.locator(inside).get_by_role(role, name=name, exact=True))
        with self.page.expect_navigation():
            self.press("Enter")

    def log_in(self, user):
        self.open(reverse("admin:login"))
        self.type_into("#id_username", user.username)
        self.type_into("#id_password", "wrong")
        with self.page.expect_navigation():
            self.press("Enter")
        self.is_told_of_an_error("correct username and password")
        self.page.locator("#id_username").evaluate("field => field.value = ''")
        self.type_into("#id_username", user.username)
        self.type_into("#id_password", PASSWORD)
        with self.page.expect_navigation():
            self.press("Enter")
        self.sees("What waits")

    def is_told_of_an_error(self, text):
        """The cursor is at the sentence, so that it is read out."""
        at = self.page.evaluate("document.activeElement.textContent")
        assert text in re.sub(r"\s+", " ", at)
        assert self.page.evaluate(SHOWS_FOCUS) == ""


@pytest.fixture
def people(browser, live_server):
    faults, made = [], []

    def person():
        made.append(Person(browser, live_server, faults))
        return made[-1]

    yield person
    for one in made:
        one.context.close()
    assert faults == []


def colleague(name, *groups):
    user = make_user(name, groups=groups)
    user.set_password(PASSWORD)
    user.save()
    return user


def write_article(author):
    """Title, choices, summary, rich text with a heading and bold words."""
    page = author.page
    author.type_into("#id_title", "Cells and knees")
    author.go_to(page.locator(".field-topic .select2-selection"))
    author.press("Alt+ArrowDown")
    expect(page.locator(".select2-dropdown .select2-search__field")).to_be_focused()
    assert page.evaluate(SHOWS_FOCUS) == ""
    page.keyboard.type("Staying")
    page.locator(".select2-results__option--highlighted", has_text="Staying safe").wait_for()
    author.press("Enter")
    expect(page.locator(".field-topic .select2-selection")).to_contain_text("Staying safe")
    author.type_into("#id_plain_summary", "What is known about cells for knees.")
    author.go_to(page.locator(".field-body"))  # the editor starts when the cursor arrives
    page.wait_for_function("() => document.activeElement.isContentEditable")
    assert page.evaluate(SHOWS_FOCUS) == ""
    page.keyboard.type("## What was found")
    author.press("Enter")
    page.keyboard.type("Nobody knows yet. ")
    author.press("Control+b")
    page.keyboard.type("Ask your doctor")
    author.press("Control+b")
    page.keyboard.type(" first.")


def preview(person, text):
    person.go_to(person.page.get_by_role("button", name="Preview", exact=True))
    person.press("Enter")
    person.page.get_by_role("status").filter(has_text="The preview shows").wait_for()
    shown = person.page.frame_locator("iframe.desk-shown")
    expect(shown.locator("strong", has_text="Ask your doctor")).to_have_count(1)
    expect(shown.get_by_text(text).first).to_be_visible()
    assert person.page.evaluate(SHOWS_FOCUS) == ""
    person.press("Escape")
    expect(person.page.locator(".desk-preview")).to_have_count(0)


def test_from_the_first_word_to_the_public_page_by_keyboard_alone(people, live_server):
    make_topic(title="Staying safe")
    writing = colleague("ann", "Author")
    reading = colleague("rita", "Medical reviewer")
    publishing = colleague("paul", "Publisher")
    make_contributor(title="Rita Reviewer", slug="rita-reviewer", user=reading)
    assert list(reviewers.able_for(None)) == [reading]
    author, reviewer, publisher, visitor = people(), people(), people(), people()

    author.log_in(writing)
    author.go_to(author.page.locator('a[href="/admin/articles/article/add/"]'))
    with author.page.expect_navigation():
        author.press("Enter")
    author.follow("button", "Save draft")  # nothing is typed yet
    author.is_told_of_an_error("Please correct the errors below.")
    write_article(author)
    author.follow("button", "Save and go on")
    author.sees("was added successfully")
    article = Article.objects.get()
    assert "<strong>Ask your doctor</strong>" in drafts.pending(article).payload["fields"]["body"]
    preview(author, "Nobody knows yet.")
    author.follow("link", "Submit for review", inside=".desk-tools")
    author.type_into("#id_note", "Please look at the second sentence.")
    author.follow("button", "Submit for review")
    author.sees("Done.")

    reviewer.log_in(reading)
    reviewer.follow("link", "Cells and knees", inside=".desk-first")
    reviewer.follow("link", "Request changes", inside=".desk-tools")
    reviewer.go_to(reviewer.page.get_by_role("button", name="Request changes"))
    reviewer.press("Enter")  # without a note the browser says so and goes to the field
    reviewer.page.wait_for_function("() => document.activeElement.id === 'id_note'")
    assert reviewer.page.evaluate("document.activeElement.validationMessage")
    reviewer.page.keyboard.type("Say for whom nobody knows it.")
    reviewer.follow("button", "Request changes")
    reviewer.sees("Done.")

    author.open("/admin/")
    author.sees("changes requested")
    author.follow("link", "Cells and knees", inside=".desk-first")
    author.follow("link", "History", inside=".desk-tools")
    author.sees("Say for whom nobody knows it.")
    author.follow("link", "Cells and knees", inside=".breadcrumbs")
    author.go_to(author.page.locator("#id_plain_summary"))
    author.press("Control+End")
    author.page.keyboard.type(" Adults were asked. It was 35%.")
    author.follow("button", "Save and go on")
    author.follow("link", "Submit for review", inside=".desk-tools")
    author.follow("button", "Submit for review")
    author.sees("Done.")

    reviewer.open("/admin/")
    reviewer.follow("link", "Cells and knees", inside=".desk-first")
    reviewer.follow("link", "Preview of the draft", inside=".desk-tools")
    reviewer.sees("Adults were asked.")
    reviewer.follow("link", "Back to the form")
    reviewer.follow("link", "Approve", inside=".desk-tools")
    reviewer.type_into("#id_note", "Clear now.")
    reviewer.follow("button", "Approve")
    reviewer.sees("Done.")
    assert Review.objects.get().reviewer.title == "Rita Reviewer"

    visitor.open("/articles/cells-and-knees/")
    assert visitor.page.get_by_text("Adults were asked.").count() == 0

    publisher.log_in(publishing)
    publisher.follow("link", "Cells and knees", inside=".desk-first")
    publisher.follow("link", "Publish", inside=".desk-tools")
    publisher.sees("1 thing to look at")
    publisher.go_to(publisher.page.get_by_label("I have read these warnings"))
    publisher.press("Space")
    publisher.follow("button", "Publish")
    publisher.sees("Done.")
    assert Revision.objects.pending(article) is None

    visitor.open("/articles/cells-and-knees/")
    visitor.sees("Adults were asked.")
    visitor.sees("Rita Reviewer")
    assert visitor.page.locator("strong", has_text="Ask your doctor").count() == 1
    assert visitor.context.cookies() == []
