"""A tree written as balanced markup for the sanitiser, and what the sanitiser makes of it."""

import re

from content.text.markup import VOID, Children

# What stands in words for the signs of markup while the sanitiser reads: it is slow with `&amp;`.
# They are no characters, and no text has them: `without_stand_ins`.
STAND_INS = {"&": "\ufdd0", "<": "\ufdd1", ">": "\ufdd2", '"': "\ufdd3"}
STAND_IN = re.compile("[\ufdd0-\ufdd3]")


def without_stand_ins(text: str) -> str:
    return STAND_IN.sub("", text)


def with_stand_ins(text: str) -> str:
    for sign, stand_in in STAND_INS.items():
        text = text.replace(sign, stand_in)
    return text


def signs(text: str) -> str:
    """Stand-ins as the signs that they stand for."""
    for sign, stand_in in STAND_INS.items():
        text = text.replace(stand_in, sign)
    return text


def escaped(written: str) -> str:
    """Stand-ins as entities; a quotation mark needs none in words."""
    return (
        written.replace("\ufdd0", "&amp;")
        .replace("\ufdd1", "&lt;")
        .replace("\ufdd2", "&gt;")
        .replace("\ufdd3", "&quot;")
    )


def written(nodes: Children) -> str:
    """Balanced, with stand-ins."""
    pieces: list[str] = []
    _write(nodes, pieces)
    return "".join(pieces)


def _write(nodes, pieces):
    for node in nodes:
        if type(node) is str:
            if "&" in node or "<" in node or ">" in node:
                node = node.replace("&", "\ufdd0").replace("<", "\ufdd1").replace(">", "\ufdd2")
            pieces.append(node)
            continue
        tag = node.tag
        if node.attrs:
            attrs = "".join(
                f' {name}="{with_stand_ins(value)}"' for name, value in node.attrs.items()
            )
            pieces.append(f"<{tag}{attrs}>")
        else:
            pieces.append(f"<{tag}>")
        if tag not in VOID:
            _write(node.children, pieces)
            pieces.append(f"</{tag}>")
