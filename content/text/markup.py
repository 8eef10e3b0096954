"""Markup read into a tree in one pass, whatever stands in it.

The signs are read after the rules of WHATWG; the tree is simpler than a browser's: no deeper than
`DEEPEST`, and only as much is moved about as honest markup needs. What is deeper loses its tag and
never its words. Every pattern moves on and none looks back, so the time grows with the length.
"""

import html
import re
from collections.abc import Iterator

DEEPEST = 60
# With as many end tags; the largest text of the starter content has some hundred.
MOST_TAGS = 20_000
MOST_ATTRIBUTES = 60  # of one tag; what comes after them is read and forgotten
MOST_KINDS = 100  # that are noted, of tags and of attributes of a tag

VOID = frozenset(
    "area base basefont br col embed frame hr img input keygen link meta param source track "
    "wbr".split()
)
# Their content is no markup: a sheet is read, words are shown, the rest a browser never shows.
SHOWN_RAW = frozenset(("textarea", "xmp", "plaintext"))
RAW = SHOWN_RAW | {"script", "style", "title", "iframe", "noembed", "noframes"}

TABLE_EDGE = frozenset("table caption td th".split())
PARAGRAPH_ENDS = frozenset(
    "address article aside blockquote center details dialog dir div dl dd dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p pre "
    "search section summary table ul xmp".split()
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
SECTIONS = ("thead", "tbody", "tfoot")
LINES = PARAGRAPH_ENDS | {"br", "td", "th", "tr", "caption"}
# What a tag ends that is still open, and how far up that reaches.
ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    **{tag: (frozenset(["p"]), TABLE_EDGE) for tag in PARAGRAPH_ENDS},
    **{tag: (frozenset(["p", *HEADINGS]), TABLE_EDGE | {"div"}) for tag in HEADINGS},
    "li": (frozenset(["li", "p"]), TABLE_EDGE | {"ul", "ol", "menu", "dir"}),
    **{tag: (frozenset(["dt", "dd", "p"]), TABLE_EDGE | {"dl"}) for tag in ("dt", "dd")},
    "a": (frozenset(["a"]), TABLE_EDGE),
    **{tag: (frozenset(["td", "th"]), frozenset(["table", "tr"])) for tag in ("td", "th")},
    "tr": (frozenset(["tr", "td", "th", "caption"]), frozenset(["table"])),
    **{
        tag: (frozenset(["tr", "td", "th", "caption", *SECTIONS]), frozenset(["table"]))
        for tag in (*SECTIONS, "caption", "colgroup")
    },
    "body": (frozenset(["head"]), frozenset()),
}
# An end tag inside a cell ends nothing outside it, unless it is one of the table itself.
TABLE_TAGS = frozenset(("table", "tr", *SECTIONS, *TABLE_EDGE))

BLANK = " \t\n\r\f"
MARKUP = re.compile(r"<(?:(/?)([a-zA-Z][^ \t\n\r\f/>]*+)(>?)|[!?/])")
ANY_TAG = re.compile(r"</?[a-zA-Z]")
ATTRIBUTE = re.compile(
    r"[ \t\n\r\f/]*+([^ \t\n\r\f/>][^ \t\n\r\f/>=]*+)(?:[ \t\n\r\f]*+=[ \t\n\r\f]*+"
    r"""(?:"([^"]*+)("?)|'([^']*+)('?)|([^ \t\n\r\f>]*+)))?"""
)
TAG_END = re.compile(r"[ \t\n\r\f]*+(/?)[ \t\n\r\f/]*+>")
COMMENT_END = re.compile(r"--!?>")
RAW_END = {tag: re.compile(rf"</{tag}(?=[ \t\n\r\f/>])", re.IGNORECASE) for tag in RAW}


class Node:
    """An element; words among its children are plain strings, of which there are many."""

    __slots__ = ("attrs", "children", "has_block", "tag")

    def __init__(self, tag: str, attrs: dict[str, str], children: "Children"):
        self.tag = tag
        self.attrs = attrs
        self.children = children
        self.has_block = False

    def everything(self) -> Iterator["Node"]:
        """In the order of the text."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if node.children:
                waiting += [child for child in reversed(node.children) if type(child) is not str]

    def words(self) -> str:
        pieces = []
        waiting: Children = [self]
        while waiting:
            node = waiting.pop()
            if type(node) is str:
                pieces.append(node)
            else:
                waiting += reversed(node.children)
        return "".join(pieces)


Children = list[Node | str]


def block(tag: str, attrs: dict[str, str], children: Children) -> Node:
    made = Node(tag, attrs, children)
    made.has_block = True
    return made


def inline(tag: str, attrs: dict[str, str], children: Children) -> Node:
    """An element of a line; it may hold blocks all the same."""
    made = Node(tag, attrs, children)
    for child in children:
        if type(child) is not str and child.has_block:
            made.has_block = True
            break
    return made


NO_ATTRIBUTES: dict[str, str] = {}  # shared, and never filled


class ReadMarkup:
    """What was read: the tree, the sheets of style in it, and which kinds of markup there are."""

    def __init__(self):
        self.root = Node("", NO_ATTRIBUTES, [])
        self.sheets: list[str] = []
        self.kinds: dict[str, set[str]] = {}  # tag: its attributes


def has_too_much(fragment: str) -> bool:
    return sum(1 for _tag in ANY_TAG.finditer(fragment)) > 2 * MOST_TAGS


def read(fragment: str, deepest: int = DEEPEST) -> ReadMarkup:
    page = ReadMarkup()
    _read(fragment, page, _Builder(page, deepest))
    return page


def plain_words(fragment: str) -> str:
    """The words alone, of any number of tags; a block is a line."""
    page = ReadMarkup()
    builder = _Words(page)
    _read(fragment, page, builder)
    return "".join(builder.pieces)


def _read(fragment: str, page: ReadMarkup, builder: "_Builder | _Words") -> None:
    place = 0
    while found := MARKUP.search(fragment, place):
        if found.start() > place:
            builder.words(fragment[place : found.start()])
        is_end, name, is_whole = found.groups()
        if name is None:
            place = after_comment(fragment, found.start())
            continue
        name, place = name.lower(), found.end()
        attrs, is_closed = NO_ATTRIBUTES, False
        if not is_whole:
            attrs, is_closed, place = attributes(fragment, place)
        if place < 0:
            return  # a tag without an end: a browser takes all that follows for a part of it
        if is_end:
            builder.end(name)
        elif name in RAW:
            place = raw(page, builder, name, fragment, place)
        else:
            builder.start(name, attrs, is_closed and ":" in name)
    if place < len(fragment):
        builder.words(fragment[place:])


def after_comment(fragment: str, start: int) -> int:
    """Where it goes on after `<!-- -->`, or after what a browser takes for one: `<![if ...]>`."""
    if not fragment.startswith("<!--", start):
        return fragment.find(">", start) + 1 or len(fragment)
    for short in (">", "->"):
        if fragment.startswith(short, start + 4):
            return start + 4 + len(short)
    end = COMMENT_END.search(fragment, start + 4)
    return end.end() if end else len(fragment)


def attributes(fragment: str, place: int) -> tuple[dict[str, str], bool, int]:
    """(attributes, whether the tag closes itself, where it goes on: -1 for nowhere)."""
    found: dict[str, str] = {}
    while True:
        match = ATTRIBUTE.match(fragment, place)
        if match is None:
            end = TAG_END.match(fragment, place)
            return found, bool(end and end[1]), end.end() if end else -1
        name, double, double_end, single, single_end, bare = match.groups()
        if double_end == "" or single_end == "":
            return found, False, -1
        place = match.end()
        value = double or single or bare or ""
        if len(found) < MOST_ATTRIBUTES:
            found.setdefault(name.lower(), unescaped(value) if "&" in value else value)


def raw(
    page: ReadMarkup, builder: "_Builder | _Words", name: str, fragment: str, place: int
) -> int:
    end = None if name == "plaintext" else RAW_END[name].search(fragment, place)
    content = fragment[place : end.start() if end else len(fragment)]
    page.kinds.setdefault(name, set())
    if name == "style":
        page.sheets.append(content)
    elif name in SHOWN_RAW:
        builder.start("pre", NO_ATTRIBUTES, False)
        builder.words(content, is_raw=name != "textarea")
        builder.end("pre")
    return end.start() if end else len(fragment)


def unescaped(text: str) -> str:
    """What stored text has is replaced at once; other references one by one."""
    text = text.replace("&nbsp;", "\xa0").replace("&lt;", "<").replace("&gt;", ">")
    if text.count("&") == text.count("&amp;"):
        return text.replace("&amp;", "&")
    return html.unescape(text)


class _Builder:
    def __init__(self, page, deepest):
        self.kinds, self.deepest = page.kinds, deepest
        self.open = [page.root]
        self.too_deep: dict[str, int] = {}

    def words(self, text, is_raw=False):
        if "&" in text and not is_raw:
            text = unescaped(text)
        self.open[-1].children.append(text)

    def start(self, name, attrs, is_closed):
        known = self.kinds.get(name)
        if known is None and len(self.kinds) < MOST_KINDS:
            known = self.kinds[name] = set()
        if attrs and known is not None and len(known) < MOST_KINDS:
            known.update(attrs)
        if name in ENDS and len(self.open) > 1:
            self.end_before(*ENDS[name])
        node = Node(name, attrs, [])
        if name in VOID or is_closed:
            self.open[-1].children.append(node)
        elif len(self.open) < self.deepest:
            self.open[-1].children.append(node)
            self.open.append(node)
        else:
            self.too_deep[name] = self.too_deep.get(name, 0) + 1

    def end_before(self, ended, edge):
        outermost = 0
        for place in range(len(self.open) - 1, 0, -1):
            tag = self.open[place].tag
            if tag in ended:
                outermost = place
            elif tag in edge:
                break
        if outermost:
            del self.open[outermost:]

    def end(self, name):
        if self.too_deep.get(name):
            self.too_deep[name] -= 1
            return
        if self.open[-1].tag == name:
            del self.open[-1]
            return
        edge = () if name in TABLE_TAGS else TABLE_EDGE
        for place in range(len(self.open) - 1, 0, -1):
            tag = self.open[place].tag
            if tag == name:
                del self.open[place:]
                return
            if tag in edge:
                return


class _Words:
    def __init__(self, page):
        self.pieces: list[str] = []

    def words(self, text, is_raw=False):
        self.pieces.append(unescaped(text) if "&" in text and not is_raw else text)

    def start(self, name, attrs, is_closed):
        if name in LINES:
            self.pieces.append("\n")

    def end(self, name):
        if name in LINES:
            self.pieces.append("\n")
