"""The public site as files: complete, the same bytes, nothing hidden, whole at every moment."""

import datetime
import errno
import gzip
import re
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.models import Article
from content.registry import entry_models
from delivery.content_version.version import content_version
from delivery.page_cache import query_log
from delivery.static_export import service
from delivery.static_export.links import fixed_addresses
from delivery.static_export.manifest import Manifest
from delivery.static_export.releases import Releases
from delivery.static_export.service import BakeFailed, bake
from editorial import workflow
from editorial.models import Revision
from editorial.versions import drafts
from mscportal.audit.crawl import sitemap_paths
from mscportal.sitemaps import Entries
from tests import factories
from tests.editorial.moments import Moment
from tests.mscportal.sample import packed_static
from tests.mscportal.test_draft_leaks import planted  # noqa: F401 (a fixture)
from therapy.models import Mechanism

pytestmark = pytest.mark.django_db(transaction=True)

ORIGIN = "http://localhost"
# Every page links to them.
STANDING = ("about", "accessibility", "contact", "funding", "how-we-work", "privacy")


@pytest.fixture(autouse=True)
def fresh_stamp():
    """Tables are emptied between tests, without a commit that the content version would see."""
    content_version.forget()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "baked"


@pytest.fixture
def visitor():
    return Client(SERVER_NAME="localhost", raise_request_exception=False)


def baked(folder, **options):
    return bake(folder, origin=ORIGIN, **options)


def site(folder):
    return folder / "current" / "site"


def pages(folder):
    notes = Manifest.of(Releases(folder).current())
    try:
        return {note.address: note for note in notes.pages()}
    finally:
        notes.close()


def tree(folder):
    """Every file with its bytes, and the moment that web servers make ETags of."""
    return tree_of(site(folder))


def tree_of(site):
    files = {str(path.relative_to(site)): path for path in site.rglob("*") if path.is_file()}
    return {
        name: (path.read_bytes(), path.stat().st_mtime)
        for name, path in files.items()
        if not re.fullmatch(r"(es/)?(404|410|503)\.html", name)
    }


def one_of_each():
    """An entry of each type that has a page, and a list of two pages."""
    product = factories.make_product()
    factories.make_authorisation(product)
    for number in range(26):
        factories.make_article(title=f"Article {number:02}")
    factories.make_disease(slug="cited", cites=[factories.make_publication()])
    return [
        factories.make_topic(),
        *(factories.make_page(slug=slug) for slug in STANDING),
        factories.make_statement().disease,
        factories.make_category(),
        factories.make_sold_condition(),
        factories.make_price(),
        factories.make_source(),
        factories.make_mechanism(),
        factories.make_trial(),
        factories.make_jurisdiction(),
        factories.make_term(),
        factories.make_publication(),
        factories.make_contributor(),
        factories.make_resource(),
        product,
    ]


def test_every_address_of_the_site_is_a_file_with_the_bytes_that_the_site_answers(
    folder, visitor, tmp_path
):
    one_of_each()
    with packed_static(tmp_path / "static"):
        report = baked(folder)
        found = pages(folder)
        for address, note in found.items():
            live = visitor.get(address)
            if not note.file:
                continue
            body = b"".join(live.streaming_content) if live.streaming else live.content
            file = site(folder) / note.file
            assert file.read_bytes() == body, address
            packed = file.with_name(f"{file.name}.gz")
            if packed.exists():
                assert gzip.decompress(packed.read_bytes()) == body, address
    assert report.dead_ends == {} and report.files == sum(1 for n in found.values() if n.file)
    listed = set(sitemap_paths(visitor))
    assert listed <= set(found) and len(listed) > 40
    left_out = {address for address in fixed_addresses() if address not in found}
    # Robots stay outside the search, and the state of the site is no page.
    assert {address for address in left_out if not address.startswith("/search/")} == {"/healthz"}
    routes = {note.route for note in found.values() if note.file}
    for model in entry_models():
        if model.has_page:
            entry = model.objects.published().first()
            assert found[entry.get_absolute_url()].file, model
            assert found[f"/es{entry.get_absolute_url()}"].file, model
    for part in ("feed/rss/", "findings.csv", "trials.json", r"\.png$", ".ris", "sitemap.xml"):
        assert any(part in route for route in routes), part
    assert found["/cite/disease/cited/evidence/references.bib"].file
    assert found["/articles/?page=2"].file == "@/page=2/articles/index.html"
    assert not any("combined=" in address or address.count("=") > 1 for address in found)


def test_a_second_bake_equals_the_first_and_writes_no_file_again(folder):
    factories.make_article(slug="twice")
    baked(folder)
    first = tree(folder)
    report = baked(folder)
    assert tree(folder) == first and report.new == 0 and report.was_whole


def test_after_a_publication_only_what_shows_it_is_made_again(folder, tmp_path):
    shown = factories.make_article(slug="shown", title="Shown")
    factories.make_mechanism(slug="far-away")
    baked(folder)
    before = tree(folder)
    factories.republish(shown, title="Shown anew")
    report = baked(folder, only_changed=True)
    after = tree(folder)
    assert not report.was_whole
    assert b"Shown anew" in after["articles/shown/index.html"][0]
    assert b"Shown anew" in after["es/articles/shown/index.html"][0]
    assert b"Shown anew" in after["articles/index.html"][0]
    assert "/mechanisms/far-away/" not in report.rendered
    assert "/articles/shown/" in report.rendered
    name = "mechanisms/far-away/index.html"
    assert after[name] == before[name]
    # The moment moves with the bytes, also within a second.
    changed = [name for name in after if name in before and after[name][0] != before[name][0]]
    assert changed and all(after[name][1] > before[name][1] for name in changed)
    whole = tmp_path / "whole"
    baked(whole)
    assert {name: body for name, (body, _) in tree(whole).items()} == {
        name: body for name, (body, _) in after.items() if not is_old_card(name, whole)
    }


def is_old_card(name, whole):
    return name.startswith("cards/") and not (site(whole) / name).exists()


def test_bakes_in_a_row_equal_a_whole_one_and_leave_the_release_before_alone(folder, tmp_path):
    chief = factories.make_user(is_superuser=True)
    first, second = factories.make_article(slug="first"), factories.make_article(slug="second")
    baked(folder)
    steps = [
        lambda: factories.republish(first, title="Other words"),
        lambda: workflow.withdraw(second, by=chief),
        lambda: factories.make_mechanism(slug="third"),
        lambda: factories.republish(first, title=first.title),  # as it was two releases before
        lambda: workflow.withdraw(Mechanism.objects.get(slug="third"), by=chief),
        lambda: factories.republish(first, slug="moved"),
        lambda: factories.republish(Article.objects.get(pk=first.pk), title="The end"),
    ]
    for number, step in enumerate(steps):
        step()
        release, before = Releases(folder).current(), tree(folder)
        report = baked(folder, only_changed=True)
        after = tree(folder)
        assert report.release and not report.was_whole
        assert tree_of(release / "site") == before
        changed = [name for name in after if name in before and after[name][0] != before[name][0]]
        assert changed and all(after[name][1] > before[name][1] for name in changed)
        same = after.keys() & before.keys() - set(changed)
        assert all(after[name] == before[name] for name in same)
        whole = tmp_path / f"whole-{number}"
        baked(whole)
        assert {name: body for name, (body, _) in tree(whole).items()} == {
            name: body for name, (body, _) in after.items() if not is_old_card(name, whole)
        }
        empty = [
            path for path in site(folder).rglob("*") if path.is_dir() and not any(path.iterdir())
        ]
        assert empty == []
    assert len(list((folder / "releases").iterdir())) == 2


def test_a_folder_that_is_named_in_another_way_is_the_same(folder, tmp_path, monkeypatch):
    folder.mkdir()
    (tmp_path / "link").symlink_to(folder)
    monkeypatch.chdir(tmp_path)
    article = factories.make_article(slug="shown")
    baked(folder)
    for number, name in enumerate(["link", "baked", "link", "baked"]):
        factories.republish(article, title=f"Title {number}")
        release = Releases(folder).current()
        baked(Path(name), only_changed=True)
        assert f"Title {number}".encode() in tree(folder)["articles/shown/index.html"][0]
        assert (release / "site/index.html").exists()


def test_a_new_entry_appears_and_a_withdrawn_one_goes(folder):
    chief = factories.make_user(is_superuser=True)
    gone = factories.make_article(slug="gone")
    baked(folder)
    assert (site(folder) / "articles/gone/index.html").exists()
    workflow.withdraw(gone, by=chief)
    factories.make_article(slug="fresh")
    report = baked(folder, only_changed=True)
    assert not (site(folder) / "articles/gone").exists()
    assert not (site(folder) / "es/articles/gone").exists()
    assert not list((site(folder) / "cards").glob("article/gone.*"))
    assert (site(folder) / "articles/fresh/index.html").exists()
    assert (site(folder) / "es/articles/fresh/index.html.gz").exists()
    listed = (folder / "current/nginx/gone.map").read_text()
    assert '"/articles/gone/" 1;' in listed and '"/es/articles/gone/" 1;' in listed
    assert report.gone > 2 and report.maps_changed  # the pages, their records and the card
    assert b"/articles/gone/" not in (site(folder) / "sitemap.xml").read_bytes()


def test_a_map_in_several_files_is_baked_whole(folder, monkeypatch):
    monkeypatch.setattr(Entries, "limit", 2)
    for _ in range(3):
        factories.make_mechanism()
    baked(folder)
    last = site(folder) / "@/p=2/sitemap-mechanism.xml"
    assert last.read_bytes().count(b"<loc>") == 1
    assert b"/sitemap-mechanism.xml?p=2" in (site(folder) / "sitemap.xml").read_bytes()


def test_an_old_address_leads_to_the_new_one(folder):
    moving = factories.make_article(slug="old-name")
    baked(folder)
    factories.republish(moving, slug="new-name")
    baked(folder, only_changed=True)
    assert not (site(folder) / "articles/old-name").exists()
    listed = (folder / "current/nginx/moved.map").read_text()
    assert '"/articles/old-name/" "/articles/new-name/";' in listed
    assert '"/es/articles/old-name/" "/es/articles/new-name/";' in listed


def test_without_a_change_the_release_stays(folder):
    factories.make_article()
    baked(folder)
    release = Releases(folder).current()
    report = baked(folder, only_changed=True)
    assert Releases(folder).current() == release and report.asked == 0 and not report.release


def test_a_change_that_no_page_shows_makes_no_release(folder):
    factories.make_article()
    baked(folder)
    release = Releases(folder).current()
    factories.make_user()
    report = baked(folder, only_changed=True)
    assert Releases(folder).current() == release and report.new == 0


def test_other_code_is_baked_whole(folder, monkeypatch):
    factories.make_article()
    baked(folder)
    monkeypatch.setattr("delivery.content_version.version.build_id", lambda: "another")
    content_version.forget()
    assert baked(folder, only_changed=True).was_whole


@pytest.fixture
def evening(monkeypatch):
    """The clock of the site in the evening of the day on which a review and a term end."""
    evening = Moment(monkeypatch, datetime.datetime(2027, 3, 1, 23, 59, tzinfo=datetime.UTC))
    monkeypatch.setattr(
        "delivery.content_version.version.time",
        SimpleNamespace(time=lambda: evening.now.timestamp(), monotonic=time.monotonic),
    )
    content_version.forget()
    today = evening.now.date()
    for slug, due in (("due", today), ("later", today + datetime.timedelta(days=9))):
        reviewed = {"last_reviewed_on": today.replace(year=2026), "next_review_on": due}
        factories.make_review(factories.make_article(slug=slug, **reviewed))
    step = {"kind": "conditional", "ends_on": today}
    factories.make_authorisation(factories.make_product(slug="cells"), **step)
    yield evening
    content_version.forget()


def html(folder, address):
    return (site(folder) / f"{address}/index.html").read_text()


def test_across_a_midnight_only_what_the_day_changed_is_baked(folder, evening):
    baked(folder)
    evening.at(evening.now + datetime.timedelta(minutes=2))
    report = baked(folder, only_changed=True)
    assert not report.was_whole and report.asked < report.files / 2
    assert {"/articles/due/", "/es/articles/due/", "/products/cells/"} <= set(report.rendered)
    assert "/articles/later/" not in report.rendered
    assert "overdue" in html(folder, "articles/due")
    assert "overdue" not in html(folder, "articles/later")
    assert "its term ended on" in html(folder, "products/cells")
    changed = tree(folder)
    release = Releases(folder).current()
    evening.at(evening.now + datetime.timedelta(days=1))
    report = baked(folder, only_changed=True)
    assert report.asked == 0 and not report.release and Releases(folder).current() == release
    baked(folder)
    assert {name: found[0] for name, found in tree(folder).items()} == {
        name: found[0] for name, found in changed.items()
    }


def test_what_is_due_is_published_first(folder):
    entry = factories.make_article(slug="due", title="Before")
    payload = drafts.as_it_would_be(entry)
    payload["fields"]["title"] = "Due now"
    revision = workflow.save_draft(entry, payload, by=factories.make_user(is_superuser=True))
    past = timezone.now() - datetime.timedelta(minutes=1)
    Revision.objects.filter(pk=revision.pk).update(publish_at=past)
    baked(folder)
    assert b"Due now" in (site(folder) / "articles/due/index.html").read_bytes()


def test_no_file_says_a_word_of_what_is_not_public(folder, planted):  # noqa: F811
    factories.make_article(title="Okapi title", slug="okapi")
    baked(folder)
    hidden = re.compile("|".join(sorted(planted)).encode())
    names = [path for path in site(folder).rglob("*") if path.is_file()]
    assert any(b"Okapi title" in path.read_bytes() for path in names)
    for path in names:
        assert not hidden.search(str(path).encode()), path
        body = path.read_bytes()
        body = gzip.decompress(body) if path.suffix == ".gz" else body
        assert not hidden.search(body), path


def test_what_readers_type_stays_with_the_application(folder):
    factories.make_article(
        body='<p><a href="/search/?q=x">s</a> <a href="/trials/?a=1&amp;b=2">t</a></p>'
    )
    baked(folder)
    names = {name.split("/")[0] for name in tree(folder)}
    assert not names & {"search", "feedback", "styleguide", "admin", "healthz"}
    assert not any("status=recruiting&" in name for name in tree(folder))


def test_a_link_that_leads_nowhere_is_reported(folder):
    factories.make_article(slug="linking", body='<p><a href="/articles/nowhere/">x</a></p>')
    report = baked(folder)
    assert report.dead_ends["/articles/nowhere/"] == "/articles/linking/"


def test_a_page_that_fails_stops_the_bake_and_visitors_keep_the_release_before(folder, monkeypatch):
    factories.make_article(slug="kept")
    baked(folder)
    before = tree(folder)

    def broken(*args):
        raise ZeroDivisionError

    monkeypatch.setattr("mscportal.views.recently_changed", broken)
    with pytest.raises(BakeFailed, match="/ answers 500"):
        baked(folder)
    assert tree(folder) == before and not list(folder.glob("releases/*.part"))


def test_a_full_disk_is_one_sentence_and_leaves_no_half_release(folder, monkeypatch):
    factories.make_article(slug="kept")
    baked(folder)
    before = tree(folder)
    factories.make_article(slug="too-much")

    def full(path, data):
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(BakeFailed, match="There is no room left"):
        baked(folder, only_changed=True)
    monkeypatch.undo()
    assert tree(folder) == before and not list(folder.glob("releases/*.part"))
    assert baked(folder, only_changed=True).new > 0


def test_a_site_that_is_not_well_is_baked_all_the_same(folder, monkeypatch):
    monkeypatch.setattr("mscportal.health.has_disk_space", lambda: False)
    baked(folder)
    assert (site(folder) / "index.html").exists()


def test_two_bakes_at_once_are_refused(folder):
    with Releases(folder).locked(), pytest.raises(BakeFailed, match="Another bake"):
        baked(folder)


def test_a_dry_run_writes_nothing_and_tells_the_same(folder, capsys):
    factories.make_article()
    call_command("bake_site", to=folder, dry_run=True, origin=ORIGIN, processes=1)
    assert Releases(folder).current() is None and not list(folder.glob("releases/*"))
    said = capsys.readouterr().out
    report = baked(folder)
    assert f"Would be new: {report.new:,} of {report.files:,} files" in said


def test_baked_pages_name_the_address_of_the_site(folder, settings):
    settings.SITE_URL = "http://localhost:8765"
    call_command("bake_site", to=folder)
    robots = (site(folder) / "robots.txt").read_text()
    assert "Sitemap: http://localhost:8765/sitemap.xml" in robots


def test_the_command_refuses_what_makes_no_sense(folder):
    with pytest.raises(CommandError, match="leave out --dry-run"):
        call_command("bake_site", to=folder, watch=True, dry_run=True)
    with pytest.raises(CommandError, match="one or more"):
        call_command("bake_site", to=folder, processes=0)
    with pytest.raises(CommandError, match="run bake_site first"):
        call_command("print_nginx", to=folder)


def test_who_watches_bakes_after_each_publication(folder, monkeypatch):
    monkeypatch.setattr(service, "LOOK_EVERY", 0.01)
    reports = []

    class Stop:
        """Publishes when the watcher would rest, and stops it after the second bake."""

        def is_set(self):
            return len(reports) > 1

        def wait(self, seconds):
            if len(reports) == 1:
                factories.make_article(slug="watched")

    service.watch(folder, Stop(), told=reports.append, failed=pytest.fail, origin=ORIGIN)
    assert (site(folder) / "articles/watched/index.html").exists()
    assert reports[0].was_whole and not reports[1].was_whole


def test_who_watches_bakes_what_a_day_changed_and_nothing_on_a_day_without(
    folder, evening, monkeypatch
):
    monkeypatch.setattr(service, "LOOK_EVERY", 0.01)
    reports, looks = [], []

    class Stop:
        """Lets midnight pass when the watcher rests, and another one after the second bake."""

        def is_set(self):
            return len(looks) > 5

        def wait(self, seconds):
            looks.append(len(reports))
            if len(looks) in (1, 3):
                evening.at(evening.now + datetime.timedelta(days=1))

    service.watch(folder, Stop(), told=reports.append, failed=pytest.fail, origin=ORIGIN)
    assert looks[:3] == [1, 2, 2] and len(reports) == 2
    assert reports[0].was_whole and not reports[1].was_whole
    assert "overdue" in html(folder, "articles/due")


def test_a_question_with_named_parameters_is_asked_again_as_it_was():
    factories.make_mechanism(slug="named")
    sql = "SELECT title FROM therapy_mechanism WHERE slug = %(slug)s"
    with query_log.recorded() as log, connection.cursor() as cursor:
        cursor.execute(sql, {"slug": "named"})
        cursor.fetchall()
    [(_key, sql, rest)] = log.keyed()
    with connection.cursor() as cursor:
        assert query_log.holds(cursor, sql, rest)
        Mechanism.objects.update(title="Another")
        assert not query_log.holds(cursor, sql, rest)
