"""What pasted text means: words of a word processor as the plain markup that they stand for.

Every text passes here, since some of it came without the marks of its word processor. What is safe
to store is settled by the sanitiser of `content.text.richtext` after it.
"""

import re
from collections import Counter

from content.text.markup import HEADINGS, Children, ReadMarkup
from content.text.pasted import fields
from content.text.pasted.meaning import PastedMeaning
from content.text.pasted.shape import TextShape, has_content
from content.text.pasted.styles import Looks

WORD = re.compile(
    r"class=[\"']?Mso|class=[\"']?SCX|mso-|<o:p|urn:schemas-microsoft-com|\bmsocom|<w:|<st1:"
    r"|ListContainerWrapper",
    re.IGNORECASE,
)
DOCS = "docs-internal-guid"


def is_pasted(fragment: str) -> bool:
    return DOCS in fragment or WORD.search(fragment) is not None


def meant(page: ReadMarkup, fragment: str, counts: Counter[str]) -> Children:
    """The text as it shall be stored, not yet safe; empty without words and pictures."""
    looks = Looks(page.sheets)
    is_word, is_docs = WORD.search(fragment) is not None, DOCS in fragment
    if fields.MARK in fragment:
        fields.without_codes(page.root, looks, counts)
    meaning = PastedMeaning(looks, is_word=is_word, is_docs=is_docs, counts=counts)
    shape = TextShape(keeps_blanks=not (is_word or is_docs), counts=counts)
    text = shape.of(meaning.of(page.root))
    if not has_content(text):
        return []
    headings_in_order(text, has_order=is_word or is_docs or "h1" in page.kinds)
    return text


def headings_in_order(text: Children, *, has_order: bool) -> None:
    """The title of the page is above them; in what was pasted no level is skipped."""
    headings = [
        node
        for child in text
        if type(child) is not str
        for node in child.everything()
        if node.tag in HEADINGS
    ]
    has_title = any(node.tag == "h1" for node in headings)
    above: list[int] = []
    for node in headings:
        if not has_order:
            node.tag = f"h{min(max(int(node.tag[1]), 2), 4)}"
            continue
        level = int(node.tag[1]) + has_title
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        node.tag = f"h{min(len(above) + 1, 4)}"
