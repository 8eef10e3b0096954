"""What a page weighs and asks for, counted on packed files; no clock is looked at."""

import gzip
import re

import pytest

pytestmark = pytest.mark.django_db  # the runner builds the database that the sample is read from

KB = 1024
MOST_OF_A_PAGE = 60 * KB
MOST_STYLE = 25 * KB
MOST_SCRIPT = 15 * KB
MOST_OF_A_FONT = 45 * KB
MOST_REQUESTS = 9
FONT = ".woff2"
WEIGHED_APART = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".ico", FONT)


@pytest.fixture(scope="module")
def html(sample):
    return [page for pages in sample.by_language.values() for page in pages.values()]


def packed(sample, address):
    """Size of a static file as the server sends it to a browser that takes gzip."""
    file = sample.static / address.removeprefix("/static/")
    small = file.with_name(file.name + ".gz")
    return (small if small.is_file() else file).stat().st_size


def loaded(page):
    return list(dict.fromkeys(page.loads))


def test_all_styles_and_all_scripts_keep_their_budget(sample):
    for name, most in (("css/site.*.css", MOST_STYLE), ("js/site.*.js", MOST_SCRIPT)):
        sizes = [
            packed(sample, f"/static/{file.relative_to(sample.static)}")
            for file in sample.static.glob(name)
        ]
        assert all(size <= most for size in sizes), f"{name}: {sizes}"
    assert list(sample.static.glob("css/site.*.css"))


def test_a_page_weighs_at_most_60_kb_without_pictures_and_font(sample, html):
    heavy = {}
    for page in html:
        weight = len(gzip.compress(page.body.encode(), 6)) + sum(
            packed(sample, address)
            for address in loaded(page)
            if address.startswith("/static/") and not address.endswith(WEIGHED_APART)
        )
        if weight > MOST_OF_A_PAGE:
            heavy[page.path] = weight
    assert heavy == {}


def test_a_page_asks_for_at_most_9_files_and_nobody_else(html):
    for page in html:
        assert len(loaded(page)) + 1 <= MOST_REQUESTS, page.path
        assert all(re.match(r"/(?!/)|data:", address) for address in page.loads), page.path


def test_there_is_one_font_that_keeps_its_budget_and_that_page_and_style_sheet_both_name(
    sample, html
):
    [style] = sample.static.glob("css/site.*.css")
    for page in html:
        [font] = [address for address in loaded(page) if address.endswith(FONT)]
        assert packed(sample, font) <= MOST_OF_A_FONT
        assert font.removeprefix("/static/") in style.read_text()


def test_there_is_one_style_sheet_and_no_script_stands_in_the_way_of_the_first_paint(html):
    for page in html:
        own = 2 if page.path.endswith("/styleguide/") else 1
        assert page.body.count('rel="stylesheet"') == own, page.path
        for script in re.findall(r"<script\b[^>]*>", page.body):
            assert " defer" in script or 'type="application/' in script, (page.path, script)
        assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=\"", page.body), page.path


def test_no_page_sets_a_cookie(html):
    assert [page.path for page in html if page.cookies] == []
