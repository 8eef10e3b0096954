"""A row of an entry may be related to entries, as an approval step is to its diseases."""

import pytest

from diseases.models import Disease
from editorial import versions, workflow
from editorial.versions import drafts
from editorial.workflow.references import pointing_at
from evidence.models import Authorisation, Product
from tests.editorial.at_desk import desk, drafted, form_of, queries_of, send, url
from tests.factories import make_authorisation, make_disease, make_product
from tests.visits import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def lupus():
    return make_disease(title="Lupus")


@pytest.fixture
def asthma():
    return make_disease(title="Asthma")


@pytest.fixture
def product(lupus):
    product = make_product(title="Cells")
    make_authorisation(product, diseases=[lupus])
    return product


def draft_of(product, *diseases, **row):
    """A waiting version whose one step is about these diseases."""
    payload = versions.capture(product)
    payload["rows"]["authorisations"][0] |= {"diseases": [each.pk for each in diseases]} | row
    workflow.save_draft(product, payload, by=None)
    return payload


def diseases_of(product):
    return list(product.authorisations.get().diseases.all())


def test_a_version_keeps_the_keys_in_the_row_and_applying_it_changes_nothing(product, lupus):
    payload = versions.capture(product)
    assert payload["rows"]["authorisations"][0]["diseases"] == [lupus.pk]
    assert versions.apply(product, payload) == []
    assert diseases_of(product) == [lupus] and versions.capture(product) == payload


def test_an_older_version_brings_its_relations_back(product, lupus, asthma):
    old = versions.capture(product)
    product.authorisations.get().diseases.set([asthma])
    assert versions.apply(product, old) == []
    assert diseases_of(product) == [lupus]
    product.authorisations.all().delete()
    assert versions.apply(product, old) == []
    assert diseases_of(product) == [lupus] and versions.capture(product) == old


def test_a_version_older_than_the_relation_or_a_column_keeps_what_the_row_has(product, lupus):
    old = versions.capture(product)
    row = old["rows"]["authorisations"][0]
    del row["diseases"], row["authority"]
    row["note"] = "written before"
    assert versions.apply(product, old) == []
    step = product.authorisations.get()
    assert (step.note, step.authority, diseases_of(product)) == ("written before", "PMDA", [lupus])


def test_what_was_deleted_is_reported_and_the_row_stays(product, lupus):
    gone = make_disease()
    payload = versions.capture(product)
    payload["rows"]["authorisations"][0]["diseases"] = [lupus.pk, gone.pk]
    key = gone.pk
    gone.delete()
    (problem,) = versions.apply(product, payload)
    assert (problem.field, problem.kind, problem.value) == ("authorisations", "gone", key)
    assert problem.label == "Authorisation event (diseases)"
    assert diseases_of(product) == [lupus]


def test_a_row_that_the_database_refuses_takes_no_other_relation_with_it(product, lupus):
    good = make_authorisation(product, place="India", diseases=[lupus])
    payload = versions.capture(product)
    for row in payload["rows"]["authorisations"]:
        row["note"] = "changed"
        if row["id"] != str(good.pk):
            row["country"] = ""
    (problem,) = versions.apply(product, payload)
    assert problem.kind == "broken"
    assert product.authorisations.get() == good and diseases_of(product) == [lupus]


@pytest.mark.parametrize("size", [1, 8])
def test_versions_cost_the_same_whatever_the_number_of_rows(
    size, product, lupus, django_assert_max_num_queries
):
    for _ in range(size):
        make_authorisation(product, diseases=[lupus, make_disease()])
    versions.apply(product, versions.capture(product))
    with django_assert_max_num_queries(9):
        payload = versions.capture(product)
    for row in payload["rows"]["authorisations"]:
        row["diseases"] = [lupus.pk]
    with django_assert_max_num_queries(26):
        assert versions.apply(product, payload) == []


def test_a_draft_is_published_with_its_relations_and_says_nothing_before(product, lupus, asthma):
    draft_of(product, asthma)
    assert diseases_of(product) == [lupus]
    workflow.publish(product, by=None)
    assert diseases_of(product) == [asthma]


def test_a_product_that_was_never_public_keeps_them_in_its_version(lupus):
    product = make_product(live=False, title="New")
    make_authorisation(product, diseases=[lupus])
    workflow.save_draft(product, versions.capture(product), by=None)
    assert not Authorisation.objects.exists()
    with drafted(product) as shown:
        assert diseases_of(shown) == [lupus]


def test_a_copy_is_related_as_the_original_is(product, lupus):
    copy = workflow.duplicate(product, by=None)
    with drafted(copy) as shown:
        assert diseases_of(shown) == [lupus]


def test_the_form_saves_a_draft_and_publishes_it(product, lupus, asthma):
    publisher = desk("Publisher")
    field = "authorisations-0-diseases"
    send(publisher, url(product), **{field: [asthma.pk]})
    assert diseases_of(product) == [lupus]
    with drafted(product) as shown:
        assert diseases_of(shown) == [asthma]
    page = publisher.get(url(product)).content.decode()
    assert f'<option value="{asthma.pk}" selected>Asthma</option>' in page
    before = drafts.newest_number(product)
    send(publisher, url(product))
    assert drafts.newest_number(product) == before
    workflow.publish(product, by=None)
    assert diseases_of(product) == [asthma]


def test_a_new_step_on_the_form_names_its_diseases(product, lupus, asthma):
    step = {"kind": "refused", "what": "application", "country": "KR", "authority": "MFDS"}
    send(
        desk("Author"),
        url(product),
        rows={"authorisations": [step | {"diseases": [asthma.pk, lupus.pk]}]},
    )
    with drafted(product) as shown:
        new = shown.authorisations.get(country="KR")
        assert set(new.diseases.all()) == {asthma, lupus}


def test_a_wrong_choice_elsewhere_keeps_what_was_chosen(product, asthma):
    chosen = {"title": "", "authorisations-0-diseases": [asthma.pk]}
    page = send(desk("Publisher"), url(product), **chosen).content.decode()
    assert f'<option value="{asthma.pk}" selected>Asthma</option>' in page


def test_the_form_costs_the_same_with_many_steps(product, lupus):
    publisher = desk("Publisher")
    before = queries_of(publisher, url(product))
    for _ in range(5):
        make_authorisation(product, diseases=[lupus, make_disease()])
    assert queries_of(publisher, url(product)) == before


def test_the_comparison_names_them(product, asthma):
    draft_of(product, asthma)
    page = words(desk("Publisher").get(url(product, "compare")).content.decode())
    assert "Lupus" in page and "Asthma" in page
    (changed,) = desk("Publisher").get(url(product, "compare")).context["changes"][0].lists
    assert [run.text for run in changed.changed[0] if run.kind == "removed"] == ["Lupus"]
    assert [run.text for run in changed.changed[0] if run.kind == "added"] == ["Asthma"]


def test_two_editors_are_asked_about_them(product, lupus, asthma):
    first, second = desk("Author"), desk("Author")
    address, field = url(product), "authorisations-0-diseases"
    opened = second.get(address)
    send(first, address, **{field: [asthma.pk]})
    answer = second.post(address, form_of(opened) | {field: [lupus.pk, asthma.pk], "_save": "1"})
    conflict = next(
        each for each in answer.context["conflicts"] if each.key == "rows.authorisations"
    )
    assert conflict.theirs.endswith("Asthma") and conflict.mine.endswith("Asthma, Lupus")


def test_a_step_points_at_its_disease_in_what_is_public_and_in_a_draft(product, lupus, asthma):
    def found(entry):
        return {str(pointer.entry): set(pointer.how) for pointer in pointing_at(entry, drafts=True)}

    assert found(lupus) == {"Cells": {"relation"}} and found(asthma) == {}
    draft_of(product, asthma)
    assert found(asthma) == {"Cells": {"draft"}}
    page = desk("Publisher").get(url(lupus, "step:withdraw")).content.decode()
    assert "Cells" in page


def test_a_disease_that_only_steps_name_may_be_withdrawn_and_deleted(product, lupus):
    workflow.withdraw(lupus, by=None, reason="Not needed")
    assert diseases_of(product) == [lupus]
    workflow.delete(Disease.objects.get(pk=lupus.pk), by=None)
    assert Product.objects.get().authorisations.get().diseases.count() == 0


def test_unchecked_steps_are_a_matter_of_the_product_and_not_of_the_disease():
    disease = make_disease(
        verification="checked",
        answers_verification="checked",
        evidence_verification="checked",
        patient_info_verification="checked",
        standard_care_verification="checked",
        emergency_verification="checked",
    )
    make_authorisation(make_product(), diseases=[disease])
    listed = desk("Publisher").get(url(Disease, "changelist"), {"facts": "unchecked"})
    assert disease.title not in listed.content.decode()
