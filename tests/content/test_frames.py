"""Calls within `with_room` never wait for memory for their frames.

Counted in page faults: a new chunk of memory is touched for the first time each time.
"""

import resource

from content.frames import with_room

DEPTHS, TURNS = 400, 1000


def leaf():
    return None


def call_at(depth):
    if depth:
        call_at(depth - 1)
    for _turn in range(TURNS):
        leaf()


def faults_of(function):
    function(DEPTHS)  # what is touched once only
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    function(DEPTHS)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_calls_at_any_depth_share_one_chunk():
    assert faults_of(with_room(call_at)) < TURNS


def test_it_is_the_same_function_to_its_callers():
    @with_room
    def add(one, *, two=2):
        """Adds."""
        return one + two

    assert (add(1), add(1, two=3)) == (3, 4)
    assert (add.__name__, add.__doc__) == ("add", "Adds.")
