"""Is it approved for this disease? A fixed list of places has an answer on every page."""

import datetime

import pytest
from django.utils import translation

from evidence.answers import ANSWERED, about, answers, in_short
from evidence.approvals import uses_of
from evidence.models import Product
from tests.factories import make_authorisation, make_disease, make_jurisdiction, make_product
from tests.visits import body, cost, section, words

pytestmark = pytest.mark.django_db

UNDATED = {"occurred_on": None, "occurred_precision": "unknown"}
NOVEMBER = {
    "approvals_checked_on": datetime.date(2026, 11, 1),
    "approvals_checked_precision": "month",
}
# All places of the list without an approval.
NOWHERE = " None known to us in: United States, European Union, United Kingdom."


@pytest.fixture
def disease():
    return make_disease(title="Knee")


def product(disease, *steps, **fields):
    product = make_product(**fields)
    for step in steps:
        make_authorisation(product, **({"diseases": [disease]} | step))
    return product


def short(disease):
    products = Product.objects.with_uses()
    return in_short(about(disease, [use for each in products for use in uses_of(each)]))


def answers_of(client, disease):
    """What the page says of each place, in its order."""
    page = section(body(client, disease.evidence_url), "approved")
    listed = page[page.index("<dl") : page.index("</dl>")]
    pairs = (row.partition("</dt>") for row in listed.split("<dt>")[1:])
    return {words(place): words(said) for place, _end, said in pairs}


def test_every_place_of_the_list_is_answered_in_its_order(client, disease):
    assert list(answers_of(client, disease)) == [
        "United States",
        "European Union",
        "United Kingdom",
        "Japan",
        "South Korea",
        "India",
        "China",
        "Canada",
        "Australia",
    ]


def test_nothing_known_is_said_with_the_day_of_the_last_look(client, disease):
    make_jurisdiction(title="Japan", **NOVEMBER)
    make_jurisdiction(title="India")
    make_jurisdiction(title="China", live=False, **NOVEMBER)
    said = answers_of(client, disease)
    assert said["Japan"] == "None known to us. Last looked up: November 2026."
    unrecorded = "None known to us. The day of the last look is not recorded."
    assert {said["India"], said["China"], said["Canada"]} == {unrecorded}


def test_what_is_in_force_is_named_with_product_use_and_kind(client, disease):
    step = {"occurred_precision": "month", "indication": "Worn knees", "place": "India"}
    product(disease, step, title="StemOne")
    product(disease, step | {"place": "Canada", "kind": "conditional"}, title="Other")
    said = answers_of(client, disease)
    assert said["India"] == "Approved since May 2020 ( StemOne , for: Worn knees )."
    assert said["Canada"].startswith("Approved only provisionally, with conditions or for a lim")


def test_what_is_not_known_and_what_ended_are_two_answers(client, disease):
    product(
        disease,
        {"place": "United Kingdom", **UNDATED},
        {"place": "European Union"},
        {"place": "European Union", "kind": "withdrawn", "occurred_on": datetime.date(2024, 1, 1)},
    )
    said = answers_of(client, disease)
    assert said["United Kingdom"].startswith("Approved once (date not known); whether")
    assert said["European Union"].startswith("No longer approved: withdrawn by the holder, Januar")


def test_an_application_is_told_beside_and_is_no_approval(client, disease):
    refused = {"kind": "refused", "what": "application", "place": "South Korea"}
    product(disease, refused, title="JointStem")
    said = answers_of(client, disease)["South Korea"]
    assert said.startswith("None known to us.")
    assert said.endswith(
        "Never approved: application, refused, May 2020 ( JointStem , for: Knee )."
    )


def test_a_hospital_exemption_of_a_member_is_no_approval_of_the_union(client, disease):
    rules = make_jurisdiction(title="European Union")
    exempt = {"kind": "exempt", "place": "Germany", "jurisdiction": rules}
    product(disease, exempt)
    said = answers_of(client, disease)
    assert said["European Union"].startswith("None known to us.")
    assert list(said)[len(ANSWERED) :] == ["Germany"]
    assert said["Germany"].startswith("Allowed under a hospital exemption, which is no approval")
    page = body(client, rules.get_absolute_url())
    assert "no step of a product here" in page


def test_other_places_follow_by_name_in_the_language_of_the_reader(disease):
    for place in ("Switzerland", "Israel", "Chile", "Atlantis"):
        product(disease, {"place": place})
    uses = [use for each in Product.objects.with_uses() for use in uses_of(each)]
    others = [answer.place for answer in answers(uses, {})[len(ANSWERED) :]]
    assert others == ["Atlantis", "Chile", "Israel", "Switzerland"]
    with translation.override("es"):
        uses = [use for each in Product.objects.with_uses() for use in uses_of(each)]
        told = [answer.place for answer in answers(uses, {})]
    assert told[0] == "Estados Unidos" and told[-1] == "Suiza"


def test_the_step_of_another_use_answers_nothing_and_is_named_for_what_it_is(client, disease):
    other = make_disease(title="Defects")
    step = {"place": "South Korea", "diseases": [other], "indication": "Cartilage defects"}
    product(disease, step, title="Cartistem", m2m={"diseases": [disease, other]})
    page = words(section(body(client, disease.evidence_url), "approved"))
    assert answers_of(client, disease)["South Korea"].startswith("None known to us.")
    apart = page[page.index("Named here, with no step about this disease") :]
    assert "Cartistem ; South Korea , Cartilage defects : approved since May 2020" in apart
    assert "South Korea" not in short(disease) and "South Korea" in short(other)


def test_a_product_is_named_for_the_disease_of_a_step_without_being_linked(client, disease):
    product(disease, {"place": "India"}, title="StemOne")
    assert "StemOne" in answers_of(client, disease)["India"]


def test_what_is_not_made_of_msc_is_named_as_such_and_answers_nothing(client, disease):
    product(
        disease,
        {"kind": "conditional"},
        title="Amchepry",
        kind="other",
        plain_summary="Nerve cells. Not MSC.",
        m2m={"diseases": [disease]},
    )
    page = words(section(body(client, disease.evidence_url), "approved"))
    assert answers_of(client, disease)["Japan"].startswith("None known to us.")
    apart = page[page.index("Not MSC, and not counted here") :]
    assert "Amchepry : Nerve cells. Not MSC." in apart
    assert "No approved product that we know of." in body(client, disease.evidence_url)


def test_the_short_answer_names_what_is_no_full_approval(disease):
    product(disease, {"place": "India"})
    product(disease, {"place": "Canada", "kind": "conditional"})
    product(disease, {"place": "Germany", "kind": "exempt"})
    assert short(disease) == (
        "Approved for a use in this disease, as far as we know: India, Canada (conditional or "
        "provisional). The use can be narrower than the disease. Allowed under a hospital "
        "exemption, which is no approval for sale: Germany." + NOWHERE
    )


def test_the_short_answer_never_calls_an_ended_or_undated_approval_current(disease):
    product(disease, {}, {"kind": "revoked", "occurred_on": datetime.date(2024, 1, 1)})
    product(disease, {"place": "United Kingdom", "kind": "conditional", **UNDATED})
    assert short(disease) == (
        "No approval that we know to be in force. Approved once, present state not known: "
        "United Kingdom (conditional or provisional). Approved before, ended now: Japan. None "
        "known to us in: United States, European Union."
    )


def test_an_exemption_that_is_in_doubt_or_over_was_no_approval(disease):
    product(disease, {"place": "Germany", "kind": "exempt", "is_present_state_unknown": True})
    product(disease, {"place": "Spain", "kind": "exempt"}, {"place": "Spain", "kind": "revoked"})
    assert short(disease) == (
        "No approval that we know to be in force. Allowed once under a hospital exemption, which "
        "is no approval for sale, present state not known: Germany. Allowed before under a "
        "hospital exemption, which was no approval for sale, ended now: Spain." + NOWHERE
    )


def test_the_short_answer_tells_applications_from_nothing_known(disease):
    assert short(disease) == "No approved product that we know of." + NOWHERE
    product(disease, {"kind": "refused", "what": "application"})
    assert short(disease) == "No. We know of applications only." + NOWHERE


def test_each_spanish_sentence_of_the_short_answer_names_what_it_is_about(disease):
    nowhere = "No nos consta ninguna aprobación en: Estados Unidos, Unión Europea, Reino Unido."
    with translation.override("es"):
        assert short(disease) == f"No nos consta ningún producto aprobado. {nowhere}"
        made = product(disease, {"kind": "refused", "what": "application"})
        assert short(disease) == f"No. Solo nos constan solicitudes. {nowhere}"
        make_authorisation(made, diseases=[disease], occurred_on=datetime.date(2021, 1, 1))
        end = {"kind": "revoked", "occurred_on": datetime.date(2024, 1, 1)}
        make_authorisation(made, diseases=[disease], **end)
        assert short(disease) == (
            "No nos consta ninguna aprobación vigente. Aprobado antes, ahora ya no: Japón. "
            + nowhere
        )
        (use,) = about(disease, uses_of(Product.objects.with_uses().get()))
        assert use.in_words == "ya no aprobado: autorización revocada, enero de 2024"


def test_the_best_of_two_products_speaks_for_a_place(disease):
    product(disease, {}, {"kind": "revoked", "occurred_on": datetime.date(2024, 1, 1)})
    product(disease, {"kind": "conditional"})
    product(disease, {})
    assert short(disease).startswith(
        "Approved for a use in this disease, as far as we know: Japan."
    )


def test_key_facts_ladder_and_search_say_the_same(client, disease, engines):
    disease.testing_stage = "early_human"
    disease.save()
    product(disease, {"place": "India"})
    page = body(client, disease.evidence_url)
    assert page.count(short(disease)) == 2
    assert short(disease) in body(client, "/search/?q=knee")


@pytest.mark.parametrize("number", [1, 4])
def test_answers_cost_the_same_with_many_products_and_places(client, disease, number):
    for _ in range(number):
        product(disease, {"place": "India"}, {"place": "Chile"}, {"place": "Nowhere"})
    make_jurisdiction(title="Japan", **NOVEMBER)
    assert cost(client, disease.evidence_url) <= 18


def test_a_step_that_names_no_disease_is_no_approval_for_another_one(client, disease):
    cells = make_product(title="Cymerus", m2m={"diseases": [disease]})
    make_authorisation(cells, place="Australia", indication="Knee osteoarthritis")
    skin = make_product(title="Skincells", m2m={"diseases": [disease]})
    make_authorisation(skin, diseases=[make_disease(title="Skin")])
    page = words(section(body(client, disease.evidence_url), "approval-steps"))
    of_another, _heading, unnamed = page.partition(
        "Named here, with steps that name no disease yet"
    )
    assert "not approved for this disease" in of_another and "Skincells" in of_another
    assert "Cymerus" not in of_another
    assert "It can be this one or another." in unnamed
    assert "Cymerus ; Australia , Knee osteoarthritis : approved since May 2020" in unnamed
