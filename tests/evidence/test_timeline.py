"""The drawn timeline says what the list of steps says."""

import datetime
import re

import pytest

from evidence.approvals import uses_of
from evidence.models import Product
from evidence.pictures.timeline import timeline
from tests.factories import make_authorisation, make_disease, make_jurisdiction, make_product
from tests.visits import body, section, words

pytestmark = pytest.mark.django_db

UNKNOWN = {"occurred_on": None, "occurred_precision": "unknown"}


def on(year, month=1, day=1, precision="day"):
    return {"occurred_on": datetime.date(year, month, day), "occurred_precision": precision}


def drawn(product):
    return timeline(uses_of(Product.objects.with_uses().get(pk=product.pk)))


def figure(page):
    return page[page.index('<figure class="chart drawn-timeline') : page.index("</figure>")]


def test_each_dated_step_is_a_mark_and_each_place_a_lane(client):
    product = make_product(title="Cells")
    make_authorisation(product, place="Japan", **on(2015))
    make_authorisation(product, place="India", kind="conditional", **on(2016))
    make_authorisation(product, place="India", **on(2020))
    picture = figure(body(client, "/products/cells/"))
    assert picture.count('class="lane"') == 2
    assert picture.count("<title>") == 3
    assert 'role="img" aria-label="Japan. 1 Jan 2015: authorised"' in picture
    assert (
        "India. 1 Jan 2016: authorised provisionally, with conditions or for a limited time; "
        "1 Jan 2020: authorised" in picture
    )


def test_a_date_that_is_not_known_stands_apart_and_is_no_mark(client):
    product = make_product(title="Cells")
    make_authorisation(product, place="Japan", **on(2015))
    make_authorisation(product, place="Israel", **UNKNOWN)
    picture = figure(body(client, "/products/cells/"))
    assert picture.count("<title>") == 1
    apart = words(picture[picture.index('class="undated"') :])
    assert apart.startswith('class="undated"> Date not known Israel : authorised')


def test_without_any_dated_step_nothing_is_drawn(client):
    product = make_product(title="Cells")
    make_authorisation(product, **UNKNOWN)
    assert drawn(product) is None
    assert "drawn-timeline" not in body(client, "/products/cells/")


def test_an_approval_that_ended_is_not_drawn_as_open():
    product = make_product()
    make_authorisation(product, **on(2018))
    make_authorisation(product, kind="withdrawn", **on(2024))
    (band,) = drawn(product).lanes[0].bands
    assert not band.is_open


def test_an_approval_without_known_end_is_open_to_the_edge():
    product = make_product()
    make_authorisation(product, **on(2018))
    make_authorisation(product, kind="renewed", **on(2020))
    (band,) = drawn(product).lanes[0].bands
    assert band.is_open and band.end == "100%"


def test_an_end_without_a_date_leaves_nothing_drawn_as_in_force():
    product = make_product()
    make_authorisation(product, **on(2018))
    make_authorisation(product, kind="revoked", **UNKNOWN)
    assert drawn(product).lanes[0].bands == []


def test_nothing_is_drawn_as_in_force_of_which_nobody_knows_whether_it_holds():
    product = make_product()
    make_authorisation(product, is_present_state_unknown=True, **on(2014))
    (lane,) = drawn(product).lanes
    assert len(lane.marks) == 1 and lane.bands == []
    make_authorisation(product, kind="withdrawn", **on(2020))
    (band,) = drawn(product).lanes[0].bands
    assert not band.is_open


def test_applications_have_a_mark_of_their_own_and_no_band(client):
    product = make_product(title="Cells")
    make_authorisation(product, kind="applied", what="application", **on(2022))
    make_authorisation(product, kind="withdrawn", what="application", **on(2023))
    lane = drawn(product).lanes[0]
    assert lane.bands == [] and all(mark.is_application for mark in lane.marks)
    picture = figure(body(client, "/products/cells/"))
    assert "1 Jan 2023: application, withdrawn by the holder" in picture
    assert "in a square: only about an application" in picture


def test_marks_close_together_stand_on_two_lines_and_the_approval_on_its_band():
    product = make_product()
    make_authorisation(product, kind="applied", what="application", **on(2018, 6))
    make_authorisation(product, **on(2018, 12))
    make_authorisation(product, kind="renewed", **on(2025))
    lane = drawn(product).lanes[0]
    heights = {mark.step.kind: mark.y for mark in lane.marks}
    assert heights["authorised"] == heights["renewed"] < heights["applied"] < lane.height


def test_approvals_draw_each_product_and_place_of_the_page_whole(client):
    product = make_product(title="Cells")
    for year in range(1990, 2020):
        make_authorisation(product, kind="renewed", **on(year))
    make_authorisation(make_product(title="Secret", live=False), **on(2000))
    for page in ("/approvals/", "/approvals/?page=2"):
        picture = figure(body(client, page))
        assert picture.count('class="lane"') == 1 and picture.count("<title>") == 30
        assert "Secret" not in picture


def test_a_place_draws_only_what_happened_there(client):
    japan = make_jurisdiction(title="Japan")
    product = make_product(title="Cells")
    make_authorisation(product, place="Japan", jurisdiction=japan, **on(2015))
    make_authorisation(product, place="India", **on(2016))
    picture = figure(section(body(client, japan.get_absolute_url()), "products"))
    assert "Cells, Japan" in picture and "India" not in picture


def test_a_disease_page_draws_its_products(client):
    stroke = make_disease(title="Stroke")
    make_authorisation(make_product(title="Cells"), diseases=[stroke], **on(2015))
    make_authorisation(make_product(title="Other", m2m={"diseases": [stroke]}), **on(2016))
    page = section(body(client, "/diseases/stroke/evidence/"), "approved")
    assert "Cells, Japan" in figure(page) and 'href="#approval-steps"' in page
    assert "Other" not in figure(page)
    assert 'id="approval-steps"' in page


def test_a_picture_shows_the_whole_list(client):
    product = make_product(title="Cells")
    for number in range(40):
        make_authorisation(product, place=f"Land {number:02d}", **on(2015))
    for page in ("/products/cells/", "/approvals/", "/approvals/?page=2"):
        assert figure(body(client, page)).count('class="lane"') == 40


def test_each_use_in_a_place_has_a_lane_with_its_name(client):
    product = make_product(title="Cells")
    make_authorisation(product, indication="Graft disease", **on(2015))
    make_authorisation(product, indication="Skin disease", kind="refused", **on(2019))
    picture = figure(body(client, "/products/cells/"))
    assert picture.count('class="lane"') == 2
    assert 'aria-label="Japan, Skin disease. 1 Jan 2019: refused"' in picture


def test_a_term_that_ended_is_drawn_to_its_day_and_one_that_runs_is_not_open():
    ended, running = make_product(), make_product()
    make_authorisation(ended, ends_on=datetime.date(2020, 1, 1), **on(2015))
    make_authorisation(ended, kind="applied", what="application", **on(2025))
    make_authorisation(running, ends_on=datetime.date(2999, 1, 1), **on(2015))
    (band,) = drawn(ended).lanes[0].bands
    assert not band.is_open and float(band.end.rstrip("%")) < 60
    (band,) = drawn(running).lanes[0].bands
    assert not band.is_open and band.end == "100%"


def test_what_is_not_made_of_msc_is_named_as_such(client):
    make_authorisation(make_product(title="Cord blood", kind="other"), **on(2015))
    page = body(client, "/approvals/")
    assert "Cord blood (not MSC), Japan" in words(figure(page))
    assert "Cord blood (not MSC)" in words(page[page.index('id="steps"') :])


def test_no_coordinate_is_written_with_a_comma(client):
    make_authorisation(make_product(title="Cells"), **on(2015, 7, 9))
    picture = figure(body(client, "/es/products/cells/"))
    assert re.search(r'x="\d+\.\d+%"', picture) and not re.search(r'x="\d+,', picture)
