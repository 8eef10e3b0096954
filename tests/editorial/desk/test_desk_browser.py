"""The key / leads to the search from wherever nothing is typed; the lists pass axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from accounts import mails
from editorial import workflow
from tests.browser import resize, settle, sign_in
from tests.editorial.moments import draft_of
from tests.factories import make_article, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page, live_server):
    user = make_user(is_superuser=True)
    sign_in(page, live_server, user)
    article = make_article()
    draft_of(article, user, title="Quokka")
    workflow.submit(article, by=user)
    page.user, page.start = user, f"{live_server.url}/admin/"
    return page


def test_a_slash_leads_to_the_search_and_finds_a_draft(desk):
    desk.goto(desk.start)
    desk.keyboard.press("/")
    expect(desk.locator("#desk-find")).to_be_focused()
    desk.keyboard.type("quok")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/find/?q=quok")
    assert desk.locator(".desk-hits h2").inner_text() == "Quokka"


def test_a_slash_in_a_field_is_a_slash(desk):
    desk.goto(f"{desk.start}articles/topic/add/")
    desk.locator("#id_title").focus()
    desk.keyboard.type("and/or")
    expect(desk.locator("#id_title")).to_be_focused()
    expect(desk.locator("#id_title")).to_have_value("and/or")


@pytest.mark.parametrize("place", ["", "desk/waiting/", "desk/coming-up/", "find/?q=quokka"])
def test_the_first_screen_and_the_lists_are_accessible(desk, place):
    desk.goto(desk.start + place)
    settle(desk)
    found = Axe().run(desk).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


def test_long_lines_and_their_buttons_stand_in_the_window(desk, settings):
    settings.EMAIL_BACKEND = "tests.accounts.mail_servers.BrokenServer"
    address = "a.colleague.with.a.long.name@department.of.a.hospital.example.org"
    mails.write("A review is waiting for you", "Cells.", to=[make_user(email=address)])
    for place in ("", "desk/mails/"):
        for width in (1280, 390):
            desk.goto(desk.start + place)
            resize(desk, width)
            expect(desk.get_by_role("button", name="Discard")).to_be_visible()
            tables = desk.locator(".desk-table")
            wider = "all => all.filter((one) => one.scrollWidth > one.clientWidth).length"
            assert tables.evaluate_all(wider) == 0, (place, width)
