"""A tree written as markup for the sanitiser, which sees tags and attributes but never words.

In words it has nothing to judge, and it is slow with some of them: the time that it takes for
no-break spaces grows with their square. So each run of words is one sign while it reads.
"""

import re

from content.text.markup import BLANK, VOID, Children

# No characters, and no text has them: `without_stand_ins`.
WORDS = "\ufdd4"
# In attributes, for what is written in another way there.
STAND_INS = {"&": "\ufdd0", "<": "\ufdd1", ">": "\ufdd2", '"': "\ufdd3", "\xa0": "\ufdd5"}
STAND_IN = re.compile("[\ufdd0-\ufdd5]")


def without_stand_ins(text: str) -> str:
    return STAND_IN.sub("", text)


def with_stand_ins(value: str) -> str:
    for sign, stand_in in STAND_INS.items():
        value = value.replace(sign, stand_in)
    return value


def signs(value: str) -> str:
    """Stand-ins as the signs that they stand for."""
    for sign, stand_in in STAND_INS.items():
        value = value.replace(stand_in, sign)
    return value


def tags_and_words(content: Children) -> tuple[str, list[str], int]:
    """(balanced markup with a stand-in for each run of words, those runs, how deep it is)"""
    tags: list[str] = []
    words: list[str] = []
    depth = _write(content, tags, words)
    return "".join(tags).strip(BLANK), words, depth


def _write(content, tags, words):
    deepest = 0
    for node in content:
        if type(node) is str:
            if node.strip(BLANK):
                tags.append(WORDS)
                words.append(escaped(node))
            else:
                tags.append(node)  # between the rows of a table words would be out of place
        elif not node.attrs and not node.children:
            tags.append(f"<{node.tag}>" if node.tag in VOID else f"<{node.tag}></{node.tag}>")
        else:
            attrs = "".join(
                [f' {name}="{with_stand_ins(value)}"' for name, value in node.attrs.items()]
            )
            tags.append(f"<{node.tag}{attrs}>")
            if node.tag not in VOID:
                deepest = max(deepest, _write(node.children, tags, words))
                tags.append(f"</{node.tag}>")
    return deepest + 1


def escaped(text: str) -> str:
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text or ">" in text:
        text = text.replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\xa0", "&nbsp;")


def joined(tags: str, words: list[str]) -> str | None:
    """The text as it is stored, safe where the tags are; None where they lost words."""
    parts = tags.split(WORDS)
    if len(parts) != len(words) + 1:
        return None
    pieces = [part for pair in zip(parts, [*words, ""], strict=True) for part in pair]
    return (
        "".join(pieces)
        .replace("\ufdd0", "&amp;")
        .replace("\ufdd1", "&lt;")
        .replace("\ufdd2", "&gt;")
        .replace("\ufdd3", "&quot;")
        .replace("\ufdd5", "&nbsp;")
    )
