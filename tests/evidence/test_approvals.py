"""Where a product stands in a place for a use, read from its dated steps."""

import datetime
from contextlib import nullcontext

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from evidence.approvals import State, status_in_words, uses_of
from evidence.checks_before_publishing import (
    impossible_steps,
    order_of_steps,
    seen_in_the_future,
)
from evidence.models import Product
from tests.factories import (
    make_authorisation,
    make_disease,
    make_product,
    make_publication,
    make_trial,
)
from tests.visits import body, words

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = (TODAY + datetime.timedelta(days=days) for days in (-1, 1))
APPLICATION = {"what": "application"}
DOUBTED = {"is_present_state_unknown": True}


def step(product, kind, year=None, **fields):
    dated = {
        "occurred_on": datetime.date(year, 1, 1) if year else None,
        "occurred_precision": "year" if year else "unknown",
    }
    make_authorisation(product, kind=kind, **(dated | fields))


def read(product):
    return uses_of(Product.objects.with_uses().get(pk=product.pk))


def uses(*steps):
    product = make_product(title=f"Product {Product.objects.count()}")
    for kind, year, *fields in steps:
        step(product, kind, year, **(fields[0] if fields else {}))
    return read(product)


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([("authorised", 2018)], State.CURRENT),
        ([("conditional", 2018)], State.CURRENT),
        ([("authorised", 2018), ("renewed", 2023)], State.CURRENT),
        ([("suspended", 2018), ("renewed", 2023)], State.CURRENT),
        ([("exempt", 2018)], State.EXEMPT),
        ([("exempt", 2018), ("renewed", 2020)], State.EXEMPT),
        ([("exempt", 2018), ("authorised", 2020)], State.CURRENT),
        ([("exempt", None)], State.EXEMPT_UNCLEAR),
        ([("authorised", 2018, DOUBTED)], State.UNCLEAR),
        ([("conditional", 2018, DOUBTED)], State.UNCLEAR),
        ([("exempt", 2018, DOUBTED)], State.EXEMPT_UNCLEAR),
        ([("exempt", 2018), ("revoked", 2020)], State.EXEMPT_FORMER),
        ([("exempt", 2018, {"ends_on": YESTERDAY})], State.EXEMPT_FORMER),
        ([("authorised", 2018), ("renewed", 2023, DOUBTED)], State.UNCLEAR),
        ([("authorised", 2018, DOUBTED), ("renewed", 2023)], State.CURRENT),
        ([("authorised", 2018, DOUBTED), ("withdrawn", 2024)], State.FORMER),
        ([("authorised", 2018), ("refused", 2020, APPLICATION | DOUBTED)], State.CURRENT),
        ([("conditional", 2018, DOUBTED | {"ends_on": YESTERDAY})], State.FORMER),
        ([("conditional", 2018, DOUBTED | {"ends_on": TOMORROW})], State.UNCLEAR),
        ([("authorised", 2018), ("withdrawn", 2024)], State.FORMER),
        ([("authorised", 2018), ("revoked", 2024)], State.FORMER),
        ([("authorised", 2018), ("expired", 2024)], State.FORMER),
        ([("authorised", 2018), ("suspended", 2024)], State.FORMER),
        ([("authorised", 2018), ("withdrawn", None)], State.FORMER),
        ([("authorised", None), ("withdrawn", 2024)], State.FORMER),
        ([("withdrawn", None)], State.FORMER),
        ([("authorised", None)], State.UNCLEAR),
        ([("applied", 2022, APPLICATION)], State.APPLICATION),
        ([("applied", 2022)], State.APPLICATION),
        ([("refused", 2022)], State.APPLICATION),
        (
            [("applied", 2022, APPLICATION), ("withdrawn", 2023, APPLICATION)],
            State.APPLICATION,
        ),
        ([("authorised", 2015), ("withdrawn", None, APPLICATION)], State.CURRENT),
        ([("authorised", 2015), ("refused", 2019, APPLICATION)], State.CURRENT),
        ([("conditional", 2018), ("applied", 2025)], State.CURRENT),
        ([("refused", 2020, APPLICATION), ("authorised", 2024)], State.CURRENT),
    ],
)
def test_the_state_of_a_use(steps, state):
    (use,) = uses(*steps)
    assert use.state == state


def test_an_end_of_the_same_year_is_not_passed_over_although_it_sorts_first():
    day = {"occurred_on": datetime.date(2018, 3, 23), "occurred_precision": "day"}
    (use,) = uses(("withdrawn", 2018), ("authorised", 2018, day))
    assert use.state == State.FORMER


def test_each_place_has_its_own_state():
    found = uses(
        ("authorised", 2018, {"place": "European Union"}),
        ("withdrawn", 2024, {"place": "European Union"}),
        ("authorised", 2021, {"place": "Japan"}),
    )
    assert [(use.place, use.state) for use in found] == [
        ("Japan", State.CURRENT),
        ("European Union", State.FORMER),
    ]


def test_each_use_in_a_place_has_its_own_state():
    graft, skin = make_disease(title="Graft"), make_disease(title="Skin")
    product = make_product()
    step(product, "authorised", 2015, diseases=[graft], indication="Graft disease")
    step(product, "applied", 2019, diseases=[skin], indication="Skin disease", **APPLICATION)
    step(product, "withdrawn", 2020, diseases=[skin], indication="Skin disease", **APPLICATION)
    granted, asked = read(product)
    assert (granted.state, granted.diseases, granted.wording) == (
        State.CURRENT,
        (graft,),
        "Graft disease",
    )
    assert (asked.state, asked.diseases, asked.wording) == (
        State.APPLICATION,
        (skin,),
        "Skin disease",
    )
    assert granted.is_one_of_several and granted.is_about(graft) and not granted.is_about(skin)


def test_the_wording_of_a_use_may_change_while_its_disease_stays():
    leg = make_disease()
    product = make_product()
    step(product, "conditional", 2016, diseases=[leg], indication="One cause")
    step(product, "authorised", 2020, diseases=[leg], indication="Two causes")
    (use,) = read(product)
    assert (use.wording, use.in_words) == ("Two causes", "approved since 2020")


def test_an_extension_and_an_end_count_for_the_diseases_that_they_name():
    old, new = make_disease(title="Old"), make_disease(title="New")
    product = make_product()
    step(product, "authorised", 2016, diseases=[old])
    step(product, "authorised", 2018, diseases=[old, new])
    step(product, "withdrawn", 2020, diseases=[new])
    states = {use.diseases: use.state for use in read(product)}
    assert states == {(old,): State.CURRENT, (new,): State.FORMER}


def test_diseases_that_share_all_their_steps_are_one_use():
    both = [make_disease(title="One"), make_disease(title="Two")]
    product = make_product()
    step(product, "authorised", 2016, diseases=both)
    step(product, "renewed", 2020, diseases=both)
    (use,) = read(product)
    assert set(use.diseases) == set(both) and not use.is_one_of_several


def test_an_end_that_names_no_use_ends_every_use_there():
    graft, skin = make_disease(title="Graft"), make_disease(title="Skin")
    product = make_product()
    step(product, "authorised", 2015, diseases=[graft], indication="Graft disease")
    step(product, "authorised", 2016, diseases=[skin], indication="Skin disease")
    step(product, "authorised", 2017, indication="Tissue damage")
    step(product, "authorised", 2017, place="India", diseases=[graft])
    step(product, "revoked", 2020)
    states = {(use.place, use.wording): use.state for use in read(product)}
    assert states == {
        ("India", ""): State.CURRENT,
        ("Japan", "Graft disease"): State.FORMER,
        ("Japan", "Skin disease"): State.FORMER,
        ("Japan", "Tissue damage"): State.FORMER,
    }


def test_without_a_disease_the_same_wording_is_the_same_use():
    found = uses(
        ("authorised", 2018, {"indication": "Tissue damage"}),
        ("withdrawn", 2020, {"indication": "tissue  Damage"}),
        ("authorised", 2019, {"indication": "Scars"}),
    )
    assert [(use.wording, use.state) for use in found] == [
        ("Scars", State.CURRENT),
        ("tissue Damage", State.FORMER),
    ]


def test_steps_stand_newest_first_and_those_without_a_date_last():
    (use,) = uses(("authorised", 2018), ("renewed", 2023), ("applied", None))
    assert [step.kind for step in use.steps] == ["renewed", "authorised", "applied"]


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([("authorised", 2018), ("renewed", 2023)], "approved since 2018"),
        ([("conditional", 2018), ("authorised", 2020)], "approved since 2020"),
        (
            [("conditional", 2018), ("renewed", 2020)],
            "approved only provisionally, with conditions or for a limited time, since 2018",
        ),
        (
            [("exempt", 2016)],
            "allowed under a hospital exemption, which is no approval for sale, since 2016",
        ),
        (
            [("authorised", 2018), ("applied", 2020, APPLICATION)],
            "approved since 2018; an application of 2020 is open as far as we know",
        ),
        (
            [("authorised", 2018), ("applied", 2020), ("refused", 2021, APPLICATION)],
            "approved since 2018",
        ),
        (
            [("authorised", None)],
            "approved once (date not known); whether it still is we do not know",
        ),
        (
            [("conditional", None)],
            "approved once, only provisionally, with conditions or for a limited time (date not "
            "known); whether it still is we do not know",
        ),
        (
            [("authorised", 2014, DOUBTED)],
            "approved once (2014); whether it still is we do not know",
        ),
        (
            [("authorised", 2014), ("renewed", 2019, DOUBTED)],
            "approved once (2014); whether it still is we do not know",
        ),
        (
            [("exempt", 2016, DOUBTED)],
            "allowed once under a hospital exemption, which is no approval for sale (2016); "
            "whether it still is we do not know",
        ),
        (
            [("authorised", 2014, DOUBTED), ("applied", 2020, APPLICATION)],
            "approved once (2014); whether it still is we do not know; an application of 2020 is "
            "open as far as we know",
        ),
        (
            [("authorised", 2018), ("withdrawn", 2024)],
            "no longer approved: withdrawn by the holder, 2024",
        ),
        (
            [("conditional", 2012), ("expired", 2016)],
            "no longer approved, and before only provisionally, with conditions or for a limited "
            "time: expired, 2016",
        ),
        (
            [("exempt", 2012), ("revoked", 2016)],
            "no longer allowed under a hospital exemption, which was no approval for sale: "
            "revoked, 2016",
        ),
        ([("refused", 2022)], "never approved: application, refused, 2022"),
        ([("applied", 2022)], "never approved: applied for, 2022"),
    ],
)
def test_a_use_is_told_in_one_breath_with_what_it_is_not(steps, said):
    (use,) = uses(*steps)
    assert use.in_words == said


def test_a_term_ends_by_itself_on_its_day():
    (runs,) = uses(("conditional", 2018, {"ends_on": TODAY}))
    assert runs.state == State.CURRENT and ", until " in runs.in_words
    (over,) = uses(("conditional", 2018, {"ends_on": YESTERDAY}))
    assert over.state == State.FORMER and "its term ended on" in over.in_words
    assert over.shape == "expired"


def test_a_term_that_ended_while_it_is_asked_for_again_says_both():
    term = {"ends_on": datetime.date(2025, 12, 28)}
    asked = {"occurred_on": datetime.date(2025, 11, 14), "occurred_precision": "day"}
    (use,) = uses(("conditional", 2018, term), ("applied", 2025, asked | APPLICATION))
    assert use.state == State.UNCLEAR
    assert use.in_words == (
        "approved only provisionally, with conditions or for a limited time, since 2018, until "
        "28 Dec 2025; applied for anew on 14 Nov 2025, and no decision is known to us: whether it "
        "still holds we do not know"
    )


@pytest.mark.parametrize(
    ("last", "state"),
    [
        (("refused", 2026, APPLICATION), State.FORMER),
        (("withdrawn", 2026, APPLICATION), State.FORMER),
        (("authorised", 2026), State.CURRENT),
        (("renewed", 2026), State.CURRENT),
    ],
)
def test_a_decision_on_what_was_asked_for_ends_the_doubt(last, state):
    asked = ("applied", 2025, APPLICATION)
    (use,) = uses(("conditional", 2018, {"ends_on": YESTERDAY}), asked, last)
    assert use.state == state


def test_an_application_before_the_term_began_renews_nothing():
    applied = ("applied", 2017, APPLICATION)
    (use,) = uses(applied, ("conditional", 2018, {"ends_on": YESTERDAY}))
    assert use.state == State.FORMER


def test_uses_cost_the_same_for_many_products(django_assert_num_queries):
    for _ in range(4):
        product = make_product()
        for place in ("Japan", "India"):
            step(product, "authorised", 2018, place=place, diseases=[make_disease()])
    with django_assert_num_queries(3):
        found = [use for each in Product.objects.with_uses() for use in uses_of(each)]
    assert len(found) == 8


def test_words_about_the_status_are_shown_only_where_no_step_says_it():
    product = make_product(status_note="conditionally authorised")
    assert status_in_words(product, read(product)) == "conditionally authorised"
    step(product, "conditional", 2012, ends_on=YESTERDAY)
    assert status_in_words(product, read(product)) == ""


def test_what_was_written_of_a_grant_is_not_said_beside_its_end():
    note = {"note": "stays conditional"}
    (runs,) = uses(("conditional", 2018, note | {"ends_on": TODAY}))
    (over,) = uses(("conditional", 2018, note | {"ends_on": YESTERDAY}))
    assert (runs.note, over.note) == ("stays conditional", "")


@pytest.mark.parametrize(
    ("date_is", "said"),
    [
        ("announced", "19 Sep 2022, date of the announcement"),
        ("reported", "19 Sep 2022, date of the report"),
        ("approximate", "19 Sep 2022, approximate"),
    ],
)
def test_a_date_is_told_with_what_it_is_a_date_of(client, date_is, said):
    disease, publication = make_disease(title="Knee"), make_publication(slug="source")
    day = {"occurred_on": datetime.date(2022, 9, 19), "occurred_precision": "day"}
    product = make_product(title="Cells")
    fields = {"diseases": [disease], "date_is": date_is, "publication": publication, **day}
    make_authorisation(product, **fields)
    make_authorisation(product, place="India", kind="revoked", **fields)
    for address in (
        "/products/",
        "/products/cells/",
        "/diseases/knee/evidence/",
        "/search/?q=approved+japan",
    ):
        page = words(body(client, address))
        assert f"approved since {said}" in page.replace("Approved", "approved"), address
    assert f"revoked, {said}" in words(body(client, "/diseases/knee/evidence/"))
    for address in ("/approvals/", "/publications/source/"):
        page = words(body(client, address)).replace(" ,", ",")
        assert page.count(said) == page.count("19 Sep 2022") > 0, address


def test_a_date_that_is_not_known_is_that_of_nothing():
    (use,) = uses(("authorised", None, {"date_is": "announced"}))
    assert use.in_words.startswith("approved once (date not known);")


def test_a_step_with_a_day_to_come_decides_nothing_until_then():
    assert uses(("authorised", None, {"occurred_on": TOMORROW, "occurred_precision": "day"})) == []
    (use,) = uses(
        ("authorised", 2018),
        ("revoked", None, {"occurred_on": TOMORROW, "occurred_precision": "day"}),
    )
    assert (use.state, len(use.steps)) == (State.CURRENT, 1)
    (today,) = uses(("authorised", None, {"occurred_on": TODAY, "occurred_precision": "day"}))
    assert today.state == State.CURRENT


def faults(check, *steps):
    uses(*steps)
    return [found.code for found in check(Product.objects.get())]


DAY = {"occurred_precision": "day"}


@pytest.mark.parametrize(
    ("steps", "codes"),
    [
        ([("authorised", 2018), ("withdrawn", 2020)], []),
        ([("authorised", None), ("withdrawn", None)], []),
        ([("applied", 2018, APPLICATION), ("withdrawn", 2020, APPLICATION)], []),
        ([("conditional", 2018, {"ends_on": TOMORROW}), ("renewed", 2019, DOUBTED)], []),
        ([("withdrawn", 2020)], ["no_grant"]),
        ([("suspended", None)], ["no_grant"]),
        ([("renewed", 2020)], ["no_grant"]),
        ([("authorised", 2018, {"place": "India"}), ("renewed", 2020)], ["no_grant"]),
        ([("authorised", 2018, APPLICATION)], ["mark_without_meaning"]),
        ([("renewed", 2018, APPLICATION)], ["mark_without_meaning"]),
        ([("suspended", 2018, APPLICATION)], ["mark_without_meaning"]),
        ([("refused", 2018, DOUBTED)], ["mark_without_meaning"]),
        ([("refused", 2018, {"ends_on": TOMORROW})], ["mark_without_meaning"]),
        ([("authorised", None, DAY | {"occurred_on": TOMORROW})], ["step_in_the_future"]),
    ],
)
def test_steps_that_cannot_be_are_refused_by_the_gate(steps, codes):
    assert faults(impossible_steps, *steps) == codes


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"kind": "authorised", "what": "application"}, {"what"}),
        ({"kind": "refused", "is_present_state_unknown": True}, {"is_present_state_unknown"}),
        ({"kind": "revoked", "ends_on": TOMORROW}, {"ends_on"}),
        ({"kind": "conditional", "ends_on": TOMORROW, **DOUBTED}, set()),
        ({"kind": "withdrawn", "what": "application"}, set()),
    ],
)
def test_a_mark_that_means_nothing_is_refused_where_it_is_made(fields, wrong):
    made = make_authorisation(make_product(), **fields)
    assert set(made.marks_without_meaning()) == wrong
    with pytest.raises(ValidationError) if wrong else nullcontext():
        made.full_clean()


SEPTEMBER = {"occurred_on": datetime.date(2026, 9, 1), "occurred_precision": "day"}


@pytest.mark.parametrize(
    ("steps", "is_named"),
    [
        ([("suspended", 2026), ("authorised", None, SEPTEMBER)], True),
        ([("suspended", 2026), ("authorised", 2026)], True),
        ([("revoked", None, SEPTEMBER), ("renewed", None, SEPTEMBER)], True),
        ([("authorised", 2025), ("suspended", 2026)], False),
        ([("authorised", 2025), ("suspended", None)], False),
        ([("suspended", 2025), ("authorised", None, SEPTEMBER)], False),
        ([("refused", 2026, APPLICATION), ("authorised", None, SEPTEMBER)], False),
    ],
)
def test_an_end_and_a_grant_whose_order_the_dates_do_not_tell_are_named(steps, is_named):
    assert faults(order_of_steps, *steps) == ["order_of_steps"] * is_named


@pytest.mark.parametrize("name", ["status_as_of", "facts_as_of"])
def test_a_trial_is_not_seen_in_the_future(name):
    dated = {f"{name}_precision": "day"}
    seen = make_trial(**dated, **{f"{name}_on": TODAY})
    ahead = make_trial(**dated, **{f"{name}_on": TOMORROW})
    assert list(seen_in_the_future(seen)) == []
    assert [found.field for found in seen_in_the_future(ahead)] == [f"{name}_on"]
