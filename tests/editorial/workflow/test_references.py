"""Before a page goes, the desk names every live page that points at it."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from editorial import workflow
from editorial.workflow.references import pointing_at
from linking.models import Mention
from tests.editorial.at_desk import desk, url
from tests.factories import (
    make_article,
    make_disease,
    make_publication,
    make_statement,
    make_term,
    make_trial,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engines")]


def found(entry, **options):
    return {pointer.entry.title: set(pointer.how) for pointer in pointing_at(entry, **options)}


def test_relations_mentions_and_links_written_by_hand_are_found():
    disease = make_disease(title="Lupus nephritis", slug="lupus")
    make_article(title="By relation", m2m={"diseases": [disease]})
    make_article(title="By name", body="<p>Cells in lupus nephritis were tried.</p>")
    make_article(title="By link", body='<p><a href="/diseases/lupus/#risks">this</a></p>')
    make_article(title="In Spanish", body='<p><a href="/es/diseases/lupus/?x=1">esto</a></p>')
    make_article(title="Another", body='<p><a href="/diseases/lupus-other/">that</a></p>')
    make_article(title="Hidden", live=False, m2m={"diseases": [disease]})
    make_trial(title="A trial", m2m={"diseases": [disease]})
    make_statement(title="A statement", disease=disease)
    assert found(disease) == {
        "By relation": {"relation"},
        "By name": {"mention"},
        "By link": {"link"},
        "In Spanish": {"link"},
        "A trial": {"relation"},
        "A statement": {"relation"},
    }


def test_references_lead_to_the_entries_that_have_them():
    publication = make_publication(slug="smith2020")
    make_article(title="List", cites=[publication])
    make_term(title="Token", long_definition="<p>See [@smith2020].</p>")
    assert found(publication) == {"List": {"reference"}, "Token": {"reference"}}


def test_the_page_that_withdraws_shows_them_and_an_entry_alone_says_so():
    publisher = desk("Publisher")
    term = make_term(title="Cartilage", slug="cartilage")
    make_article(title="About knees", body='<p><a href="/glossary/cartilage/">x</a></p>')
    asked = publisher.get(
        url(
            term,
            "step",
        )
        if False
        else withdraw_page(term)
    ).content.decode()
    assert "About knees" in asked and "Live pages that point here" in asked
    alone = publisher.get(withdraw_page(make_term())).content.decode()
    assert "No live page points here." in alone


def withdraw_page(entry):
    meta = entry._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_step", args=[entry.pk, "withdraw"])


def test_the_page_that_deletes_shows_them():
    publisher = desk("Publisher")
    term = make_term(title="Cartilage", slug="cartilage")
    make_article(title="About knees", body='<p><a href="/glossary/cartilage/">x</a></p>')
    page = publisher.get(url(term, "delete")).content.decode()
    assert "About knees" in page and "links to it in a text" in page
    bulk = publisher.post(
        url(type(term), "changelist"), {"action": "delete_selected", "_selected_action": [term.pk]}
    )
    assert "About knees" in bulk.content.decode()


@pytest.mark.parametrize("size", [1, 8])
def test_the_number_of_queries_does_not_grow(size, django_assert_max_num_queries):
    disease = make_disease(title="Lupus", slug="lupus")
    for _ in range(size):
        make_article(m2m={"diseases": [disease]})
    pointing_at(disease)
    with django_assert_max_num_queries(40):
        assert len(pointing_at(disease)) == size


def test_what_lies_in_the_trash_points_at_nothing():
    disease = make_disease()
    article = make_article(m2m={"diseases": [disease]})
    workflow.trash(article, by=None)
    assert found(disease, live_only=False, drafts=True) == {}


def test_what_the_site_has_no_more_points_at_nothing():
    disease = make_disease()
    Mention.objects.create(
        content_type=ContentType.objects.create(app_label="gone", model="leaflet"),
        object_id=1,
        target_type=ContentType.objects.get_for_model(disease),
        target_id=disease.pk,
        count=1,
    )
    assert found(disease, live_only=False) == {}
