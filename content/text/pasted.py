"""Text pasted from Word or Google Docs, made into the plain markup that it means.

Only the meaning is carried over here; what is safe to store is settled by `content.text.richtext`
after it, whatever comes out of this.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

from django.utils.translation import ngettext

MARKS = re.compile(
    r"class=[\"']?Mso|mso-|<o:p|urn:schemas-microsoft-com|docs-internal-guid|\bmsocom|<w:|<st1:",
    re.IGNORECASE,
)
VOID = set("area base br col embed hr img input link meta source track wbr".split())
# What a word processor sends along, and what somebody deleted there.
DROPPED = set("head style script title xml del meta link o:smarttagtype".split())
HEADING = re.compile(r"mso(?:heading|title|subtitle)(\d?)", re.IGNORECASE)
LIST_STYLE = re.compile(r"mso-list:\s*l(\d+)\s+level(\d+)", re.IGNORECASE)
COMMENT = re.compile(r"msocom|mso-element:\s*comment", re.IGNORECASE)
NUMBER = re.compile(r"^\s*(?:\d{1,3}|[a-z]|[ivxlc]{1,5})[.)]", re.IGNORECASE)
BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)
NOT_BOLD = re.compile(r"font-weight:\s*(?:normal|[1-5]00)", re.IGNORECASE)
ITALIC = re.compile(r"font-style:\s*italic", re.IGNORECASE)
RAISED = re.compile(r"vertical-align:\s*(super|sub)\b", re.IGNORECASE)
DEEPEST = 60
LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass
class Node:
    tag: str  # empty for text
    attrs: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    text: str = ""

    @property
    def style(self) -> str:
        return self.attrs.get("style", "")

    @property
    def css_class(self) -> str:
        return self.attrs.get("class", "")

    def words(self) -> str:
        return self.text + "".join(child.words() for child in self.children)


class Lenient(HTMLParser):
    """Word writes `<![if ...]>`, and hostile texts anything; both are comments to a browser."""

    def parse_marked_section(self, i, report=1):
        return self.parse_bogus_comment(i)


class _Reader(Lenient):
    def __init__(self):
        super().__init__()
        self.root = Node("root")
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID and len(self.open) < DEEPEST:
            self.open.append(node)

    def handle_startendtag(self, tag, attrs):
        self.open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return

    def handle_data(self, data):
        self.open[-1].children.append(Node("", text=data))


def is_pasted(fragment: str) -> bool:
    return MARKS.search(fragment) is not None


def tidied(fragment: str) -> str:
    """Headings, lists and emphasis as tags; comments and deleted words gone. Not yet safe."""
    root = read(fragment)
    nodes = with_lists(list(flat(root)))
    headings_in_order(nodes)
    return "".join(map(written, nodes))


def read(fragment: str) -> Node:
    reader = _Reader()
    reader.feed(fragment)
    reader.close()
    return reader.root


def written(node: Node) -> str:
    if not node.tag:
        return escape(node.text, quote=False)
    attrs = "".join(f' {name}="{escape(value)}"' for name, value in node.attrs.items())
    if node.tag in VOID:
        return f"<{node.tag}{attrs}>"
    return f"<{node.tag}{attrs}>{''.join(map(written, node.children))}</{node.tag}>"


def is_comment(node: Node) -> bool:
    told = f"{node.css_class} {node.style} {node.attrs.get('href', '')} {node.attrs.get('id', '')}"
    return COMMENT.search(told) is not None


def flat(parent: Node) -> Iterator[Node]:
    """The children with their meaning as tags, without what only a word processor knows."""
    for node in parent.children:
        if not node.tag:
            yield node
        elif node.tag in DROPPED or is_comment(node):
            continue
        elif node.tag in ("html", "body", "div", "ins", "font", "center") or ":" in node.tag:
            yield from flat(node)
        else:
            yield from meant(node)


def meant(node: Node) -> Iterator[Node]:
    node.children = list(flat(node))
    if node.tag == "a" and "href" in node.attrs:
        node.attrs["href"] = beyond_google(node.attrs["href"])
    if node.tag in ("b", "strong") and NOT_BOLD.search(node.style):
        yield from node.children
    elif node.tag == "span":
        yield from emphasised(node)
    elif node.tag == "p" and not node.words().strip() and not has_picture(node):
        return
    elif node.tag == "p" and (found := HEADING.search(node.css_class)):
        node.tag = f"h{min(int(found[1] or 1), 6)}"
        yield node
    elif node.tag in ("ul", "ol", "table", "tbody", "tr", "td", "th"):
        node.children = nested(node) if node.tag in ("ul", "ol") else with_lists(node.children)
        yield node
    else:
        yield node


def emphasised(node: Node) -> Iterator[Node]:
    raised = RAISED.search(node.style)
    tags = [
        tag
        for tag, holds in (
            ("strong", BOLD.search(node.style)),
            ("em", ITALIC.search(node.style)),
            (raised[1].lower()[:3] if raised else "", raised),
        )
        if holds
    ]
    if "data-nolink" in node.attrs or "mso-list" in node.style.lower():
        yield node
        return
    children = node.children
    for tag in reversed(tags):
        children = [Node({"sup": "sup", "sub": "sub"}.get(tag, tag), children=children)]
    yield from children


def has_picture(node: Node) -> bool:
    return node.tag == "img" or any(map(has_picture, node.children))


def beyond_google(address: str) -> str:
    """Google Docs leads through its own address to the one that was meant."""
    parts = urlsplit(address) if "google.com/url" in address else None
    meant_address = parse_qs(parts.query).get("q", [""])[0] if parts else ""
    return meant_address or address


# Lists


def nested(node: Node) -> list[Node]:
    """A list inside a list belongs to the point before it."""
    points: list[Node] = []
    for child in node.children:
        if child.tag in ("ul", "ol") and points and points[-1].tag == "li":
            points[-1].children.append(child)
        else:
            points.append(child)
    return points


def with_lists(nodes: list[Node]) -> list[Node]:
    """Word's paragraphs that look like points of a list become one."""
    done: list[Node] = []
    open_lists: list[Node] = []
    for node in nodes:
        found = LIST_STYLE.search(node.style) if node.tag == "p" else None
        if found is None:
            if node.tag or node.text.strip():
                open_lists = []
            done.append(node)
            continue
        level = min(int(found[2]), 6)
        kind = "ol" if without_marker(node) else "ul"
        del open_lists[level:]
        while len(open_lists) < level:
            inner = Node(kind)
            if open_lists and open_lists[-1].children:
                open_lists[-1].children[-1].children.append(inner)
            elif open_lists:
                open_lists[-1].children.append(Node("li", children=[inner]))
            else:
                done.append(inner)
            open_lists.append(inner)
        open_lists[-1].children.append(Node("li", children=node.children))
    return done


def without_marker(node: Node) -> bool:
    """Take the sign or the number out of a point; return whether it was a number."""
    for child in list(node.children):
        if child.tag == "span" and "mso-list" in child.style.lower():
            node.children.remove(child)
            return NUMBER.match(child.words()) is not None
        if child.words().strip():
            break
    return False


# Headings


def headings_in_order(nodes: list[Node]) -> None:
    """The title of the page is above them; no level is skipped."""
    headings = [node for node in everything(nodes) if node.tag in LEVELS]
    has_title = any(node.tag == "h1" for node in headings)
    above: list[int] = []
    for node in headings:
        level = int(node.tag[1]) + has_title
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        node.tag = f"h{min(len(above) + 1, 4)}"


def everything(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from everything(node.children)


# What is said about it


def left_out(fragment: str) -> list[str]:
    """In words, what was pasted and will not be in the text."""
    nodes = list(everything([read(fragment)]))
    comments = sum("msocomanchor" in node.css_class.lower() for node in nodes)
    deleted = sum(node.tag == "del" for node in nodes)
    pictures = sum(
        node.tag in ("img", "v:imagedata")
        and node.attrs.get("src", "").lower().startswith(("file:", "data:", "blob:", "https:"))
        for node in nodes
    )
    said = [
        (comments, ngettext("%d comment", "%d comments", comments)),
        (deleted, ngettext("%d deleted passage", "%d deleted passages", deleted)),
        (
            pictures,
            ngettext(
                "%d picture that is not in the library",
                "%d pictures that are not in the library",
                pictures,
            ),
        ),
    ]
    return [words % number for number, words in said if number]
