"""What differs between two lists of words, in time that grows about with their length.

Words that stand once in both texts are anchors (patience diff); what lies between two anchors is
compared again, small rests with difflib, and a large rest without anchors counts as replaced.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
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


class Stretch(NamedTuple):
    """Words before and after that are compared with one another; the high places stand outside."""

    low_old: int
    high_old: int
    low_new: int
    high_new: int

    @property
    def size(self) -> int:
        return (self.high_old - self.low_old) * (self.high_new - self.low_new)

    def parted_at(self, anchors: list[Pair]) -> Iterator["Stretch"]:
        edges = [
            (self.low_old - 1, self.low_new - 1),
            *anchors,
            (self.high_old, self.high_new),
        ]
        for (left_old, left_new), (right_old, right_new) in pairwise(edges):
            yield Stretch(left_old + 1, right_old, left_new + 1, right_new)


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
    waiting, left = [(Stretch(0, len(old), 0, len(new)), 0)], ALL_RESTS
    while waiting:
        (low_old, high_old, low_new, high_new), rounds = waiting.pop()
        longest = min(high_old - low_old, high_new - low_new)
        if start := _same_from_start(old, low_old, new, low_new, longest):
            yield low_old, low_new, start
        if end := _same_from_end(old, high_old, new, high_new, longest - start):
            yield high_old - end, high_new - end, end
        rest = Stretch(low_old + start, high_old - end, low_new + start, high_new - end)
        if rest.size and rounds < MOST_ROUNDS and (anchors := _anchors(old, new, rest)):
            yield from ((at_old, at_new, 1) for at_old, at_new in anchors)
            waiting += [(between, rounds + 1) for between in rest.parted_at(anchors)]
        elif 0 < rest.size <= min(LARGEST_REST, left):
            left -= rest.size
            yield from _looked_through(old, new, rest)


def _same_from_start(
    old: Sequence[str], low_old: int, new: Sequence[str], low_new: int, longest: int
) -> int:
    size = 0
    while size < longest and old[low_old + size] == new[low_new + size]:
        size += 1
    return size


def _same_from_end(
    old: Sequence[str], high_old: int, new: Sequence[str], high_new: int, longest: int
) -> int:
    size = 0
    while size < longest and old[high_old - 1 - size] == new[high_new - 1 - size]:
        size += 1
    return size


def _looked_through(
    old: Sequence[str], new: Sequence[str], rest: Stretch
) -> Iterator[tuple[int, int, int]]:
    """Word by word, which takes a time that grows with the square of the rest."""
    low_old, high_old, low_new, high_new = rest
    found = SequenceMatcher(None, old[low_old:high_old], new[low_new:high_new], False)
    for at_old, at_new, size in found.get_matching_blocks():
        if size:
            yield low_old + at_old, low_new + at_new, size


def _anchors(old: Sequence[str], new: Sequence[str], rest: Stretch) -> list[Pair]:
    """Places of words that stand once on both sides, the longest line that rises on both."""
    for together in (3, 1):  # three words in a row are seldom repeated, one word often is
        once_old = _once(old, rest.low_old, rest.high_old, together)
        once_new = _once(new, rest.low_new, rest.high_new, together)
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
