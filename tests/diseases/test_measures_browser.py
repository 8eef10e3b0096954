"""The form of a disease counts words and grades its answers while somebody types."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import settle, sign_in
from tests.factories import make_ready_disease, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

TOPS = """[...document.querySelectorAll(".form-row")]
  .map((row) => Math.round(row.getBoundingClientRect().top))"""


def open_form(page, live_server, disease):
    page.goto(f"{live_server.url}/admin/diseases/disease/{disease.pk}/change/")


@pytest.fixture
def form(page, live_server):
    sign_in(page, live_server, make_user(is_superuser=True))
    open_form(page, live_server, make_ready_disease())
    expect(page.locator("#id_verdict_measure")).to_contain_text("of 20 words")
    return page


def test_counts_follow_what_is_typed(form):
    line, status = form.locator("#id_verdict_measure"), form.locator("#desk-measures")
    form.get_by_label("Verdict:", exact=True).fill("Nobody knows it.")
    expect(line).to_contain_text("3 of 20 words")
    expect(status).to_be_empty()
    form.get_by_label("Verdict:", exact=True).fill("Nobody knows it. Nobody will.")
    expect(line.locator(".desk-over")).to_have_text("2 sentences instead of one")
    expect(status).to_have_text("2 sentences instead of one")
    described = form.get_by_label("Verdict:", exact=True).get_attribute("aria-describedby")
    assert "id_verdict_measure" in described.split()


def test_counts_follow_the_editor(form):
    form.locator(".field-answer_works").scroll_into_view_if_needed()
    settle(form)
    editable = form.get_by_role("textbox", name=re.compile("Does it work"))
    editable.click()
    form.keyboard.press("Control+a")
    form.keyboard.type("It works in nobody.")
    line = form.locator("#id_answer_works_measure")
    expect(line).to_contain_text("4 of 60 words")
    expect(line).to_contain_text("longest sentence 4 of 20")


def test_the_desk_that_cannot_be_reached_is_said(form):
    form.route("**/measures/", lambda route: route.abort())
    form.get_by_label("Verdict:", exact=True).fill("Nobody knows it.")
    expect(form.locator("#id_verdict_measure")).to_have_text("Could not be measured now.")


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_nothing_moves_when_the_first_counts_come(page, live_server, width):
    sign_in(page, live_server, make_user(is_superuser=True))
    page.set_viewport_size({"width": width, "height": 900})
    waiting = []
    page.route("**/measures/", lambda route: waiting.append(route))
    open_form(page, live_server, make_ready_disease())
    settle(page, width)
    before = page.evaluate(TOPS)
    waiting[0].continue_()
    expect(page.locator("#id_verdict_measure")).to_contain_text("of 20 words")
    assert page.evaluate(TOPS) == before
    assert page.evaluate(OVERFLOW) <= 0
