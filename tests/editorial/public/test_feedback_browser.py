import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from editorial.models import Feedback
from tests.factories import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(page, live_server):
    article = make_article(title="Read me")
    page.goto(live_server.url + article.get_absolute_url())
    return article


def foot(page):
    return page.get_by_role("region", name="Was this page helpful?")


def test_an_answer_is_sent_in_place_and_said_aloud(page, article):
    address = page.url
    foot(page).get_by_text("Add a comment").click()
    foot(page).get_by_label("Comment").fill("Clear. Mail me at a@b.example")
    foot(page).get_by_role("button", name="Yes").click()
    said = foot(page).get_by_role("status")
    said.filter(has_text="Thank you").wait_for()
    assert "We removed" in said.inner_text()
    assert page.url == address
    expect(said).to_be_focused()
    assert foot(page).get_by_role("button").count() == 0
    stored = Feedback.objects.get()
    assert (stored.is_helpful, stored.text) == (True, "Clear. Mail me at […]")
    assert stored.page == article.get_absolute_url()


def test_a_refused_form_is_accessible_and_keeps_the_words(page, live_server):
    page.goto(f"{live_server.url}/feedback/?page=/diseases/")
    page.get_by_label("Where can we read").fill("https://example.org/")
    page.get_by_label("What is wrong?").evaluate("field => field.required = false")
    with page.expect_navigation():
        page.get_by_role("button", name="Send the report").click()
    page.get_by_role("alert").filter(has_text="Write what is wrong.").wait_for()
    assert page.get_by_label("Where can we read").input_value() == "https://example.org/"
    assert page.get_by_label("What is wrong?").get_attribute("aria-invalid") == "true"
    assert Axe().run(page).response["violations"] == []


def test_a_server_out_of_reach_is_said_and_the_words_stay(page, article):
    page.route("**/feedback/", lambda route: route.abort())
    foot(page).get_by_text("Add a comment").click()
    foot(page).get_by_label("Comment").fill("Clear.")
    foot(page).get_by_role("button", name="No").click()
    foot(page).get_by_role("status").filter(has_text="could not be sent").wait_for()
    assert foot(page).get_by_label("Comment").input_value() == "Clear."
    expect(foot(page).get_by_role("button", name="No")).to_be_enabled()


def test_all_of_it_works_by_keyboard_and_without_script(browser, live_server):
    article = make_article(title="Read me")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + article.get_absolute_url())
    foot(page).get_by_role("button", name="No").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Thank you").wait_for()
    page.get_by_role("link", name="Back to “Read me”").click()
    foot(page).get_by_role("link", name="Report an error").click()
    page.get_by_label("What is wrong?").fill("The year.")
    page.get_by_role("button", name="Send the report").press("Enter")
    page.get_by_role("heading", name="Thank you").wait_for()
    assert not context.cookies()
    context.close()
    kinds = Feedback.objects.order_by("pk").values_list("kind", "is_helpful")
    assert list(kinds) == [("helpful", False), ("error", None)]
