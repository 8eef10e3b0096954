"""The desk's forms of a disease and of the sources that may stand behind its usual care."""

import pytest

from diseases.models import Disease
from literature.models import Publication
from tests.editorial.at_desk import desk, next_version, send, url
from tests.factories import make_disease, make_publication

pytestmark = pytest.mark.django_db


def test_reason_emergency_and_other_cells_are_written_on_the_form_of_a_disease():
    told = {
        "direction_why": "<p>Both trials found no gain.</p>",
        "emergency": "<p>Sudden weakness.</p>",
        "not_msc_note": "<p>Another product is made of other cells.</p>",
        "standard_care_verification": "checked",
        "emergency_verification": "archive",
    }
    assert send(desk("Author"), url(make_disease()), **told).status_code == 302
    assert next_version(Disease.objects.get(), *told) == tuple(told.values())


def test_a_page_of_a_health_service_is_marked_on_the_form_of_its_source():
    source = make_publication(type="other")
    assert not source.may_back_usual_care
    assert send(desk("Author"), url(source), is_official=["on"]).status_code == 302
    assert next_version(Publication.objects.get(), "is_official", "may_back_usual_care") == (
        True,
        True,
    )
