"""The focal point is set by mouse, by keyboard and without any script."""

from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from content.models import Image
from tests.browser import resize, settle, sign_in
from tests.content.picture_files import colours_of, encoded, make_image, quarters
from tests.editorial.at_desk import url
from tests.factories import make_article, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("media"),
]


@pytest.fixture
def publisher():
    return make_user(groups=["Publisher"])


# The card is drawn when the picture has come.
IS_DRAWN = """() => {
  const card = document.querySelector(".focus canvas");
  return card?.isConnected && card.getContext("2d").getImageData(120, 80, 1, 1).data[3] === 255;
}"""


@pytest.fixture
def form(page, live_server, publisher):
    image = make_image(encoded(quarters(1200, 400), "PNG"))
    sign_in(page, live_server, publisher)
    page.goto(live_server.url + url(image))
    page.wait_for_function(IS_DRAWN)
    page.locator("#id_focus_x").scroll_into_view_if_needed()
    page.locator(".focus-pad").evaluate("pad => pad.scrollIntoView({ block: 'center' })")
    settle(page)
    return page


def values(page):
    return page.input_value("#id_focus_x"), page.input_value("#id_focus_y")


def card_colour(page, across):
    """What the card of the form shows at a share of its width."""
    return page.evaluate(
        "across => { const card = document.querySelector('.focus canvas');"
        " return [...card.getContext('2d').getImageData(card.width * across, 20, 1, 1).data]; }",
        across,
    )[:3]


def save(page):
    with page.expect_navigation():
        page.locator("input[name=_save]").click()
    assert page.locator(".errornote").count() == 0
    return Image.objects.get()


def test_the_mark_stands_where_the_point_is(form, live_server):
    for size in ((1200, 400), (300, 900)):
        image = make_image(encoded(quarters(*size), "PNG"), focus_x=Decimal("0.25"))
        form.goto(live_server.url + url(image))
        form.wait_for_function(IS_DRAWN)
        settle(form)
        picture = form.locator(".focus-pad img").bounding_box()
        mark = form.locator(".focus-mark").bounding_box()
        wanted = picture["x"] + picture["width"] * 0.25
        assert abs(mark["x"] + mark["width"] / 2 - wanted) < 2
        assert abs(picture["width"] / picture["height"] - size[0] / size[1]) < 0.02


def test_a_click_sets_the_point_and_the_card_shows_what_stays(form):
    assert card_colour(form, 0.1) == [255, 0, 0] and card_colour(form, 0.9) == [0, 255, 0]
    box = form.locator(".focus-pad img").bounding_box()
    form.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.25)
    assert values(form) == ("0.90", "0.25")
    expect(form.get_by_role("status")).to_have_text("90 % from the left, 25 % from the top")
    assert card_colour(form, 0.1) == card_colour(form, 0.9) == [0, 255, 0]
    image = save(form)
    assert colours_of(image.renditions.filter(shape="card").first().file) == {"lime", "yellow"}


def test_the_mark_is_dragged_and_stays_within_the_picture(form):
    box = form.locator(".focus-pad img").bounding_box()
    form.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    form.mouse.down()
    form.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 5)
    form.mouse.move(box["x"] - 200, box["y"] + box["height"] + 300)
    form.mouse.up()
    form.mouse.move(box["x"] + box["width"] / 2, box["y"])
    assert values(form) == ("0.00", "1.00")


def test_the_arrow_keys_move_the_mark(form):
    mark = form.get_by_role("button", name="Focal point")
    mark.focus()
    for key in ("ArrowLeft", "ArrowLeft", "Shift+ArrowLeft", "ArrowUp", "Shift+ArrowDown"):
        form.keyboard.press(key)
    assert values(form) == ("0.38", "0.59")
    for _ in range(6):
        form.keyboard.press("Shift+ArrowLeft")
    assert values(form) == ("0.00", "0.59")
    form.locator("#id_focus_x").fill("0.7")
    assert mark.evaluate("element => element.style.left") == "70%"
    image = save(form)
    assert (str(image.focus_x), str(image.focus_y)) == ("0.70", "0.59")


def test_the_point_is_set_while_a_picture_is_added(page, live_server, publisher):
    sign_in(page, live_server, publisher)
    page.goto(f"{live_server.url}/admin/content/image/add/")
    assert page.locator(".focus").count() == 0
    data = encoded(quarters(1200, 400), "PNG")
    chosen = {"name": "cells.png", "mimeType": "image/png", "buffer": data}
    page.locator("#id_file").set_input_files(chosen)
    page.wait_for_function(IS_DRAWN)
    page.get_by_role("button", name="Focal point").press("Shift+ArrowRight")
    page.fill("#id_title", "Cells")
    page.fill("#id_alt", "Round cells")
    assert str(save(page).focus_x) == "0.60"


def test_without_javascript_the_number_fields_do(browser, live_server, publisher):
    image = make_image(encoded(quarters(1200, 400), "PNG"))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server, publisher)
    page.goto(live_server.url + url(image))
    page.fill("#id_focus_x", "0.1")
    save(page)
    context.close()
    image.refresh_from_db()
    assert str(image.focus_x) == "0.10"
    card = image.renditions.filter(shape="card").first()
    assert colours_of(card.file) == {"red", "blue"}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious_on_the_form_of_an_image(form, theme, width):
    form.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    resize(form, width, 800)
    found = Axe().run(form, context="#content-main").response["violations"]
    assert [one for one in found if one["impact"] in ("serious", "critical")] == []
    assert form.evaluate("document.documentElement.scrollWidth <= innerWidth")
    form.faults.clear()  # axe measures with styles of its own


# Which copy is shown, once it has come: the browser chooses again when the window has its size.
SHOWS_CARD = """is_card => {
  const {complete, naturalWidth, currentSrc} = document.querySelector(".hero img");
  return complete && naturalWidth > 0
    && (is_card ? currentSrc.includes("card-90-50-") : !currentSrc.includes("card-"));
}"""


def test_a_phone_shows_the_part_of_a_very_wide_lead_picture(page, live_server):
    image = make_image(encoded(quarters(1200, 400), "PNG"), focus_x=Decimal("0.9"))
    resize(page, 390, 800)
    page.goto(live_server.url + make_article(hero=image).get_absolute_url())
    page.wait_for_function(SHOWS_CARD, arg=True)
    box = page.locator(".hero img").bounding_box()
    assert abs(box["width"] / box["height"] - 1.5) < 0.02
    resize(page, 1280, 800)
    page.wait_for_function(SHOWS_CARD, arg=False)
