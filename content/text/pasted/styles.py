"""What a style says that changes the meaning of words: raised, struck, hidden, bold, in Symbol."""

import re
from functools import reduce
from typing import NamedTuple

from content.text.markup import Node

MOST_CLASSES = 8
MOST_RULES = 2000
RULE = re.compile(r"\s*([a-z][a-z0-9]*)?\.([\w-]+)\s*", re.IGNORECASE)
FONT_BEHIND_SIZE = re.compile(r"(?:^|\s)\d[\d.]*(?:px|pt|em|rem|%|pc|cm|mm|in)(?:/\S+)?\s+(.+)$")
BOLD = re.compile(r"bold|bolder|[6-9]00")
SLANTED = re.compile(r"italic|oblique")
LENGTH = re.compile(r"(-?)\.?\d[\d.]*(?:pt|px|em|%)")


class Look(NamedTuple):
    """Empty where nothing is said."""

    bold: str = ""  # yes or no
    italic: str = ""
    raised: str = ""  # sup, sub or no
    font: str = ""
    element: str = ""  # what a word processor says that it is
    list: str = ""  # "l0 level1 lfo1"
    numbers: str = ""  # the kind of a list's numbers
    is_struck: bool = False
    is_hidden: bool = False
    is_capital: bool = False


PLAIN = Look()


class Looks:
    """Reads styles, each once, with the rules of the sheets that came along."""

    def __init__(self, sheets: list[str]):
        self.rules = rules_of(sheets)
        self.read: dict[str, Look] = {}
        self.read_with_class: dict[tuple[str, str, str], Look] = {}

    def of(self, node: Node) -> Look:
        style = node.attrs.get("style", "")
        css_class = node.attrs.get("class") if self.rules else ""
        if not css_class:
            return self.style(style) if style else PLAIN
        key = node.tag, css_class, style
        look = self.read_with_class.get(key)
        if look is None:
            look = self.read_with_class[key] = self.with_class(*key)
        return look

    def with_class(self, tag: str, css_class: str, style: str) -> Look:
        own = self.style(style) if style else PLAIN
        found = []
        for name in css_class.split(maxsplit=MOST_CLASSES)[:MOST_CLASSES]:
            for key in (("", name), (tag, name)):
                if key in self.rules:
                    found.append(self.rules[key])
        return reduce(over, [*found, own]) if found else own

    def style(self, style: str) -> Look:
        look = self.read.get(style)
        if look is None:
            look = self.read[style] = look_of(style)
        return look


def over(below: Look, above: Look) -> Look:
    return Look(*(high or low for low, high in zip(below, above, strict=True)))


def rules_of(sheets: list[str]) -> dict[tuple[str, str], Look]:
    """Those for one class, with or without a tag before it."""
    rules: dict[tuple[str, str], Look] = {}
    for sheet in sheets:
        for rule in without_comments(sheet).split("}"):
            selectors, _brace, declared = rule.partition("{")
            if not declared or "{" in declared or len(rules) > MOST_RULES:
                continue
            look = None
            for selector in selectors.split(","):
                if found := RULE.fullmatch(selector):
                    look = look or look_of(declared)
                    key = ((found[1] or "").lower(), found[2])
                    rules[key] = over(rules[key], look) if key in rules else look
    return {key: look for key, look in rules.items() if look != PLAIN}


def without_comments(sheet: str) -> str:
    kept = []
    for piece in sheet.replace("<!--", "").replace("-->", "").split("*/"):
        kept.append(piece.partition("/*")[0])
    return "".join(kept)


def look_of(style: str) -> Look:
    said = {}
    for declared in style.split(";"):
        name, colon, value = declared.partition(":")
        if colon:
            said[name.strip().lower()] = value.replace("!important", "").strip().lower()
    if not said:
        return PLAIN
    shorthand = said.get("font", "")
    words = shorthand.split()
    weight = said.get("font-weight") or next(filter(BOLD.fullmatch, words), "")
    slant = said.get("font-style") or next(filter(SLANTED.fullmatch, words), "")
    struck = said.get("text-decoration", "") + said.get("text-decoration-line", "")
    return Look(
        bold=yes_or_no(weight, BOLD.match(weight)),
        italic=yes_or_no(slant, slant.startswith(("italic", "oblique"))),
        raised=raised(said),
        font=font_of(said, shorthand),
        element=said.get("mso-element", "") or said.get("mso-special-character", ""),
        is_struck="line-through" in struck,
        is_hidden=(
            said.get("display") == "none"
            or said.get("visibility") in ("hidden", "collapse")
            or said.get("mso-hide") == "all"
        ),
        is_capital=said.get("text-transform") == "uppercase",
        list=said.get("mso-list", ""),
        numbers=said.get("list-style-type", "") or said.get("list-style", ""),
    )


def yes_or_no(said: str, holds: object) -> str:
    return "" if not said else "yes" if holds else "no"


def font_of(said: dict[str, str], shorthand: str) -> str:
    """The first family, since the others count only where it is missing."""
    families = said.get("font-family", "")
    if said.get("mso-char-type") == "symbol":
        families = said.get("mso-symbol-font-family", "") or families
    if not families and shorthand:
        found = FONT_BEHIND_SIZE.search(shorthand)
        families = found[1] if found else ""
    return families.split(",")[0].strip(" \"'")


def raised(said: dict[str, str]) -> str:
    aligned = said.get("vertical-align", "")
    if aligned in ("super", "sub", "baseline"):
        return {"super": "sup", "sub": "sub", "baseline": "no"}[aligned]
    length = LENGTH.fullmatch(said.get("mso-text-raise", "") or aligned)
    if length is None and said.get("position") == "relative":
        turned = LENGTH.fullmatch(said.get("top", ""))
        return "" if turned is None or is_nothing(turned[0]) else "sup" if turned[1] else "sub"
    return "" if length is None or is_nothing(length[0]) else "sub" if length[1] else "sup"


def is_nothing(length: str) -> bool:
    return not re.search("[1-9]", length)
