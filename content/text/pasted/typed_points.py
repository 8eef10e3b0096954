"""Points whose bullet somebody typed as a sign."""

import re

from content.text.markup import BLANK, NO_ATTRIBUTES, Children, Node, block
from content.text.pasted.flow import has_content
from content.text.pasted.lines import line

TYPED = re.compile(r"(?:[•▪■●❑❖➢◆‣⁃◦∙][ \t\n\xa0]*|·[ \t\n\xa0]+)+")


def without_typed_sign(content: Children) -> bool:
    """Take bullets from the beginning; whether there was one, with words behind it."""
    is_point = False
    while without_one_sign(content):
        is_point = True
    return is_point


def without_one_sign(content: Children) -> bool:
    place = first_words(content)
    if place is None:
        return False
    where, number = place
    found = TYPED.match(where[number].lstrip(BLANK))
    rest = where[number].lstrip(BLANK)[found.end() :] if found else ""
    if not found or not (rest.strip() or has_more(content, where, number)):
        return False
    where[number] = rest
    if not rest:
        without_blank_start(content)
    return True


def first_words(content: Children) -> tuple[Children, int] | None:
    for number, child in enumerate(content):
        if type(child) is str:
            if child.strip():
                return content, number
        elif child.tag in ("br", "img") or child.has_block:
            return None
        elif place := first_words(child.children):
            return place
    return None


def has_more(content: Children, where: Children, number: int) -> bool:
    kept, where[number] = where[number], ""
    found = first_words(content) is not None
    where[number] = kept
    return found


def without_blank_start(content: Children) -> None:
    if place := first_words(content):
        where, number = place
        where[number] = where[number].lstrip(BLANK + "\xa0")


def with_typed_points(content: Children) -> Children:
    """Paragraphs, and lines of one, that begin with a bullet are points."""
    if not any(is_typed_point(child) for child in content):
        return content
    done: Children = []
    made: Node | None = None
    for child in content:
        if type(child) is str and not child.strip(BLANK) and made is not None:
            continue
        if type(child) is str or not is_typed_point(child):
            made = None
            done.append(child)
            continue
        for words in lines_of(child):
            if without_typed_sign(words):
                if made is None:
                    made = block("ul", NO_ATTRIBUTES, [])
                    done.append(made)
                made.children.append(block("li", NO_ATTRIBUTES, line(words)))
            else:
                made = None
                done.append(block("p", NO_ATTRIBUTES, line(words)))
    return done


def is_typed_point(child: Node | str) -> bool:
    return (
        type(child) is not str
        and child.tag == "p"
        and any(begins_with_sign(words) for words in lines_of(child))
    )


def begins_with_sign(words: Children) -> bool:
    place = first_words(words)
    return place is not None and TYPED.match(place[0][place[1]].lstrip(BLANK)) is not None


def lines_of(paragraph: Node) -> list[Children]:
    lines: list[Children] = [[]]
    for child in paragraph.children:
        if type(child) is not str and child.tag == "br":
            lines.append([])
        else:
            lines[-1].append(child)
    return [words for words in lines if has_content(words)]
