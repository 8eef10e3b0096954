"""What results can be filtered by, and how many there are of each."""

import pytest

from editorial import workflow
from search.models import Entry
from search.services import find, rebuild
from tests.factories import (
    make_article,
    make_category,
    make_disease,
    make_publication,
    make_statement,
    make_trial,
    republish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    nerves, joints = make_category(title="Nerves"), make_category(title="Joints")
    als = make_disease(title="Marrow palsy", category=nerves)
    gout = make_disease(title="Marrow gout", category=joints)
    make_trial(title="Marrow in palsy", status="recruiting", m2m={"diseases": [als]})
    make_trial(title="Marrow in both", status="completed", m2m={"diseases": [als, gout]})
    make_trial(title="Marrow in none", status="completed")
    review = make_publication(title="A review")
    make_statement(title="Marrow and pain", disease=gout, certainty="low", certainty_by=review)
    make_article(title="Marrow en general", language="es", topic=None)
    return als, gout


def counts(facet, query="marrow", **chosen):
    results = find(query, chosen={name: [value] for name, value in chosen.items()})
    return results.facets[facet]


def titles(query="marrow", **chosen):
    results = find(query, chosen={name: [value] for name, value in chosen.items()})
    return sorted(hit.title for hit in results[:20])


def test_every_facet_counts_its_values(site):
    assert counts("type") == {
        "evidence.trial": 3,
        "diseases.disease": 2,
        "articles.article": 1,
        "evidence.evidencestatement": 1,
    }
    assert counts("topic") == {"joints": 3, "nerves": 3}
    assert counts("status") == {"completed": 2, "recruiting": 1}
    assert counts("evidence") == {"low": 1}
    assert counts("language") == {"en": 6, "es": 1}


def test_a_chosen_value_narrows_the_results(site):
    assert titles(status="recruiting") == ["Marrow in palsy"]
    assert titles(topic="joints") == ["Marrow and pain", "Marrow gout", "Marrow in both"]
    assert titles(topic="joints", type="evidence.trial") == ["Marrow in both"]
    assert titles(language="es") == ["Marrow en general"]
    assert titles(evidence="low") == ["Marrow and pain"]
    assert titles(evidence="low", status="completed") == []


def test_counts_are_those_under_the_other_chosen_facets(site):
    assert counts("status", topic="nerves") == {"completed": 1, "recruiting": 1}
    assert counts("topic", status="completed") == {"joints": 1, "nerves": 1}
    assert counts("status", status="recruiting") == {"completed": 2, "recruiting": 1}
    assert counts("type", topic="joints", status="completed") == {"evidence.trial": 1}


def test_every_count_is_what_choosing_the_value_gives(site):
    for other in ({}, {"topic": "nerves"}, {"type": "evidence.trial"}, {"status": "completed"}):
        for facet, values in find("marrow").facets.items():
            for value in values:
                chosen = {**other, facet: value}
                expected = counts(facet, **other).get(value, 0)
                assert len(titles(**chosen)) == expected, (other, facet, value)


def test_an_unknown_value_finds_nothing(site):
    assert titles(topic="nonsense") == []


def test_the_topic_follows_the_category_of_the_disease(site):
    _als, gout = site
    republish(gout, category_id=make_category(title="Bones").pk)
    assert counts("topic") == {"bones": 3, "nerves": 3}
    before = dict(Entry.objects.values_list("url", "profile"))
    rebuild()
    assert dict(Entry.objects.values_list("url", "profile")) == before


def test_a_withdrawn_disease_leaves_no_topic_behind(site):
    als, _gout = site
    workflow.withdraw(als, by=None)
    assert counts("topic") == {"joints": 3}
    workflow.publish(als, by=None)
    assert counts("topic") == {"joints": 3, "nerves": 3}


def test_a_category_may_get_another_address(site):
    _als, gout = site
    republish(gout.category, slug="bones")
    assert counts("topic") == {"bones": 3, "nerves": 3}
