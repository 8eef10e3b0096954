"""What depends on a day is stored and is what that day gives: nothing public asks the clock."""

import datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction

from articles.models import Article
from content.registry import types_that_age
from editorial import versions, workflow
from editorial.models import Correction, Review, Reviewed, Revision, SiteDetails, Transition
from editorial.versions import drafts
from editorial.workflow import due_moments, preview, scheduling
from editorial.workflow.due_moments import Clock
from evidence.models import Authorisation, Product, Trial
from mscportal.starter.load import load
from mscportal.starter.wanted import Wanted
from tests.editorial.at_desk import desk
from tests.editorial.moments import Moment
from tests.factories import (
    make_article,
    make_authorisation,
    make_contributor,
    make_disease,
    make_jurisdiction,
    make_mechanism,
    make_page,
    make_product,
    make_review,
    make_safety_item,
    make_sold_condition,
    make_source,
    make_trial,
    republish,
)
from tests.tasks import AtOnceBackend
from tests.visits import body, words

pytestmark = pytest.mark.django_db

MAKERS = [
    make_article,
    make_disease,
    make_jurisdiction,
    make_mechanism,
    make_page,
    make_product,
    make_safety_item,
    make_sold_condition,
    make_source,
]
MIGRATIONS = {
    "editorial": "0009",
    "diseases": "0005",
    "therapy": "0003",
    "evidence": "0015",
    "articles": "0004",
}
DAY = datetime.timedelta(days=1)
TODAY = datetime.date(2027, 3, 1)
LAST_YEAR = {"last_reviewed_on": datetime.date(2026, 3, 1)}
OVERDUE = "The next review is overdue."
ENDED = "its term ended on"


@pytest.fixture
def moment(monkeypatch):
    return Moment(monkeypatch, noon(TODAY))


def noon(day):
    return datetime.datetime.combine(day, datetime.time(12), datetime.UTC)


def reviewed_until(day, make=make_article, **fields):
    return make(**LAST_YEAR, next_review_on=day, **fields)


def with_term(day, product=None, **fields):
    product = product or make_product()
    make_authorisation(product, kind="conditional", ends_on=day, **fields)
    return product


def renewed():
    """By the tick; a second one finds nothing to do."""
    found = workflow.keep_appointments().renewed
    assert workflow.keep_appointments().renewed == []
    return found


def rows_that_age():
    """All that are looked after."""
    return [row for model in types_that_age() for row in model.kept_true()]


def assert_true():
    """Each of them says what a recomputation on this day gives."""
    for row in rows_that_age():
        stored = row.derived()
        row.derive()
        assert row.derived() == stored, row


def is_overdue(entry):
    assert_true()
    return type(entry).objects.values_list("review_is_overdue", flat=True).get(pk=entry.pk)


def stands(product):
    assert_true()
    names = ("stands_since", "derived_until")
    return Product.objects.values_list(*names).get(pk=product.pk)


# The days that come


def test_every_type_with_a_review_ages():
    reviewed = {model for model in types_that_age() if issubclass(model, Reviewed)}
    assert len(reviewed) == len(MAKERS) == len({make().__class__ for make in MAKERS} & reviewed)


def test_on_each_day_the_stored_state_is_what_the_day_gives(moment):
    SiteDetails(security_contact="safe@example.org").save()
    for number, make in enumerate(MAKERS):
        reviewed_until(TODAY + number % 4 * 3 * DAY, make)
    make_trial(status="recruiting", completion_on=TODAY + 6 * DAY, completion_precision="day")
    product = reviewed_until(TODAY + 20 * DAY, make_product)
    with_term(TODAY + 5 * DAY, product)
    with_term(TODAY + 9 * DAY, product, occurred_on=TODAY + 7 * DAY, occurred_precision="day")
    with_term(TODAY - 5 * DAY)
    seen = []
    for number in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 19, 20, 21, 31]:
        moment.at(noon(TODAY + number * DAY))
        seen += [(number, row) for row in renewed()]
        assert_true()
    assert [number for number, row in seen if row == product] == [6, 7, 10, 21]
    assert [number for number, row in seen if isinstance(row, SiteDetails)] == [31]
    assert len(seen) == len(MAKERS) + 1 + 4 + 1


@pytest.mark.parametrize("days", [1, 400])
def test_however_long_nobody_came_by_one_look_brings_all_up_to_date(moment, days):
    product = with_term(TODAY, with_term(TODAY + 3 * DAY))
    overdue = reviewed_until(TODAY)
    moment.at(noon(TODAY + days * DAY))
    assert set(renewed()) == {overdue, product}
    assert_true()


@pytest.mark.parametrize("make", MAKERS)
def test_a_page_says_that_its_review_is_overdue_when_its_day_is_over(moment, client, make):
    entry = reviewed_until(TODAY, make)
    make_review(entry)
    address = entry.get_absolute_url()
    moment.at(noon(TODAY) + datetime.timedelta(hours=11, minutes=59))
    assert renewed() == [] and OVERDUE not in words(body(client, address))
    changed = entry.updated_at
    moment.at(noon(TODAY + DAY))
    assert renewed() == [entry] and is_overdue(entry)
    if make is not make_safety_item:  # a list has no place for it
        assert OVERDUE in words(body(client, address))
    entry.refresh_from_db()
    assert entry.updated_at == changed, "nobody changed what it says"


def pages_of_a_term(moment):
    disease, product = make_disease(slug="stroke"), make_product(slug="cells")
    make_jurisdiction(slug="japan", title="Japan")
    with_term(TODAY, product, diseases=[disease])
    return product


@pytest.mark.parametrize(
    ("address", "before", "after"),
    [
        ("/products/cells/", "Approved, as far as we know", ENDED),
        ("/diseases/stroke/evidence/", "Approved, as far as we know", ENDED),
        ("/products/", "approved somewhere, some only", "no longer approved where it was"),
    ],
)
def test_pages_say_that_a_term_ended_when_its_day_is_over(moment, client, address, before, after):
    product = pages_of_a_term(moment)
    page = words(body(client, address))
    assert before.lower() in page.lower() and after not in page
    changed = product.updated_at
    moment.at(noon(TODAY + DAY))
    assert renewed() == [product]
    assert after in words(body(client, address))
    product.refresh_from_db()
    assert product.updated_at > changed, "the page says something else, and the sitemap says when"


@pytest.mark.parametrize("address", ["/approvals/", "/regulation/japan/"])
def test_pictures_draw_the_end_of_a_term_when_its_day_is_over(moment, client, address):
    pages_of_a_term(moment)
    before = body(client, address)
    moment.at(noon(TODAY + DAY))
    assert body(client, address) == before
    renewed()
    assert body(client, address) != before


def test_a_step_that_lies_ahead_is_told_from_its_day_on(moment, client):
    product = make_product()
    make_authorisation(product, place="Chile", occurred_on=TODAY + DAY, occurred_precision="day")
    assert stands(product) == (None, TODAY)
    assert "Chile" not in words(body(client, product.get_absolute_url()))
    moment.at(noon(TODAY + DAY))
    assert renewed() == [product] and stands(product) == (TODAY + DAY, None)
    assert "Chile" in words(body(client, product.get_absolute_url()))


def test_the_clock_alone_changes_no_page(moment, client, settings):
    settings.DEBUG = True
    SiteDetails(security_contact="safe@example.org").save()
    entries = [reviewed_until(TODAY, make) for make in MAKERS]
    for entry in entries:
        make_review(entry)
    entries.append(make_trial(status="recruiting"))
    with_term(TODAY, entries[5], diseases=[entries[1]])
    addresses = [entry.get_absolute_url() for entry in entries]
    addresses += "/ /diseases/ /trials/ /products/ /approvals/ /styleguide/".split()
    addresses += "/sitemap.xml /.well-known/security.txt /evidence/trials.json".split()
    addresses += ["/articles/feed/", "/diseases/map/"]
    addresses = [address for address in addresses if client.get(address).status_code == 200]
    assert len(addresses) > 15
    before = [body(client, address) for address in addresses]
    moment.at(noon(TODAY + 800 * DAY))
    for address, page in zip(addresses, before, strict=True):
        assert body(client, address) == page, address


def test_it_is_no_step_no_version_no_review_and_no_correction(moment):
    reviewed_until(TODAY)
    with_term(TODAY)
    kinds = (Transition, Revision, Review, Correction)
    before = [kind.objects.count() for kind in kinds]
    moment.at(noon(TODAY + DAY))
    assert len(renewed()) == 2
    assert [kind.objects.count() for kind in kinds] == before


def test_what_is_not_public_waits_until_it_is(moment):
    entry = reviewed_until(TODAY, live=False)
    moment.at(noon(TODAY + DAY))
    assert renewed() == [] and workflow.next_moment() is None
    republish(entry)
    assert not is_overdue(entry), "nobody reviewed what is public now"


def test_each_row_is_done_by_itself(moment, monkeypatch, caplog):
    broken, whole = reviewed_until(TODAY), with_term(TODAY)
    moment.at(noon(TODAY + DAY))
    real = scheduling.announce_change

    def announce(entry):
        if entry == broken:
            raise RuntimeError("out of paper")
        real(entry)

    monkeypatch.setattr(scheduling, "announce_change", announce)
    assert workflow.keep_appointments().renewed == [whole]
    assert "out of paper" in caplog.text
    monkeypatch.undo()
    Moment(monkeypatch, noon(TODAY + DAY))
    assert not type(broken).objects.get().review_is_overdue
    assert renewed() == [broken]


@pytest.mark.parametrize("number", [1, 6])
def test_looking_costs_the_same_with_many_rows(moment, django_assert_num_queries, number):
    for make in MAKERS * number:
        reviewed_until(TODAY + number * DAY, make)
    with django_assert_num_queries(2):
        assert workflow.next_moment() == scheduling.end_of_day(TODAY + number * DAY)
    with django_assert_num_queries(3):
        assert workflow.keep_appointments().renewed == []


def test_the_first_request_after_midnight_does_it(moment, client, monkeypatch):
    monkeypatch.setattr(Clock, "is_time", lambda clock: True)
    entry = reviewed_until(TODAY)
    make_review(entry)
    address = entry.get_absolute_url()
    assert OVERDUE not in words(body(client, address))
    moment.at(noon(TODAY + DAY))
    assert OVERDUE in words(body(client, address))


def test_a_visitor_waits_for_a_few_of_many_rows_and_the_rest_follows(moment, monkeypatch):
    """Each row takes the second that a task has."""
    entries = {reviewed_until(TODAY) for _number in range(9)}
    moment.at(noon(TODAY + DAY))
    clock = SimpleNamespace(seconds=0.0, monotonic=lambda: clock.seconds)
    real = scheduling.announce_change

    def announce(entry):
        clock.seconds += 1
        real(entry)

    monkeypatch.setattr(scheduling, "time", clock)
    monkeypatch.setattr(scheduling, "announce_change", announce)
    kept = workflow.keep_appointments(seconds=2)
    assert kept.has_more and len(kept.renewed) == 2
    jobs = []
    monkeypatch.setattr(AtOnceBackend, "take", lambda self, job, run_after: jobs.append(job))
    monkeypatch.setattr(transaction, "on_commit", lambda do, **how: do())
    due_moments.Clock().look()
    numbers = [how_many_are_overdue()]
    while named := [job for job in jobs if job.task == due_moments.keep_the_rest]:
        jobs.clear()
        named[0].run()
        numbers.append(how_many_are_overdue())
    assert numbers == [4, 9]
    assert renewed() == [] and set(Article.objects.filter(review_is_overdue=True)) == entries


def how_many_are_overdue():
    return Article.objects.filter(review_is_overdue=True).count()


# Every way in which a row is written


@pytest.fixture
def colleagues():
    reviewer = desk("Medical reviewer").user
    make_contributor(user=reviewer, interests="None.")
    return {"by": reviewer}


@pytest.fixture
def overdue(moment, colleagues):
    entry = reviewed_until(TODAY - DAY)
    assert is_overdue(entry)
    return entry


def test_a_new_review_moves_the_day_on(overdue, colleagues, moment):
    workflow.mark_reviewed(overdue, **colleagues)
    assert not is_overdue(overdue)
    assert workflow.next_moment() == scheduling.end_of_day(datetime.date(2028, 3, 1))
    moment.at(noon(datetime.date(2028, 3, 2)))
    assert renewed() == [overdue] and is_overdue(overdue)


def test_a_text_that_nobody_reviewed_has_no_review_to_be_overdue(overdue):
    republish(overdue, title="Another")
    assert not is_overdue(overdue) and workflow.next_moment() is None


def test_an_approved_text_counts_from_its_review(overdue, colleagues):
    author, publisher = (desk(role).user for role in ("Author", "Publisher"))
    workflow.save_draft(overdue, drafts.as_it_would_be(overdue), by=author)
    workflow.submit(overdue, by=author)
    workflow.approve(overdue, **colleagues)
    workflow.publish(overdue, by=publisher)
    assert not is_overdue(overdue)
    assert workflow.next_moment() == scheduling.end_of_day(datetime.date(2028, 3, 1))


def test_a_withdrawn_entry_comes_back_as_of_the_day_of_its_return(moment):
    product = with_term(TODAY, reviewed_until(TODAY, make_product))
    workflow.withdraw(product, by=None)
    moment.at(noon(TODAY + DAY))
    assert renewed() == []
    workflow.publish(product, by=None)
    assert stands(product) == (TODAY + DAY, None) and is_overdue(product)


def test_an_older_version_comes_back_as_of_the_day_of_its_return(moment):
    product = with_term(TODAY)
    republish(product)
    Authorisation.objects.get().delete()
    republish(product)
    assert stands(product) == (None, None)
    moment.at(noon(TODAY + DAY))
    workflow.restore(product, 1, by=None)
    assert stands(product) == (None, None)
    workflow.publish(product, by=None)
    assert stands(product) == (TODAY + DAY, None)


def test_rows_of_a_draft_count_when_it_is_published(moment):
    product = make_product()
    payload = versions.capture(with_term(TODAY))
    payload["rows"] = {
        name: [{**row, "id": "1b671a64-40d5-491e-99b0-da01ff1f3341"} for row in rows]
        for name, rows in payload["rows"].items()
    }
    payload["fields"] |= {"slug": product.slug, "title": product.title}
    with drafts.draft_applied(product, payload):
        shown = Product.objects.get(pk=product.pk)
        assert shown.derived_until == TODAY
    assert stands(product) == (None, None)
    workflow.save_draft(product, payload, by=None)
    assert stands(product) == (None, None)
    workflow.publish(product, by=None)
    assert stands(product)[1] == TODAY


def test_it_is_no_part_of_a_version(moment):
    for entry in (reviewed_until(TODAY), with_term(TODAY)):
        assert not entry.derived().keys() & versions.capture(entry)["fields"].keys()


@pytest.mark.parametrize("approved", [True, False, None])
def test_a_preview_says_what_the_page_will_say(overdue, approved):
    make_review(overdue, made_on=TODAY)
    with drafts.draft_applied(overdue, drafts.as_it_would_be(overdue)):
        shown = preview.as_if_published(overdue, approved)
    assert shown.review_is_overdue is (approved is None)
    assert is_overdue(overdue)


def test_one_that_moves_to_the_trash_and_back_says_what_the_day_gives(moment):
    product = with_term(TODAY)
    workflow.withdraw(product, by=None)
    trashed = workflow.trash(product, by=desk(is_superuser=True).user)
    moment.at(noon(TODAY + DAY))
    workflow.take_out(trashed, by=desk(is_superuser=True).user)
    workflow.publish(product, by=None)
    assert stands(product) == (TODAY + DAY, None)


def test_a_copy_starts_with_what_its_row_gives(overdue):
    copy = workflow.duplicate(overdue, by=desk(is_superuser=True).user)
    assert not is_overdue(copy)
    product = with_term(TODAY)
    copy = workflow.duplicate(product, by=desk(is_superuser=True).user)
    workflow.publish(copy, by=None)
    assert stands(copy) == stands(product)


def test_what_is_no_part_of_a_text_leaves_it_true(overdue):
    workflow.amend(overdue, by=desk(is_superuser=True).user, is_featured=True)
    assert is_overdue(overdue)


def test_a_step_counts_when_it_is_saved_changed_or_deleted(moment):
    product = with_term(TODAY)
    step = product.authorisations.get()
    assert stands(product) == (datetime.date(2020, 5, 1), TODAY)
    step.ends_on = TODAY - 2 * DAY
    step.save()
    assert stands(product) == (TODAY - DAY, None)
    step.delete()
    assert stands(product) == (None, None)


def test_the_starter_content_keeps_it_true(moment):
    def wanted(*steps):
        given = {"kind": "conditional", "authority": "PMDA", "country": "JP"}
        rows = [given | {"ends_on": day} for day in steps]
        fields = {"title": "Cells", "note": "What is known."}
        return [Wanted(Product, "cells", "cells", fields, children={"authorisations": rows})]

    load(wanted(TODAY))
    product = Product.objects.get()
    assert stands(product) == (None, TODAY)
    moment.at(noon(TODAY + DAY))
    assert renewed() == [product]
    assert load(wanted(TODAY)).unchanged == {Product: 1}
    tally = load(wanted(TODAY + DAY))
    assert tally.kept == [], "a day that passed is no editor's change"
    assert stands(product) == (None, TODAY + DAY)
    load(wanted())
    assert stands(product) == (None, None)


@pytest.mark.parametrize("days", [0, 1, 30])
def test_migrations_fill_the_rows_that_are_there_and_change_nothing_else(moment, days):
    SiteDetails(security_contact="safe@example.org").save()
    there_before = [make for make in MAKERS if make is not make_sold_condition]
    for number, make in enumerate(there_before):
        reviewed_until(TODAY + (number % 3 - 1) * DAY, make)
        reviewed_until(TODAY + 9 * DAY, make)
    with_term(TODAY, reviewed_until(TODAY + DAY, make_product))
    with_term(TODAY - 5 * DAY)
    make_authorisation(make_product(), occurred_on=TODAY + DAY, occurred_precision="day")
    changed = {row: row.updated_at for row in rows_that_age() if isinstance(row, Reviewed)}
    versions_before = Revision.objects.count()
    for model in types_that_age():
        if model is not Trial:
            empty = {
                name: model._meta.get_field(name).get_default() for name in model.derived_fields
            }
            model._base_manager.update(**empty)
    moment.at(noon(TODAY + days * DAY))
    for app, number in MIGRATIONS.items():
        migration = import_module(f"{app}.migrations.{number}_what_a_day_changes")
        migration.fill(apps, SimpleNamespace(connection=connection))
    assert_true()
    for row in changed:
        row.refresh_from_db()
        assert row.updated_at == changed[row]
    assert Revision.objects.count() == versions_before
    assert workflow.keep_appointments().renewed == []
