"""Elements of a line and of their own: which attributes they keep, what a style adds to them."""

import re
from collections import Counter

from content.text.allowed import ATTRIBUTES, CLASSES, kept_value
from content.text.markup import HEADINGS, NO_ATTRIBUTES, Children, Node, inline
from content.text.pasted.styles import PLAIN, Look

RAISED = ("sup", "sub")
MARKS = frozenset(("strong", "em", *RAISED))
HEADING = re.compile(r"mso(?:heading|title|subtitle)(\d?)", re.IGNORECASE)


def is_bare(tag: str, node: Node, look: Look, content: Children) -> bool:
    """Whether an element of a line says nothing, or its style takes back what it says."""
    if tag == "span":
        return "data-nolink" not in node.attrs
    if tag in ("sup", "sub"):
        return is_of_notes(content)
    return tag == "strong" and look.bold == "no" or tag == "em" and look.italic == "no"


def marks_of(tag: str, look: Look) -> list[str]:
    """The elements that hold in all of it: it is one itself, or its style says so."""
    marks = [tag] if tag in MARKS else []
    if look.bold == "yes":
        marks.append("strong")
    if look.italic == "yes":
        marks.append("em")
    if look.raised in MARKS:
        marks.append(look.raised)
    return marks


def taken_back(look: Look, within: Counter[str], content: Children) -> Children:
    """Words whose style says that a mark around them does not hold for them."""
    for said, tags in ((look.bold, ("strong",)), (look.italic, ("em",)), (look.raised, RAISED)):
        for tag in tags:
            if said == "no" and within[tag]:
                content = [Node("#not", {"mark": tag}, content)]
    return content


def around(tag: str, attrs: dict[str, str], content: Children) -> Children:
    """The element around the content; what takes it back stands beside it."""
    if not any(type(child) is not str and child.tag == "#not" for child in content):
        return [inline(tag, attrs, content)]
    done: Children = []
    run: Children = []
    for child in [*content, Node("#not", {"mark": tag}, [])]:
        if type(child) is str or child.tag != "#not":
            run.append(child)
            continue
        if run:
            done.append(inline(tag, attrs, run))
            run = []
        if child.attrs["mark"] == tag:
            done += child.children
        else:
            done.append(Node("#not", child.attrs, around(tag, attrs, child.children)))
    return done


def without_nots(content: Children) -> Children:
    """At the edge of a block nothing is left to take back."""
    if not any(type(child) is not str and child.tag == "#not" for child in content):
        return content
    done: Children = []
    for child in content:
        if type(child) is not str and child.tag == "#not":
            done += without_nots(child.children)
        else:
            done.append(child)
    return done


def emphasised(look: Look, content: Children) -> Children:
    if look is PLAIN:
        return content
    if look.raised in RAISED and not is_of_notes(content):
        content = around(look.raised, NO_ATTRIBUTES, content)
    for tag, holds in (("s", look.is_struck), ("em", look.italic), ("strong", look.bold)):
        if holds is True or holds == "yes":
            content = around(tag, NO_ATTRIBUTES, content)
    return content


def is_of_notes(content: Children) -> bool:
    """Marks of footnotes stay on the line, as words."""
    return any(type(child) is not str and child.tag == "#note" for child in content) and not any(
        child.strip() if type(child) is str else child.tag != "#note" for child in content
    )


def without_comments(tag: str, content: Children) -> Children:
    """Google Docs: the paragraph that a mark begins is the comment, and so is the box around it."""
    if not any(type(child) is not str and child.tag.startswith("#comment") for child in content):
        return content
    first = next((c for c in content if type(c) is not str or c.strip()), "")
    if type(first) is not str:
        if first.tag == "#comment" and tag == "span":
            return [first]
        if first.tag == "#comment" and tag in ("p", "li"):
            return [Node("#comment-text", NO_ATTRIBUTES, [])]
        if first.tag == "#comment-text" and tag == "div":
            return []
    return [c for c in content if type(c) is str or not c.tag.startswith("#comment")]


def is_comment(content: Children) -> bool:
    return len(content) == 1 and type(content[0]) is not str and content[0].tag[:8] == "#comment"


def heading_level(tag: str, attrs: dict[str, str]) -> int:
    """0 for what is none."""
    if tag in HEADINGS:
        return int(tag[1])
    if tag != "p" or not attrs:
        return 0
    if found := HEADING.search(attrs.get("class", "")):
        return min(int(found[1] or 1), 6)
    if attrs.get("role") == "heading" and attrs.get("aria-level", "") in ("1", "2", "3", "4", "5"):
        return int(attrs["aria-level"])
    return 0


def kept(tag: str, attrs: dict[str, str]) -> dict[str, str]:
    """The allowed attributes, as they may stand."""
    if not attrs or tag not in ATTRIBUTES:
        return NO_ATTRIBUTES
    allowed = ATTRIBUTES[tag]
    found = {
        name: value
        for name, typed in attrs.items()
        if name in allowed and (value := kept_value(name, typed)) is not None
    }
    if tag in CLASSES and "class" in attrs:
        classes = [name for name in attrs["class"].split() if name in CLASSES[tag]][:1]
        found = {"class": classes[0], **found} if classes else found
    return found or NO_ATTRIBUTES
