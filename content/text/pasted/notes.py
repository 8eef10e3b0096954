"""Comments and footnotes of word processors: which marks are theirs."""

import re

from content.text.markup import Node

WORD_COMMENT = re.compile(r"msocom|mso-element:\s*comment|mso-special-character:\s*comment", re.I)
DOCS_COMMENT = re.compile(r"cmnt\d+")
DOCS_COMMENT_PLACE = re.compile(r"#cmnt\d+")
# Links between the mark in the text and the note below it, of Word, Google Docs and LibreOffice.
TO_NOTE = re.compile(r"#(?:_ftn|_edn|ftnt|sdfootnote|sdendnote)\d+(?:sym)?$", re.I)
TO_TEXT = re.compile(r"#(?:_ftnref\d+|_ednref\d+|ftnt_ref\d+|sd(?:foot|end)note\d+anc)$", re.I)
NUMBER = re.compile(r"\d+")


def is_word_comment(node: Node) -> bool:
    told = " ".join(node.attrs.get(name, "") for name in ("class", "style", "href", "id"))
    return WORD_COMMENT.search(told) is not None


def comments_in(node: Node) -> tuple[int, int]:
    """(marks in the text, comments below it)"""
    marks = bodies = 0
    for inner in node.everything():
        marks += "msocomanchor" in inner.attrs.get("class", "").lower()
        bodies += (
            re.search(r"mso-element:\s*comment(?!-)", inner.attrs.get("style", "")) is not None
        )
    return marks, bodies


def is_docs_comment_mark(link: Node) -> bool:
    return DOCS_COMMENT_PLACE.fullmatch(link.attrs.get("href", "")) is not None


def is_docs_comment(link: Node) -> bool:
    return DOCS_COMMENT.fullmatch(link.attrs.get("id", "")) is not None


def note_of(link: Node) -> tuple[str, bool]:
    """(mark as words, whether the note itself follows it); no mark where the link is another."""
    address = link.attrs.get("href", "")
    is_note = TO_TEXT.search(address) is not None
    if not is_note and not TO_NOTE.search(address):
        return "", False
    mark = link.words().strip().strip("[]").strip()
    number = NUMBER.search(address)
    return f"[{mark or (number[0] if number else '*')}]", is_note
