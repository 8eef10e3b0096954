"""News about content reaches its receivers in one order, whoever was connected first."""

from itertools import permutations

import pytest

from content.signals import News, NewsStage
from diseases.models import Disease


def noting(stage, told):
    def receive(sender, entry, **kwargs):
        told.append((stage, sender, entry))

    return receive


@pytest.mark.parametrize("connected", list(permutations(NewsStage)))
def test_stages_follow_one_another_in_whatever_order_they_were_connected(connected):
    news, told = News(), []
    receivers = {stage: noting(stage, told) for stage in connected}
    for stage, receiver in receivers.items():
        news.connect(receiver, at=stage)
    news.send(Disease, entry="an entry")
    assert told == [(stage, Disease, "an entry") for stage in NewsStage]


def test_receivers_of_one_stage_run_as_they_were_connected():
    news, told = News(), []
    receivers = [noting(name, told) for name in ("first", "second")]
    for receiver in receivers:
        news.connect(receiver, at=NewsStage.LINKS)
    news.send(Disease, entry=None)
    assert [name for name, _sender, _entry in told] == ["first", "second"]


@pytest.mark.parametrize("stage", ["afterwards", "LINKS", 3, None])
def test_a_stage_that_there_is_not_is_refused(stage):
    with pytest.raises(ValueError, match="is not a valid NewsStage"):
        News().connect(noting(stage, []), at=stage)


def test_nobody_is_connected_without_a_stage():
    with pytest.raises(TypeError, match="'at'"):
        News().connect(noting(None, []))


def test_a_receiver_that_fails_stops_what_comes_after_it():
    """And with it the transaction in which the news was sent."""
    news, told = News(), []

    def fail(sender, **kwargs):
        raise RuntimeError

    before, after = noting(NewsStage.CITATIONS, told), noting(NewsStage.SEARCH, told)
    news.connect(after, at=NewsStage.SEARCH)
    news.connect(fail, at=NewsStage.LINKS)
    news.connect(before, at=NewsStage.CITATIONS)
    with pytest.raises(RuntimeError):
        news.send(Disease, entry=None)
    assert [stage for stage, _sender, _entry in told] == [NewsStage.CITATIONS]


def test_who_is_disconnected_hears_nothing():
    news, told = News(), []
    by_name, itself = noting("by name", told), noting("itself", told)
    news.connect(by_name, at=NewsStage.DESK, dispatch_uid="mine")
    news.connect(itself, at=NewsStage.PAGES)
    assert news.disconnect(dispatch_uid="mine")
    assert news.disconnect(itself)
    assert not news.disconnect(itself)
    news.send(Disease, entry=None)
    assert told == []
