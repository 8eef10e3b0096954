"""What a stranger gets in front of Django: the same page, never an old one, never a private one."""

import gzip
import threading
import time
from email.utils import formatdate

import brotli
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from delivery.content_version.version import content_version
from delivery.page_cache import middleware, stores
from delivery.page_cache.response import Key, MadeResponse
from diseases.models import Disease
from editorial import workflow
from editorial.models import Feedback
from editorial.versions import drafts
from mscportal.sitemaps import LIST_PAGES
from tests import factories
from tests.delivery.servers import PATIENCE
from tests.delivery.stranger import Stranger

pytestmark = pytest.mark.django_db
commits = pytest.mark.django_db(transaction=True)


@pytest.fixture
def store(tmp_path):
    return stores.FileStore(tmp_path / "answers", limit=10_000_000)


@pytest.fixture
def stranger(store, monkeypatch):
    # As the test client does: the transaction of the test lives in this connection.
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    content_version.forget()
    return Stranger(content_version, store)


@pytest.fixture
def disease():
    return factories.make_disease(title="Stroke", slug="stroke")


PAGE = "/diseases/stroke/"


def test_a_page_is_made_once_and_says_what_the_site_says(stranger, disease, client):
    first, second = stranger.get(PAGE), stranger.get(PAGE)
    assert first.status == second.status == 200 and stranger.made == 1
    assert first.body == second.body == client.get(PAGE, headers={"host": "localhost"}).content
    assert second.headers["content-length"] == str(len(second.body))
    assert second.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert second.headers["vary"] == "Accept-Encoding"
    assert "default-src 'none'" in second.headers["content-security-policy"]


def test_each_packing_is_the_same_page_under_a_tag_of_its_own(stranger, disease):
    plain = stranger.get(PAGE)
    br = stranger.get(PAGE, accept_encoding="gzip, deflate, br, zstd")
    packed = stranger.get(PAGE, accept_encoding="gzip")
    assert brotli.decompress(br.body) == gzip.decompress(packed.body) == plain.body
    assert br.headers["content-encoding"] == "br"
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert len({reply.headers["etag"] for reply in (plain, br, packed)}) == 3
    assert len(br.body) < len(packed.body) < len(plain.body) / 2
    assert stranger.made == 1


def test_a_body_that_packing_would_lengthen_travels_as_it_is(stranger):
    plain, packed = stranger.get("/robots.txt"), stranger.get("/robots.txt", accept_encoding="br")
    assert len(plain.body) < 500 and plain.list == packed.list and plain.body == packed.body
    assert stranger.made == 1


def test_a_drawn_figure_is_kept_and_only_its_text_is_packed(stranger, disease):
    for address, packing in (("/evidence/figure.svg", "br"), ("/evidence/figure.png", None)):
        first, second = stranger.get(address), stranger.get(address, accept_encoding="br")
        assert first.status == second.status == 200
        assert second.headers.get("content-encoding") == packing
        known = stranger.get(address, if_none_match=second.headers["etag"])
        assert known.status == 304 and stranger.head(address).list == first.list
    assert stranger.made == 2


def an_hour_later(stranger):
    for page in stranger.cache.pages.pages.values():
        page.made -= 3600


def test_a_date_tells_as_well_that_the_page_is_the_same(stranger, disease):
    """Not in its first seconds: a later body may have been made in the same one."""
    assert "last-modified" not in stranger.get(PAGE).headers
    an_hour_later(stranger)
    for coding in ("", "gzip"):
        date = stranger.get(PAGE, accept_encoding=coding).headers["last-modified"]
        reply = stranger.get(PAGE, accept_encoding=coding, if_modified_since=date)
        assert reply.status == 304 and not reply.body
    for since in (formatdate(time.time() - 7200, usegmt=True), "yesterday", ""):
        assert stranger.get(PAGE, if_modified_since=since).status == 200
    # A tag says more.
    told = {"if_modified_since": date, "if_none_match": '"other"'}
    assert stranger.get(PAGE, **told).status == 200
    assert stranger.made == 1


@commits
def test_a_date_of_the_text_before_is_no_answer(stranger, disease):
    stranger.get(PAGE)
    an_hour_later(stranger)
    before = stranger.get(PAGE).headers["last-modified"]
    Disease.objects.update(title="Apoplexy")
    assert stranger.get(PAGE, if_modified_since=before).status == 200
    now = formatdate(time.time(), usegmt=True)
    assert stranger.get(PAGE, if_modified_since=now).status == 200, "made in this very second"


def test_files_for_reference_managers_are_kept_like_pages(stranger, disease):
    sources = [factories.make_publication() for _ in range(5)]
    factories.make_article(slug="cited", cites=sources)
    for number, style in enumerate(("ris", "bib", "json"), 1):
        address = f"/cite/article/cited/references.{style}"
        first, second = stranger.get(address), stranger.get(address, accept_encoding="br")
        assert first.status == second.status == 200
        assert brotli.decompress(second.body) == first.body
        assert stranger.made == number


def test_who_has_the_page_is_told_so_without_a_body(stranger, disease):
    plain = stranger.get(PAGE)
    tag = plain.headers["etag"]
    for wanted in (tag, f'"other", W/{tag}', "*", f'{tag[:-1]}-br"'):
        reply = stranger.get(PAGE, if_none_match=wanted)
        assert reply.status == 304 and not reply.body, wanted
        assert reply.headers["etag"] == tag and "cache-control" in reply.headers
        assert "content-length" not in reply.headers and "content-type" not in reply.headers
    for wanted in ('"other"', tag.strip('"'), "", f"{tag} and more", '"'):
        assert stranger.get(PAGE, if_none_match=wanted).status == 200, wanted


def test_head_says_what_get_says_without_the_body(stranger, disease):
    cold = stranger.head(PAGE, accept_encoding="br")
    got, warm = stranger.get(PAGE, accept_encoding="br"), stranger.head(PAGE, accept_encoding="br")
    assert cold.list == got.list == warm.list
    assert cold.body == warm.body == b"" and got.body
    assert stranger.head("/no/such/").status == 404


@commits
@pytest.mark.parametrize(
    "change",
    [
        lambda disease: workflow.withdraw(disease, by=None),
        lambda disease: Disease.objects.filter(pk=disease.pk).update(title="Apoplexy"),
        lambda disease: factories.make_red_flag(
            title="They press you", m2m={"diseases": [disease]}
        ),
    ],
    ids="withdrawal update sign".split(),
)
def test_a_change_is_there_at_the_next_request(stranger, disease, change):
    before = stranger.get(PAGE)
    change(disease)
    after = stranger.get(PAGE)
    assert (after.status, after.body) != (before.status, before.body)
    assert stranger.made == 2


@commits
def test_a_page_stays_when_nothing_it_shows_was_changed(stranger, disease):
    before = stranger.get(PAGE)
    factories.make_term(title="Something else")
    after = stranger.get(PAGE)
    assert after.list == before.list and after.body == before.body
    assert stranger.made == 1


@commits
def test_a_new_entry_appears_in_the_lists(stranger, disease):
    assert "Another" not in stranger.get("/diseases/").text
    factories.make_disease(title="Another")
    assert "Another" in stranger.get("/diseases/").text


@commits
def test_another_process_takes_the_page_from_the_store(stranger, disease, store):
    first = stranger.get(PAGE, accept_encoding="br")
    other = Stranger(content_version, store)
    assert other.get(PAGE, accept_encoding="br").list == first.list
    assert other.made == 0
    workflow.withdraw(disease, by=None)
    assert other.get(PAGE).status == 410


@commits
def test_a_page_that_was_made_before_a_publication_is_not_kept_after_it(stranger, disease, store):
    real = stranger.cache.application

    def slow(environ, start_response):
        answer = real(environ, start_response)
        Disease.objects.filter(pk=disease.pk).update(title="Published meanwhile")
        return answer

    stranger.cache.application = slow
    assert "Published meanwhile" not in stranger.get(PAGE).text
    stranger.cache.application = real
    assert "Published meanwhile" in stranger.get(PAGE).text
    assert "Published meanwhile" in Stranger(content_version, store).get(PAGE).text


@commits
def test_one_request_makes_the_page_and_the_others_wait_for_it(stranger, disease):
    real, started, go = stranger.cache.application, threading.Event(), threading.Event()
    made = []

    def slow(environ, start_response):
        made.append(threading.get_ident())
        started.set()
        assert go.wait(PATIENCE)
        return real(environ, start_response)

    def ask():
        replies.append(stranger.get(PAGE))
        connection.close()

    stranger.cache.application, replies = slow, []
    threads = [threading.Thread(target=ask) for _ in range(2)]
    threads[0].start()
    assert started.wait(PATIENCE)
    threads[1].start()
    go.set()
    for thread in threads:
        thread.join()
    assert len(made) == 1 and replies[0].body == replies[1].body


def test_colleagues_get_pages_that_nobody_keeps(stranger, disease):
    user = factories.make_user(is_superuser=True)
    colleague = Client()
    colleague.force_login(user)
    cookie = f"sessionid={colleague.cookies['sessionid'].value}"
    for _ in range(2):
        reply = stranger.get(PAGE, cookie=cookie)
        assert reply.headers["cache-control"] == "private, no-store"
    assert stranger.made == 2
    assert not stranger.cache.pages.pages and not stranger.cache.oddities.pages


@pytest.mark.parametrize(
    "cookie", ["sessionid=abc", "csrftoken=x", "messages=x", "a=b; sessionid=", "sessionid"]
)
def test_a_cookie_of_ours_goes_past(stranger, disease, cookie):
    stranger.get(PAGE)
    stranger.get(PAGE, cookie=cookie)
    stranger.get(PAGE, cookie=cookie)
    assert stranger.made == 3


def test_a_cookie_of_others_makes_no_difference(stranger, disease):
    assert stranger.get(PAGE, cookie="_ga=1").body == stranger.get(PAGE).body
    assert stranger.made == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PURGE"])
def test_other_methods_reach_the_site_and_leave_nothing(stranger, disease, method):
    page = stranger.get(PAGE)
    assert stranger.ask(method, PAGE, x_http_method_override="GET").status in (403, 405)
    assert stranger.get(PAGE).body == page.body and stranger.made == 2


def test_readers_can_send_the_form(stranger, disease):
    stranger.get("/feedback/")
    reply = stranger.ask(
        "POST",
        "/feedback/",
        body=b"kind=helpful&page=/diseases/stroke/&helpful=yes&website=",
        content_type="application/x-www-form-urlencoded",
        origin="http://localhost",
        sec_fetch_site="same-origin",
    )
    assert reply.status == 303 and Feedback.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/login/",
        "/healthz",
        "/diseases/?x=1",
        "/trials/?page=1&page=1",
        "/trials/?page=1&x=2",
        "/trials/?%70age=1",
        "/trials/?page=1&",
        "/search/?q=stroke",
        "/trials/?" + "status=" + "a" * 400,
    ],
)
def test_what_may_not_be_kept_is_asked_every_time(stranger, disease, address):
    stranger.get(address)
    stranger.get(address)
    assert stranger.made == 2
    assert not stranger.cache.pages.pages and not stranger.cache.oddities.pages


def test_declared_parameters_have_pages_of_their_own(stranger):
    for address in ("/trials/?page=1", "/trials/?status=recruiting", "/trials/"):
        assert stranger.get(address).body == stranger.get(address).body
    assert stranger.made == 3
    assert len(stranger.cache.pages.pages) == 1 and len(stranger.cache.oddities.pages) == 2


def test_what_nobody_offers_is_made_and_kept_nowhere(stranger):
    for address in ("/trials/?status=open", "/trials/?country=Japan", "/publications/?year=1"):
        assert stranger.get(address).status == 200
        assert stranger.get(address).headers["cache-control"] == "no-store"
    assert stranger.made == 6
    assert not stranger.cache.pages.pages and not stranger.cache.oddities.pages


def test_lists_declare_the_parameters_they_read(stranger, disease):
    for name in LIST_PAGES:
        assert stranger.get(f"{reverse(name)}").status == 200
    read = {"articles:list": "page=1", "diseases:list": "letter=s", "literature:list": "page=1"}
    for name, parameters in read.items():
        before = stranger.made
        stranger.get(f"{reverse(name)}?{parameters}")
        stranger.get(f"{reverse(name)}?{parameters}")
        assert stranger.made == before + 1, name


def test_each_language_has_its_own_page(stranger, disease):
    english, spanish = stranger.get("/"), stranger.get("/es/")
    assert '<html lang="en' in english.text and '<html lang="es"' in spanish.text
    assert spanish.headers["content-language"] == "es"
    assert stranger.get("/", accept_language="es").body == english.body
    assert stranger.get("/es/trials/?page=1").body == stranger.get("/es/trials/?page=1").body
    assert stranger.made == 3


def test_a_crawl_of_invented_addresses_pushes_no_page_out(stranger, disease):
    stranger.cache.oddities.limit = 60_000
    stranger.get(PAGE)
    for number in range(40):
        assert stranger.get(f"/no/such/{number}/").status == 404
        assert stranger.get(f"/diseases/?letter={number}").status == 200
        assert stranger.get("/", host=f"localhost:{number + 1}").status == 200
    assert stranger.cache.oddities.size <= 60_000
    made = stranger.made
    assert stranger.get(PAGE).status == 200 and stranger.made == made


def test_memory_has_a_bound_and_the_least_used_page_leaves_first(stranger):
    addresses = [factories.make_disease().get_absolute_url() for _ in range(6)]
    stranger.get(addresses[0])
    stranger.cache.pages.limit = stranger.cache.pages.size * 3 + 5000
    for address in addresses:
        stranger.get(address)
        stranger.get(addresses[0])
    assert stranger.cache.pages.size <= stranger.cache.pages.limit
    held = {key[1] for key in stranger.cache.pages.pages}
    assert addresses[0] in held and addresses[1] not in held


@commits
def test_a_missing_page_is_kept_until_something_is_published(stranger):
    assert stranger.get(PAGE).status == stranger.get(PAGE).status == 404
    assert stranger.made == 1
    factories.make_disease(slug="stroke")
    assert stranger.get(PAGE).status == 200


@commits
def test_a_withdrawn_page_and_an_old_address_are_kept_and_come_back(stranger, disease):
    workflow.withdraw(disease, by=None)
    assert stranger.get(PAGE).status == stranger.get(PAGE).status == 410
    assert stranger.made == 1
    workflow.publish(disease, by=None)
    assert stranger.get(PAGE).status == 200
    assert stranger.get("/diseases/stroke").headers["location"] == PAGE


def test_hosts_have_pages_of_their_own_and_strange_ones_none(stranger, disease):
    assert "http://localhost/" in stranger.get(PAGE).text
    assert "http://127.0.0.1/" in stranger.get(PAGE, host="127.0.0.1").text
    for host in ("evil.example", "localhost@evil.example", "", "localhost:x", "a" * 300):
        assert stranger.get(PAGE, host=host).status == 400, host
    reply = stranger.get(PAGE, x_forwarded_host="evil.example", x_original_url="/admin/")
    assert "evil" not in reply.text
    assert len(stranger.cache.pages.pages) == 2 and not stranger.cache.oddities.pages


def test_what_a_request_says_never_reaches_a_kept_page(stranger, disease):
    poison = {
        name: "poison" for name in ("user_agent", "referer", "accept", "accept_language", "origin",
        "x_forwarded_for", "x_forwarded_prefix", "forwarded", "authorization", "via", "range")
    }  # fmt: skip
    first = stranger.get(PAGE, **poison)
    assert "poison" not in first.text and first.body == stranger.get(PAGE).body


@pytest.mark.parametrize(
    "address",
    ["/%00", "/diseases/\x00/", "/diseases/../admin/", "//evil.example/", "/\xff", "/a\r\nX: 1",
     "/search/?q=%FF%FE", "/search/?q=" + "%41" * 90, "/?;", "/?=&=", "/trials/?page=%00"],
)  # fmt: skip
def test_damaged_addresses_do_no_harm(stranger, address):
    for _ in range(2):
        reply = stranger.get(address)
        assert reply.status < 500
        assert "evil" not in reply.headers.get("location", "")


def test_no_draft_is_ever_kept(stranger, disease):
    payload = drafts.as_it_would_be(disease)
    payload["fields"]["plain_summary"] = "Secretdraftword."
    workflow.save_draft(disease, payload, by=None)
    with drafts.draft_applied(disease, payload):
        for address in (PAGE, "/diseases/"):
            stranger.get(address)
    assert not stranger.cache.pages.pages and not stranger.cache.oddities.pages
    for address in ("/", "/diseases/", PAGE, "/sitemap.xml", "/search/?q=Secretdraftword"):
        text = stranger.get(address).text
        assert text and "Secretdraftword." not in text, address


@commits
def test_a_store_that_cannot_be_written_costs_only_time(stranger, disease, tmp_path, store):
    store.folder = tmp_path / "file"
    store.folder.write_text("in the way")
    page = stranger.get(PAGE)
    assert page.status == 200 and stranger.get(PAGE).body == page.body
    workflow.withdraw(disease, by=None)
    assert stranger.get(PAGE).status == 410


def test_a_damaged_file_of_the_store_is_made_anew(stranger, disease, store):
    page = stranger.get(PAGE)
    [file] = [path for path in store.folder.rglob("*") if path.is_file() and path.stat().st_size]
    whole = file.read_bytes()
    for damaged in (b"", whole[:50], whole[:-1], whole[:100] + b"x" + whole[101:]):
        file.write_bytes(damaged)
        other = Stranger(content_version, store)
        assert other.get(PAGE).body == page.body and other.made == 1


def test_the_store_has_a_bound_and_forgets_old_builds(store):
    def keep(number, build_id):
        answer = MadeResponse("200 OK", [], bytes(20_000), "tag", 0.0)
        store.put(Key("localhost", f"/{number}/"), build_id, stores.StoredPage("stamp", 1, answer))

    store.limit = 200_000
    keep(0, "yesterday")
    store.keep_other_builds = -1.0
    for number in range(20):
        keep(number, "today")
    with store.lock:  # not beside the one that a new build_id starts
        store._sweep()
    assert not (store.folder / "yesterday").exists()
    size = sum(file.stat().st_size for file in store.folder.rglob("*") if file.is_file())
    assert 0 < size <= 200_000


def test_while_templates_are_worked_on_nothing_is_kept(settings):
    settings.DEBUG = True
    assert middleware.with_page_cache(len) is len
