"""One page of each view in a real browser, in each look a reader may have set: accessible, whole.

One visit a page, because loading takes longer than changing the look.
"""

from urllib.parse import urlsplit

import pytest
from django.urls import LocalePrefixPattern, URLPattern, get_resolver, resolve

from tests.browser import settle
from tests.mscportal import pseudo
from tests.mscportal.looking import (
    FRAME,
    FRAME_IS_READ,
    IS_REHEARSAL,
    LOOKS,
    NORMAL_TEXT,
    OVERFLOW,
    PAGES,
    VIEWS,
    Look,
    Visitor,
    looks_at,
    visiting,
)
from tests.mscportal.sample import ORIGIN

# The runner builds the database that the sample is read from.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]


# Not pages: feeds and files for programs, and what a form asks in the background.
NO_PAGES = """
articles:feed articles:rss evidence:feed evidence:safety_feed evidence:findings_csv
evidence:findings_json evidence:uncounted_csv evidence:uncounted_json evidence:trials_csv
evidence:trials_json evidence:figure_svg evidence:figure_png evidence:disease_feed
evidence:prices_csv evidence:prices_json search:suggest
""".split()


def public_views(patterns, namespace=""):
    """Names of the views that speak every language of the site."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        else:
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from public_views(pattern.url_patterns, inside)


def test_every_view_is_in_the_sample(sample):
    assert set(sample.of_view) == set(VIEWS)
    assert set(sample.english) == {sample.path(name) for name in PAGES}
    assert {page.status for page in sample.english.values()} == {200, 404}
    looked_at = {resolve(urlsplit(path).path).view_name for path in sample.english}
    [pages] = [
        found
        for found in get_resolver().url_patterns
        if isinstance(found.pattern, LocalePrefixPattern)
    ]
    assert set(public_views(pages.url_patterns)) - {*NO_PAGES} <= looked_at


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation_and_nothing_is_cut_off_in_any_look(browser, sample, name):
    with visiting(browser, sample) as page:
        visitor = Visitor(page)
        visitor.open(sample.path(name))
        faults, read = [], FRAME if name not in FRAME_IS_READ and not IS_REHEARSAL else ()
        for number, look in enumerate(looks_at(name)):
            without = read if number else ()
            faults += [f"{look}: {fault}" for fault in visitor.faults(look, without)]
        faults += page.faults
    assert faults == [], "\n".join(faults)


def test_axe_reads_all_but_what_is_left_out(browser, sample):
    with visiting(browser, sample) as page:
        visitor = Visitor(page)
        visitor.open("/nowhere/")
        page.evaluate("""() => {
            for (const place of [".site-header", "main", ".site-footer"])
                document.querySelector(place).append(new Image(9, 9));
        }""")
        [everywhere] = visitor.faults(LOOKS[0])
        [inside] = visitor.faults(LOOKS[0], FRAME)
    assert everywhere.startswith("image-alt at") and everywhere.endswith("(3)")
    assert inside.startswith("image-alt at") and inside.endswith("(1)")


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
            settle(page)
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
