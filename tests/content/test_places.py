"""Places by their code, named in the language of the reader."""

import pytest
from django.utils import translation

from content import places
from mscportal.starter import parse_facts
from tests.mscportal.starter_files import STARTER


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Japan", "JP"),
        ("south  korea", "KR"),
        ("Korea, Republic of", "KR"),
        ("Iran, Islamic Republic of", "IR"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("European Union", "EU"),
        ("UK", "GB"),
        ("DE", "DE"),
        ("Atlantis", ""),
        ("World", ""),
        ("", ""),
    ],
)
def test_a_name_has_one_code(name, code):
    assert places.code_of(name) == code


def test_a_place_is_named_in_the_language_of_the_reader():
    assert places.name_of("DE") == "Germany"
    with translation.override("es"):
        assert places.name_of("DE") == "Alemania"
    assert places.name_of("DE", "es") == "Alemania"


def test_what_is_no_place_is_shown_as_it_is():
    assert places.name_of("ZZ") == "ZZ" and "ZZ" not in dict(places.choices())


def test_an_unknown_language_is_told_in_english():
    assert places.name_of("DE", "tlh") == "Germany"


def test_the_places_to_choose_from_are_in_the_order_of_their_names():
    names = [name for _code, name in places.choices()]
    assert names[:2] == ["Afghanistan", "Åland Islands"] and names[-1] == "Zimbabwe"
    assert len(set(names)) == len(names) > 240


def test_every_place_of_the_facts_has_a_code():
    facts = parse_facts(STARTER / "facts")
    named = {name for trial in facts.trials for name in trial.countries}
    named |= {place.country for place in facts.jurisdictions}
    named |= {
        event.place for each in (*facts.products, *facts.not_authorised) for event in each.events
    }
    assert {name for name in named if not places.code_of(name)} == set()
