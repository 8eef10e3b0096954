"""A browser that visits finished pages of the sample, in every look a reader may have set."""

import os
from contextlib import contextmanager
from typing import NamedTuple

from axe_playwright_python.base import AXE_SCRIPT

from mscportal.sitemaps import LIST_PAGES
from tests.browser import resize
from tests.mscportal.sample import BESIDES, ORIGIN

# Views of entries with a page of their own; with those of the lists all that a sitemap names.
ENTRY_VIEWS = """
articles:detail articles:page articles:topic diseases:category diseases:detail diseases:evidence
editorial:contributor evidence:jurisdiction evidence:product evidence:trial literature:detail
resources:term sold_for:detail therapy:mechanism therapy:source
""".split()
VIEWS = [*LIST_PAGES, *ENTRY_VIEWS]
PAGES = [*VIEWS, *BESIDES]  # known without the sample, for tests of one page each

IS_REHEARSAL = "REHEARSED" in os.environ
NORMAL_TEXT = 16
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Style sheets are not fetched once more: only a rule that is off reads them. In forced colours axe
# reads the colour of the site where the browser paints that of the reader.
AXE = """
async ([tags, enabled, exclude]) => (await axe.run({exclude}, {
  runOnly: tags,
  resultTypes: ["violations"],
  preload: {assets: ["media"]},
  rules: {"color-contrast": {enabled}, "link-in-text-block": {enabled}},
})).violations.map(found => `${found.id} at ${found.nodes[0].target} (${found.nodes.length})`)
"""
# The same on every page, so that one look of each reads them, and all looks of these two.
FRAME = [".site-header", ".site-footer"]
FRAME_IS_READ = ("home", "diseases:list")  # the second is in the menu
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


OWN_COLOURS = """
[...document.querySelectorAll("body *")]
  .filter(found => getComputedStyle(found).forcedColorAdjust === "none")
  .map(found => found.tagName + "." + found.className)
"""


class Look(NamedTuple):
    name: str
    width: int = 1280
    scheme: str = "light"
    text: int = NORMAL_TEXT  # what the reader has set in the browser, in pixels
    motion: str = "reduce"
    forced: str = "none"
    has_own_colours: bool = True  # else those of another look, read there

    def __str__(self):
        return self.name


LOOKS = [
    Look("light, wide"),
    Look("dark, 320 px", width=320, scheme="dark"),
    Look("text of 200 %", text=2 * NORMAL_TEXT, has_own_colours=False),
    Look("light, 320 px", width=320),
    Look("dark, wide", scheme="dark"),
    Look("with motion", motion="no-preference", has_own_colours=False),
    Look("forced colours", forced="active"),
]


def looks_at(name: str) -> list[Look]:
    """Three looks for each page, one of the others in turn; all of them in `make rehearse`."""
    if IS_REHEARSAL:
        return LOOKS
    every, in_turn = LOOKS[:3], LOOKS[3:]
    return [*every, in_turn[PAGES.index(name) % len(in_turn)]]


@contextmanager
def visiting(browser, sample, *, scripts=True, width=1280, **settings):
    """A page of a fresh visitor whom `sample` answers."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        java_script_enabled=scripts,
        locale="en-GB",
        **settings,
    )
    context.route("**/*", sample.answer)
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda said: page.faults.append(said.text) if "Content Security" in said.text else None,
    )
    yield page
    context.close()


class Visitor:
    """Opens pages and puts on looks, without loading a page anew for each."""

    def __init__(self, page):
        self.page = page
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.send("Page.enable")

    def open(self, path):
        self.page.goto(ORIGIN + path)
        self.page.evaluate(AXE_SCRIPT)

    def put_on(self, look: Look):
        sizes = {"fontSizes": {"standard": look.text, "fixed": look.text * 13 // 16}}
        self.devtools.send("Page.setFontSizes", sizes)
        self.page.emulate_media(
            color_scheme=look.scheme, reduced_motion=look.motion, forced_colors=look.forced
        )
        resize(self.page, look.width)

    def faults(self, look: Look, without=()):
        self.put_on(look)
        is_forced = look.forced == "active"
        reads_colours = not is_forced and (look.has_own_colours or IS_REHEARSAL)
        yield from self.page.evaluate(AXE, [RULES, reads_colours, list(without)])
        if is_forced:
            yield from self.page.evaluate(OWN_COLOURS)
        if (pixels := self.page.evaluate(OVERFLOW)) > 0:
            yield f"{pixels} px wider than the window"
