"""Signs whose meaning sits in the font: an `m` in Symbol is a µ."""

import json
import re
from collections import Counter
from pathlib import Path

FONTS = json.loads((Path(__file__).parents[1] / "symbol_fonts.json").read_text(encoding="utf-8"))
UNREADABLE = frozenset(FONTS["unreadable"])
UNKNOWN = "\ufffd"
BULLETS = frozenset("•·▪■●❑❖➢◆◻□")  # what lists of a word processor begin with
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def table(signs: dict[str, str]) -> dict[str, str]:
    """For the signs in the Latin range and for the same in the private area of the font."""
    latin = {chr(code): UNKNOWN for code in [*range(0x21, 0x7F), *range(0xA1, 0x100)]}
    latin.pop("\xad")
    latin |= signs
    private = {chr(0xF000 + ord(sign)): meant for sign, meant in latin.items() if ord(sign) < 0x100}
    return {"\uf020": " "} | private | latin | {s: m for s, m in signs.items() if s >= "\uf000"}


SYMBOL = table(FONTS["symbol"])
TABLES = {"symbol": SYMBOL, "wingdings": table(FONTS["wingdings"]), "unreadable": table({})}
IN_ANY_FONT = {sign: meant for sign, meant in SYMBOL.items() if PRIVATE.fullmatch(sign)}


def kind_of(font: str) -> str:
    """Which table a font is read by; empty for a font of letters."""
    return FONTS["fonts"].get(font) or ("unreadable" if font in UNREADABLE else "")


def read(text: str, kind: str, counts: Counter[str]) -> str:
    if not kind and (text.isascii() or not PRIVATE.search(text)):
        return text
    signs = TABLES[kind] if kind else IN_ANY_FONT
    meant = PRIVATE.sub(UNKNOWN, "".join([signs.get(sign, sign) for sign in text]))
    for sign, now in zip(text, meant, strict=True) if meant != text else ():
        if now != sign and now not in BULLETS and now != " ":
            counts["unreadable" if now == UNKNOWN else "symbols"] += 1
    return meant
