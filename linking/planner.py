"""Where a text gets its automatic links.

The HTML is scanned, never parsed and written again: its text is laid out flat, names are found
there, and their places are carried back to offsets in the HTML. That is safe because the input
is what the sanitiser wrote; where it is not, nothing behind the fault is linked.
"""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Collection, Hashable
from enum import StrEnum
from html import unescape
from typing import NamedTuple

from linking.dictionary import Dictionary, Match

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
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
# No link inside these. A table's header cell is a heading too.
SKIPPED = HEADINGS | frozenset(
    "a abbr blockquote button caption cite code dfn figcaption kbd math pre q samp script style "
    "svg textarea th".split()
)
# Their text is joined to what stands around them; the edge of anything else ends a name.
INLINE = frozenset(
    "b bdi bdo data del em font i ins mark s small span strong sub sup time u var wbr".split()
)
VOID = frozenset("area br col embed hr img input link meta source track wbr".split())
# Neither a word nor white space nor part of any name.
STOP = "\0"
EVERYTHING = "*"


class Flag(StrEnum):
    LINKED = "linked"
    # Names its target, but carries no link by rule: a repeat in its section, a short form.
    MENTION = "mention"
    # Would carry the link, but the page opted out, is the target itself, or markup splits it.
    SUPPRESSED = "suppressed"


class Span(NamedTuple):
    start: int
    end: int
    target: Hashable
    flag: Flag


class LinkPlan(NamedTuple):
    spans: tuple[Span, ...]
    html_sha: str


class Place(NamedTuple):
    start: int
    end: int
    section: int
    is_split: bool
    is_linked: bool


class _Piece(NamedTuple):
    """A stretch of flat text that comes from one stretch of HTML without a tag in it."""

    start: int
    end: int
    is_entity: bool
    run: int  # pieces with the same number have no tag between them
    section: int
    is_linked: bool


class _FlatText:
    def __init__(self, html: str):
        self.html = html
        self.parts: list[str] = []
        self.starts: list[int] = []
        self.pieces: list[_Piece] = []
        self.length = self.run = self.section = 0
        self.skipped_tag, self.depth = "", 0
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
                    self.skipped_tag = ""
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
        if not self.skipped_tag:
            piece = _Piece(start, end, is_entity, self.run, self.section, self.is_linked)
            self.pieces.append(piece)
            self.starts.append(self.length)
            self.parts.append(text)
            self.length += len(text)

    def _stop(self) -> None:
        if not self.skipped_tag:
            self.parts.append(STOP)
            self.length += 1

    def place(self, match: Match) -> Place:
        first = bisect_right(self.starts, match.start) - 1
        last = bisect_right(self.starts, match.end - 1) - 1
        head, tail = self.pieces[first], self.pieces[last]
        start = head.start if head.is_entity else head.start + match.start - self.starts[first]
        end = tail.end if tail.is_entity else tail.start + match.end - self.starts[last]
        return Place(start, end, head.section, head.run != tail.run, head.is_linked)


def _attribute_names(attributes: str) -> set[str]:
    return set(re.split(r"[\s=/]+", QUOTED.sub(" ", attributes).lower()))


def sha_of(html: str) -> str:
    return hashlib.sha256(html.encode("utf-8", "surrogatepass")).hexdigest()


def _target_meant(match: Match, named: set[Hashable]) -> Hashable | None:
    """A name that is unsure counts when exactly one of its targets is named in full elsewhere."""
    if match.meaning.is_certain:
        return match.meaning.targets[0]
    candidates = [target for target in match.meaning.targets if target in named]
    return candidates[0] if len(candidates) == 1 else None


def plan_links(
    html: str,
    dictionary: Dictionary,
    *,
    self_target: Hashable | None = None,
    exclude: Collection[Hashable] = frozenset(),
) -> LinkPlan:
    """Link the first mention of each target in each section; a section starts at an h2.

    `exclude` holds the targets the page does not want, or "*" for all. Names inside headings,
    links, quotations, captions and code are no mentions at all.
    """
    flat = _FlatText(html)
    matches = list(dictionary.find(flat.text))
    named = {match.meaning.targets[0] for match in matches if match.meaning.is_certain}
    spans, taken = [], set()
    for match in matches:
        target = _target_meant(match, named)
        if target is None:
            continue
        place = flat.place(match)
        first_of_section = (place.section, target)
        if target == self_target or target in exclude or EVERYTHING in exclude:
            flag = Flag.SUPPRESSED
        elif not match.meaning.is_certain or first_of_section in taken:
            flag = Flag.MENTION
        elif place.is_linked:
            flag = Flag.MENTION
            taken.add(first_of_section)
        elif place.is_split:
            flag = Flag.SUPPRESSED
        else:
            flag = Flag.LINKED
            taken.add(first_of_section)
        spans.append(Span(place.start, place.end, target, flag))
    return LinkPlan(tuple(spans), sha_of(html))
