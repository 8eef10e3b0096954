"""Midnight costs nothing: only the pages are made anew that say something else from this day on."""

import datetime
import time
from types import SimpleNamespace

import pytest
from django.db import connection

from delivery.content_version import version as versions
from delivery.content_version.build_id import build_id
from delivery.content_version.version import ContentVersion, content_version, read_row
from delivery.page_cache import stores
from editorial import workflow
from editorial.models import SiteDetails
from editorial.workflow.due_moments import Clock
from tests.delivery.stranger import Stranger
from tests.editorial.moments import Moment
from tests.factories import (
    make_article,
    make_authorisation,
    make_disease,
    make_jurisdiction,
    make_product,
    make_review,
    make_trial,
)

pytestmark = pytest.mark.django_db(transaction=True)

EVENING = datetime.datetime(2027, 3, 1, 23, 59, 50, tzinfo=datetime.UTC)
MORNING = datetime.datetime(2027, 3, 2, 0, 0, 10, tzinfo=datetime.UTC)
TODAY = EVENING.date()
SECURITY = "/.well-known/security.txt"
PAGES = (
    "/ /diseases/ /diseases/asthma/ /diseases/stroke/ /diseases/stroke/evidence/ /articles/ "
    "/articles/cells/ /products/ /products/alofisel/ /products/other/ /approvals/ /regulation/ "
    "/regulation/india/ /regulation/japan/ /trials/ /trials/new/ /trials/old/ /sitemap.xml "
    "/evidence/trials.json"
).split()


@pytest.fixture
def moment(monkeypatch):
    """The one clock of the site, the monotonic one included."""
    moment = Moment(monkeypatch, EVENING)
    start = time.monotonic() - EVENING.timestamp()
    clock = SimpleNamespace(
        time=lambda: moment.now.timestamp(), monotonic=lambda: start + moment.now.timestamp()
    )
    monkeypatch.setattr(versions, "time", clock)
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    content_version.forget()
    yield moment
    content_version.forget()


@pytest.fixture
def store(tmp_path):
    return stores.FileStore(tmp_path / "answers", limit=50_000_000)


@pytest.fixture
def stranger(moment, store):
    return Stranger(content_version, store)


@pytest.fixture
def site(moment):
    """Nothing of it is due this night."""
    asthma, stroke = (make_disease(title=name, slug=name.lower()) for name in ("Asthma", "Stroke"))
    for product, country, disease in (("alofisel", "Japan", stroke), ("other", "India", asthma)):
        place = make_jurisdiction(title=country, slug=country.lower())
        cells = make_product(title=product.title(), slug=product)
        make_authorisation(cells, place=country, jurisdiction=place, diseases=[disease])
    make_article(title="Cells", slug="cells")
    for name, disease in (("old", stroke), ("new", asthma)):
        make_trial(title=name.title(), slug=name, m2m={"diseases": [disease]})
    SiteDetails(security_contact="safe@example.org").save()
    return SimpleNamespace(asthma=asthma, stroke=stroke)


def anew(stranger, addresses=PAGES):
    """Those of the pages that the site is asked for."""
    found = []
    for address in addresses:
        before = stranger.made
        assert stranger.get(address).status == 200, address
        if stranger.made > before:
            found.append(address)
    return found


def due(site, what):
    if what == "review":
        reviewed = datetime.date(2026, 3, 1)
        site.stroke.last_reviewed_on, site.stroke.next_review_on = reviewed, TODAY
        site.stroke.save()
        make_review(site.stroke)
    elif what == "term":
        step = site.stroke.authorisations.get()
        step.kind, step.ends_on = "conditional", TODAY
        step.save()
    elif what == "trial":
        trial = site.stroke.trials.get()
        trial.status, trial.completion_on, trial.completion_precision = "recruiting", TODAY, "day"
        trial.facts_as_of_on, trial.facts_as_of_precision = TODAY, "day"
        trial.save()


def test_the_build_id_knows_no_day(moment):
    evening = build_id(), content_version.now()
    moment.at(MORNING + datetime.timedelta(days=400))
    assert (build_id(), content_version.now()) == evening


def test_across_a_midnight_with_nothing_due_no_page_is_made_and_the_version_stays(
    site, moment, stranger, store
):
    assert anew(stranger) == PAGES and anew(stranger) == []
    before = content_version.now(), read_row()
    moment.at(MORNING)
    assert anew(stranger) == [] and (content_version.now(), read_row()) == before
    workflow.keep_appointments()
    assert anew(stranger) == [] and (content_version.now(), read_row()) == before


def test_a_process_that_starts_on_another_day_takes_the_kept_pages(site, moment, stranger, store):
    anew(stranger)
    moment.at(MORNING + datetime.timedelta(days=10))
    other = Stranger(ContentVersion(versions.this_machine()), store)
    assert anew(other) == []


OF_STROKE = {
    "review": (["/diseases/stroke/", "/diseases/stroke/evidence/"], "The next review is overdue."),
    "term": (
        "/ /diseases/stroke/ /diseases/stroke/evidence/ /products/ /products/alofisel/ /approvals/ "
        "/regulation/japan/ /sitemap.xml".split(),
        "its term ended on",
    ),
    "trial": (
        "/diseases/stroke/ /diseases/stroke/evidence/ /trials/ /trials/old/ /sitemap.xml "
        "/evidence/trials.json".split(),
        "was recruiting on 1 Mar 2027",
    ),
}
ELSEWHERE = (
    "/diseases/asthma/ /articles/ /articles/cells/ /products/other/ /regulation/india/ /trials/new/"
).split()


@pytest.mark.parametrize("what", OF_STROKE)
def test_only_the_pages_that_show_what_was_due_are_made_anew(site, moment, stranger, what):
    shown_on, says = OF_STROKE[what]
    due(site, what)
    anew(stranger)
    before = {address: stranger.get(address).text for address in PAGES}
    assert not any(says in page for page in before.values())
    moment.at(MORNING)
    [row] = workflow.keep_appointments().renewed
    made = anew(stranger)
    assert [page for page in PAGES if stranger.get(page).text != before[page]] == shown_on
    assert set(shown_on) <= set(made) and set(made).isdisjoint(ELSEWHERE)
    assert says in stranger.get(row.get_absolute_url()).text
    number = read_row().number
    assert workflow.keep_appointments().renewed == [] and anew(stranger) == []
    assert read_row().number == number


def test_the_security_file_is_made_anew_with_the_month_and_no_page_beside_it(
    site, moment, stranger
):
    anew(stranger, [*PAGES, SECURITY])
    moment.at(MORNING + datetime.timedelta(days=40))
    workflow.keep_appointments()
    assert anew(stranger, [*PAGES, SECURITY]) == [SECURITY]


def test_nothing_stored_is_shown_between_midnight_and_the_tick(site, moment, stranger, monkeypatch):
    due(site, "review")
    monkeypatch.setattr(Clock, "is_time", lambda clock: True)
    assert "overdue" not in stranger.get("/diseases/stroke/").text
    moment.at(MORNING)
    assert content_version.now() is None
    assert "overdue" in stranger.get("/diseases/stroke/").text
    made = stranger.made
    assert "overdue" in stranger.get("/diseases/stroke/").text and stranger.made == made + 1
    assert "overdue" in stranger.get("/diseases/stroke/").text and stranger.made == made + 1
