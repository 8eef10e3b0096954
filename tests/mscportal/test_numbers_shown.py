"""Every number that is a link counts what the link opens, on every page of the starter site."""

import re
from functools import cache
from html import unescape

import pytest

from mscportal.audit.crawl import visitor
from tests.visits import body, section, words

pytestmark = pytest.mark.usefixtures("starter_site")

LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"[^>]*>(.*?)</a>', re.S)
ADDRESS = re.compile(
    r"(?:/es)?(/trials/|/evidence/findings/|/evidence/|/products/|/publications/|/diseases/)"
    r"(\?[^#]*)?(#diseases)?"
)
NOT_COUNTED = "findings-not-counted"
COUNTS = {
    "/trials/": r'class="list-count">(\d+) trial',
    "/evidence/findings/": r'class="list-count">(\d+) finding',
    "/evidence/": r'id="diseases" class="full">(\d+) disease',
    "/publications/": r'class="list-count">(\d+) publication',
}


@cache
def opened(address):
    page = visitor().get(address)
    assert page.status_code == 200, address
    return page.content.decode()


@cache
def number_of(kind, query):
    """How many entries the list at this address has, by its own rows where it says no number."""
    address = f"{kind}{query}"
    page = opened(address)
    if kind in COUNTS:
        return int(re.search(COUNTS[kind], page)[1])
    if kind == "/diseases/":
        return len(
            re.findall(r'<strong><a href="/diseases/|<a href="/diseases/[^"]+/"><strong', page)
        )
    rows, number = 0, 1
    while True:
        rows += page.count('<th scope="rowgroup"')
        number += 1
        following = f"page={number}"
        if not re.search(rf'[?;]{following}"', page):
            return rows
        page = opened(f"{address}{'&' if query else '?'}{following}")


def numbers(page):
    """(number, kind of list, query) of every link whose words begin with a number or end in one."""
    for address, content in LINK.findall(page.partition("<main")[2]):
        match = ADDRESS.fullmatch(unescape(address))
        said = words(re.sub(r"<title>.*?</title>", "", content))
        number = re.match(r"(?:The |All )?(\d+)\b", said) or re.search(r": (\d+)$", said)
        is_list = match and "page=" not in (match[2] or "")
        if is_list and number and (match[1] != "/evidence/" or match[3]):
            yield int(number[1]), match[1], match[2] or ""


@pytest.fixture(scope="module")
def found(pages):
    return {
        path: list(numbers(page.body))
        for path, page in pages.items()
        if page.status == 200 and page.is_html and not path.startswith("/es/")
    }


def test_every_number_of_every_page_opens_as_many(found):
    wrong = {
        (path, kind + query): (number, number_of(kind, query))
        for path, links in found.items()
        for number, kind, query in links
        if number != number_of(kind, query)
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("path", "least"),
    [
        ("/evidence/", 150),
        ("/products/", 6),
        ("/diseases/osteoarthritis/evidence/", 1),
        ("/sources/bone-marrow/", 1),
    ],
)
def test_pages_with_numbers_have_them_as_links(found, path, least):
    assert len(found[path]) >= least


def test_no_number_of_the_overview_is_without_its_list(client):
    page = body(client, "/evidence/")
    for part in ("findings", "trials-by-phase", "trials-by-year", "reporting"):
        for table in re.findall(r"<table.*?</table>", section(page, part), re.S):
            cells = re.findall(r"<td\b[^>]*>(.*?)</td>", table, re.S)
            bare = [words(re.sub(r"<a .*?</a>", "", cell, flags=re.S)) for cell in cells]
            assert not [said for said in bare if re.search(r"[1-9]", said)], part


def test_a_file_has_as_many_rows_as_its_list(found):
    """Of each list of trials or findings that a number of the site leads to."""
    files = {"/trials/": "trials", "/evidence/findings/": "findings"}
    lists = {(kind, query) for links in found.values() for _, kind, query in links if kind in files}
    assert len(lists) > 100
    for kind, query in {*lists, *((kind, "") for kind in files)}:
        said = visitor().get(f"/evidence/{files[kind]}.json{query}").json()
        assert said["number"] == len(said[files[kind]]) == number_of(kind, query), (kind, query)


def test_what_counts_and_what_does_not_are_all_findings_of_the_pages(pages, client):
    files = [client.get(f"/evidence/{name}.json").json() for name in ("findings", NOT_COUNTED)]
    assert files[0]["number"] == number_of("/evidence/findings/", "")
    told = [row["address"].partition("#")[2] for each in files for row in each["findings"]]
    shown = [
        anchor
        for path, page in pages.items()
        if re.fullmatch(r"/diseases/[a-z0-9-]+/evidence/", path)
        for anchor in re.findall(r'<tr id="(evidence-[^"]+)"', page.body)
    ]
    assert sorted(told) == sorted(shown)
    assert all(row["why_not_counted"] for row in files[1]["findings"])
