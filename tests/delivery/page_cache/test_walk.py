"""After an upgrade the pages of the whole site are made before readers ask for them."""

import logging
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from content.languages import in_every_language
from delivery.content_version.version import content_version
from delivery.page_cache import stores, walk, warming
from delivery.page_cache.redis_store import RedisStore
from delivery.page_cache.response import Key
from mscportal.management.commands import warm_pages
from mscportal.sitemaps import most_read_first
from tests.delivery import servers
from tests.delivery.content_version.test_processes import redis  # noqa: F401 (a fixture)
from tests.delivery.small_site import ENTRIES, ROOT, manage, own_database, small_site
from tests.delivery.stranger import Stranger
from tests.factories import make_article, make_disease, republish

on_a_database = pytest.mark.django_db(transaction=True)
CODINGS = ("br", "gzip", "")


@pytest.fixture
def store(tmp_path):
    return stores.FileStore(tmp_path / "answers", limit=10_000_000)


@pytest.fixture
def new_process(settings, monkeypatch):
    """What a process with this store is for its visitors."""
    settings.SITE_URL = "http://localhost"
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    monkeypatch.setattr(walk, "START_AFTER", 0)
    content_version.forget()
    return lambda store: Stranger(content_version, store)


@pytest.fixture
def addresses():
    pages = [make_article().get_absolute_url() for _ in range(4)]
    pages += ["/", make_disease(slug="stroke").get_absolute_url()]
    return [address for page in pages for address in in_every_language(page)]


@pytest.fixture
def said(caplog):
    """What the walk says, in whole lines."""
    caplog.set_level(logging.INFO, walk.logger.name)
    return lambda: [
        record.getMessage() for record in caplog.records if record.name == walk.__name__
    ]


def walked_beside(stranger, addresses):
    """As a server does, here in the thread of the test and its database connection."""
    walk._walk_beside(stranger.cache, lambda: addresses)


@pytest.fixture(autouse=True)
def connection_of_the_test(monkeypatch):
    monkeypatch.setattr(walk.connections, "close_all", lambda: None)


def assert_warm(stranger, addresses):
    for address in addresses:
        for coding in CODINGS:
            assert stranger.get(address, accept_encoding=coding).status == 200
    assert stranger.made == 0


@on_a_database
def test_after_the_walk_no_view_runs_in_any_process_for_any_encoding(new_process, store, addresses):
    first = new_process(store)
    report = walk.walk_at_once(first.cache, addresses)
    assert (report.made, report.warm, report.failed) == (len(addresses), 0, [])
    assert first.made == len(addresses)
    assert_warm(new_process(store), addresses)


@on_a_database
def test_pages_go_to_redis_for_several_machines(new_process, redis, addresses):  # noqa: F811
    port, _process = redis
    shared = [RedisStore(f"redis://127.0.0.1:{port}/0") for _machine in range(2)]
    report = walk.walk_at_once(new_process(shared[0]).cache, addresses)
    assert report.made == len(addresses)
    assert_warm(new_process(shared[1]), addresses)
    other = new_process(shared[1])
    walked_beside(other, addresses)
    assert other.made == 0


@on_a_database
def test_what_is_warm_is_left_alone_and_what_changed_is_made(new_process, store, addresses):
    walk.walk_at_once(new_process(store).cache, addresses)
    second = new_process(store)
    again = walk.walk_at_once(second.cache, addresses)
    assert (again.made, again.warm, second.made) == (0, len(addresses), 0)
    make_disease(slug="gvhd")
    more = [*addresses, *in_every_language("/diseases/gvhd/")]
    walk.walk_at_once(second.cache, more)
    assert second.made >= 2
    assert_warm(new_process(store), more)


@on_a_database
def test_a_page_that_a_publication_left_right_is_warm(new_process, store, addresses):
    walk.walk_at_once(new_process(store).cache, addresses)
    republish(make_article(slug="other"), title="News")  # on the first page and in lists
    stranger = new_process(store)
    looked = walk.walk_at_once(stranger.cache, addresses, look_only=True)
    assert 0 < looked.made < len(addresses) and stranger.made == 0
    report = walk.walk_at_once(stranger.cache, addresses)
    assert (report.made, report.warm) == (looked.made, looked.warm)
    assert stranger.made == report.made


@on_a_database
def test_a_look_makes_nothing(new_process, store, addresses):
    stranger = new_process(store)
    walk.walk_at_once(stranger.cache, addresses[:2])
    looked = walk.walk_at_once(stranger.cache, addresses, look_only=True)
    assert (looked.made, looked.warm) == (len(addresses) - 2, 2)
    assert stranger.made == 2


def failing(stranger, addresses, monkeypatch):
    site = stranger._site

    def sometimes(environ, start_response):
        if environ["PATH_INFO"] in addresses:
            start_response("500 Internal Server Error", [("Content-Type", "text/plain")])
            return iter([b""])
        return site(environ, start_response)

    monkeypatch.setattr(stranger.cache.application, "application", sometimes)


@on_a_database
def test_a_page_that_fails_is_named_and_the_others_are_made(
    new_process, store, addresses, monkeypatch
):
    stranger = new_process(store)
    failing(stranger, addresses[1:3], monkeypatch)
    report = walk.walk_at_once(stranger.cache, addresses)
    assert [page.address for page in report.failed] == addresses[1:3]
    assert f"2 could not be made: {addresses[1]} (500 Internal Server Error)" in str(report)
    assert_warm(new_process(store), addresses[:1] + addresses[3:])
    later = new_process(store)
    walked_beside(later, addresses)  # was not noted as done
    assert_warm(new_process(store), addresses)


@on_a_database
def test_where_every_page_fails_it_gives_up(new_process, store, addresses, monkeypatch, said):
    stranger = new_process(store)
    failing(stranger, addresses, monkeypatch)
    with pytest.raises(walk.CannotWalk, match="500"):
        walk.walk_at_once(stranger.cache, addresses)
    walked_beside(stranger, addresses)
    [line] = said()
    assert "not made ahead" in line and addresses[0] in line and addresses[5] not in line


@on_a_database
def test_a_full_disk_ends_it_with_one_line(new_process, store, addresses, monkeypatch, said):
    def full(*ignored):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(stores.Path, "write_bytes", full)
    stranger = new_process(store)
    walked_beside(stranger, addresses)
    [line] = said()
    assert "it cannot be stored" in line
    assert stranger.made <= walk.MOST_FAILURES * walk.TRIES


@on_a_database
def test_a_database_that_is_gone_ends_it_with_one_line(new_process, store, monkeypatch, said):
    def gone():
        raise OperationalError("no such table: editorial_revision\nDETAIL")

    monkeypatch.setattr(content_version, "now", lambda: None)
    monkeypatch.setattr(walk, "keep_appointments", gone)
    stranger = new_process(store)
    walked_beside(stranger, ["/"])
    [line] = said()
    assert "the database cannot be used: no such table: editorial_revision" in line
    assert stranger.made == 0


def dies(address, look_only):
    os._exit(1)


@on_a_database
def test_a_process_that_is_killed_is_told_in_a_sentence(new_process, store, monkeypatch):
    monkeypatch.setattr(walk, "_warm", dies)
    with pytest.raises(walk.CannotWalk, match="was killed"):
        walk.walk_at_once(new_process(store).cache, ["/"] * 8, processes=2)


@on_a_database
def test_what_moved_or_left_meanwhile_is_no_failure(new_process, store):
    report = walk.walk_at_once(new_process(store).cache, ["/diseases/nowhere/", "/"])
    assert (report.made, report.failed) == (1, [])


@on_a_database
def test_a_publication_meanwhile_makes_the_page_once_more(new_process, store, monkeypatch):
    disease = make_disease(slug="stroke", title="Stroke")
    stranger = new_process(store)
    site, published = stranger._site, []

    def published_while_made(environ, start_response):
        made = site(environ, start_response)
        if not published:
            published.append(republish(disease, title="Ischaemic stroke"))
        return made

    monkeypatch.setattr(stranger.cache.application, "application", published_while_made)
    report = walk.walk_at_once(stranger.cache, ["/diseases/stroke/"])
    assert report.made == 1
    reader = new_process(store)
    assert "Ischaemic stroke" in reader.get("/diseases/stroke/").text and reader.made == 0


@on_a_database
def test_no_more_is_made_than_the_store_has_room_for(new_process, store, addresses, settings):
    settings.STORED_ANSWERS_MB = 0.04
    stranger = new_process(store)
    report = walk.walk_at_once(stranger.cache, addresses)
    assert report.left and 0 < report.made < len(addresses)
    assert "left to readers" in str(report)
    later = new_process(store)
    walked_beside(later, addresses)  # it would push out what is read most
    assert later.made == 0


@on_a_database
def test_a_server_walks_once_for_its_build_and_says_so_in_one_line(
    new_process, store, addresses, said
):
    first = new_process(store)
    walked_beside(first, addresses)
    [line] = said()
    assert line.startswith(f"{len(addresses)} pages made ahead in ")
    republish(make_article(), title="News")
    asked = []
    walk._walk_beside(new_process(store).cache, lambda: asked.append("addresses"))
    assert not asked and len(said()) == 1


@on_a_database
def test_a_server_that_comes_back_makes_what_is_left(new_process, store, addresses):
    walk.walk(map(lambda address: walk.warm(new_process(store).cache, address), addresses[:5]))
    back = new_process(store)
    walked_beside(back, addresses)
    assert back.made == len(addresses) - 5


@on_a_database
def test_while_one_process_walks_the_others_do_not(new_process, redis, addresses):  # noqa: F811
    stores_ = [RedisStore(f"redis://127.0.0.1:{redis[0]}/0") for _process in range(2)]
    turn = Key("", walk.WALKED, content_version.now().build_id)
    assert stores_[0].claim(turn)
    other = new_process(stores_[1])
    walked_beside(other, addresses)
    assert other.made == 0
    stores_[0].release(turn)
    walked_beside(other, addresses)
    assert other.made == len(addresses)


def test_a_claim_in_redis_lasts_as_long_as_its_holder_says(redis):  # noqa: F811
    held, turn = RedisStore(f"redis://127.0.0.1:{redis[0]}/0"), Key("", walk.WALKED)
    assert held.claim(turn)
    [name] = held.client.keys("*:claim:*")
    held.client.pexpire(name, 1000)
    held.keep_claim(turn)
    assert held.client.pttl(name) > 1000


@on_a_database
def test_it_waits_for_requests_that_are_being_answered(new_process, store, monkeypatch):
    stranger, waits = new_process(store), []
    stranger.cache.application.requests = 1

    def waited(seconds):
        if seconds == walk.LOOKS_APART and not waits.append(stranger.made):
            stranger.cache.application.requests = 0

    monkeypatch.setattr(walk, "pause", waited)
    pages = walk.one_by_one(stranger.cache, Key("", walk.WALKED), ["/"])
    assert next(pages).outcome is walk.Outcome.MADE
    assert waits == [0] and stranger.made == 1


@on_a_database
def test_a_request_is_counted_while_the_site_answers_it(new_process, store, monkeypatch):
    stranger = new_process(store)
    site, counts = stranger._site, []

    def counted(environ, start_response):
        counts.append(stranger.cache.application.requests)
        if environ["PATH_INFO"] == "/broken/":
            raise RuntimeError
        return site(environ, start_response)

    monkeypatch.setattr(stranger.cache.application, "application", counted)
    stranger.get("/")
    with pytest.raises(RuntimeError):
        stranger.get("/broken/")
    assert counts == [1, 1] and stranger.cache.application.requests == 0


@pytest.mark.parametrize(("is_wanted", "walks"), [(True, 1), (False, 0)])
@on_a_database
def test_a_server_walks_unless_its_settings_say_no(
    new_process, store, settings, monkeypatch, is_wanted, walks
):
    settings.WARM, begun = is_wanted, []
    monkeypatch.setattr(warming, "_application", None)
    monkeypatch.setattr(warming.public_content_changed, "connect", lambda *args, **more: None)
    monkeypatch.setattr(warming, "walk_beside_requests", lambda *args: begun.append(args))
    warming.connect(new_process(store).cache, most_read_first)
    assert len(begun) == walks
    warming.connect(lambda environ, start_response: [], most_read_first)  # as under MSC_DEBUG
    assert len(begun) == walks


@pytest.fixture
def command(new_process, store, monkeypatch, capsys):
    """`warm_pages` in this process; what it says."""

    def run(**options):
        stranger = new_process(store)
        monkeypatch.setattr(warm_pages, "with_page_cache", lambda site: stranger.cache)
        call_command("warm_pages", processes=1, **options)
        return capsys.readouterr().out, stranger

    return run


@on_a_database
def test_the_command_makes_the_pages_of_the_sitemap_and_can_be_run_twice(
    command, new_process, store
):
    make_article()
    make_disease()
    pages = list(most_read_first())
    assert f"Would be made: {len(pages)} pages; 0 are warm." in command(dry_run=True)[0]
    said, stranger = command()
    assert f"{len(pages)} pages made ahead in " in said and stranger.made == len(pages)
    assert_warm(new_process(store), pages)
    said, stranger = command()
    assert f"{len(pages)} were warm." in said and stranger.made == 0


@on_a_database
def test_the_command_refuses_what_cannot_help(command, settings):
    with pytest.raises(CommandError, match="--processes"):
        call_command("warm_pages", processes=0)
    settings.DEBUG = True
    with pytest.raises(CommandError, match="MSC_DEBUG"):
        command()


@on_a_database
def test_the_command_names_what_failed(new_process, store, monkeypatch, capsys):
    make_article(slug="wrong")
    stranger = new_process(store)
    failing(stranger, ["/articles/wrong/"], monkeypatch)
    monkeypatch.setattr(warm_pages, "with_page_cache", lambda site: stranger.cache)
    with pytest.raises(CommandError, match="1 could not be made"):
        call_command("warm_pages", processes=1)
    assert "/articles/wrong/ (500" in capsys.readouterr().err


# From outside: real processes.


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with small_site(tmp_path_factory.mktemp("walked")) as variables:
        yield variables


def build_of(variables):
    """Names and times of finished pages under the build of this code."""
    folder = stores.Path(variables["MSC_DATA_DIR"]) / "answers"
    return {path.name: path.stat().st_mtime_ns for path in folder.glob("*/[!.]*")}


def forget(variables):
    for path in (stores.Path(variables["MSC_DATA_DIR"]) / "answers").glob("*/*"):
        path.unlink()


@pytest.mark.on_both
def test_two_processes_of_the_command_fill_the_store_and_the_server_finds_it_full(site):
    forget(site)
    done = manage(site, "warm_pages", "--processes", "2")
    assert done.returncode == 0, done.stderr
    made = build_of(site)
    assert done.stdout.splitlines()[-1].startswith(f"{len(made) - 1} pages made ahead")
    with servers.granian(site | {"MSC_WARM": "1", "MSC_SITE_URL": "http://localhost"}) as port:
        for address in ("/", "/es/diseases/", *(f"/articles/entry-{n}/" for n in range(ENTRIES))):
            assert servers.ask(port, address, Host="localhost")[0] == 200
    assert "pages made ahead" not in servers.log(site).read_text()
    new = {name for name, at in build_of(site).items() if made.get(name) != at}
    # By this the test waited for the server.
    assert new <= {stores.name_of(Key(f"127.0.0.1:{port}", "/robots.txt"))}


@pytest.mark.on_both
def test_one_of_two_workers_walks_where_nobody_did_before(site):
    forget(site)
    with servers.granian(site | {"MSC_WARM": "1"}):
        assert servers.eventually(lambda: "pages made ahead" in servers.log(site).read_text())
        assert walk.WALKED in build_of(site)
    assert servers.log(site).read_text().count("made ahead") == 1
    looked = manage(site, "warm_pages", "--dry-run")
    assert "Would be made: 0 pages" in looked.stdout, looked.stdout


UNTIL_THE_FIRST_PAGE = """
import sys, time
from pathlib import Path
import mscportal.wsgi
while not list(Path(sys.argv[1]).glob("answers/*/[!.]*")):
    time.sleep(0.001)
"""


def test_it_ends_with_its_process(site):
    forget(site)
    done = subprocess.run(
        [sys.executable, "-c", UNTIL_THE_FIRST_PAGE, site["MSC_DATA_DIR"]],
        cwd=ROOT, env=site | {"MSC_WARM": "1"}, capture_output=True, text=True,
        timeout=servers.PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0 and not done.stderr, done.stderr
    looked = manage(site, "warm_pages", "--dry-run")
    assert "Would be made: 0 pages" not in looked.stdout and looked.returncode == 0


def test_an_empty_database_is_told_in_a_sentence(tmp_path):
    with own_database(tmp_path) as variables:
        done = manage(variables, "warm_pages")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert done.stderr.startswith("CommandError: Pages are not made ahead: ")
