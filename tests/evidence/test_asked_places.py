"""“Approved in the UK?” typed into the search is answered for that place, also with none known."""

import datetime
from urllib.parse import quote_plus

import pytest

from content.registry import answers_to
from evidence.asked_places import places_in
from tests.factories import make_authorisation, make_disease, make_jurisdiction, make_product
from tests.visits import body, cost, words

APPROVED = "Approved products made of MSC, by place"


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("approved in the UK", ["GB"]),
        ("Approved in the U.K.?", ["GB"]),
        ("is it approved in Japan", ["JP"]),
        ("stem cell approved usa", ["US"]),
        ("stem cells approved us", ["US"]),
        ("approved in the U.S.", ["US"]),
        ("MSC therapy authorised in Europe", ["EU"]),
        ("authorized EU", ["EU"]),
        ("korea approval", ["KR"]),
        ("licensed in England or Scotland", ["GB"]),
        ("legal in the Netherlands", ["NL"]),
        ("not approved in Guinea-Bissau", ["GW"]),
        ("zugelassen in Spanien", ["ES"]),
        ("aprobado en España", ["ES"]),
        ("¿está autorizada en EE. UU.?", ["US"]),
        ("aprobación Estados Unidos", ["US"]),
        ("approved India, China, Canada and Japan", ["IN", "CN", "CA"]),
        ("approved japan Japan", ["JP"]),
        ("approved by us", []),
        ("tell us what is approved", []),
        ("what is approved", []),
        ("Japan", []),
        ("approved in Narnia", []),
        ("disapproved japanese", []),
        ("", []),
    ],
)
def test_places_of_a_question_about_approvals(asked, codes):
    assert places_in(asked) == codes


def search(client, asked):
    return body(client, f"/search/?q={quote_plus(asked)}")


@pytest.fixture
def site(db, engines):
    disease = make_disease(title="Knee")
    make_jurisdiction(
        title="Japan",
        approvals_checked_on=datetime.date(2026, 11, 1),
        approvals_checked_precision="month",
    )
    step = {"indication": "Worn knees", "diseases": [disease]}
    for title in ("Temcell", "Doubtful", "Ended", "Asked", "Hidden", "Nerve"):
        make_product(
            title=title, live=title != "Hidden", kind="other" if title == "Nerve" else "msc"
        )
    made = {each.title: each for each in type(make_product()).objects.all()}
    make_authorisation(made["Temcell"], place="India", **step)
    make_authorisation(made["Temcell"], place="Canada", kind="conditional", **step)
    make_authorisation(made["Doubtful"], place="India", is_present_state_unknown=True, **step)
    make_authorisation(made["Asked"], place="Japan", kind="refused", what="application", **step)
    make_authorisation(made["Ended"], place="European Union", kind="revoked", **step)
    make_authorisation(made["Hidden"], place="India", **step)
    make_authorisation(made["Nerve"], place="India", **step)


def test_what_is_in_force_and_what_is_not_known_there_is_named_with_its_use(client, site):
    page = words(search(client, "approved in india"))
    answer = page[page.index(APPROVED) :]
    assert "Approved since May 2020 ( Temcell , for: Worn knees )." in answer
    assert "Approved once (May 2020); whether it still is we do not know ( Doubtful" in answer
    assert "Hidden" not in answer and "Nerve" not in answer and "Canada" not in answer


@pytest.mark.parametrize("asked", ["is it approved in Japan", "aprobado en Japón"])
def test_none_known_is_said_with_the_last_look_and_leads_to_the_rules(client, site, asked):
    page = search(client, asked)
    assert '<a href="/regulation/japan/">Japan</a>' in page
    said = words(page)
    assert "None known to us. Last looked up: November 2026." in said
    assert "Never approved: application, refused, May 2020 ( Asked , for: Worn knees )." in said
    assert "Nothing found" not in said


def test_a_place_without_rules_on_this_site_is_answered_too(client, site):
    page = words(search(client, "approved in Chile"))
    assert "Chile None known to us. The day of the last look is not recorded." in page


def test_a_member_is_answered_with_its_union(client, site):
    page = words(search(client, "approved in Spain"))
    assert "Spain None known to us." in page
    assert "European Union No longer approved: revoked, May 2020 ( Ended" in page
    assert "What the European Union approves is approved in each of its members." in page
    assert "European Union No longer" not in words(search(client, "approved in Norway"))


def test_the_answer_is_in_the_language_of_the_page(client, site):
    page = words(body(client, f"/es/search/?q={quote_plus('aprobado en Japón')}"))
    assert "Japón No nos consta ninguna aprobación." in page


def asks():
    raise AssertionError("what the question names is read for nothing")


def test_other_questions_get_no_such_answer_and_cost_nothing_more(
    client, site, django_assert_num_queries
):
    with django_assert_num_queries(0):
        assert answers_to("knee in Japan", asks) == answers_to("approved for knees", asks) == []
    assert APPROVED not in search(client, "knee")


def test_the_answer_costs_the_same_with_many_products(client, site):
    before = cost(client, "/search/?q=approved+in+india")
    for _ in range(4):
        make_authorisation(make_product(), place="India", diseases=[make_disease()])
    assert cost(client, "/search/?q=approved+in+india") == before


@pytest.fixture
def two_diseases(db, engines):
    graft, skin = make_disease(title="Graft disease"), make_disease(title="Blistering skin")
    made = make_product(title="Temcell")
    make_authorisation(made, diseases=[graft], indication="Acute graft disease")
    make_authorisation(made, what="application", kind="withdrawn", diseases=[skin])
    make_authorisation(make_product(title="Cellgram"), diseases=[graft], indication="Others")
    other = make_product(title="Nerve", kind="other")
    make_authorisation(other, kind="conditional", diseases=[skin], indication="Nerves")


def listed(page):
    """What the answer says of each place."""
    part = page[page.index('<div class="best-result card">') :]
    return words(part[part.index("<dl") : part.index("</dl>")])


def test_an_application_is_told_with_what_it_was_for(client, two_diseases):
    said = listed(search(client, "is temcell approved in japan"))
    assert "Approved since May 2020 ( Temcell , for: Acute graft disease )." in said
    never = "Never approved: application, withdrawn by the holder, May 2020"
    assert f"{never} ( Temcell , for: Blistering skin )." in said
    assert "Cellgram" not in said


def test_a_disease_that_is_not_public_is_named_nowhere(client, db, engines):
    hidden = make_disease(title="Secret", live=False)
    make_authorisation(make_product(title="Temcell"), diseases=[hidden])
    said = listed(search(client, "approved in japan"))
    assert "( Temcell , for: use not stated)." in said and "Secret" not in said


def test_a_question_that_names_a_disease_is_answered_about_it_alone(client, two_diseases):
    page = search(client, "blistering skin approved in japan")
    said = listed(page)
    assert said.startswith("Japan None known to us.")
    assert "( Temcell , for: Blistering skin )" in said
    assert "graft" not in said and "Cellgram" not in said and "Nerve" not in said
    assert '<a href="/diseases/blistering-skin/#approved">Blistering skin</a>' in page
    assert "Blistering skin : No. We know of applications only." in words(page)
    elsewhere = search(client, "graft disease approved in canada")
    assert listed(elsewhere).startswith("Canada None known to us.")
    assert "as far as we know: Japan." in words(elsewhere)


def test_a_question_that_names_a_product_is_answered_about_it_alone(client, two_diseases):
    page = search(client, "is nerve approved in japan")
    assert "Temcell" not in listed(page) and "( Nerve , for: Nerves )" in listed(page)
    assert "Here only: Nerve (not an MSC product)." in words(page)
    make_product(title="Stem cell products")
    assert "Temcell" in listed(search(client, "stem cell approved in japan"))
    make_authorisation(make_product(title="Temcell HS Inj."), indication="Bones")
    assert "for: Bones" in listed(search(client, "temcell approved in japan"))
    both = listed(search(client, "temcell for blistering skin approved in japan"))
    assert "Blistering skin" in both and "Acute graft" not in both
