"""The baked pages in object storage: the same bytes and headers, and nothing sent twice."""

from io import StringIO

import pytest
from botocore.exceptions import EndpointConnectionError
from django.core.management import CommandError, call_command

from delivery.content_version.version import content_version
from delivery.hosting import bucket as uploads
from delivery.static_export.service import bake
from editorial import workflow
from mscportal import env
from tests import buckets, factories

pytestmark = pytest.mark.django_db(transaction=True)

ORIGIN = "http://localhost"


@pytest.fixture(autouse=True)
def fresh_stamp():
    """Tables are emptied between tests, without a commit that the content version would see."""
    content_version.forget()


@pytest.fixture
def pages(store, settings):
    baked = env.read_bucket({"MSC_BAKED_URL": f"{store}/pages/portal"}, "MSC_BAKED_URL")
    settings.STORAGES = settings.STORAGES | {"baked": baked}
    with buckets.bucket(store, "pages") as client:
        yield client


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "baked"


def upload(folder, **options):
    said = StringIO()
    call_command("upload_baked", folder=folder, stdout=said, **options)
    return said.getvalue()


def bake_changes(folder):
    return bake(folder, origin=ORIGIN, only_changed=True)


def get(pages, name):
    return pages.get_object(Bucket="pages", Key=f"portal/{name}")


def test_every_file_is_an_object_with_the_headers_of_the_page(pages, folder):
    article = factories.make_article(title="Cells", slug="cells")
    factories.republish(article, slug="cells-now")
    bake(folder, origin=ORIGIN)
    upload(folder)
    site = folder / "current/site"
    for file in site.rglob("*"):
        name = file.relative_to(site).as_posix()
        if file.is_file() and file.suffix not in (".gz", ".br"):
            assert get(pages, name)["Body"].read() == file.read_bytes()
    page = get(pages, "articles/cells-now/index.html")
    assert page["ContentType"] == "text/html; charset=utf-8"
    assert page["ContentLanguage"] == "en-gb" and "public" in page["CacheControl"]
    assert get(pages, "sitemap.xml")["ContentType"].startswith("application/xml")
    moved = get(pages, "articles/cells/index.html")
    assert moved["WebsiteRedirectLocation"] == "/articles/cells-now/"
    assert not [name for name in buckets.keys(pages, "pages") if name.endswith((".gz", ".br"))]


def test_only_what_differs_is_sent_and_what_is_gone_goes(pages, folder):
    article = factories.make_article(title="Cells", slug="cells")
    withdrawn = factories.make_article(title="Bones", slug="bones")
    pages.put_object(Bucket="pages", Key="portal/of-somebody-else", Body=b"")
    bake_changes(folder)
    assert "0 right already" in upload(folder)
    assert "0 objects sent" in upload(folder) and "0 removed" in upload(folder)
    factories.republish(article, plain_summary="Said anew.")
    workflow.withdraw(withdrawn, by=None, reason="No longer right.")
    bake_changes(folder)
    before = buckets.keys(pages, "pages")
    assert "Nothing was sent" in upload(folder, dry_run=True)
    assert buckets.keys(pages, "pages") == before
    upload(folder)
    assert "Said anew." in get(pages, "articles/cells/index.html")["Body"].read().decode()
    gone = before - buckets.keys(pages, "pages")
    assert {"portal/articles/bones/index.html", "portal/es/articles/bones/index.html"} <= gone
    assert "portal/of-somebody-else" not in gone


def test_an_upload_that_was_cut_is_put_right_by_the_next(pages, folder, monkeypatch):
    article = factories.make_article(title="Cells", slug="cells")
    bake_changes(folder)
    upload(folder)
    factories.republish(article, title="Cells anew")
    new = factories.make_article(title="New", slug="new")
    bake_changes(folder)

    put = uploads._put

    def cut(storage, thing):
        put(storage, thing)
        if thing.name == "articles/new/index.html":
            raise EndpointConnectionError(endpoint_url="http://store")

    monkeypatch.setattr(uploads, "_put", cut)
    with pytest.raises(CommandError, match="may be of two releases; call this again"):
        upload(folder)
    monkeypatch.setattr(uploads, "_put", put)
    workflow.withdraw(new, by=None, reason="No longer right.")
    bake_changes(folder)
    upload(folder)
    assert "portal/articles/new/index.html" not in buckets.keys(pages, "pages")
    assert "Cells anew" in get(pages, "articles/cells/index.html")["Body"].read().decode()


def test_what_is_missing_is_said(pages, folder, settings):
    with pytest.raises(CommandError, match="has no release; call bake_site first"):
        upload(folder)
    settings.STORAGES = {k: v for k, v in settings.STORAGES.items() if k != "baked"}
    with pytest.raises(CommandError, match="MSC_BAKED_URL is not set"):
        upload(folder)
