"""Where a text gets its automatic links.

The HTML is scanned, never parsed and written again: its text is laid out flat, names are found
there, and their places are carried back to offsets in the HTML. That is safe because the input
is what the sanitiser wrote; where it is not, nothing behind the fault is linked.
"""

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection
from enum import StrEnum
from html import unescape
from typing import NamedTuple

from linking.dictionary import Dictionary, Match, Meaning, Target

# Every alternative begins with a plain character: the scan runs several times faster so.
MARKUP = re.compile(
    r"<!--.*?-->"
    r"|<(?P<closing>/?)(?P<tag>[a-zA-Z][^\s/>]*+)"
    r"""(?P<attributes>[^>"']*+(?:(?:"[^"]*+"|'[^']*+')[^>"']*+)*+)>"""
    r"|<(?P<fault>(?=[a-zA-Z/!?]).*)"
    r"|&(?P<entity>\#[0-9]+|\#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);"
    r"|\[(?P<citation>@[^\[\]<>]*)\]",
    re.DOTALL,
)
QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
EVERYTHING = "*"


class Flag(StrEnum):
    """What became of a name in a text. The first four say that the text speaks of the target."""

    LINKED = "linked"
    REPEAT = "repeat"  # an earlier one in the same section has the link
    SHORT = "short"  # a short or unsure form, whose long form is in the text too
    SPLIT = "split"  # a tag begins or ends inside the name
    SELF = "self"
    EXCLUDED = "excluded"  # the page does not want this target, or no link at all
    ALONE = "alone"  # a short form without its long form
    UNSURE = "unsure"  # a name of several targets
    OFF = "off"  # an editor switched the name off everywhere
    # Where no text is linked.
    HEADING = "heading"
    OWN_LINK = "own link"
    QUOTE = "quote"
    CODE = "code"
    NOLINK = "nolink"


COUNTED = frozenset({Flag.LINKED, Flag.REPEAT, Flag.SHORT, Flag.SPLIT})
# No link inside these. A table's header cell is a heading too.
SKIPPED = {
    **dict.fromkeys("h1 h2 h3 h4 h5 h6 th caption figcaption".split(), Flag.HEADING),
    **dict.fromkeys("a button".split(), Flag.OWN_LINK),
    **dict.fromkeys("blockquote q cite".split(), Flag.QUOTE),
    **dict.fromkeys("abbr code dfn kbd math pre samp script style svg textarea".split(), Flag.CODE),
}
# Their text is joined to what stands around them; the edge of anything else ends a name.
INLINE = frozenset(
    "b bdi bdo data del em font i ins mark s small span strong sub sup time u var wbr".split()
)
VOID = frozenset("area br col embed hr img input link meta source track wbr".split())
# Neither a word nor white space nor part of any name.
STOP = "\0"
# A short form that the text explains: "long form (ABBR)", "long (ABBR) form".
DEFINITION = re.compile(r"\s*\(([^\W_][^\s();,\0]{1,9})[);,]")


class Span(NamedTuple):
    start: int
    end: int
    target: Target | None  # None for a name of several targets
    flag: Flag


class LinkPlan(NamedTuple):
    spans: tuple[Span, ...]
    html_sha: str

    @property
    def links(self) -> list[tuple[int, int, Target]]:
        """Start, end and target of what gets a link."""
        return [
            (span.start, span.end, span.target)
            for span in self.spans
            if span.flag == Flag.LINKED and span.target is not None
        ]


class _Piece(NamedTuple):
    """A stretch of flat text that comes from one stretch of HTML without a tag in it."""

    start: int
    end: int
    is_entity: bool
    run: int  # pieces with the same number have no tag between them
    section: int
    is_linked: bool
    inside: Flag | None  # why nothing is linked here


class _FlatText:
    def __init__(self, html: str):
        self.html = html
        self.parts: list[str] = []
        self.starts: list[int] = []
        self.pieces: list[_Piece] = []
        self.length = self.run = self.section = 0
        self.skipped_tag, self.depth = "", 0
        self.inside: Flag | None = None
        self.is_linked = False
        self._read()
        self.text = "".join(self.parts)

    def _read(self) -> None:
        done = 0
        for markup in MARKUP.finditer(self.html):
            if done < markup.start():
                self._add(self.html[done : markup.start()], done, markup.start())
            done = markup.end()
            if markup["tag"]:
                self._read_tag(markup["tag"].lower(), bool(markup["closing"]), markup["attributes"])
            elif markup["entity"]:
                self._read_entity(markup[0], markup.start())
            else:
                self._stop()
        if done < len(self.html):
            self._add(self.html[done:], done, len(self.html))

    def _read_tag(self, tag: str, is_closing: bool, attributes: str) -> None:
        if self.skipped_tag:
            if tag == self.skipped_tag:
                self.depth += -1 if is_closing else 1
                if not self.depth:
                    self._stop()
                    self.skipped_tag, self.inside = "", None
            elif tag not in INLINE:
                self._stop()
            return
        names = _attribute_names(attributes) if "data-" in attributes.lower() else ()
        self.section += tag == "h2" and not is_closing
        if tag == "a" and (self.is_linked if is_closing else "data-auto" in names):
            # A text that was linked before: the link stays and is the first mention.
            self.is_linked = not is_closing
            self.run += 1
        elif not is_closing and tag not in VOID and (tag in SKIPPED or "data-nolink" in names):
            self._stop()
            self.skipped_tag, self.depth = tag, 1
            self.inside = Flag.NOLINK if "data-nolink" in names else SKIPPED[tag]
        elif tag in INLINE:
            self.run += 1
        else:
            self._stop()

    def _read_entity(self, entity: str, start: int) -> None:
        decoded = unescape(entity)
        if decoded == entity:
            self._stop()
        else:
            self._add(decoded, start, start + len(entity), is_entity=True)

    def _add(self, text: str, start: int, end: int, is_entity: bool = False) -> None:
        self.pieces.append(
            _Piece(start, end, is_entity, self.run, self.section, self.is_linked, self.inside)
        )
        self.starts.append(self.length)
        self.parts.append(text)
        self.length += len(text)

    def _stop(self) -> None:
        self.parts.append(STOP)
        self.length += 1

    def place(self, match: Match) -> "_Place":
        first = bisect_right(self.starts, match.start) - 1
        head = tail = self.pieces[first]
        last = first
        if first + 1 < len(self.starts) and match.end > self.starts[first + 1]:
            last = bisect_right(self.starts, match.end - 1) - 1
            tail = self.pieces[last]
        start = head.start if head.is_entity else head.start + match.start - self.starts[first]
        end = tail.end if tail.is_entity else tail.start + match.end - self.starts[last]
        return start, end, head, head.run != tail.run


# Start and end in the HTML, the piece it begins in, and whether a tag parts it.
_Place = tuple[int, int, _Piece, bool]


def _attribute_names(attributes: str) -> set[str]:
    return set(re.split(r"[\s=/]+", QUOTED.sub(" ", attributes).lower()))


def sha_of(html: str) -> str:
    return hashlib.sha256(html.encode("utf-8", "surrogatepass")).hexdigest()


def _with_local_short_forms(flat: "_FlatText", matches: list[Match]) -> list[Match]:
    """Take a short form that the text itself explains, as in "stiff skin syndrome (SSS)", for a
    name of the same target wherever the text has it."""
    text = flat.text
    meanings: dict[str, Meaning] = {}
    for match in matches:
        if not match.meaning.is_certain:
            continue
        surface = text[match.start : match.end]
        found = DEFINITION.search(surface) if "(" in surface else None
        if found := found or DEFINITION.match(text, match.end):
            short = found[1]
            if _may_stand_for(short, surface):
                meanings.setdefault(short, Meaning(match.meaning.targets, is_certain=False))
    if not meanings:
        return matches
    forms = "|".join(map(re.escape, sorted(meanings, key=len, reverse=True)))
    places = {
        one.start(1): Match(*one.span(1), meanings[one[1]])
        for one in re.finditer(rf"(?<!\w)({forms})(?!\w)", text)
    }
    kept = [
        places.pop(match.start, match) if not match.meaning.is_certain else match
        for match in matches
    ]
    taken = [(match.start, match.end) for match in kept]
    kept += [match for match in places.values() if not overlaps(match.start, match.end, taken)]
    return sorted(kept)


def overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    """Whether a stretch touches one of these, which are in order and apart from each other."""
    place = bisect_left(taken, (end,))
    return place > 0 and taken[place - 1][1] > start


def _may_stand_for(short: str, long: str) -> bool:
    """Two capitals or more, and its letters stand in the long form in this order."""
    if sum(map(str.isupper, short)) < 2 or len(short) >= len(long):
        return False
    letters = iter(long.casefold())
    signs = [sign for sign in short.casefold() if sign.isalpha()]
    return long[:1].casefold() == signs[0] and all(sign in letters for sign in signs)


def _target_meant(unsure: Meaning, named: set[Target]) -> Target | None:
    """It counts when exactly one of its targets is named in full elsewhere."""
    candidates = [target for target in unsure.targets if target in named]
    return candidates[0] if len(candidates) == 1 else None


def _named_in_full(matches: list[Match], places: list[_Place]) -> set[Target]:
    """What the text that may be linked speaks of without any doubt."""
    return {
        match.meaning.targets[0]
        for match, (_start, _end, piece, _is_split) in zip(matches, places, strict=True)
        if match.meaning.is_certain and piece.inside is None
    }


def _why_not(
    meaning: Meaning,
    target: Target | None,
    self_target: Target | None,
    unwanted: Collection[Target | str],
) -> Flag | None:
    """Why a name gets no link wherever it stands; None where it may have one."""
    if target is None:
        return Flag.UNSURE if len(meaning.targets) > 1 else Flag.ALONE
    if target == self_target:
        return Flag.SELF
    if EVERYTHING in unwanted or target in unwanted:
        return Flag.EXCLUDED
    return None if meaning.is_certain else Flag.SHORT


def plan_links(
    html: str,
    dictionary: Dictionary,
    *,
    self_target: Target | None = None,
    exclude: Collection[Target | str] = frozenset(),
) -> LinkPlan:
    """Link the first mention of each target in each section; a section starts at an h2.

    `exclude` holds the targets the page does not want, or "*" for all. The plan has every name
    that was found, each with what became of it.
    """
    flat = _FlatText(html)
    matches = _with_local_short_forms(flat, dictionary.find(flat.text))
    places = list(map(flat.place, matches))
    named = _named_in_full(matches, places)
    spans, taken = [], set()
    for (_start, _end, meaning), (start, end, piece, is_split) in zip(matches, places, strict=True):
        target = meaning.targets[0] if meaning.is_certain else _target_meant(meaning, named)
        flag = piece.inside or _why_not(meaning, target, self_target, exclude)
        if flag is None:
            first_of_section = (piece.section, target)
            if first_of_section in taken or piece.is_linked:
                flag = Flag.REPEAT
            else:
                flag = Flag.SPLIT if is_split else Flag.LINKED
            if flag != Flag.SPLIT:
                taken.add(first_of_section)
        if target is None and len(meaning.targets) == 1:
            target = meaning.targets[0]
        spans.append(Span(start, end, target, flag))
    return LinkPlan(tuple(spans), sha_of(html))
