"""What holds for every public address: methods, cookies, headers, drafts."""

import pytest
from django.urls import reverse

from delivery.content_version import sql_tables
from delivery.page_cache import query_log
from mscportal.sitemaps import LIST_PAGES
from tests import factories

pytestmark = pytest.mark.django_db

FILES = [
    "/sitemap.xml",
    "/robots.txt",
    "/opensearch.xml",
    "/manifest.webmanifest",
    "/favicon.ico",
    "/articles/feed/",
    "/articles/feed/rss/",
    "/evidence/feed/",
    "/safety/feed/",
    "/cite/article/cited.json",
    "/cite/article/cited/references.ris",
    "/cite/article/cited/references.bib",
    "/cite/article/cited/references.json",
]


@pytest.fixture
def addresses():
    product = factories.make_product()
    factories.make_authorisation(product)
    entries = [
        factories.make_article(slug="cited", cites=[factories.make_publication()]),
        factories.make_topic(),
        factories.make_page(slug="about"),
        factories.make_statement().disease,
        factories.make_category(),
        factories.make_sold_condition(),
        factories.make_source(),
        factories.make_mechanism(),
        factories.make_trial(),
        factories.make_jurisdiction(),
        factories.make_term(),
        factories.make_publication(),
        factories.make_contributor(),
        product,
    ]
    return [*map(reverse, LIST_PAGES), *(entry.get_absolute_url() for entry in entries), *FILES]


def test_every_address_is_read_with_get_and_head_only(client, addresses):
    for address in addresses:
        got, head = client.get(address), client.head(address)
        assert got.status_code == head.status_code == 200, address
        assert not head.content, address
        for method in (client.post, client.put, client.delete, client.patch, client.trace):
            assert method(address).status_code == 405, address


def test_no_address_sets_a_cookie_or_depends_on_one(client, addresses):
    for address in addresses:
        answer = client.get(address)
        assert not answer.cookies, address
        assert "Cookie" not in answer.headers.get("Vary", ""), address


def test_no_address_reads_a_table_that_is_kept_from_visitors(client, addresses):
    """What is kept from visitors does not move the content version, so that no page may show it."""
    kept = sql_tables.private() | sql_tables.timed() | sql_tables.OF_DJANGO
    searches = ["/search/?q=stroke", "/feedback/", "/no/such/page/", "/styleguide/"]
    read = set()
    for address in [
        *addresses,
        *searches,
        *(f"/es{path}" for path in addresses if path not in FILES),
    ]:
        with query_log.recorded() as notes:
            client.get(address)
        asked = {
            word for question in notes.questions for word in query_log.WORD.findall(question.sql)
        }
        assert not asked & kept, address
        assert notes.packed() is not None, address
        read |= asked
    assert {"diseases_disease", "articles_article", "editorial_sitedetails"} <= read


def test_pages_are_the_same_for_every_visitor(client, addresses):
    client.force_login(factories.make_user(is_superuser=True))
    seen_by_staff = {address: client.get(address).content for address in addresses}
    client.logout()
    for address in addresses:
        assert client.get(address).content == seen_by_staff[address], address


def test_every_address_carries_the_security_headers(client, addresses):
    for address in addresses:
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        for part in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"):
            assert part in policy, address
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/", "/admin/no/such/page/"])
def test_the_desk_carries_them_too_and_is_never_stored(client, address):
    headers = client.get(address).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Cache-Control"] == "private, no-store"


def test_every_page_has_one_heading_landmarks_and_a_description(client, addresses):
    for address in set(addresses) - set(FILES):
        page = client.get(address).content.decode()
        assert page.count("<h1") == 1, address
        assert page.count("<main") == page.count("<footer") == 1, address
        assert '<a class="skip-link" href="#main">' in page and '<html lang="' in page, address
        assert page.count('<meta name="description"') == 1, address
        assert page.count('rel="canonical"') == 1, address
        assert 'property="og:title"' in page and 'property="og:description"' in page, address


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=99999999", "page="])
@pytest.mark.parametrize("name", ["articles:list", "editorial:corrections", "literature:list"])
def test_nonsense_page_numbers_do_not_exist(client, name, query):
    assert client.get(f"{reverse(name)}?{query}").status_code == 404


@pytest.mark.parametrize("query", ["x=1", "type=%00", "type=%FF%FE", "q=%ED%A0%80", "%00=%00&&&=="])
def test_nonsense_parameters_are_ignored(client, addresses, query):
    for address in addresses:
        assert client.get(f"{address}?{query}").status_code == 200, address
