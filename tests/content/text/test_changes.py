"""What was left out and changed is said in numbers, in the words of the reader."""

import json

from django.utils import translation

from content.text import changes
from tests.content.text.paste_cases import CASES


def test_a_sentence_names_each_kind_with_its_number():
    assert list(changes.sentences({"comments": 1, "symbols": 3, "deletions": 2})) == [
        "Left out: 2 deleted passages, 1 comment.",
        "Changed: 3 signs of a symbol font.",
    ]
    assert list(changes.sentences({"footnotes": 1, "fields": 0})) == [
        "Changed: 1 footnote, which wants to become a citation."
    ]


def test_where_nothing_was_changed_nothing_is_said():
    assert list(changes.sentences({})) == [] == list(changes.sentences({"hidden": 0}))


def test_it_is_said_in_the_language_of_the_reader():
    with translation.override("es"):
        assert list(changes.sentences({"hidden": 2})) == ["No se incluyó: 2 pasajes ocultos."]


def test_a_script_gets_the_words_for_every_kind_that_is_counted():
    words = json.loads(json.dumps(changes.for_script()))
    assert words["left_out"]["lead"] == "Left out: %s."
    assert words["changed"]["kinds"]["symbols"] == [
        "%d sign of a symbol font",
        "%d signs of a symbol font",
    ]
    kinds = words["left_out"]["kinds"] | words["changed"]["kinds"]
    assert {kind for case in CASES.values() for kind in case.said} <= kinds.keys()
