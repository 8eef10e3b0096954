"""Error pages are ours: they need no database and repeat nothing of the request."""

import re

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.test import Client
from django.urls import path
from django.utils import timezone

from content.web.pages import Withdrawn
from mscportal import errors, urls
from mscportal.staticfiles import HashedStaticFilesStorage
from tests.factories import make_disease

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


def raising(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("bad/", raising(BadRequest("secret reason"))),
    path("suspicious/", raising(SuspiciousOperation("secret reason"))),
    path("forbidden/", raising(PermissionDenied("secret reason"))),
    path("withdrawn/", raising(Withdrawn())),
    path("broken/", raising(ValueError("secret reason"))),
    *urls.urlpatterns,
]

PAGES = [
    ("/bad/", 400, "We could not understand this request"),
    ("/suspicious/", 400, "We could not understand this request"),
    ("/forbidden/", 403, "You may not open this page"),
    ("/no/such/page/", 404, "This page does not exist"),
    ("/withdrawn/", 410, "This page was withdrawn"),
    ("/broken/", 500, "Something went wrong on our side"),
]


@pytest.fixture
def visitor(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("address", "status", "title"), PAGES)
def test_each_error_has_a_page_of_ours(visitor, address, status, title):
    answer = visitor.get(f"{address}?x=%3Cscript%3Eevil")
    page = answer.content.decode()
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in page and 'content="noindex"' in page
    assert 'href="/diseases/"' in page and '<main id="main"' in page
    assert "secret reason" not in page and "evil" not in page and address not in page


@pytest.mark.parametrize(("address", "status", "title"), PAGES)
def test_error_pages_carry_the_security_headers_and_no_cookie(visitor, address, status, title):
    answer = visitor.get(address)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies


def test_an_unknown_host_is_refused_without_repeating_it(visitor):
    answer = visitor.get("/", headers={"host": "evil.example.org"})
    assert answer.status_code == 400 and b"evil.example.org" not in answer.content


def test_error_pages_are_made_without_request_and_database(django_assert_num_queries):
    """No `db` fixture: a query would fail the test."""
    answer = errors.page(500, "A title & more", "Some <advice>.")
    page = answer.content.decode()
    assert "<h1>A title &amp; more</h1>" in page and "Some &lt;advice&gt;." in page
    assert "canonical" not in page


def test_a_refused_form_has_a_page_of_ours(rf):
    answer = errors.csrf_failure(rf.post("/admin/"), reason="secret reason")
    assert answer.status_code == 403 and b"secret reason" not in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "PURGE"])
@pytest.mark.parametrize("address", ["/", "/diseases/", "/feedback/", "/evidence/findings.csv"])
def test_a_method_that_no_page_takes_is_named_so(method, address):
    answer = Client(enforce_csrf_checks=True).generic(method, address)
    assert answer.status_code == 405 and "GET" in answer.headers["Allow"]


def test_error_pages_have_one_heading_of_the_first_level():
    page = errors.not_found(None).content.decode()
    assert len(re.findall("<h1[ >]", page)) == 1 and "<title>" in page


def test_a_database_out_of_reach_is_a_503_that_asks_to_come_back(client, db, monkeypatch):
    def gone(*args, **kwargs):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("articles.views.get_public", gone)
    answer = client.get("/articles/anything/")
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "60"
    assert "not available for a moment" in answer.content.decode()
    assert "server closed" not in answer.content.decode()


def test_a_static_file_that_was_not_packed_does_not_break_a_page(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    storage = HashedStaticFilesStorage(location=tmp_path, base_url="/static/")
    assert storage.stored_name("css/site.css") == "css/site.css"


def test_a_damaged_session_cookie_sets_no_cookie_on_public_pages(client, db):
    client.cookies["sessionid"] = "abc"
    answer = client.get("/articles/")
    assert answer.status_code == 200 and not answer.cookies


def test_a_slip_in_an_address_leads_to_the_page_that_was_meant(client, db):
    make_disease(title="Crohn's <b>", slug="crohns-disease")
    page = client.get("/diseases/crohn-disease/")
    text = page.content.decode()
    assert page.status_code == 404
    assert '<a href="/diseases/crohns-disease/">Crohn&#x27;s &lt;b&gt;</a>' in text
    assert (
        'href="/es/diseases/crohns-disease/"' in client.get("/es/crohn-disease/").content.decode()
    )


def test_a_withdrawn_page_leads_to_its_neighbours_and_not_to_itself(client, db):
    gone = make_disease(slug="crohns-disease", live=False, withdrawn_at=timezone.now())
    make_disease(title="Crohn's fistula", slug="crohns-fistula")
    answer = client.get(gone.get_absolute_url())
    text = answer.content.decode()
    assert answer.status_code == 410
    assert 'href="/diseases/crohns-fistula/"' in text and gone.get_absolute_url() not in text


def test_error_pages_have_one_search_and_are_asked_for_every_time(client, db):
    answer = client.get("/no/such/page/")
    assert answer.content.decode().count('role="search"') == 1
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    head = client.head("/no/such/page/")
    assert head.status_code == 404 and not head.content


def test_a_failing_search_does_not_break_the_error_page(client, db, monkeypatch):
    def broken(path):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(errors, "nearest", broken)
    answer = client.get("/no/such/page/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.status_code == 404 and b"server closed" not in answer.content
    assert "Did you look" not in answer.content.decode()
