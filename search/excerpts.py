"""The words of a question, marked in what is shown of a result. Everything is escaped first."""

import re
from collections import Counter
from collections.abc import Sequence

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from content.text.analyser import split
from content.text.richtext import shorten
from search.words import LONGEST_WORD, SHORTEST_START, WORDS, Question

WORDS_SHOWN = 36
WORDS_BEFORE = 8
LONGEST_EXCERPT = 320

SPACE = re.compile(r"\s+")
NEW_START = re.compile(r"[.!?]\s|\n")
# The end of a line that no punctuation marks.
BARE_LINE_END = re.compile(r"(?<=[^\s.!?:;,])\s*\n\s*")


def in_one_line(text: str) -> str:
    return SPACE.sub(" ", BARE_LINE_END.sub(" · ", text.strip()))


def marked(text: str, question: Question) -> SafeString:
    """The whole text with the words of the question marked."""
    parts = split(text)
    return _marked(parts, _wanted(parts, question))


def excerpt(texts: Sequence[str], question: Question) -> SafeString:
    """The piece with most words of the question, from the first text that has most of them."""
    best_parts: list[str] = []
    best_wanted: set[str] = set()
    for text in texts:
        if len(best_wanted) >= len(question.words):
            break
        parts = split(text)
        wanted = _wanted(parts, question)
        if len(wanted) > len(best_wanted):
            best_parts, best_wanted = parts, wanted
    if not best_wanted:
        first = next(filter(None, texts), "")[: LONGEST_EXCERPT * 4]
        return conditional_escape(shorten(in_one_line(first), LONGEST_EXCERPT))
    return _piece(best_parts, best_wanted)


def _wanted(parts: list[str], question: Question) -> set[str]:
    """The index words among those of the text that answer a word of the question."""
    found = set(map(WORDS.__getitem__, parts[1::2]))
    asked = {form for word in question.words for form in word.forms}
    starts = tuple(start for start in question.marks.starts if len(start) >= SHORTEST_START)
    begun = {word for word in found if word.startswith(starts)} if starts else set()
    return found & asked | begun


def _piece(parts: list[str], wanted: set[str]) -> SafeString:
    words = list(map(WORDS.__getitem__, parts[1::2]))
    first = _best_start([place for place, word in enumerate(words) if word in wanted], words)
    start = _reading_start(parts, first)
    end, length = start, 0
    while end < min(start + WORDS_SHOWN, len(words)) and length < LONGEST_EXCERPT:
        length += len(parts[2 * end]) + len(parts[2 * end + 1])
        end += 1
    shown = split(in_one_line("".join(map(_cut, parts[2 * start + 1 : 2 * end]))))
    before = "… " if start else ""
    after = in_one_line(parts[-1]) if end == len(words) else " …"
    return format_html("{}{}{}", before, _marked(shown, wanted), after)


def _cut(part: str) -> str:
    return part if len(part) <= LONGEST_WORD else f"{part[:LONGEST_WORD]}…"


def _best_start(hits: list[int], words: list[str]) -> int:
    """The hit after which, within one piece, most different wanted words follow, then most."""
    best, best_worth, last = hits[0], (0, 0), 0
    near: Counter[str] = Counter()
    for number, place in enumerate(hits):
        while last < len(hits) and hits[last] < place + WORDS_SHOWN - WORDS_BEFORE:
            near[words[hits[last]]] += 1
            last += 1
        worth = (len(near), last - number)
        if worth > best_worth:
            best, best_worth = place, worth
        near[words[place]] -= 1
        if not near[words[place]]:
            del near[words[place]]
    return best


def _reading_start(parts: list[str], place: int) -> int:
    """The start of the line or sentence, or a few words before."""
    earliest = max(place - WORDS_BEFORE, 0)
    while place > earliest and not NEW_START.search(parts[2 * place]):
        place -= 1
    return place


def _marked(parts: list[str], wanted: set[str]) -> SafeString:
    pieces: list[tuple[str, str]] = []
    text: list[str] = []
    for place, part in enumerate(parts):
        if place % 2 and WORDS[part] in wanted:
            pieces.append(("".join(text), part))
            text = []
        else:
            text.append(part)
    marks = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html("{}{}", marks, "".join(text))
