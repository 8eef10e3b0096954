"""The names that may become links, and where they stand in a plain text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from sys import intern
from types import MappingProxyType
from typing import Any, NamedTuple

from content.text.analyser import APOSTROPHES, DASHES, KEYS, UNSEEN, Memory, normalise, split
from linking.common_words import is_general

ABBREVIATION_LENGTH = 8
# A gap that does not part two words of one name: white space, one dash, "Graves' disease".
JOINING = re.compile(rf"\s+|[{DASHES}]|[{APOSTROPHES}]\s+")
POSSESSIVE = re.compile(rf"[{APOSTROPHES}]s?$", re.IGNORECASE)
# Joined by a dash to what follows, these name something else: "non-Hodgkin lymphoma".
PREFIXES = frozenset({"anti", "non", "pre", "pseudo"})
# Where a name ends that longer names go on from; no word and no punctuation is a space.
HERE = " "
NOWHERE: dict[str, Any] = {}

Target = tuple[int, int]  # content type, key


class Name(NamedTuple):
    """One name of one target. Of names spelled alike the one with the higher priority counts,
    then the preferred one, then the one that asks for exact case."""

    text: str
    target: Target
    priority: int = 0
    exact_case: bool = False
    stands_alone: bool = True
    preferred: bool = False
    path: str = ""  # as `path_of` gives it, where that is known already

    @property
    def rank(self) -> tuple[int, bool, bool]:
        return self.priority, self.preferred, self.exact_case


class Meaning(NamedTuple):
    """What a spelling may mean: several targets when no name of the best rank wins."""

    targets: tuple[Target, ...]
    is_certain: bool  # names its one target without help from the rest of the text


class CaseMatters(NamedTuple):
    """Meanings of a folded name that depend on how it is written."""

    exact: Mapping[str, Meaning]
    otherwise: Meaning | None


class Match(NamedTuple):
    start: int
    end: int
    meaning: Meaning


def default_rules(text: str) -> tuple[bool, bool]:
    """`(exact_case, stands_alone)` of a name nobody has decided on: abbreviations are careful, and
    so are general words."""
    capitals = sum(character.isupper() for character in text)
    is_short = len(text) <= ABBREVIATION_LENGTH and not any(map(str.isspace, text))
    is_abbreviation = is_short and capitals >= 2
    return is_abbreviation, not (is_abbreviation or is_general(text))


def _as_written(word: str) -> str:
    """A word with its capitals, without possessive, invisible characters and the s of "MSCs"."""
    word = POSSESSIVE.sub("", UNSEEN.sub("", normalise(word)))
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[:-1].isupper() else word


def _exact_form(words: list[str]) -> str:
    if len(words) == 1:
        return AS_WRITTEN[words[0]]
    return " ".join(map(AS_WRITTEN.__getitem__, words))


def _punctuation(gap: str) -> str:
    """Nothing for a gap inside a name, else what parts the words, without its white space."""
    gap = UNSEEN.sub("", gap)
    return "" if JOINING.fullmatch(gap) else "".join(gap.split())


AS_WRITTEN = Memory(_as_written)
PUNCTUATION = Memory(_punctuation)


def path_of(text: str) -> str:
    """The steps of a name through the tree, with a space between: folded words, and punctuation
    where it has some. Texts do not tell names with the same path apart."""
    parts = split(text)
    steps = [KEYS[word] for word in parts[1::2]]
    stops = [PUNCTUATION[gap] for gap in parts[2:-1:2]]
    if any(stops):
        steps = [step for pair in zip(steps, [*stops, ""], strict=True) for step in pair]
    return " ".join(filter(None, steps))


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Never changes once built, so that threads may share it.

    `ambiguous` holds, for each path (see `path_of`) that no rank decides and that therefore never
    links, the targets it may mean.
    """

    # By steps of paths, each with another such tree or, where nothing goes on, a leaf.
    tree: Mapping[str, Any]
    ambiguous: Mapping[str, frozenset[Target]]

    def with_changes(self, paths: Iterable[str], names: Iterable[Name]) -> "Dictionary":
        """A dictionary in which these paths have exactly these names; the rest is shared."""
        tree, ambiguous = dict(self.tree), dict(self.ambiguous)
        by_path = _by_path(names)
        for path in filter(None, paths):
            first, *steps = map(intern, path.split())
            leaf, unsure = _leaf(by_path[path]) if path in by_path else (None, None)
            tree[first] = _replanted(tree.get(first), steps, leaf)
            if tree[first] is None:
                del tree[first]
            ambiguous.pop(path, None)
            if unsure:
                ambiguous[path] = unsure
        return Dictionary(tree, MappingProxyType(ambiguous))

    def find(self, text: str) -> list[Match]:
        """Names in reading order, the longest at each place; they do not overlap."""
        parts = split(text)
        words, gaps = parts[1::2], parts[::2]
        keys = list(map(KEYS.__getitem__, words))
        tree, count = self.tree, len(keys)
        ends, matches, free = None, [], 0
        for first, node in enumerate(map(tree.get, keys)):
            if node is None or first < free:
                continue
            place, meaning = first + 1, None
            while node is not None:
                goes_on = type(node) is dict
                leaf = node.get(HERE) if goes_on else node
                if type(leaf) is CaseMatters:
                    leaf = leaf.exact.get(_exact_form(words[first:place]), leaf.otherwise)
                if leaf is not None:
                    last, meaning = place, leaf
                if not goes_on or place == count:
                    break
                if stop := PUNCTUATION[gaps[place]]:
                    if stop == "(" and "(" not in node and _is_short_form(words, gaps, place):
                        place += 1
                    else:
                        node = node.get(stop, NOWHERE)
                node = node.get(keys[place])
                place += 1
            if meaning is None or (first and keys[first - 1] in PREFIXES and gaps[first] in DASHES):
                continue
            ends = ends or list(accumulate(map(len, parts)))
            start, end, free = ends[2 * first], ends[2 * last - 1], last
            matches.append(Match(start, _with_bracket(text, start, end), meaning))
        return matches


def _is_short_form(words: list[str], gaps: list[str], place: int) -> bool:
    """Whether a name may go on behind a bracket: "von Hippel-Lindau (VHL) disease"."""
    goes_on = place + 1 < len(words) and gaps[place + 1].startswith(")")
    return goes_on and gaps[place + 1][1:].isspace() and default_rules(words[place])[0]


def _with_bracket(text: str, start: int, end: int) -> int:
    """Take in the bracket that closes a name such as "haemophilia (acquired)"."""
    if not text.startswith(")", end):
        return end
    return end + (text.count("(", start, end) > text.count(")", start, end))


def _meaning(names: list[Name]) -> Meaning:
    best = max(name.rank for name in names)
    winners = [name for name in names if name.rank == best]
    targets = tuple(dict.fromkeys(name.target for name in winners))
    return Meaning(targets, len(targets) == 1 and any(name.stands_alone for name in winners))


Leaf = Meaning | CaseMatters


def _leaf(names: list[Name]) -> tuple[Leaf, frozenset[Target]]:
    """What a path means, and the targets between which no rank decides."""
    folded = [name for name in names if not name.exact_case]
    if len(folded) == len(names):
        meaning = _meaning(names)
        return meaning, frozenset(meaning.targets if len(meaning.targets) > 1 else ())
    by_form = defaultdict(list)
    for name in names:
        if name.exact_case:
            by_form[_exact_form(split(name.text)[1::2])].append(name)
    exact = {form: _meaning(same + folded) for form, same in by_form.items()}
    leaf = CaseMatters(exact, _meaning(folded) if folded else None)
    meanings = filter(None, (*exact.values(), leaf.otherwise))
    return leaf, frozenset().union(*(m.targets for m in meanings if len(m.targets) > 1))


def _plant(tree: dict[str, Any], steps: list[str], leaf: Leaf) -> None:
    """A name nothing goes on from is a bare leaf: that halves the memory of the tree."""
    for step in steps[:-1]:
        node = tree.get(step)
        if type(node) is not dict:
            node = tree[step] = {} if node is None else {HERE: node}
        tree = node
    node = tree.get(steps[-1])
    if type(node) is dict:
        node[HERE] = leaf
    else:
        tree[steps[-1]] = leaf


def _replanted(
    node: dict[str, Any] | Leaf | None, steps: list[str], leaf: Leaf | None
) -> dict[str, Any] | Leaf | None:
    """A copy of a node in which a path ends in this leaf, or is gone; None for an empty one."""
    branches = dict(node) if type(node) is dict else {HERE: node} if node is not None else {}
    step = steps[0] if steps else HERE
    below = _replanted(branches.get(step), steps[1:], leaf) if steps else leaf
    if below is None:
        branches.pop(step, None)
    else:
        branches[step] = below
    return branches[HERE] if branches.keys() == {HERE} else branches or None


def _by_path(names: Iterable[Name]) -> dict[str, list[Name]]:
    by_path = defaultdict(list)
    for name in names:
        by_path[name.path or path_of(name.text)].append(name)
    by_path.pop("", None)
    return by_path


def build_dictionary(rows: Iterable[Name]) -> Dictionary:
    tree: dict[str, Any] = {}
    ambiguous: dict[str, frozenset[Target]] = {}
    shared: dict[Meaning, Meaning] = {}
    for path, names in _by_path(rows).items():
        if len(names) == 1 and not names[0].exact_case:
            # Nearly every name: the names of a target share one meaning.
            meaning = Meaning((names[0].target,), names[0].stands_alone)
            leaf: Leaf = shared.setdefault(meaning, meaning)
        else:
            leaf, unsure = _leaf(names)
            if unsure:
                ambiguous[path] = unsure
        _plant(tree, list(map(intern, path.split())), leaf)
    return Dictionary(tree, MappingProxyType(ambiguous))
