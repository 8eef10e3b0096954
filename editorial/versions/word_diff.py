"""What differs between two lists of words, in time that grows about with their length.

Words that stand once in both texts are anchors (patience diff); what lies between two anchors is
compared again, small rests with difflib, and a large rest without anchors counts as replaced.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

WORD = re.compile(r"\n|[^\s]+")
MOST_ROUNDS = 6
# Words before × words after that difflib may look at, in one rest and in all of them.
LARGEST_REST = 20_000
ALL_RESTS = 2_000_000
CONTEXT = 14  # words kept on each side of a change
GAP = "…"

Pair = tuple[int, int]  # places of a word before and after


class Run(NamedTuple):
    kind: str  # "same", "removed", "added", or "gap" for unchanged words that are left out
    text: str


def words(text: str) -> list[str]:
    return WORD.findall(text)


def changed_words(before: str, after: str) -> list[Run]:
    """Runs in reading order; an empty list when the words are the same."""
    old, new = words(before), words(after)
    if old == new:
        return []
    stretches = []
    for same, old_part, new_part in merged(matches(old, new), old, new):
        if same:
            stretches.append(("same", old_part))
            continue
        if old_part:
            stretches.append(("removed", old_part))
        if new_part:
            stretches.append(("added", new_part))
    return shortened(stretches)


def merged(
    blocks: list[tuple[int, int, int]], old: list[str], new: list[str]
) -> Iterator[tuple[bool, list[str], list[str]]]:
    """(is the same, words before, words after) of each stretch between and inside the blocks."""
    at_old = at_new = 0
    for start_old, start_new, size in [*blocks, (len(old), len(new), 0)]:
        if start_old > at_old or start_new > at_new:
            yield False, old[at_old:start_old], new[at_new:start_new]
        at_old, at_new = start_old + size, start_new + size
        if size:
            yield True, old[start_old:at_old], new[start_new:at_new]


def shortened(stretches: list[tuple[str, list[str]]]) -> list[Run]:
    """Long unchanged stretches keep only the words beside a change."""
    shown = []
    for place, (kind, part) in enumerate(stretches):
        if kind != "same" or len(part) <= 2 * CONTEXT + 4:
            shown.append(Run(kind, joined(part)))
            continue
        if place:
            shown.append(Run("same", joined(part[:CONTEXT])))
        shown.append(Run("gap", GAP))
        if place < len(stretches) - 1:
            shown.append(Run("same", joined(part[-CONTEXT:])))
    return shown


def side_by_side(runs: list[Run]) -> list[tuple[list[Run], list[Run]]]:
    """What was and what is in two columns, with a new row at each line break that both have."""
    rows: list[tuple[list[Run], list[Run]]] = [([], [])]
    for kind, text in runs:
        if kind == "removed":
            rows[-1][0].append(Run(kind, text))
        elif kind == "added":
            rows[-1][1].append(Run(kind, text))
        else:
            for place, line in enumerate(text.split("\n")):
                if place:
                    rows.append(([], []))
                for column in rows[-1] if line else ():
                    column.append(Run(kind, line))
    return [row for row in rows if row[0] or row[1]]


def joined(part: Sequence[str]) -> str:
    return " ".join(part).replace(" \n ", "\n").replace("\n ", "\n").replace(" \n", "\n")


def matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """(place before, place after, length) of what is the same, in order and joined."""
    found: list[tuple[int, int, int]] = []
    for start_old, start_new, size in sorted(_matches(old, new)):
        if found and (found[-1][0] + found[-1][2], found[-1][1] + found[-1][2]) == (
            start_old,
            start_new,
        ):
            found[-1] = (*found[-1][:2], found[-1][2] + size)
        else:
            found.append((start_old, start_new, size))
    return found


def _matches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    waiting, left = [(0, len(old), 0, len(new), 0)], ALL_RESTS
    while waiting:
        low_old, high_old, low_new, high_new, rounds = waiting.pop()
        start = 0
        longest = min(high_old - low_old, high_new - low_new)
        while start < longest and old[low_old + start] == new[low_new + start]:
            start += 1
        if start:
            yield low_old, low_new, start
        low_old, low_new, longest = low_old + start, low_new + start, longest - start
        end = 0
        while end < longest and old[high_old - 1 - end] == new[high_new - 1 - end]:
            end += 1
        if end:
            yield high_old - end, high_new - end, end
        high_old, high_new = high_old - end, high_new - end
        if low_old == high_old or low_new == high_new:
            continue
        anchors = []
        if rounds < MOST_ROUNDS:
            anchors = _anchors(old, low_old, high_old, new, low_new, high_new)
        if anchors:
            edges = [(low_old - 1, low_new - 1), *anchors, (high_old, high_new)]
            for (left_old, left_new), (right_old, right_new) in zip(edges, edges[1:], strict=False):
                waiting.append((left_old + 1, right_old, left_new + 1, right_new, rounds + 1))
            yield from ((at_old, at_new, 1) for at_old, at_new in anchors)
        elif (size := (high_old - low_old) * (high_new - low_new)) <= min(LARGEST_REST, left):
            left -= size
            rest = SequenceMatcher(None, old[low_old:high_old], new[low_new:high_new], False)
            for at_old, at_new, size in rest.get_matching_blocks():
                if size:
                    yield low_old + at_old, low_new + at_new, size


def _anchors(
    old: Sequence[str], low_old: int, high_old: int, new: Sequence[str], low_new: int, high_new: int
) -> list[Pair]:
    """Places of words that stand once on both sides, the longest line that rises on both."""
    for together in (3, 1):  # three words in a row are seldom repeated, one word often is
        once_old = _once(old, low_old, high_old, together)
        once_new = _once(new, low_new, high_new, together)
        pairs = [(place, once_new[word]) for word, place in once_old.items() if word in once_new]
        if pairs:
            return _rising(pairs)
    return []


def _rising(pairs: list[Pair]) -> list[Pair]:
    """The longest line of pairs, given in the order of the first text, that rises in both."""
    tops: list[int] = []
    piles: list[Pair] = []
    before: dict[Pair, Pair | None] = {}
    for pair in pairs:
        pile = bisect_left(tops, pair[1])
        before[pair] = piles[pile - 1] if pile else None
        if pile == len(tops):
            tops.append(pair[1])
            piles.append(pair)
        else:
            tops[pile], piles[pile] = pair[1], pair
    line: list[Pair] = []
    top: Pair | None = piles[-1]
    while top is not None:
        line.append(top)
        top = before[top]
    return line[::-1]


def _once(text: Sequence[str], low: int, high: int, together: int) -> dict[tuple[str, ...], int]:
    last = max(high - together + 1, low)
    keys = list(zip(*(text[low + more : last + more] for more in range(together)), strict=True))
    numbers = Counter(keys)
    return {key: low + place for place, key in enumerate(keys) if numbers[key] == 1}
