"""Text that can be read: its least size, twice its size, its face, and on paper."""

import pytest

from tests.browser import settle
from tests.mscportal.looking import NORMAL_TEXT, OVERFLOW, PAGES, Look, Visitor, visiting
from tests.mscportal.sample import ORIGIN

# The runner builds the database that the sample is read from.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LEAST = 15  # pixels

# As drawn: a picture may be scaled. Marks that are raised or lowered are left out.
SMALL = """
(least) => [...document.querySelectorAll("body *")].filter(found => {
  if (found.closest("sup, sub, option, script") || !found.checkVisibility()) return false;
  if (![...found.childNodes].some(node => node.nodeType === 3 && node.data.trim())) return false;
  const scale = found.getScreenCTM?.();
  const drawn = scale ? Math.hypot(scale.a, scale.b) : 1;
  return parseFloat(getComputedStyle(found).fontSize) * drawn < least - 0.01;
}).map(found => found.outerHTML.slice(0, 100))
"""
OPEN_ALL = "document.querySelectorAll('details').forEach(found => { found.open = true; })"

# What is for screen readers alone is clipped; a wide table may scroll in a frame of its own.
CUT = """
() => [...document.querySelectorAll("body *")].filter(found => {
  if (!found.checkVisibility({checkVisibilityCSS: true})) return false;
  if (found.closest("svg, .skip-link, select")) return false;
  for (let each = found; each; each = each.parentElement)
    if (getComputedStyle(each).clipPath !== "none") return false;
  if (found.closest(".table-scroll, figure.table")) return false;
  const box = found.getBoundingClientRect();
  const hides = getComputedStyle(found).overflowX !== "visible" && found.tagName !== "INPUT";
  return box.width && (box.right > innerWidth + 1 || box.left < -1
    || hides && found.scrollWidth > found.clientWidth + 1);
}).map(found => found.outerHTML.slice(0, 100))
"""


@pytest.mark.parametrize("name", PAGES)
def test_no_text_is_smaller_than_15_pixels(browser, sample, name):
    with visiting(browser, sample) as page:
        visitor = Visitor(page)
        page.goto(ORIGIN + sample.path(name))
        page.evaluate(OPEN_ALL)
        faults = []
        for width in (390, 1280):
            visitor.put_on(Look("", width=width))
            faults += page.evaluate(SMALL, LEAST)
    assert faults == [], "\n".join(faults)


def test_small_text_is_found(browser, sample):
    with visiting(browser, sample) as page:
        page.goto(f"{ORIGIN}/nowhere/")
        page.evaluate("document.querySelector('main p').style.fontSize = '14px'")
        assert len(page.evaluate(SMALL, LEAST)) >= 1


@pytest.mark.parametrize("name", PAGES)
def test_text_of_twice_the_size_is_neither_cut_nor_scrolled_sideways(browser, sample, name):
    with visiting(browser, sample) as page:
        visitor = Visitor(page)
        page.goto(ORIGIN + sample.path(name))
        page.evaluate(OPEN_ALL)
        faults = []
        for width in (390, 1280):
            visitor.put_on(Look("", width=width, text=2 * NORMAL_TEXT))
            faults += page.evaluate(CUT)
            if (pixels := page.evaluate(OVERFLOW)) > 0:
                faults.append(f"{pixels} px wider than a window of {width} px")
    assert faults == [], "\n".join(faults)


def test_titles_are_set_in_our_own_face_and_nothing_moves_when_it_comes(browser, sample):
    moved = """() => new Promise(done => {
        let moved = 0;
        new PerformanceObserver(list => {
            for (const each of list.getEntries()) moved += each.value;
        }).observe({type: "layout-shift", buffered: true});
        requestAnimationFrame(() => setTimeout(() => done(moved), 0));
    })"""
    with visiting(browser, sample) as page:
        for path in ("/diseases/", sample.path("articles:detail")):
            page.goto(ORIGIN + path)
            settle(page)
            assert page.evaluate(moved) == 0
        assert page.evaluate("""() => document.fonts.check('700 32px "Portal Serif"', "Aá€")""")
        family = "getComputedStyle(document.querySelector('h1')).fontFamily"
        assert page.evaluate(family).startswith('"Portal Serif"')


def test_on_paper_findings_keep_their_table_and_the_citation_is_there(browser, sample):
    with visiting(browser, sample, width=680) as page:  # between the margins of A4
        page.goto(ORIGIN + sample.path("diseases:evidence"))
        page.emulate_media(media="print")
        display = "found => getComputedStyle(found).display"
        row = page.locator("table.findings tbody tr").first
        assert row.evaluate(display) == "table-row"
        assert page.evaluate(OVERFLOW) <= 0
        assert page.locator("#cite-text").is_visible()
        assert not page.locator("#history").is_visible()
