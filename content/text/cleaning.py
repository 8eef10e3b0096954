"""The wall: every text that is stored passes `clean`."""

import gc
import re
import unicodedata
from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from threading import Lock
from typing import NamedTuple

import nh3

from content.text import allowed, markup, pasted, written
from content.text.signs import without_unseen

MOST_ROUNDS = 4
MOST_PARAGRAPHS = 1000  # of a text that is kept as plain words
REMEMBERED = 16_000_000  # signs


class Cleaned(NamedTuple):
    """A text as it may be stored, and what cleaning did to it."""

    text: str
    counts: Mapping[str, int]  # by the kinds of `content.text.changes`
    markup: Sequence[str]  # what else was taken out, such as `<script>` or `p onclick`


def clean(fragment: str) -> str:
    return cleaned(fragment).text


def cleaned(fragment: str) -> Cleaned:
    """The fragment as it may be stored; cleaning twice changes nothing.

    The time grows with the length, whatever stands in it. A form asks several times for the same
    text, partly while others wait for it: what came out is remembered for a while.
    """
    fragment = fragment.strip()
    result = remembered.get(fragment)
    if result is None:
        with without_collection():
            result = cleaned_anew(fragment)
        remembered.keep(fragment, result)
        remembered.keep(result.text, Cleaned(result.text, {}, ()))
    return result


def cleaned_anew(fragment: str) -> Cleaned:
    """What is written has a shape in which the sanitiser leaves all as it is.

    Should it change something, what came out is read again; should it be too deep now, less of it
    is read. What never settles, and what has more tags than an honest text, is kept as plain words.
    """
    text = composed(fragment)
    counts: Counter[str] = Counter()
    named: tuple[str, ...] = ()
    for number in range(MOST_ROUNDS):
        if markup.has_too_much(text):
            break
        page = markup.read(text, markup.DEEPEST >> number)
        if not number:
            named = unknown_markup(page, is_pasted=pasted.is_pasted(text))
        counted: Counter[str] = Counter()
        asked, words, depth = written.tags_and_words(pasted.meant(page, text, counted))
        counts = counts or counted
        if depth > markup.DEEPEST:
            continue
        answered = CLEANER.clean(asked)
        settled = written.joined(answered, words)
        if settled is None or markup.has_too_much(asked):
            break
        if answered == asked:
            return Cleaned(settled, +counts, named)
        text = settled
    return Cleaned(as_plain_words(fragment), {"markup": 1}, named)


@contextmanager
def without_collection() -> Iterator[None]:
    """Trees are no cycles, and to look through all that a process holds costs more than they do."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Remembered:
    """The last texts, by what they were before; safe between threads."""

    def __init__(self, most: int):
        self.most, self.size = most, 0
        self.results: OrderedDict[str, Cleaned] = OrderedDict()
        self.lock = Lock()

    def get(self, fragment: str) -> Cleaned | None:
        with self.lock:
            if fragment in self.results:
                self.results.move_to_end(fragment)
            return self.results.get(fragment)

    def keep(self, fragment: str, result: Cleaned) -> None:
        with self.lock:
            if fragment in self.results:
                return
            self.results[fragment] = result
            self.size += len(fragment) + len(result.text)
            while self.size > self.most:
                before, after = self.results.popitem(last=False)
                self.size -= len(before) + len(after.text)

    def forget(self) -> None:
        with self.lock:
            self.results.clear()
            self.size = 0


remembered = _Remembered(REMEMBERED)


# Signs


def _combining() -> str:
    codes = [code for code in range(0x20000) if unicodedata.combining(chr(code))]
    runs = [list(run) for _gap, run in groupby(enumerate(codes), lambda pair: pair[1] - pair[0])]
    return "".join(f"{chr(run[0][1])}-{chr(run[-1][1])}" for run in runs)


# Composing takes time that grows with the square of the marks on one letter; no script has thirty.
MANY_MARKS = re.compile(f"([{_combining()}]{{30}})[{_combining()}]+")


def composed(fragment: str) -> str:
    """In the composed form of Unicode, without unseen signs, with one kind of line end."""
    text = without_unseen(fragment).replace("\r\n", "\n").replace("\r", "\n")
    text = written.without_stand_ins(text)
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", MANY_MARKS.sub(r"\1", text))


# The sanitiser


def kept_value(_tag: str, name: str, value: str) -> str | None:
    """The sanitiser's question; it sees stand-ins, the rules want the signs."""
    if written.STAND_IN.search(value):
        kept = allowed.kept_value(name, written.signs(value))
        return None if kept is None else written.with_stand_ins(kept)
    return allowed.kept_value(name, value)


CLEANER = nh3.Cleaner(
    tags=allowed.TAGS,
    attributes=allowed.ATTRIBUTES,
    allowed_classes=allowed.CLASSES,
    attribute_filter=kept_value,
    url_schemes=allowed.SCHEMES,
    link_rel=None,
    clean_content_tags={"script", "style", "title", "xml", "del"},
)


def as_plain_words(fragment: str) -> str:
    words = markup.plain_words(composed(fragment))
    lines = [" ".join(line.split()) for line in words.split("\n")]
    lines = [line for line in lines if line]
    if len(lines) > MOST_PARAGRAPHS:
        lines = [" ".join(lines)]
    return "".join(f"<p>{written.escaped(line)}</p>" for line in lines)


# What is named

# What the editor and word processors add, and what only says how something looks.
SILENT = frozenset(
    "style data-list-item-id target rel class id name lang dir align valign width height border "
    "bgcolor color face size cellspacing cellpadding nowrap role type start value clear cite "
    "datetime hidden span".split()
)
# Carried over under another name, or no more than a box around words.
UNDERSTOOD = frozenset(
    "h1 h5 h6 b i u strike ins del font center big small mark label time var dfn q dl dt dd pre "
    "kbd samp tt listing wbr col colgroup tfoot html head body meta link title style base menu dir "
    "address article aside details div fieldset footer header hgroup legend main nav search "
    "section summary".split()
)
ALWAYS_NAMED = frozenset("script iframe object embed form video audio".split())
TAG_NAME = re.compile(r"[a-z][a-z0-9-]{0,19}", re.ASCII)
ATTRIBUTE_NAME = re.compile(r"(?!aria-|data-)[a-z][a-z0-9:-]{0,29}", re.ASCII)
MOST_NAMED = 12


def unknown_markup(page: markup.ReadMarkup, *, is_pasted: bool) -> tuple[str, ...]:
    """The kinds of markup that nothing is made of; of a word processor's only what matters."""
    named = []
    for tag, attributes in page.kinds.items():
        if tag in allowed.TAGS or tag in UNDERSTOOD:
            known = SILENT | allowed.ATTRIBUTES.get(tag, set())
            lost = [name for name in attributes - known if ATTRIBUTE_NAME.fullmatch(name)]
            named += [f"{tag} {name}" for name in lost]
        elif TAG_NAME.fullmatch(tag):
            named.append(f"<{tag}>")
    if is_pasted:
        named = [name for name in named if name.strip("<>") in ALWAYS_NAMED]
    named.sort()
    return tuple(named) if len(named) <= MOST_NAMED else (*named[:MOST_NAMED], "…")
