"""Readers say whether a page helped and report errors, without giving away who they are."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from editorial.models import Feedback, FeedbackTally
from editorial.public import throttle
from editorial.public.feedback.forms import without_contacts
from editorial.workflow import withdraw
from tests.editorial.at_desk import desk, messages_of, url
from tests.factories import make_article, make_disease
from tests.visits import body

pytestmark = pytest.mark.django_db

ADDRESS = "/feedback/"
OWN = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def strict():
    """A browser whose forms would need a token."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def page():
    return make_disease(title="Osteoarthritis", slug="osteoarthritis").get_absolute_url()


def send(client, page, headers=OWN, **fields):
    fields = {"kind": "helpful", "page": page, "helpful": "yes", "website": ""} | fields
    return client.post(ADDRESS, fields, headers=headers)


def report(client, page, headers=OWN, **fields):
    fields = {"kind": "error", "page": page, "what": "It is 21, not 20.", "website": ""} | fields
    return client.post(ADDRESS, fields, headers=headers)


def test_every_page_asks_and_its_form_needs_no_token(client, page):
    for address in (page, "/", "/diseases/", "/trials/?status=recruiting"):
        shown = body(client, address)
        assert "Was this page helpful?" in shown and f'action="{ADDRESS}"' in shown
        assert f'name="page" value="{address.partition("?")[0]}"' in shown
        assert "csrfmiddlewaretoken" not in shown
    assert f'href="{ADDRESS}?page={page}#report"' in body(client, page)


def test_an_error_page_does_not_ask(client):
    assert "Was this page helpful?" not in body(client, "/nowhere/", status=404)


def test_an_answer_is_stored_without_cookie_and_leads_back_by_a_redirect(strict, page):
    answer = send(strict, page, comment="Clear.")
    assert answer.status_code == 303 and not answer.cookies
    assert "Osteoarthritis" in body(strict, answer.url) and f'href="{page}"' in body(
        strict, answer.url
    )
    stored = Feedback.objects.get()
    assert (stored.page, stored.kind, stored.is_helpful) == (page, "helpful", True)
    assert stored.text == "Clear." and stored.state == Feedback.State.NEW


def test_a_report_is_stored_with_what_is_wrong_and_where_to_read_it(client, page):
    assert report(client, page, source="https://example.org/study").status_code == 303
    stored = Feedback.objects.get()
    assert (stored.kind, stored.is_helpful) == ("error", None)
    assert (stored.text, stored.source) == ("It is 21, not 20.", "https://example.org/study")


def test_nothing_that_tells_who_wrote_is_kept(client, page):
    send(client, page, name="Ada", email="ada@example.org")
    names = {field.name for field in Feedback._meta.fields}
    assert names == {
        "id", "page", "kind", "is_helpful", "text", "source", "state", "desk_note", "sent_on",
    }  # fmt: skip
    tallies = FeedbackTally.objects.values_list("bucket", flat=True)
    assert all(-1 <= bucket < 4096 for bucket in tallies)


def test_the_page_of_the_forms_names_the_page_and_takes_both(client, page):
    shown = body(client, f"{ADDRESS}?page={page}")
    assert f'<a href="{page}">Osteoarthritis</a>' in shown
    assert 'id="report"' in shown and "Was this page helpful?" in shown
    assert shown.count(f'name="page" value="{page}"') == 2
    assert "noindex" in shown and "no personal or health details" in shown


def test_the_page_may_be_in_another_language(client, page):
    assert send(client, f"/es{page}").status_code == 303
    assert Feedback.objects.get().page == f"/es{page}"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {"Referer": "http://testserver/diseases/"},
        {"Origin": "https://testserver"},
    ],
)
def test_one_header_that_names_this_site_is_enough(strict, page, headers):
    assert send(strict, page, headers).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.elsewhere.example"},
        {"Origin": "http://[broken"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "https://elsewhere.example", "Referer": "http://testserver/"},
        {"Referer": "https://elsewhere.example/http://testserver/"},
        {"Referer": "/diseases/"},
    ],
)
def test_a_form_from_elsewhere_is_refused_with_a_reason(client, page, headers):
    answer = report(client, page, headers)
    assert answer.status_code == 403 and not Feedback.objects.exists()
    assert "sent from our own page" in answer.content.decode()
    assert "It is 21, not 20." in answer.content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace", "options"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(ADDRESS, headers=OWN).status_code == 405
    assert client.post("/feedback/thanks/", headers=OWN).status_code == 405


def test_reading_the_address_of_the_form_stores_nothing(client, page):
    body(client, f"{ADDRESS}?kind=helpful&helpful=yes&page={page}")
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "", "diseases/", "/nowhere/", "/admin/", "/admin/login/", "/robots.txt", "/healthz",
        "/sitemap.xml", "/articles/feed/", "/static/css/text.css", "/feedback/",
        "/feedback/thanks/", "//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere",
        "/diseases/\x00/", "/" + "a" * 300, "/diseases/../", "javascript:alert(1)", "/%00", "//[x",
    ],
)  # fmt: skip
def test_what_is_no_page_of_this_site_is_refused(client, address):
    answer = send(client, address)
    assert answer.status_code == 400 and not Feedback.objects.exists()
    assert "no page at this address" in answer.content.decode()


def test_drafts_and_withdrawn_pages_are_refused_and_not_named(client):
    draft = make_article(title="Secret draft", live=False)
    withdrawn = make_article(title="Former page")
    withdraw(withdrawn, by=None)
    for entry in (draft, withdrawn):
        address = entry.get_absolute_url()
        assert send(client, address).status_code == 400
        shown = body(client, f"{ADDRESS}?page={address}", status=404)
        assert entry.title not in shown
        assert entry.title not in body(client, f"/feedback/thanks/?page={address}")
    assert not Feedback.objects.exists()


def test_a_program_that_fills_in_every_field_is_refused(client, page):
    answer = report(client, page, website="https://buy.example")
    assert answer.status_code == 400 and not Feedback.objects.exists()
    assert "Leave this field empty." in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"what": ""}, "Write what is wrong."),
        ({"what": " \n\x00\u200b "}, "Write what is wrong."),
        ({"what": "a" * 2001}, "The most is 2000."),
        ({"what": "Wrong.", "source": "b" * 301}, "The most is 300."),
    ],
)
def test_a_faulty_report_says_what_is_wrong_and_keeps_what_was_typed(client, page, fields, said):
    answer = report(client, page, **fields)
    shown = answer.content.decode()
    assert answer.status_code == 400 and said in shown and 'aria-invalid="true"' in shown
    for typed in fields.values():
        assert typed.replace("\x00", "").strip() in shown
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("helpful", ["", "maybe", "1"])
def test_an_answer_is_yes_or_no(client, page, helpful):
    answer = send(client, page, helpful=helpful, comment="I typed <b>this</b>.")
    shown = answer.content.decode()
    assert answer.status_code == 400 and "Choose yes or no." in shown
    assert "I typed &lt;b&gt;this&lt;/b&gt;." in shown and not Feedback.objects.exists()


def test_nonsense_is_refused_and_never_an_error_of_ours(client):
    assert client.post(ADDRESS, headers=OWN).status_code == 400
    assert client.post(ADDRESS, b"\xff\xfe=%", "text/plain", headers=OWN).status_code == 400
    assert client.post(ADDRESS, b"{}", "application/json", headers=OWN).status_code == 400
    broken = "multipart/form-data; boundary=x"
    assert client.post(ADDRESS, b"--y", broken, headers=OWN).status_code == 400
    assert client.get(f"{ADDRESS}?page=%00%FF").status_code == 404
    assert not Feedback.objects.exists()


def test_a_very_large_body_is_refused_unread(client, page):
    answer = report(client, page, what="a" * 30_000)
    assert answer.status_code == 413 and not Feedback.objects.exists()


def test_unseen_characters_go_and_lines_stay(client, page):
    report(client, page, what="One\x00\x07\r\n\r\n\r\n\r\ntwo\u202e three", source="a\nb")
    stored = Feedback.objects.get()
    assert stored.text == "One\n\ntwo three" and stored.source == "a b"


def test_addresses_and_numbers_are_blanked_and_the_reader_is_told(client, page):
    answer = report(client, page, what="Write to ada@example.org or call +44 20 7946 0018.")
    assert Feedback.objects.get().text == "Write to […] or call […]."
    assert "We removed what looked like" in body(client, answer.url)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ada.Smith+x@mail.example.co.uk wrote", "[…] wrote"),
        ("020 7946 0018, (020) 7946 0018", "[…], […]"),
        ("555-123-4567 and 0049 30 901820", "[…] and […]"),
    ],
)
def test_obvious_contacts_are_blanked(text, kept):
    assert without_contacts(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "NCT01234567 and ACTRN12612000000000",
        "doi 10.1056/NEJMoa0123456, PMID 31234567",
        "https://doi.org/10.1016/0140-6736(90)90001-2",
        "2019-2021, 12 of 60, p = 0.0312, 1 000 000 cells per kg",
        "published 2020-05-01; 21.5 (18.0 to 25.0)",
        "RR 0.85 (0.61 to 1.19)",
    ],
)
def test_numbers_of_trials_papers_and_results_stay(text):
    assert without_contacts(text) == text


def test_one_visitor_can_send_only_so_much_in_an_hour(client, page):
    for _ in range(throttle.FEEDBACK.most_per_bucket):
        assert send(client, page).status_code == 303
    answer = report(client, page)
    assert answer.status_code == 429 and 0 < int(answer.headers["Retry-After"]) <= 3601
    shown = answer.content.decode()
    assert "Try again in an hour" in shown and "It is 21, not 20." in shown
    assert Feedback.objects.count() == throttle.FEEDBACK.most_per_bucket
    other = Client(REMOTE_ADDR="203.0.113.7")
    assert send(other, page).status_code == 303


def test_forms_that_arrive_at_the_same_moment_do_not_get_past_the_limit(page):
    """One that was let in by a look before the others were counted is still one too many."""
    hour, most = throttle.this_hour(), throttle.FEEDBACK.most_per_bucket
    FeedbackTally.objects.create(hour=hour, bucket=7, number=most)
    assert throttle.counted([7, throttle.FEEDBACK.everyone]) == {
        throttle.FEEDBACK.everyone: 1,
        7: most + 1,
    }


def test_a_new_hour_takes_more_and_forgets_the_last(client, page):
    hour = throttle.this_hour() - datetime.timedelta(hours=1)
    FeedbackTally.objects.create(hour=hour, bucket=throttle.FEEDBACK.everyone, number=10_000)
    assert send(client, page).status_code == 303
    assert not FeedbackTally.objects.filter(hour=hour).exists()


def test_all_visitors_together_have_a_limit_too(client, page):
    FeedbackTally.objects.create(
        hour=throttle.this_hour(),
        bucket=throttle.FEEDBACK.everyone,
        number=throttle.FEEDBACK.most_in_all,
    )
    assert send(client, page).status_code == 429


def test_refused_forms_count_so_that_pages_are_not_built_for_nothing(client):
    for _ in range(throttle.FEEDBACK.most_per_bucket):
        assert send(client, "/nowhere/").status_code == 400
    assert send(client, "/nowhere/").status_code == 429


def test_neighbours_on_one_line_are_one_visitor_and_a_header_cannot_be_made_up(rf, settings):
    def seen(address, forwarded=""):
        request = rf.get("/", REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=forwarded)
        return throttle.client_address(request)

    assert seen("2001:db8::1") == seen("2001:db8::ffff") != seen("2001:db8:1::1")
    assert seen("192.0.2.1", "203.0.113.9") == "192.0.2.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert seen("192.0.2.1", "198.51.100.1, 203.0.113.9") == "203.0.113.9"
    assert seen("192.0.2.1", "nonsense") == seen("", "") == "unknown"


def test_a_bucket_changes_with_the_day(monkeypatch):
    def buckets(day):
        moment = datetime.datetime(2026, 3, day, tzinfo=datetime.UTC)
        monkeypatch.setattr(throttle.timezone, "now", lambda: moment)
        return [throttle.bucket_of(f"192.0.2.{number}") for number in range(50)]

    assert buckets(1) != buckets(2) and len(set(buckets(1))) > 40


def test_a_script_gets_short_answers(client, page):
    headers = OWN | {"Accept": "application/json"}
    answer = send(client, page, headers, comment="Mail me: a@b.example")
    assert answer.status_code == 201 and "Thank you" in answer.json()["message"]
    assert "We removed" in answer.json()["message"]
    refused = send(client, page, headers, helpful="")
    assert refused.status_code == 400 and refused.json() == {"message": "Choose yes or no."}
    assert send(client, "/nowhere/", headers).json()["message"].startswith("We have no page")


@pytest.mark.parametrize("size", [1, 6])
def test_it_costs_the_same_however_much_was_sent(client, django_assert_num_queries, size):
    for _ in range(size):
        Feedback.objects.create(page="/", kind="helpful", is_helpful=True)
    with django_assert_num_queries(0):
        body(client, f"{ADDRESS}?page=/search/")


def test_the_desk_reads_filters_and_marks_it_done(client, page):
    send(client, page, comment="Clear.")
    report(client, "/diseases/")
    author = desk("Author")
    everything = author.get(url(Feedback, "changelist")).content.decode()
    assert "Clear." in everything and "It is 21, not 20." in everything
    some = author.get(url(Feedback, "changelist", page_path=page, kind__exact="helpful"))
    assert "It is 21, not 20." not in some.content.decode()
    assert "2 new" in author.get(reverse("admin:index")).content.decode()
    keys = list(Feedback.objects.values_list("pk", flat=True))
    done = author.post(
        url(Feedback, "changelist"), {"action": "mark_done", "_selected_action": keys}, follow=True
    )
    assert messages_of(done) == ["2 entries were changed."]
    assert not Feedback.objects.filter(state="new").exists()
    assert " new)" not in author.get(reverse("admin:index")).content.decode()


def test_what_a_reader_wrote_is_not_changed_by_the_desk(client, page):
    report(client, page)
    row = Feedback.objects.get()
    answer = desk("Author").post(
        url(row), {"text": "Forged", "state": "done", "desk_note": "Corrected today."}
    )
    row.refresh_from_db()
    assert answer.status_code == 302
    assert (row.text, row.state) == ("It is 21, not 20.", "done")
    assert row.desk_note == "Corrected today."
