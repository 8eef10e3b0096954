"""Where a product stands, read from its dated steps."""

import datetime

import pytest

from evidence.approvals import State, in_places, in_short, status_in_words
from evidence.models import Product
from tests.factories import make_authorisation, make_product

pytestmark = pytest.mark.django_db


def step(product, kind, year=None, **fields):
    date = datetime.date(year, 1, 1) if year else None
    make_authorisation(
        product,
        kind=kind,
        occurred_on=date,
        occurred_precision="year" if year else "unknown",
        **fields,
    )


def places_of(*steps):
    product = make_product(title=f"Product {Product.objects.count()}")
    for kind, year, *fields in steps:
        step(product, kind, year, **(fields[0] if fields else {}))
    return in_places(Product.objects.with_events().get(pk=product.pk))


APPLICATION = {"what": "application"}


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([("authorised", 2018)], State.CURRENT),
        ([("conditional", 2018)], State.CURRENT),
        ([("authorised", 2018), ("renewed", 2023)], State.CURRENT),
        ([("suspended", 2018), ("renewed", 2023)], State.CURRENT),
        ([("authorised", 2018), ("withdrawn", 2024)], State.FORMER),
        ([("authorised", 2018), ("revoked", 2024)], State.FORMER),
        ([("authorised", 2018), ("expired", 2024)], State.FORMER),
        ([("authorised", 2018), ("suspended", 2024)], State.FORMER),
        ([("authorised", 2018), ("withdrawn", None)], State.FORMER),
        ([("authorised", None), ("withdrawn", 2024)], State.FORMER),
        ([("withdrawn", None)], State.FORMER),
        ([("authorised", None)], State.UNCLEAR),
        ([("applied", 2022, APPLICATION)], State.APPLICATION),
        ([("applied", 2022)], State.APPLICATION),
        ([("refused", 2022)], State.APPLICATION),
        (
            [("applied", 2022, APPLICATION), ("withdrawn", 2023, APPLICATION)],
            State.APPLICATION,
        ),
        ([("authorised", 2015), ("withdrawn", None, APPLICATION)], State.CURRENT),
        ([("authorised", 2015), ("refused", 2019, APPLICATION)], State.CURRENT),
        ([("conditional", 2018), ("applied", 2025)], State.CURRENT),
        ([("refused", 2020, APPLICATION), ("authorised", 2024)], State.CURRENT),
    ],
)
def test_the_state_in_a_place(steps, state):
    (row,) = places_of(*steps)
    assert row.state == state


def test_each_place_has_its_own_state():
    rows = places_of(
        ("authorised", 2018, {"place": "European Union"}),
        ("withdrawn", 2024, {"place": "European Union"}),
        ("authorised", 2021, {"place": "Japan"}),
    )
    assert [(row.place, row.state) for row in rows] == [
        ("Japan", State.CURRENT),
        ("European Union", State.FORMER),
    ]


def test_steps_stand_newest_first_and_those_without_a_date_last():
    (row,) = places_of(("authorised", 2018), ("renewed", 2023), ("applied", None))
    assert [step.kind for step in row.steps] == ["renewed", "authorised", "applied"]


def test_in_short_never_calls_an_ended_approval_current():
    rows = places_of(("authorised", 2018), ("withdrawn", 2024))
    assert in_short(rows).startswith("No current approval")
    assert "ended now: Japan" in in_short(rows)


def test_in_short_names_the_places_and_warns_of_the_use():
    said = in_short(places_of(("authorised", 2018)))
    assert said.startswith("A product linked") and "Japan" in said and "narrower" in said


def test_in_short_tells_applications_from_nothing_known():
    assert in_short(places_of(("applied", 2022, APPLICATION))) == (
        "No. We know of applications only."
    )
    assert in_short([]) == "No approved product that we know of."


def test_in_short_does_not_take_an_undated_approval_for_a_present_one():
    said = in_short(places_of(("authorised", None)))
    assert said.startswith("No current approval") and "not known: Japan" in said


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("authorised", ""),
        ("authorised 2012, not known to be marketed", "authorised 2012, not known to be marketed"),
        ("", ""),
    ],
)
def test_a_status_note_that_repeats_the_step_is_left_out(note, shown):
    product = make_product(status_note=note)
    step(product, "authorised", 2012)
    product = Product.objects.with_events().get(pk=product.pk)
    assert status_in_words(product, in_places(product)) == shown
