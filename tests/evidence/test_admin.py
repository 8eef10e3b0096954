import datetime

import pytest

from evidence.models import EvidenceStatement, Product, Trial
from tests.editorial.desk import desk, drafted, next_version, send, url
from tests.factories import (
    make_authorisation,
    make_jurisdiction,
    make_product,
    make_publication,
    make_statement,
    make_trial,
)

pytestmark = pytest.mark.django_db


def test_an_authorisation_event_is_written_on_the_form_of_its_product():
    product = make_product(live=False)
    japan, source = make_jurisdiction(title="Japan"), make_publication()
    event = {
        "kind": "conditional",
        "occurred_on": "2015-09-18",
        "occurred_precision": "day",
        "place": "Japan",
        "jurisdiction": japan.pk,
        "authority": "PMDA",
        "publication": source.pk,
    }
    send(desk("Author"), url(product), rows={"authorisations": [event]})
    with drafted(Product.objects.get()) as shown:
        event = shown.authorisations.select_related("jurisdiction", "publication").get()
    assert (event.jurisdiction, event.publication, event.is_in_force) == (japan, source, True)


def test_the_form_shows_the_chosen_source_of_each_event():
    product, sources = make_product(), [make_publication() for _ in range(2)]
    for source in sources:
        make_authorisation(product, publication=source)
    page = desk("Publisher").get(url(product)).content.decode()
    for source in sources:
        assert f'<option value="{source.pk}" selected>{source.title}</option>' in page


def test_a_wrong_choice_in_one_event_keeps_what_was_chosen_in_the_others():
    product, source, other = make_product(), make_publication(), make_publication()
    make_authorisation(product, publication=source)
    response = send(
        desk("Publisher"),
        url(product),
        title="",
        **{"authorisations-0-publication": other.pk},
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert f'<option value="{other.pk}" selected>{other.title}</option>' in page


def test_a_certainty_needs_the_review_that_states_it():
    statement, review = make_statement(live=False), make_publication()
    author = desk("Author")
    response = send(author, url(statement), certainty="low")
    assert b"A certainty needs the review that states it" in response.content
    assert send(author, url(statement), certainty="low", certainty_by=review.pk).status_code == 302
    assert next_version(EvidenceStatement.objects.get(), "certainty_by_id") == (review.pk,)


def test_a_benefit_without_a_comparison_is_refused():
    statement = make_statement(live=False)
    response = send(desk("Author"), url(statement), best_design="single_arm", direction="benefit")
    assert b"Without a comparison group a benefit cannot be judged." in response.content


def test_a_trial_that_exists_already_is_refused_by_its_number():
    make_trial(registry_id="NCT01541579")
    new = {"title": "Again", "slug": "again", "registry": "nct", "registry_id": "NCT01541579"}
    response = send(desk("Author"), url(Trial, "add"), **new)
    assert "registry_id" in response.context["adminform"].form.errors
    assert Trial.objects.count() == 1


def test_countries_of_a_trial_are_chosen_by_name_and_kept_by_code():
    trial = make_trial(live=False)
    page = desk("Author").get(url(trial)).content.decode()
    assert '<option value="JP">Japan</option>' in page
    rows = [{"code": "JP"}, {"other_name": "Northern Cyprus"}]
    send(desk("Author"), url(trial), rows={"countries": rows})
    with drafted(Trial.objects.get()) as shown:
        assert [row.name for row in shown.countries_by_name] == ["Japan", "Northern Cyprus"]


@pytest.mark.parametrize("row", [{"code": "JP", "other_name": "Japan"}, {"code": "ZZ"}])
def test_a_country_is_one_of_the_list_or_one_that_the_list_lacks(row):
    trial = make_trial(live=False)
    assert send(desk("Author"), url(trial), rows={"countries": [row]}).status_code == 200
    assert not Trial.objects.get().countries.exists()


def test_the_list_of_the_desk_shows_and_filters_what_readers_see():
    long_ago = {"facts_as_of_on": datetime.date(2022, 10, 1), "facts_as_of_precision": "month"}
    make_trial(title="Aged", status="recruiting", **long_ago)
    make_trial(title="Fresh", status="recruiting")
    page = desk("Author").get(f"{url(Trial, 'changelist')}?shown_status=unknown").content.decode()
    assert "Aged" in page and "Fresh" not in page and "not known now" in page
