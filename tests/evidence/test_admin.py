import datetime

import pytest
from django.db import IntegrityError, transaction

from editorial import workflow
from evidence.models import EvidenceStatement, Product, Trial
from tests.editorial.at_desk import desk, drafted, next_version, send, url
from tests.factories import (
    make_authorisation,
    make_disease,
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
        "country": "JP",
        "jurisdiction": japan.pk,
        "authority": "PMDA",
        "publication": source.pk,
    }
    send(desk("Author"), url(product), rows={"authorisations": [event]})
    with drafted(Product.objects.get()) as shown:
        event = shown.authorisations.select_related("jurisdiction", "publication").get()
    assert (event.jurisdiction, event.publication, event.is_in_force) == (japan, source, True)


def test_an_editor_marks_a_step_of_which_nobody_knows_whether_it_holds():
    product = make_product(note="A note.")
    make_authorisation(product)
    row = "authorisations-0-is_present_state_unknown"
    assert send(desk("Author"), url(product), **{row: "on"}).status_code == 302
    assert not product.authorisations.get().is_present_state_unknown
    with drafted(Product.objects.get()) as shown:
        assert shown.authorisations.get().is_present_state_unknown
    page = desk("Publisher").get(url(product, "compare")).content.decode()
    assert "hether it still holds is not known" in page


def test_a_term_that_ends_before_it_began_is_refused_at_the_row():
    product = make_product()
    make_authorisation(product, occurred_on="2020-05-01", occurred_precision="day")
    row = "authorisations-0-ends_on"
    response = send(desk("Author"), url(product), **{row: "2020-04-30"})
    assert b"A term cannot end before it began." in response.content
    assert send(desk("Author"), url(product), **{row: "2020-05-01"}).status_code == 302


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


def errors_at(response, field):
    return response.context["adminform"].form.errors.get(field, [])


@pytest.mark.parametrize("direction", ["benefit", "no_difference", "harm"])
@pytest.mark.parametrize("design", ["single_arm", "case_report", "preclinical"])
def test_a_direction_without_a_comparison_group_is_refused_at_its_field(direction, design):
    statement = make_statement(live=False)
    sent = {"best_design": design, "direction": direction, "effect_plain": "12 of 20 walked."}
    author = desk("Author")
    response = send(author, url(statement), **sent)
    assert "Without a comparison group it cannot be judged" in errors_at(response, "direction")[0]
    assert b"12 of 20 walked." in response.content
    assert send(author, url(statement), **sent | {"direction": "unclear"}).status_code == 302
    shown = next_version(EvidenceStatement.objects.get(), "direction", "effect_plain")
    assert shown == ("unclear", "12 of 20 walked.")


def test_the_database_keeps_no_direction_without_a_comparison_group():
    make_statement(best_design="single_arm", direction="unclear")
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceStatement.objects.update(direction="harm")


# What only a public finding needs: a draft is kept, and the step of publishing says why not.
RULES = {
    "compared with nothing": (
        {"comparator": "none (before and after)", "direction": "benefit"},
        "It was compared with nothing, so the direction cannot be judged.",
        {"comparator": "placebo"},
    ),
    "no comparison group": (
        {"comparator": "No comparison group", "direction": "no_difference"},
        "It was compared with nothing, so the direction cannot be judged.",
        {"direction": "unclear"},
    ),
    "one study that disagrees": (
        {"direction": "mixed", "n_studies": "1"},
        "The results of one study cannot disagree.",
        {"n_studies": "2"},
    ),
    "studies that nobody counted": (
        {"direction": "mixed", "n_studies": ""},
        "The results of one study cannot disagree.",
        {"n_studies": "3"},
    ),
}


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("live", [True, False])
def test_a_finding_against_a_rule_stays_a_draft_until_it_is_mended(client, name, live):
    wrong, said, right = RULES[name]
    statement = make_statement(
        live=live, disease=make_disease(title="Stroke"), cites=[make_publication()], slug="walking"
    )
    publisher, text = desk("Publisher"), "12 of 20 walked."
    step = send(publisher, url(statement), "_publish", **wrong, effect_plain=text)
    assert step.url == url(statement, "step:publish")
    page = publisher.get(step.url)
    (found,) = page.context["gate_errors"]
    assert found == {"label": "Direction of effect", "anchor": "id_direction", "said": said}
    with pytest.raises(workflow.NotReady):
        workflow.publish(statement, by=publisher.user)
    assert text not in client.get("/diseases/stroke/evidence/").content.decode()
    assert next_version(statement, "effect_plain") == (text,)
    response = send(publisher, url(statement), "_publish", **right)
    if response.url == url(statement, "step:publish"):
        send(publisher, response.url, "_save", warnings_read="on", reason="Looked at")
    assert text in client.get("/diseases/stroke/evidence/").content.decode()


@pytest.mark.parametrize("name", RULES)
def test_the_database_keeps_no_public_finding_against_a_rule(name):
    wrong, _said, _right = RULES[name]
    statement = make_statement()
    values = {key: value if value != "" else None for key, value in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceStatement.objects.filter(pk=statement.pk).update(**values)
    EvidenceStatement.objects.filter(pk=statement.pk).update(is_live=False, **values)


def test_dose_effect_and_harms_of_a_finding_are_written_on_its_form():
    statement = make_statement(live=False)
    told = {
        "dose": "1 million cells per kg",
        "effect_value": "risk ratio 0.9 (0.7 to 1.2)",
        "harms_counted": "fever: 12 of 50 with cells, 5 of 52 without",
    }
    assert send(desk("Author"), url(statement), **told).status_code == 302
    assert next_version(EvidenceStatement.objects.get(), *told) == tuple(told.values())


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
