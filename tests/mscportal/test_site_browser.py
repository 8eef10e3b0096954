"""One page of each view in a real browser: accessible, fitting at 320 px, alive without scripts."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from io import StringIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import resolve

from mscportal.audit.crawl import read, sitemap_paths, visitor

pytestmark = pytest.mark.browser

ORIGIN = "https://portal.invalid"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
LOOKS = [("light", 1280), ("light", 320), ("dark", 1280), ("dark", 320)]
CANDIDATES = 4
BESIDES = [
    "/search/",
    "/search/?q=gvhd",
    "/search/?q=zzzzz",
    "/trials/?status=recruiting",
    "/nowhere/",
    "/feedback/?page=/diseases/",
    "/feedback/thanks/?page=/diseases/",
]


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker):
    """Finished pages by path: of each view the longest of its first few, and some special ones.

    Made in a thread of its own, because the browser's event loop gives this thread another
    database connection. The tests need no server and touch no database.
    """
    with django_db_blocker.unblock(), ThreadPoolExecutor(1) as thread:
        found = thread.submit(read_sample).result()
    return {page.path: page for page in found}


def read_sample():
    with closing(connection), transaction.atomic():
        call_command("load_starter_content", stdout=StringIO())
        client, by_view = visitor(), defaultdict(list)
        for path in sitemap_paths(client):
            view = resolve(path.split("?")[0]).view_name
            if len(by_view[view]) < CANDIDATES:
                by_view[view].append(read(client, path))
        found = [max(pages, key=lambda page: len(page.body)) for pages in by_view.values()]
        found += [read(client, path) for path in BESIDES]
        transaction.set_rollback(True)
    return found


def answering(sample):
    def answer(route):
        path = route.request.url.removeprefix(ORIGIN)
        if path.startswith("/static/"):
            suffix = path[path.rfind(".") :]
            file = finders.find(path.removeprefix("/static/"))
            route.fulfill(path=file, content_type=TYPES.get(suffix, "application/octet-stream"))
        elif path in sample:
            page = sample[path]
            kept = {name: text for name, text in page.headers.items() if name != "Content-Length"}
            route.fulfill(status=page.status, headers=kept, body=page.body)
        else:
            route.abort()

    return answer


def visiting(browser, sample, *, scheme="light", width=1280, scripts=True):
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
        java_script_enabled=scripts,
        locale="en-GB",
    )
    context.route("**/*", answering(sample))
    return context


@pytest.mark.django_db  # makes the runner build the database that the sample is read from
def test_every_view_is_in_the_sample(sample):
    assert len(sample) >= 35


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_axe_finds_no_violation_and_nothing_is_cut_off(browser, sample, scheme, width):
    context = visiting(browser, sample, scheme=scheme, width=width)
    page, faults = context.new_page(), []
    page.on("console", lambda said: faults.append(said.text) if "Policy" in said.text else None)
    for path in sample:
        page.goto(ORIGIN + path)
        for violation in Axe().run(page, options=RULES).response["violations"]:
            where = violation["nodes"][0]["target"]
            faults.append(f"{path}: {violation['id']} at {where}")
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if overflow > 0:
            faults.append(f"{path}: {overflow} px wider than the window")
    context.close()
    assert faults == []


def test_reading_searching_and_following_links_needs_no_script(browser, sample):
    context = visiting(browser, sample, scripts=False)
    page = context.new_page()
    page.goto(f"{ORIGIN}/")
    page.get_by_role("searchbox").first.fill("gvhd")
    page.get_by_role("searchbox").first.press("Enter")
    page.get_by_role("link", name="Graft-versus-host disease").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Graft-versus-host disease"
    page.locator('a[href="#ref-1"]').first.click()
    assert page.locator("#ref-1").is_visible()
    context.close()


def test_the_first_tab_stop_leads_past_the_navigation(browser, sample):
    context = visiting(browser, sample)
    page = context.new_page()
    page.goto(f"{ORIGIN}/diseases/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    outline = page.evaluate(
        "(() => { const s = getComputedStyle(document.activeElement);"
        " return s.outlineStyle + ' ' + s.outlineWidth })()"
    )
    assert not outline.startswith("none")
    context.close()


def test_a_page_stores_nothing_in_the_browser_and_asks_nobody_else(browser, sample):
    context = visiting(browser, sample)
    page, asked = context.new_page(), set()
    page.on("request", lambda request: asked.add(request.url))
    for path in sample:
        page.goto(ORIGIN + path)
    assert all(url.startswith((ORIGIN, "data:")) for url in asked)
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()
