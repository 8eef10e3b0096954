"""Type-ahead in the search field: by keyboard, pointer and screen reader."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_disease

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(page, live_server):
    make_disease(title="Osteoarthritis", slug="oa")
    make_disease(title="Osteoporosis", slug="op")
    page.goto(f"{live_server.url}/glossary/")
    return page


def type_into(page, text):
    """Wait for the answer to the whole word: each stop in the typing asks, and closes the list."""
    field = page.locator("#site-search")
    field.click()
    with page.expect_response(lambda answer: answer.url.endswith(f"?q={text}")):
        field.press_sequentially(text)
    return field


def chosen(page):
    return page.evaluate(
        "document.getElementById("
        "document.querySelector('#site-search').getAttribute('aria-activedescendant'))?.innerText"
    )


def test_names_appear_and_their_number_is_announced(page):
    field = type_into(page, "oste")
    expect(page.get_by_role("option")).to_have_count(2)
    assert field.get_attribute("role") == "combobox"
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="2 suggestions")).to_have_count(1)


def test_arrows_choose_and_enter_opens_the_page(page):
    field = type_into(page, "oste")
    page.get_by_role("option").first.wait_for()
    assert field.get_attribute("aria-activedescendant") is None
    field.press("ArrowDown")
    assert chosen(page).startswith("Osteoporosis")
    field.press("ArrowDown")
    assert chosen(page).startswith("Osteoarthritis")
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("ArrowUp")
    assert page.locator('[aria-selected="true"]').count() == 1
    field.press("Enter")
    page.wait_for_url("**/diseases/oa/")


def test_escape_closes_and_the_words_stay(page):
    field = type_into(page, "oste")
    page.get_by_role("option").first.wait_for()
    field.press("Escape")
    expect(page.locator("[role=option]:visible")).to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "false")
    assert field.input_value() == "oste"


def test_enter_without_a_choice_searches(page):
    field = type_into(page, "oste")
    page.get_by_role("option").first.wait_for()
    field.press("Enter")
    page.wait_for_url("**/search/?q=oste")


def test_a_press_opens_the_page(page):
    type_into(page, "oste")
    page.get_by_role("option", name="Osteoporosis").click()
    page.wait_for_url("**/diseases/op/")


def test_leaving_the_field_closes_the_list(page):
    field = type_into(page, "oste")
    page.get_by_role("option").first.wait_for()
    field.press("Tab")
    expect(page.locator("[role=option]:visible")).to_have_count(0)


def test_nothing_is_shown_for_what_is_like_no_name(page):
    field = type_into(page, "xyz")
    page.get_by_role("status").filter(has_text="0 suggestions").wait_for(state="attached")
    assert field.get_attribute("aria-expanded") == "false"
