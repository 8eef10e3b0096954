"""The words of one block."""

import re
from itertools import groupby

from content.text.markup import BLANK, Children, Node
from content.text.pasted.flow import UNSEEN, flat, has_content

BLANKS = re.compile(r"[ \t\n\r\f]+")
UNTIDY = re.compile(r"[\t\n\r\f]| {2}")


def line(content: Children) -> Children:
    """The words of one block: no element in its like or without words, no blanks at the ends."""
    if len(content) == 1 and type(content[0]) is str:
        text = content[0]
        text = (BLANKS.sub(" ", text) if UNTIDY.search(text) else text).strip(UNSEEN)
        return [text] if text else []
    words = plain_line(content, ())
    trim(words)
    return words


def plain_line(content: Children, within: tuple[str, ...]) -> Children:
    done: Children = []
    for child in content:
        if type(child) is str:
            if child:
                done.append(child)
            continue
        tag = child.tag
        if tag in ("br", "img"):
            done.append(child)
        elif tag == "#note":
            done += child.children
        elif tag == "#marker":
            done.append(" ".join(child.attrs["text"].split()) + " ")
        elif child.has_block:
            for part in flat([child]):
                inner = [part] if type(part) is str else part.children
                done += [" ", *plain_line(inner, within), " "]
        else:
            inner = plain_line(child.children, within if tag in within else (*within, tag))
            if tag in within or not has_content(inner):
                done += inner
            else:
                done.append(Node(tag, child.attrs, inner))
    return joined(done)


def joined(content: Children) -> Children:
    """Words that stand side by side in one piece."""
    if not any(
        type(one) is str and type(other) is str
        for one, other in zip(content, content[1:], strict=False)
    ):
        return content
    done: Children = []
    for is_words, run in groupby(content, lambda child: type(child) is str):
        side_by_side = list(run)
        done += ["".join(side_by_side)] if is_words else side_by_side
    return done


def trim(words: Children) -> None:
    """One blank between words, none at the ends and around the end of a line."""
    leaves: list[tuple[Children, int]] = []
    collect(words, leaves)
    trim_starts(leaves)
    trim_ends(leaves)


def trim_starts(leaves: list[tuple[Children, int]]) -> None:
    is_after_blank = is_start = True
    for where, place in leaves:
        leaf = where[place]
        if type(leaf) is str:
            text = BLANKS.sub(" ", leaf) if UNTIDY.search(leaf) else leaf
            if is_after_blank:
                text = text.lstrip(UNSEEN if is_start else BLANK)
            where[place] = text
            if text:
                is_start, is_after_blank = False, text[-1] == " "
        elif leaf.tag == "br":
            if is_start:
                where[place] = ""
            is_after_blank = True
        else:
            is_start = is_after_blank = False


def trim_ends(leaves: list[tuple[Children, int]]) -> None:
    is_end = is_before_end = True
    for where, place in reversed(leaves):
        leaf = where[place]
        if type(leaf) is str:
            if is_before_end:
                where[place] = leaf = leaf.rstrip(UNSEEN)
            if leaf:
                is_end = is_before_end = False
        elif leaf.tag == "br":
            if is_end:
                where[place] = ""
            is_before_end = True
        else:
            is_end = is_before_end = False


def collect(content: Children, leaves: list[tuple[Children, int]]) -> None:
    for place, child in enumerate(content):
        if type(child) is str or child.tag in ("br", "img"):
            leaves.append((content, place))
        else:
            collect(child.children, leaves)
