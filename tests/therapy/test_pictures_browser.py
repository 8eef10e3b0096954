"""The drawn pictures under a keyboard and on a narrow screen."""

import pytest

from tests.browser import resize, settle
from tests.factories import make_mechanism, make_source

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOCUSED = "document.activeElement.getAttribute('href')"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def tabbed(page, start, number):
    """Addresses of the next links that Tab reaches after the first link of `start`."""
    page.locator(f"{start} ol a, {start} li a").first.focus()
    found = [page.evaluate(FOCUSED)]
    for _ in range(number - 1):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    return found


def test_tab_walks_each_source_once_and_skips_the_marks(page, live_server):
    make_source(title="Teeth", body_place="teeth")
    make_source(title="Marrow", body_place="hip")
    make_source(title="Cord", body_place="cord", group="perinatal")
    make_source(title="Reprogrammed", group="engineered")
    page.goto(f"{live_server.url}/sources/")
    assert tabbed(page, ".body-map", 4) == [
        "/sources/teeth/",
        "/sources/marrow/",
        "/sources/cord/",
        "/sources/reprogrammed/",
    ]
    page.locator(".mark-hip circle").click()
    page.wait_for_url("**/sources/marrow/")


@pytest.mark.parametrize("width", [320, 800, 1280])
@pytest.mark.parametrize("name", ["Marrow", LONG])
def test_pictures_fit_every_width(page, live_server, width, name):
    make_source(title=name, slug="x", body_place="hip")
    make_mechanism(title=name, slug="x", drawing="lineages")
    resize(page, width)
    for address in ("/sources/", "/mechanisms/", "/sources/compare/"):
        page.goto(f"{live_server.url}{address}")
        settle(page)
        assert page.evaluate(TOO_WIDE) == 0, address
