"""Points of lists: from paragraphs that only look like some, each with its list and level."""

import re

from content.text.markup import HEADINGS, NO_ATTRIBUTES, Children, Node, block
from content.text.pasted.styles import Look

DEEPEST = 6
STANDS_ALONE = frozenset(("p", "ul", "ol", "blockquote", "hr", "figure", *HEADINGS))
NUMBERS = "#numbers"  # says in a point what Google Docs says there of the list
TYPES = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}
WORD_LIST = re.compile(r"(l\d+)\s+level(\d+)(?:\s+(lfo\d+))?")
MARKER = re.compile(r"\(?(?:\d{1,4}\.)*(\d{1,4}|[ivxlcdm]{1,8}|[a-z])([.):\]]*)", re.IGNORECASE)
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def point(of: str, level: int, tag: str, attrs: dict[str, str], content: Children) -> Node:
    told = {"of": of, "level": str(max(1, min(level, DEEPEST))), "tag": tag}
    return block("#point", told | attrs, content)


def point_of(node: Node, look: Look, content: Children) -> Node | None:
    """A point that is not written as one of a list."""
    if node.tag == "p" and look.list:
        return word_point(look.list, content)
    return web_point(node.attrs, content) if "data-listid" in node.attrs else None


def word_point(told: str, content: Children) -> Node | None:
    """Of Word on a computer: a paragraph with the number of its list and a marker as words."""
    found = WORD_LIST.search(told)
    if found is None:
        return None
    marker = " ".join(taken_marker(content).split())
    numbers = numbers_of(marker)
    if numbers is None and len(marker) > 1 and any(map(str.isalnum, marker)):
        content = [f"{marker} ", *content]  # “Step 1:” says more than a list can
    tag = "ul" if numbers is None else "ol"
    return point(f"{found[1]} {found[3]}", int(found[2]), tag, numbers or {}, content)


def web_point(attrs: dict[str, str], content: Children) -> Node:
    """Of Word in the browser, where each point is a list of its own."""
    level = attrs.get("data-aria-level", "")
    start = attrs.get("data-aria-posinset", "")
    numbers = {"start": start} if re.fullmatch(r"[2-9]|[1-9]\d{1,3}", start, re.ASCII) else {}
    is_number = re.fullmatch(r"\d{1,2}", level, re.ASCII) is not None
    return point(attrs["data-listid"], int(level) if is_number else 1, "ul", numbers, content)


def taken_marker(content: Children) -> str:
    """The marker at the beginning, which is taken out."""
    for place, child in enumerate(content):
        if type(child) is str:
            if child.strip():
                break
        elif child.tag == "#marker":
            del content[place]
            return child.attrs["text"]
        elif child.children:
            return taken_marker(child.children)
    return ""


def numbers_of(marker: str) -> dict[str, str] | None:
    """The attributes of a list that begins with this marker; None for one without numbers."""
    found = MARKER.fullmatch(marker)
    if found is None or not found[2] and not found[1].isdecimal():
        return None
    told, small = found[1], found[1].lower()
    if told.isdecimal():
        kind, number = "", int(told)
    elif small == "i" or len(told) > 1:
        kind, number = "i" if told == small else "I", roman(small)
    else:
        kind, number = "a" if told == small else "A", ord(small) - ord("a") + 1
    start = {} if number == 1 else {"start": str(number)}
    return start | ({"type": kind} if kind else {})


def roman(letters: str) -> int:
    values = [ROMAN[letter] for letter in letters]
    after = [*values[1:], 0]
    return (
        sum(
            -value if value < next_one else value
            for value, next_one in zip(values, after, strict=True)
        )
        % 10_000
    )


def read(tag: str, own: dict[str, str], look: str, content: Children) -> Children:
    """A list; one of Word in the browser is only its points."""
    points = [child for child in content if type(child) is not str]
    told = [child.attrs.pop(NUMBERS, "") for child in points if child.tag == "li"]
    kind = TYPES.get(look) or TYPES.get(told[0] if told else "")
    if tag == "ol" and (own or kind):
        kind = own.get("type") or kind
        numbers = {"start": own["start"]} if "start" in own else {}
        numbers |= {"type": kind} if kind else {}
        own = numbers | {name: own[name] for name in own if name not in ("start", "type")}
    if points and all(child.tag == "#point" for child in points):
        for child in points:
            child.attrs["tag"] = tag
            if tag == "ul":
                child.attrs.pop("start", "")
            elif kind:
                child.attrs["type"] = kind
        return content
    return [block(tag, own, content)]


def gathered(points: list[Node]) -> Children:
    """Lists of points that stand one after the other; another number of the list is another."""
    done: Children = []
    holders = [done]  # what holds lists that are made here
    open_lists: list[tuple[str, Node]] = []
    for one in points:
        of, level, tag = one.attrs["of"], int(one.attrs["level"]), one.attrs["tag"]
        del open_lists[level:]
        if len(open_lists) == level and not continues(open_lists[-1], of, tag):
            open_lists.pop()
        while len(open_lists) < level:
            numbers = {name: one.attrs[name] for name in ("start", "type") if name in one.attrs}
            inner = block(tag, numbers if len(open_lists) == level - 1 and tag == "ol" else {}, [])
            holder = below(open_lists[-1][1]) if open_lists else done
            holder.append(inner)
            if holder is not holders[-1]:
                holders.append(holder)
            open_lists.append((of, inner))
        open_lists[-1][1].children.append(block("li", NO_ATTRIBUTES, one.children))
    for holder in reversed(holders):  # the deepest first
        holder[:] = [made for child in holder for made in without_headings(child)]
    return done


def without_headings(child: Node | str) -> Children:
    is_list = type(child) is not str and child.tag in ("ul", "ol")
    return split_at_headings(child) if is_list else [child]


def continues(open_list: tuple[str, Node], of: str, tag: str) -> bool:
    return open_list[0] == of and open_list[1].tag == tag


def below(outer: Node) -> Children:
    if not outer.children:
        outer.children.append(block("li", NO_ATTRIBUTES, []))
    last = outer.children[-1]
    return last.children if type(last) is not str else []


def split_at_headings(made: Node) -> Children:
    """A point that begins with a heading is none: Word numbers headings as it numbers points."""
    if not any(begins_with_heading(child) for child in made.children):
        return [made]
    done: Children = []
    rest: Node | None = None
    number = int(made.attrs.get("start", "1"))
    for child in made.children:
        if begins_with_heading(child):
            done += in_paragraphs(child.children)
            rest = None
        elif type(child) is str and rest is None:
            continue
        else:
            if rest is None:
                attrs = {name: made.attrs[name] for name in made.attrs if name != "start"}
                start = {"start": str(number)} if made.tag == "ol" and number != 1 else {}
                rest = block(made.tag, start | attrs, [])
                done.append(rest)
            rest.children.append(child)
        number += type(child) is not str
    return done


def in_paragraphs(content: Children) -> Children:
    """What may stand beside words in a point stands alone outside."""
    done: Children = []
    run: Children | None = None
    for child in content:
        if type(child) is not str and child.tag in STANDS_ALONE:
            done.append(child)
            run = None
        elif run is not None:
            run.append(child)
        elif type(child) is not str or child.strip():
            run = [child]
            done.append(block("p", NO_ATTRIBUTES, run))
    return done


def begins_with_heading(child: Node | str) -> bool:
    if type(child) is str or not child.children:
        return False
    first = next((c for c in child.children if type(c) is not str or c.strip()), "")
    return type(first) is not str and first.tag in HEADINGS
