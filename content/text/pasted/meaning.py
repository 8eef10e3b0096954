"""What each element means here, whatever it is called and however it looks.

What comes out holds only elements that a text may have, and four of our own for `shape`: `#box`,
whose ends part words, `#point` of a list, `#marker` of a point, and `#note`, a mark of a footnote.
"""

import re
from collections import Counter

from content.text.addresses import link_of
from content.text.allowed import TAGS, is_in_library
from content.text.markup import BLANK, NO_ATTRIBUTES, Children, Node, block, inline
from content.text.pasted import lists, notes, signs
from content.text.pasted.elements import (
    around,
    emphasised,
    heading_level,
    is_bare,
    is_comment,
    kept,
    marks_of,
    taken_back,
    without_comments,
    without_nots,
)
from content.text.pasted.styles import PLAIN, Look, Looks

RENAMED = {
    **{"b": "strong", "i": "em", "strike": "s", "dt": "#term"},
    **dict.fromkeys(("kbd", "samp", "tt"), "code"),
    **dict.fromkeys(("listing",), "pre"),
    **dict.fromkeys(("menu", "dir"), "ul"),
}
BOXES = frozenset(
    "address article aside body center dd details dialog dir div dl fieldset footer form header "
    "head hgroup html legend main nav optgroup option search section select summary".split()
)
DROPPED = frozenset("xml template meta link base o:smarttagtype".split())
BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li blockquote hr figure figcaption table caption thead tbody tfoot "
    "tr td th #box #point".split()
)
CHANGES_WORDS = frozenset(("pre", "q", "font"))
INLINE = frozenset("strong em s sup sub code abbr cite span a".split())
DELETED = re.compile(r"\bmso(?:Del|MoveFrom)\b", re.IGNORECASE)
LINE_END = re.compile(r"\r\n?|\n")


class PastedMeaning:
    """Reads one text; `counts` says by kind what was left out and changed."""

    def __init__(self, looks: Looks, *, is_word: bool, is_docs: bool, counts: Counter[str]):
        self.looks, self.is_word, self.is_docs, self.counts = looks, is_word, is_docs, counts
        self.font, self.is_capital = "", False
        self.within: Counter[str] = Counter()  # how many elements around say bold, raised ...
        self.is_verbatim = False
        self.quotations = 0
        self.after_mark = False  # the words of a footnote begin
        self.comment_marks = self.comments = self.note_marks = self.notes = 0

    def of(self, root: Node) -> Children:
        found = without_nots(without_comments("", self.inside(root)))
        self.counts["comments"] += max(self.comment_marks, self.comments)
        self.counts["footnotes"] += max(self.note_marks, self.notes)
        return found

    def inside(self, node: Node) -> Children:
        found: Children = []
        for child in node.children:
            if type(child) is str:
                self.words(child, found)
            else:
                self.element(child, found)
        return found

    def words(self, text, found):
        if self.font or not text.isascii():
            text = signs.read(text, self.font, self.counts)
        if self.is_capital:
            text = "µ".join(part.upper() for part in text.split("µ"))
        if self.after_mark and text.strip():
            text, self.after_mark = f" {text.lstrip()}", False
        if not self.is_verbatim or "\n" not in text and "\r" not in text:
            found.append(text)
            return
        for number, line in enumerate(LINE_END.split(text)):
            if number:
                found.append(Node("br", NO_ATTRIBUTES, []))
            found.append(line)

    def element(self, node: Node, found: Children) -> None:
        tag, attrs = node.tag, node.attrs
        if not attrs:
            look = PLAIN
        else:
            look = self.looks.of(node)
            if self.is_left_out(node, look) or tag == "a" and self.is_mark(node, found):
                return
        if tag in DROPPED:
            return
        if look.list == "ignore":
            text = signs.read(node.words(), "", Counter())
            found.append(Node("#marker", {"text": text}, []))
        elif tag == "del":
            self.count(node, "deletions")
        elif tag == "img":
            self.picture(node, found)
        elif tag in ("br", "hr"):
            found.append(block(tag, NO_ATTRIBUTES, []) if tag == "hr" else Node(tag, {}, []))
        else:
            self.with_content(node, look, found)

    def count(self, node, kind):
        if node.words().strip():
            self.counts[kind] += 1

    def is_left_out(self, node: Node, look: Look) -> bool:
        attrs = node.attrs
        if look.is_hidden or "hidden" in attrs:
            self.count(node, "hidden")
        elif (
            look.is_struck
            and self.is_docs
            or self.is_word
            and DELETED.search(attrs.get("class", ""))
        ):
            self.count(node, "deletions")
        elif self.is_word and notes.is_word_comment(node):
            marks, comments = notes.comments_in(node)
            self.comment_marks += marks
            self.comments += comments
        else:
            return False
        return True

    def is_mark(self, link: Node, found: Children) -> bool:
        """Whether a link is only the mark of a comment or of a footnote."""
        if notes.is_docs_comment_mark(link):
            self.comment_marks += 1
            return True
        if notes.is_docs_comment(link):
            self.comments += 1
            found.append(Node("#comment", NO_ATTRIBUTES, []))
            return True
        mark, is_note = notes.note_of(link)
        if mark:
            self.notes += is_note
            self.note_marks += not is_note
            found.append(Node("#note", NO_ATTRIBUTES, [signs.read(mark, "", self.counts)]))
            self.after_mark = is_note
        return bool(mark)

    def with_content(self, node: Node, look: Look, found: Children) -> None:
        tag = RENAMED.get(node.tag, node.tag)
        marks = marks_of(tag, look)
        self.within.update(marks)
        is_plain = look is PLAIN and tag not in CHANGES_WORDS
        content = self.inside(node) if is_plain else self.inside_changed(tag, node, look)
        self.within.subtract(marks)
        if self.comments:
            content = without_comments(tag, content)
            if is_comment(content):
                found += content
                return
        if tag in INLINE:
            self.inline(tag, node, look, content, found)
        elif tag == "q":
            opening, closing = "“”" if not self.quotations % 2 else "‘’"
            found += [opening, *content, closing]
        elif tag in BLOCKS or tag in BOXES or tag in ("pre", "#term"):
            found += self.blocks(tag, node, look, content)
        else:
            found += self.emphasised(look, content)

    def emphasised(self, look: Look, content: Children) -> Children:
        return taken_back(look, self.within, emphasised(look, content))

    def inside_changed(self, tag: str, node: Node, look: Look) -> Children:
        """The content, whose words mean something else in here."""
        before = self.font, self.is_capital, self.is_verbatim
        if look.font or "face" in node.attrs:
            family = look.font or node.attrs["face"].split(",")[0].strip(" \"'").lower()
            self.font = signs.kind_of(family)
        self.is_capital = self.is_capital or look.is_capital
        self.is_verbatim = self.is_verbatim or tag == "pre"
        self.quotations += tag == "q"
        if look.element in ("footnote-list", "endnote-list"):
            node.children = [c for c in node.children if type(c) is str or c.tag != "hr"]
        content = self.inside(node)
        self.quotations -= tag == "q"
        self.font, self.is_capital, self.is_verbatim = before
        return content

    def inline(self, tag, node, look, content, found):
        if tag == "a":
            content = self.link(node, content)
        elif not is_bare(tag, node, look, content):
            content = around(tag, kept(tag, node.attrs), content)
        found += self.emphasised(look, content)

    def link(self, node: Node, content: Children) -> Children:
        typed = node.attrs.get("href", "")
        address, kinds = link_of(typed)
        self.counts.update(kinds)
        if not address:
            return content
        return around("a", kept("a", {**node.attrs, "href": address}), content)

    def picture(self, node, found):
        address = node.attrs.get("src", "")
        if is_in_library(address):
            found.append(Node("img", kept("img", node.attrs), []))
        elif address:
            self.counts["pictures"] += 1

    def blocks(self, tag: str, node: Node, look: Look, content: Children) -> Children:
        attrs = node.attrs
        level = heading_level(tag, attrs)
        if look is not PLAIN and not level and tag in ("p", "td", "th", "li"):
            content = emphasised(look._replace(raised=""), content)
        content = without_nots(content)
        if tag == "#term":
            return [block("p", NO_ATTRIBUTES, [inline("strong", NO_ATTRIBUTES, content)])]
        if tag == "pre":
            if content and type(content[0]) is str and not content[0].strip(BLANK):
                content = content[2:]  # the first line end behind `<pre>` is none
            return [block("p", NO_ATTRIBUTES, content)]
        if level:
            return [block(f"h{level}", NO_ATTRIBUTES, content)]
        if tag in ("p", "li") and (point := lists.point_of(node, look, content)):
            return [point]
        if tag in BOXES:
            return [block("#box", NO_ATTRIBUTES, content)]
        own = kept(tag, attrs) if tag in TAGS else NO_ATTRIBUTES
        if tag in ("ul", "ol"):
            return lists.read(tag, own, look.numbers, content)
        if tag == "li" and look.numbers in lists.TYPES:
            own = {**own, lists.NUMBERS: look.numbers}
        return [block(tag, own, content)]
