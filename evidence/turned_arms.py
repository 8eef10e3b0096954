"""Sentences that give the numbers of two groups the other way round than the deciding finding."""

import re
from collections.abc import Iterator

from content.text.claims import sentences
from content.text.richtext import TOKEN, plain_text, token_keys

# A number of 100 people, and the words about it up to the next.
SHARE = re.compile(r"\b(\d{1,3})(?:\s?%| of (?:every )?100\b)((?:(?!\d+\s?%|\d+ of )[^.;])*)")
WITHOUT = re.compile(r"\b(?:without|placebos?|controls?|sham|usual care)\b", re.IGNORECASE)
WITH = re.compile(r"\bcells?\b", re.IGNORECASE)


def cited_sentences(fragment: str) -> Iterator[tuple[str, set[str]]]:
    """Each sentence before a token, with the keys that the token names."""
    start = 0
    for token in TOKEN.finditer(fragment):
        if before := sentences(plain_text(fragment[start : token.start()])):
            yield before[-1], set(token_keys(token[1]))
        start = token.end()


def shares(sentence: str) -> tuple[int, int] | None:
    """(with cells, without), where the sentence has one number of each group and no other."""
    found = SHARE.findall(sentence)
    without = [int(number) for number, words in found if WITHOUT.search(words)]
    with_cells = [
        int(number) for number, words in found if WITH.search(words) and not WITHOUT.search(words)
    ]
    if len(found) != 2 or len(with_cells) != 1 or len(without) != 1:
        return None
    return with_cells[0], without[0]


def turned_arms(fragment: str, numbers: tuple[int, int], keys: set[str]) -> Iterator[str]:
    """Sentences that cite one of the keys and have these numbers in the other groups."""
    with_cells, without = numbers
    if with_cells == without:
        return
    for sentence, cited in cited_sentences(fragment):
        if cited & keys and shares(sentence) == (without, with_cells):
            yield sentence
