"""What a process that serves visitors publishes is made before its first reader asks for it."""

import pytest
from django.db import connection, transaction

from content.pool import Pool
from content.signals import public_content_changed
from delivery.content_version.version import content_version
from delivery.page_cache import stores, warming
from delivery.page_cache.response import Key
from tests.delivery.stranger import Stranger
from tests.factories import make_article, make_disease, make_red_flag, republish
from tests.tasks import AtOnceBackend

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/diseases/stroke/"


@pytest.fixture
def store(tmp_path):
    return stores.FileStore(tmp_path / "answers", limit=10_000_000)


@pytest.fixture
def stranger(store, monkeypatch, settings):
    settings.SITE_URL = "http://localhost"
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    content_version.forget()
    return Stranger(content_version, store)


@pytest.fixture
def disease():
    return make_disease(title="Stroke", slug="stroke")


@pytest.fixture
def ahead(stranger, disease, monkeypatch):
    monkeypatch.setattr(warming, "_application", None)
    warming.connect(stranger.cache)
    yield warming
    public_content_changed.disconnect(dispatch_uid="warming")


def test_the_first_reader_of_a_publication_gets_a_finished_page(ahead, stranger, disease, store):
    republish(disease, title="Ischaemic stroke")
    assert stranger.made == 6  # the page and the two below it, in both languages
    other_process = Stranger(content_version, store)
    for page in (PAGE, f"/es{PAGE}"):
        for packing in ("br", "gzip", ""):
            assert other_process.get(page, accept_encoding=packing).status == 200
    assert "Ischaemic stroke" in other_process.get(PAGE).text
    assert other_process.made == 0


def test_a_site_on_a_port_of_its_own_is_made_under_it(ahead, stranger, disease, store, settings):
    settings.SITE_URL = "http://localhost:8000"
    republish(disease, title="Ischaemic stroke")
    kept = store.get(Key("localhost:8000", PAGE), content_version.now().build_id)
    assert b"Ischaemic stroke" in kept.answer.body


def test_what_is_taken_back_is_not_made(ahead, stranger, disease):
    with pytest.raises(RuntimeError), transaction.atomic():
        republish(disease, title="Ischaemic stroke")
        raise RuntimeError
    assert stranger.made == 0
    assert "<h1>Stroke" in stranger.get(PAGE).text


def test_entries_without_a_page_are_none_of_its_business(ahead, stranger):
    republish(make_red_flag(title="Promises"), title="Promises of a cure")
    assert stranger.made == 0


def test_a_page_that_fails_is_logged_and_the_next_is_made(
    ahead, stranger, disease, caplog, monkeypatch
):
    asked = []

    def site(environ, start_response):
        asked.append(environ["PATH_INFO"])
        if len(asked) == 1:
            raise RuntimeError
        return stranger.cache(environ, start_response)

    monkeypatch.setattr(ahead, "_application", site)
    republish(disease, title="Ischaemic stroke")
    pages = [PAGE, f"{PAGE}evidence/", f"{PAGE}card/"]
    assert asked == [address for page in pages for address in (page, f"/es{page}")]
    assert f"make_page('{PAGE}') failed" in caplog.text


def test_many_at_once_are_left_to_their_readers(ahead, stranger, monkeypatch):
    pool = Pool(threads=0, most_waiting=50)  # nobody works yet
    monkeypatch.setattr(AtOnceBackend, "take", lambda backend, job, moment: pool.add(job, moment))
    articles = [make_article() for _ in range(50)]
    with transaction.atomic():
        for article in articles:
            republish(article, title=f"Again {article.pk}")
            republish(article, title=f"Once more {article.pk}")
    for job in list(pool.waiting):
        job.run()
    assert stranger.made == 50
    assert all("Once more" in stranger.get(one.get_absolute_url()).text for one in articles)
