"""One page of each view in a real browser, in each look a reader may have set: accessible, whole.

One visit a page, because loading takes longer than changing the look.
"""

import pytest

from tests.mscportal import pseudo
from tests.mscportal.looking import LOOKS, NORMAL_TEXT, OVERFLOW, Look, Visitor, visiting
from tests.mscportal.sample import ORIGIN

# The runner builds the database that the sample is read from.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_every_view_is_in_the_sample(sample):
    assert len(sample.english) >= 36
    assert {page.status for page in sample.english.values()} == {200, 404}


def test_axe_finds_no_violation_and_nothing_is_cut_off_in_any_look(browser, sample):
    faults = []
    with visiting(browser, sample) as page:
        visitor = Visitor(page)
        for path in sample.english:
            visitor.open(path)
            for look in LOOKS:
                faults += [f"{path}, {look}: {fault}" for fault in visitor.faults(look)]
        faults += page.faults
    assert faults == [], "\n".join(faults)


def test_the_looks_are_put_on(browser, sample):
    with visiting(browser, sample) as page:
        visitor = Visitor(page)
        visitor.open("/")
        visitor.put_on(Look("large", text=2 * NORMAL_TEXT))
        root = "getComputedStyle(document.documentElement).fontSize"
        assert page.evaluate(root) == f"{2 * NORMAL_TEXT}px"
        for query, look in (
            ("prefers-color-scheme: dark", Look("dark", scheme="dark")),
            ("forced-colors: active", Look("forced", forced="active")),
            ("prefers-reduced-motion: no-preference", Look("moving", motion="no-preference")),
            ("max-width: 320px", Look("narrow", width=320)),
        ):
            visitor.put_on(look)
            assert page.evaluate(f'matchMedia("({query})").matches')


@pytest.mark.parametrize("language", ["es", pseudo.LONG, pseudo.RIGHT_TO_LEFT])
def test_no_language_runs_over_the_edge(browser, sample, language):
    faults = []
    with visiting(browser, sample) as page:
        visitor = Visitor(page)
        for path in sample.by_language[language]:
            page.goto(ORIGIN + path)
            for width in (320, 1280):
                visitor.put_on(Look("", width=width))
                if (pixels := page.evaluate(OVERFLOW)) > 0:
                    faults.append(f"{path}, {width} px: {pixels} px wider than the window")
        faults += page.faults
    assert faults == [], "\n".join(faults)


def test_from_right_to_left_everything_starts_on_the_right(browser, sample):
    """Logical properties: where a page starts, its header, text and bullets start too."""
    start = """() => ['.site-name a', 'h1', 'main p', '.breadcrumb li'].map(name => {
        const box = document.querySelector(name).getBoundingClientRect();
        return [box.left, innerWidth - box.right];
    })"""
    with visiting(browser, sample) as page:
        for prefix, nearer in (("", 0), (f"/{pseudo.RIGHT_TO_LEFT}", 1)):
            page.goto(f"{ORIGIN}{prefix}/search/?q=zzzzz")
            for gaps in page.evaluate(start):
                assert gaps[nearer] < gaps[1 - nearer], prefix


def test_axe_finds_no_violation_from_right_to_left(browser, sample):
    faults = []
    with visiting(browser, sample) as page:
        visitor = Visitor(page)
        for path in list(sample.by_language[pseudo.RIGHT_TO_LEFT])[::4]:
            visitor.open(path)
            faults += [f"{path}: {fault}" for fault in visitor.faults(LOOKS[0])]
    assert faults == [], "\n".join(faults)
