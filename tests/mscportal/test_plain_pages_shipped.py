"""What the plain pages of all diseases that the project ships promise together."""

import pytest

from tests.browser import settle
from tests.mscportal.looking import visiting
from tests.mscportal.sample import ORIGIN
from tests.reading import words_read

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

DISEASES = 34
WORDS = range(350, 701)
PHONE = {"width": 390, "height": 844}
A4 = {"format": "A4", "prefer_css_page_size": True}
TOP = "place => document.querySelector(place).getBoundingClientRect().top + scrollY"


def main_of(page):
    return page[page.index("<main") : page.index("</main>")]


@pytest.fixture
def pages(sample):
    """The plain pages, by path."""
    return {path: page for path, page in sample.plain.items() if not path.endswith("/card/")}


def test_every_disease_has_one_and_a_card(sample, pages):
    assert len(pages) == len(sample.plain) / 2 == DISEASES


def test_each_has_350_to_700_words_to_read(pages):
    counted = {path: words_read(page.body) for path, page in pages.items()}
    assert {path: count for path, count in counted.items() if count not in WORDS} == {}


def test_each_says_at_most_once_that_something_is_not_yet_checked(pages):
    said = {path: main_of(page.body).count("not yet checked") for path, page in pages.items()}
    assert {path: count for path, count in said.items() if count > 1} == {}


def test_each_answers_all_six_questions(pages):
    for path, page in pages.items():
        assert "We have not written this answer yet." not in page.body, path


def test_on_a_phone_each_has_at_most_seven_screens_and_answers_early(browser, sample, pages):
    """The verdict stands on the first screen, and whether it is approved within the first three."""
    faults = []
    with visiting(browser, sample) as page:
        page.set_viewport_size(PHONE)
        for path in pages:
            page.goto(ORIGIN + path)
            settle(page)
            screen = PHONE["height"]
            height = page.evaluate("document.documentElement.scrollHeight")
            verdict = page.evaluate(
                "document.querySelector('#verdict').getBoundingClientRect().bottom + scrollY"
            )
            found = {
                "seven screens": height <= 7 * screen,
                "verdict on the first": verdict <= screen,
                "approved on the third": page.evaluate(TOP, "#approved") <= 3 * screen - 100,
                "not sideways": page.evaluate("document.documentElement.scrollWidth")
                <= PHONE["width"],
            }
            faults += [f"{path}: {name}" for name, is_kept in found.items() if not is_kept]
    assert faults == []


def sides(page) -> int:
    """Of paper that the page takes: a PDF names each of its sides once."""
    return page.pdf(**A4).count(b"/Type /Page\n")


def test_each_prints_on_two_sides_and_its_card_on_one(browser, sample, pages):
    faults = []
    with visiting(browser, sample) as page:
        for path in pages:
            for end, most in (("", 2), ("card/", 1)):
                page.goto(ORIGIN + path + end)
                settle(page)
                if not 1 <= (found := sides(page)) <= most:
                    faults.append(f"{path}{end}: {found}")
    assert faults == []
