import json

import pytest

from content.web import jsonld
from tests.content import vocabulary
from tests.factories import make_disease

HOSTILE = "</script><x>&amp;<!--\u2028\u2029\"'\\"


def test_a_script_of_data_cannot_be_ended_or_broken_by_its_data():
    script = str(jsonld.script([jsonld.node("Thing", name=HOSTILE)]))
    opening, closing = '<script type="application/ld+json">', "</script>"
    assert script.startswith(opening) and script.endswith(closing)
    inner = script.removeprefix(opening).removesuffix(closing)
    assert not set("<>&\u2028\u2029\n") & set(inner)
    assert json.loads(inner)["@graph"] == [{"@type": "Thing", "name": HOSTILE}]


def test_what_is_not_known_is_left_out():
    node = jsonld.node("Thing", name="", url=None, sameAs=[], about={}, isAccessibleForFree=False)
    assert node == {"@type": "Thing", "isAccessibleForFree": False}


@pytest.mark.django_db
def test_a_hostile_title_stays_a_title(client):
    disease = make_disease(title=HOSTILE, slug="hostile")
    page = client.get(disease.get_absolute_url()).content.decode()
    assert "<x>" not in page and page.count("</script>") == page.count("<script")
    [condition] = vocabulary.of_type(vocabulary.data_of(page), "MedicalCondition")
    assert condition["name"] == disease.title and HOSTILE[:10] in disease.title


@pytest.mark.parametrize(
    ("nodes", "fault"),
    [
        ([{"@type": "Cure"}], "no type Cure"),
        ([{"@type": "Article", "lastReviewed": "2026-01-01"}], "Article has no lastReviewed"),
        ([{"@type": "MedicalWebPage", "aspect": "x"}], "aspect is superseded"),
        ([{"@type": "MedicalCondition", "evidenceLevel": "x"}], "has no evidenceLevel"),
        ([{"@type": "Article", "nonsense": "x"}], "no property nonsense"),
        ([{"@type": "ListItem", "position": 1.5}], "ListItem.position is no"),
        ([{"@type": "MedicalTrial", "status": "https://schema.org/Unknown"}], "is no"),
        ([{"@type": "Drug", "legalStatus": {"@type": "Person"}}], "is no"),
    ],
)
def test_the_check_itself_finds_faults(nodes, fault):
    assert fault in " ".join(vocabulary.faults(nodes))
