from io import StringIO

import pytest
from django.core.management import call_command

from editorial import workflow as editorial
from linking import reports
from tests.factories import disease_name, make_article, make_disease, make_term

pytestmark = pytest.mark.django_db


def names(rows):
    return [row.name for row in rows]


def test_names_that_no_text_has_are_listed_with_their_target():
    asthma = make_disease(title="Asthma", names=["wheezing sickness"])
    make_article(body="<p>Asthma.</p>")
    assert reports.names_that_link_nowhere() == [
        reports.UnusedName("wheezing sickness", asthma, True)
    ]


def test_targets_that_no_page_mentions_are_listed():
    make_disease(title="Asthma")
    lonely = make_disease(title="Gout", about="<p>Gout is gout.</p>")
    term = make_term(title="Placebo")
    make_disease(title="Lupus", live=False)
    make_article(body="<p>Asthma.</p>")
    assert reports.targets_nobody_mentions() == [lonely, term]


def test_names_of_several_entries_are_listed_with_the_pages_that_have_them():
    first, second = make_disease(title="Asthma"), make_disease(title="Gout")
    for disease in (first, second):
        disease_name(disease, "hard illness")
        editorial.announce_change(disease)
    make_article(body="<p>A hard illness.</p>")
    assert reports.ambiguous_names() == [reports.AmbiguousName("hard illness", (first, second), 1)]


def test_what_pages_name_and_no_entry_is_called_is_listed_by_frequency():
    make_disease(title="Still disease")
    for _ in range(2):
        make_article(
            body="<p>The stiff skin syndrome, Still disease and fasciitis.</p>"
            "<p>A low blood count (LBC) is a disease.</p>"
        )
    make_article(body="<p>The Stiff-skin syndromes; stiff skin syndrome and arthritis.</p>")
    rows = reports.candidates()
    assert rows[0] == reports.NameCandidate("stiff skin syndrome", 3, 3)
    assert names(rows[1:]) == ["fasciitis", "low blood count"]
    assert names(reports.candidates(most=1)) == ["stiff skin syndrome"]
    assert "arthritis" in names(reports.candidates(at_least=1))


@pytest.mark.parametrize("name", ["rash", "Disease", "CAD", "yaw", "asthma", "Asthmas"])
def test_a_risky_name_is_told_with_the_reason(name):
    make_disease(title="Asthma")
    assert len(reports.is_risky(name)) == 1


def test_a_good_name_is_not_risky_and_an_entry_may_keep_its_own():
    asthma = make_disease(title="Asthma")
    assert reports.is_risky("wheezing sickness") == []
    assert reports.is_risky("asthma", asthma) == []


def test_the_command_tells_all_lists():
    make_disease(title="Asthma", names=["wheezing sickness"])
    make_disease(title="Gout", names=["podagra"])
    out = StringIO()
    call_command("report_links", "--most", "2", stdout=out)
    assert "Entries that no page mentions: 2" in out.getvalue()
    assert "Gout (Gout)" in out.getvalue() and "and 2 more" in out.getvalue()
