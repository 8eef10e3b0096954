"""What pages read by composed statements is what the querysets of the models give."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence import reading
from evidence.approvals import uses_of
from evidence.models import EvidenceStatement, Jurisdiction, Product, SafetyItem, Trial
from literature.models import Publication
from tests.factories import (
    make_authorisation,
    make_disease,
    make_jurisdiction,
    make_product,
    make_publication,
    make_safety_item,
    make_source,
    make_statement,
    make_trial,
)

pytestmark = pytest.mark.django_db

TWO_REGULATORS = {"name": "First", "domains": "one.example"}


@pytest.fixture
def products():
    place = make_jurisdiction(title="Japan", regulator=TWO_REGULATORS)
    place.regulators.create(name="Second", domains="two.example\nthree.example")
    diseases = [make_disease(title=title) for title in ("Knee", "Ankle", "Hip")]
    source = {"jurisdiction": place, "publication": make_publication()}
    for _ in range(2):
        product = make_product()
        make_authorisation(product, diseases=diseases, occurred_on="2020-02-03", **source)
        make_authorisation(product, place="India", diseases=diseases[:1], kind="applied")
        make_authorisation(product, kind="revoked", occurred_on="2022-02-03")
    make_product()
    return Product.objects.order_by("pk")


def told(products):
    return [(use.steps, use.diseases, use.in_words) for each in products for use in uses_of(each)]


def asked(work):
    with CaptureQueriesContext(connection) as queries:
        result = work()
    return result, len(queries)


@pytest.mark.parametrize("read", [reading.with_uses, reading.with_events])
def test_products_have_their_steps_with_all_diseases_of_each(products, read):
    found = read(products)
    wanted = products.with_uses()
    assert told(found) == told(wanted)
    for product, other in zip(found, wanted, strict=True):
        steps = product.authorisations.all()
        assert [step.pk for step in steps] == [step.pk for step in other.authorisations.all()]
        assert all(step.product is product for step in steps)
        for step, same in zip(steps, other.authorisations.all(), strict=True):
            assert list(step.diseases.all()) == list(same.diseases.all())


def test_steps_know_their_sources_and_regulators_without_another_question(products):
    def sources():
        return [
            (step.publication.title, [each.name for each in step.jurisdiction.regulators.all()])
            for product in found
            for step in product.authorisations.all()
            if step.publication
        ]

    found = reading.with_events(products)
    title = Publication.objects.get().title
    assert asked(sources) == ([(title, ["First", "Second"])] * 2, 0)


def test_a_place_that_has_its_regulators_is_not_asked_for_them_again(products):
    listed, number = asked(reading.places_with_rules)
    assert number == 1
    (japan,) = listed
    assert [each.domain_list for each in japan.regulators.all()] == [
        ["one.example"],
        ["two.example", "three.example"],
    ]
    _found, without = asked(lambda: reading.with_events(products.all()))
    found, number = asked(lambda: reading.with_events(products.all(), known=listed))
    assert number == without - 1
    places = {
        step.jurisdiction
        for each in found
        for step in each.authorisations.all()
        if step.jurisdiction_id
    }
    assert {id(place) for place in places} == {id(japan)}


def test_a_place_without_a_code_or_not_public_is_none_with_rules():
    make_jurisdiction(title="Atlantis")
    make_jurisdiction(title="Japan", live=False)
    india = make_jurisdiction(title="India")
    assert reading.places_with_rules() == [india]
    assert list(india.regulators.all()) == reading.places_with_rules()[0].regulators.all()
    assert set(reading.public_places()) == set(Jurisdiction.objects.published())


def test_steps_of_several_products_come_in_the_order_of_the_database(products):
    found = reading.with_uses(products)
    steps = reading.newest_first(found)
    model = type(steps[0])
    assert steps == list(model.objects.newest_first())
    revoked = reading.newest_first(found, lambda step: step.kind == "revoked")
    assert revoked == list(model.objects.filter(kind="revoked").newest_first())


def test_trials_have_their_public_sources_countries_and_diseases():
    sources = [make_source(title="B"), make_source(title="A"), make_source(live=False)]
    diseases = [make_disease(title="B"), make_disease(title="A", live=False)]
    for _ in range(2):
        trial = make_trial(m2m={"sources": sources, "diseases": diseases})
        trial.countries.create(code="JP")
        trial.countries.create(other_name="Atlantis")
    make_trial()
    wanted = Trial.objects.with_sources().prefetch_related("diseases").order_by("pk")
    found, number = asked(lambda: reading.with_parts(Trial.objects.order_by("pk")))
    assert number == 2
    for trial, other in zip(found, wanted, strict=True):
        assert trial.public_sources == other.public_sources
        assert trial.diseases.all() == list(other.diseases.all())
        assert trial.countries_by_name == other.countries_by_name
    keys = [trial.pk for trial in found[::-1]]
    assert [trial.pk for trial in reading.shown_trials(keys)] == keys


def test_findings_and_harms_have_their_citations_in_one_query():
    publications = [make_publication(), make_publication()]
    statement = make_statement(cites=publications)
    item = make_safety_item(cites=publications[::-1])
    bare = make_statement()
    _nothing, number = asked(lambda: reading.with_citations(statement, item, bare))
    assert number == 1
    for entry, cited in ((statement, publications), (item, publications[::-1]), (bare, [])):
        assert [citation.publication for citation in entry.citations.all()] == cited
    assert asked(reading.with_citations) == (None, 0)
    for entry in (EvidenceStatement.objects.get(pk=statement.pk), SafetyItem.objects.get()):
        reading.with_citations(entry)
        assert len(entry.citations.all()) == 2


def test_findings_of_a_disease_know_what_replaced_them():
    disease = make_disease()
    old = make_statement(disease=disease, as_of_on="2020-01-01")
    newer = make_statement(disease=disease, as_of_on="2021-01-01", m2m={"supersedes": [old]})
    newest = make_statement(disease=disease, as_of_on="2022-01-01", m2m={"supersedes": [old]})
    make_statement(disease=disease, live=False, m2m={"supersedes": [newest]})
    make_statement()
    found, number = asked(lambda: reading.findings_of(disease))
    assert (found, number) == ([newest, newer, old], 1)
    assert [each.is_counted for each in found] == [True, True, False]
    assert [[later.pk for later in each.superseded_by.all()] for each in found] == [
        list(each.superseded_by.values_list("pk", flat=True))
        for each in EvidenceStatement.objects.filter(pk__in=[e.pk for e in found])
    ]
    assert found[2].superseded_by.all()[0].outcome_name == newest.outcome_name


def test_rows_that_were_handed_over_are_never_asked_anew(products):
    (product, *_others) = reading.with_uses(products)
    with pytest.raises(AttributeError):
        product.authorisations.filter(kind="revoked")
