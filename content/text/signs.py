"""Signs that nobody sees in a plain text, and that would stand in titles, feeds and files."""

import re
import unicodedata

LINE_END = re.compile("\r\n?|[\n\v\f\x85\u2028\u2029]")
# Kept of the unseen signs: those that join or part letters of a script or of an emoji, those that
# say in which direction a neighbour reads, and the letters behind the flag of a part of a country.
UNSEEN = re.compile(
    "(\U0001f3f4[\U000e0061-\U000e007a]+\U000e007f)|"
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
BLANKS = re.compile("[^\\S\n\xa0\u202f]+")  # but those that do not break
ODD_BLANK = re.compile("[^\\S\n \xa0\u202f]")


def without_unseen(text: str) -> str:
    return UNSEEN.sub(lambda sign: sign[1] or "", text)


def tidy(text: str, *, lines: bool = False) -> str:
    """The text in composed letters, without what nobody can see; with `lines` it may have several.

    Tidying twice changes nothing.
    """
    text = without_unseen(LINE_END.sub("\n" if lines else " ", text))
    blanks = ODD_BLANK if lines else BLANKS
    return unicodedata.normalize("NFC", blanks.sub(" ", text)).strip()
