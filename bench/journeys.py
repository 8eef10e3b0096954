"""Four readers on a phone, from the first page to their answers: taps, screens, seconds.

    .venv/bin/python bench/journeys.py [--data-dir var]

Starts a server of its own on a free port of 127.0.0.1 and stops it. A reader taps what can be seen,
types into the search, and scrolls no further than to the answer. Screens are windows of 390 by 844
that were passed on the way. Seconds to find are those of the browser, with two for each tap and
each screen; seconds to read are those of every word of the answers, at 230 words a minute.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.reading import serving  # noqa: E402
from tests.browser import ARGUMENTS  # noqa: E402
from tests.programs import find  # noqa: E402

WIDTH, HEIGHT = 390, 844
WORDS_A_SECOND = 230 / 60
SECONDS_A_TAP = SECONDS_A_SCREEN = 2


class Reader:
    def __init__(self, page, origin):
        self.page = page
        self.taps = self.words = 0
        self.screens = 0.0
        self.answers = []
        self.start = time.monotonic()
        page.goto(origin)

    def tap(self, name, role="link"):
        """The first link or button of this name that can be seen."""
        self.page.get_by_role(role, name=name).first.click()
        self.page.wait_for_load_state("load")
        self.taps += 1

    def search(self, asked):
        self.page.get_by_role("searchbox").or_(self.page.locator("input[name=q]")).first.fill(asked)
        self.page.keyboard.press("Enter")
        self.page.wait_for_load_state("load")
        self.taps += 2  # into the field, and the key that sends it

    def read(self, place):
        """Scroll to this part and read it."""
        part = self.page.locator(place).first
        before = self.page.evaluate("scrollY")
        part.evaluate("part => part.scrollIntoView({block: 'start', behavior: 'instant'})")
        self.screens += abs(self.page.evaluate("scrollY") - before) / HEIGHT
        said = " ".join(part.inner_text().split())
        self.words += len(said.split())
        self.answers.append(said)

    @property
    def seconds_to_find(self):
        acted = SECONDS_A_TAP * self.taps + SECONDS_A_SCREEN * self.screens
        return time.monotonic() - self.start + acted

    @property
    def seconds_to_read(self):
        return self.words / WORDS_A_SECOND


def knee(reader):
    """Does it work, is it approved, what does it cost, what else helps, what now?"""
    reader.tap("knee arthritis")
    for place in ("#works", "#approved", "#cost", "#instead", "#now"):
        reader.read(place)


def autism_abroad(reader):
    """A family that was offered cells for a child in another country."""
    reader.tap("autism")
    for place in ("#verdict", "#works", "#safe", "#red-flags"):
        reader.read(place)
    reader.tap("abroad")
    reader.read("main header, main .page-head")


def clinician(reader):
    """Effect, interval where known, dose, harms and comparator in graft-versus-host disease."""
    reader.search("gvhd")
    reader.tap("Graft")
    reader.tap("evidence")
    reader.read("table.findings tbody tr, .finding")
    reader.read("#risks p, #risks li")


def student(reader):
    """A figure with its source."""
    reader.search("osteoarthritis")
    reader.tap("Osteoarthritis")
    reader.read("#result")
    reader.page.locator("#result sup.cite a").first.click()
    reader.taps += 1
    reader.read(".reference-list li:target, .reference-list li")


JOURNEYS = {
    "a knee, all five answers": knee,
    "autism, an offer abroad": autism_abroad,
    "a clinician, GVHD": clinician,
    "a student, a figure with its source": student,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--told", action="store_true", help="print what was read, too")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as made,
        serving((options.data_dir or Path(made)).resolve()) as origin,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find("Chromium"), args=ARGUMENTS)
        print("| reader | taps | screens | seconds to find | words | seconds to read |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        for name, walk in JOURNEYS.items():
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            reader = Reader(page, origin)
            walk(reader)
            print(
                f"| {name} | {reader.taps} | {reader.screens:.1f} | {reader.seconds_to_find:.0f} "
                f"| {reader.words} | {reader.seconds_to_read:.0f} |"
            )
            if options.told:
                print(*reader.answers, sep="\n")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
