"""The interface in two made-up languages: nothing is left untranslated, nothing runs over."""

import pytest

from tests.mscportal import pseudo
from tests.mscportal.wording import is_from, pieces

pytestmark = pytest.mark.django_db  # makes the runner build the database of the sample
WORDS_OF_A_SENTENCE = 5


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("Page %(number)s of <b>%(total)s</b>", "⟦Pààgéé %(number)s öf <b>%(total)s</b>⟧"),
        ("noun\x04May", "⟦Mààý⟧"),
        ("%d", "%d"),
        ("", ""),
    ],
)
def test_a_message_keeps_its_placeholders_and_markup(message, shown):
    assert pseudo.said_in(pseudo.longer, message).replace("öö", "ö") == shown


@pytest.mark.parametrize("language", [pseudo.LONG, pseudo.RIGHT_TO_LEFT])
def test_every_word_of_the_interface_is_translated(sample, language):
    faults = [
        f"{page.path}: {piece}"
        for page in sample.by_language[language].values()
        for piece in pieces(page.body)
        if not piece.is_marked and not is_from(sample.corpus, piece.text)
    ]
    assert faults == [], "\n".join(faults)


def test_sentences_of_content_say_that_they_are_in_another_language(sample):
    """Names need no language, and the options of a form are left as the database has them."""
    faults = [
        f"{page.path}: {piece}"
        for page in sample.by_language[pseudo.LONG].values()
        for piece in pieces(page.body)
        if piece.element not in ("title", "meta", "option", "svg")
        and not piece.is_marked
        and len(piece.text.split()) >= WORDS_OF_A_SENTENCE
        and not is_from(sample.names, piece.text)
    ]
    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize(
    ("language", "direction"),
    [("", "ltr"), ("es", "ltr"), (pseudo.LONG, "ltr"), (pseudo.RIGHT_TO_LEFT, "rtl")],
)
def test_every_page_names_its_language_and_direction(sample, language, direction):
    for page in sample.by_language[language].values():
        assert f'<html lang="{language or "en-gb"}" dir="{direction}">' in page.body
        assert page.headers["Content-Language"] == (language or "en-gb")
