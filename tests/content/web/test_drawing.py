"""Geometry of pictures."""

import datetime

import pytest

from content.web.drawing import Axis, percent, pieces, tracks


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0%"), (1, "100%"), (0.125, "12.5%"), (1 / 3, "33.33%")]
)
def test_lengths_have_a_point_in_every_language(share, text, settings):
    from django.utils import translation

    with translation.override("es"):
        assert percent(share) == text


def test_pieces_of_a_bar_lie_end_to_end():
    found = pieces([1, 0, 3], 4)
    assert [(piece.start, piece.length) for piece in found] == [
        ("0%", "25%"),
        ("25%", "0%"),
        ("25%", "75%"),
    ]


def test_a_bar_of_nothing_is_empty():
    assert [piece.length for piece in pieces([0, 0], 0)] == ["0%", "0%"]


def test_dates_stand_where_they_are_known_to_be():
    axis = Axis(2000, 2009)
    assert axis.share(datetime.date(2000, 1, 1), "year") == 0.05
    assert axis.share(datetime.date(2005, 7, 1), "month") == pytest.approx((5 + 6.5 / 12) / 10)
    assert 0 < axis.share(datetime.date(2000, 1, 1), "day") < 0.001
    assert 0.999 < axis.share(datetime.date(2009, 12, 31), "day") < 1


@pytest.mark.parametrize("years", [1, 2, 7, 25, 60, 300])
def test_an_axis_has_few_round_ticks(years):
    ticks = Axis(1990, 1990 + years - 1).ticks
    assert 1 <= len(ticks) <= 7
    assert all(0 <= float(tick.at.rstrip("%")) <= 100 for tick in ticks)


def test_marks_that_would_touch_go_to_another_line():
    assert tracks([0.1, 0.12, 0.5, 0.52, 0.54], 0.1) == [0, 1, 0, 1, 2]
    assert tracks([0.5, 0.1, 0.45], 0.1) == [0, 0, 1]
    assert tracks([], 0.1) == []
