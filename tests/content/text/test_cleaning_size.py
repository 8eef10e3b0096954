"""However a text is made to cost, reading it stays one pass and what comes out stays small."""

import html
import sys

import pytest

from bench.cleaning import KINDS
from content.text import cleaning, markup, richtext
from tests.content.text.test_richtext import dangers

SMALL = 6000


def small(kind):
    """Its beginning, in which all that makes it costly stands."""
    return KINDS[kind][:SMALL]


def depth(node):
    return 1 + max((depth(c) for c in node.children if type(c) is not str), default=0)


@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_out_is_balanced_stable_and_not_much_longer(kind):
    cleaned = richtext.clean(small(kind))
    assert not list(dangers(cleaned))
    assert cleaning.cleaned_anew(cleaned).text == cleaned
    assert len(html.unescape(cleaned)) <= 12 * SMALL
    assert depth(markup.read(cleaned).root) <= markup.DEEPEST + 1


def calls_of(function, *args):
    """How many functions are called, of Python and below: work that no clock has to measure."""
    count = 0

    def counted(_frame, event, _arg):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        function(*args)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("kind", KINDS)
def test_twice_as_much_is_twice_the_work(kind):
    half, whole = (
        calls_of(cleaning.cleaned_anew, KINDS[kind][: length * SMALL]) for length in (1, 2)
    )
    assert whole <= 2.6 * half + 2000


@pytest.mark.parametrize("length", [1, 2, 3, 50])
def test_marks_on_one_letter_are_cut_before_they_are_composed(length):
    assert len(cleaning.composed("a" + "\u0301\u0323" * 16 * length)) <= 32


def test_deep_elements_lose_their_tags_and_no_words():
    cleaned = richtext.clean(
        "<blockquote>" * 400 + "words" + "</blockquote>" * 400 + "<p>after</p>"
    )
    assert cleaned.count("<blockquote>") < markup.DEEPEST and "words" in cleaned
    assert cleaned.endswith("<p>after</p>")


def test_a_text_with_more_tags_than_any_honest_one_is_kept_as_plain_words_and_that_is_said():
    cleaned = richtext.cleaned("<p><b>some</b> &lt;words&gt;</p>" * 20_000)
    assert cleaned.text.startswith("<p>some &lt;words&gt;") and cleaned.counts == {"markup": 1}
    assert cleaned.text.count("<p>") <= cleaning.MOST_PARAGRAPHS
    assert richtext.cleaned(cleaned.text) == (cleaned.text, {}, ())
