"""Who wrote a publication, read from the line that editors type.

A person is told by initials behind a family name (`Smith AB`, `van der Berg A. M. Jr`) or by a
comma between them where semicolons part the people (`Smith, John; Li, Wei`). Whatever is written
otherwise stays one whole name: no family name is ever guessed.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from editorial.public import AuthorName

SIGNS = str.maketrans({"；": ";", "，": ",", "、": ",", "‐": "-", "‑": "-", "\u00a0": " "})
AND_OTHERS = re.compile(
    r"(?:^|[\s(\[]+)(?:et\.?\s?al|and others|& others|u\.\s?a|y otros|и др|等|…|\.\.\.)[.)\]]*$",
    re.IGNORECASE,
)
# What stands in the line where nobody is named.
NOBODY = re.compile(
    r"\[?(?:authors? (?:not|on|unknown)\b.*|no authors? .*|anon(?:ymous)?\.?|unknown)\]?",
    re.IGNORECASE,
)
BETWEEN_TWO = re.compile(r"\s+(?:and|&|y|und|et)\s+")
BEFORE_THE_LAST = re.compile(r"^(?:(?:and|&|y|und)\s+)?(?:(?:for|on behalf of)\s+(?:the\s+)?)?")
SUFFIX = re.compile(r"(?:[JS]r\.?|2nd|3rd|[4-9]th|II|III|IV)")
WORD = re.compile(r"['’ʼ]?[^\W\d_][^\W\d_'’ʼ.-]*(?:['’ʼ.-][^\W\d_'’ʼ.-]*)*")
MOST_WORDS = 5
MOST_INITIALS = 3  # written together; four letters are the short name of a body

PARTICLES = set(
    "van von der den de del della dello di da dal das do dos du la le lo los las el al ter ten te "
    "zu zum zur auf af av und y e i in op bin ibn abu ben st".split()
)
# In English and Spanish. They count in names of several words only: there are people called Press.
OF_BODIES = set(
    """
    academy agency alliance administration association authority board bureau center centers centre
    clinic code collaboration collaborative college commission committee community company congress
    consortium corporation council court department desk directorate division federation force
    foundation fund government group groups health hospital hospitals inc initiative institute
    institutes institution investigators journal laboratories laboratory league library limited llc
    ltd ministry network news office organisation organization panel party pharma pharmaceuticals
    press program programme project registry research review school secretariat service services
    shimbun society study survey team therapeutics times trial trialists trust union unit university
    working workshop agencia asociación centro comisión comité consejo fundación grupo hospital
    instituto ministerio organización sociedad universidad
    """.split()
)
# Behind the one name of a line these are a country, or what kind of company it is.
OF_PLACES = {"UK", "US", "USA", "EU", "UN"}
OF_COMPANIES = {"AB", "AG", "AS", "BV", "KK", "NV", "OY", "PLC", "SA", "SE"}


@dataclass(frozen=True)
class Authors:
    names: tuple[AuthorName, ...] = ()
    is_shortened: bool = False  # there are more than those named
    remark: str = ""  # what stands there instead of names


def read(text: str, *, by_a_body: bool = False) -> Authors:
    """`by_a_body`: the text comes from an authority or a company rather than from people."""
    line = " ".join(unicodedata.normalize("NFC", text).translate(SIGNS).split())
    if not line or NOBODY.fullmatch(line):
        return Authors(remark=line)
    names: list[AuthorName] = []
    is_shortened = False
    for part in line.split(";"):
        pieces, has_more = without_others(part)
        is_shortened = is_shortened or has_more
        in_order = family_and_given(pieces) if ";" in line else None
        names += [in_order] if in_order else names_in(pieces)
    if len(names) == 1 and not is_shortened and is_named_like_a_body(names[0], by_a_body):
        names = [AuthorName(names[0].written, is_body=True)]
    return Authors(tuple(names), is_shortened)


def without_others(part: str) -> tuple[list[str], bool]:
    """The pieces between commas, and whether "et al." was among them."""
    written = [piece.strip() for piece in part.split(",")]
    kept = [AND_OTHERS.sub("", piece).strip() for piece in written]
    return [piece for piece in kept if piece], kept != written


def names_in(pieces: Iterable[str]) -> list[AuthorName]:
    """People, and what stands between them."""
    names: list[AuthorName] = []
    unread: list[str] = []
    for piece in pieces:
        people = people_in(piece)
        if people:
            names += [*whole_names(unread), *people]
            unread = []
        elif not unread and names and names[-1].family and SUFFIX.fullmatch(piece):
            names[-1] = person(f"{names[-1].written} {piece}") or names[-1]
        elif unread and are_initials(piece.split()) and (found := person(f"{unread[-1]} {piece}")):
            names += [*whole_names(unread[:-1]), found]
            unread = []
        else:
            unread.append(piece)
    return names + whole_names(unread)


def people_in(piece: str) -> list[AuthorName]:
    """One person, or several with "and" between them; none where one of them is no person."""
    found = [person(each) for each in BETWEEN_TWO.split(BEFORE_THE_LAST.sub("", piece))]
    return [name for name in found if name] if all(found) else []


def person(text: str) -> AuthorName | None:
    """Initials stand last, or before a suffix."""
    words = text.split()
    suffix = words.pop() if len(words) > 2 and SUFFIX.fullmatch(words[-1]) else ""
    first = len(words)
    while first > 1 and are_initials(words[first - 1 :]):
        first -= 1
    family, initials = words[:first], words[first:]
    if not suffix and len(family) > 1 and SUFFIX.fullmatch(family[-1]):
        suffix = family.pop()
    if not initials or not is_family(family):
        return None
    return AuthorName(text, " ".join(family), given(initials), suffix)


def are_initials(words: list[str]) -> bool:
    """`AB`, `A.B.`, `A-M` or `A B`; few of them, unless each is set apart."""
    letters = "".join(words).replace(".", "").replace("-", "")
    together = max(len(part) for word in words for part in re.split(r"[.-]", word))
    return (
        letters.isalpha()
        and letters.isupper()
        and together <= MOST_INITIALS
        and len(letters) <= 2 * MOST_INITIALS
    )


def given(initials: list[str]) -> str:
    """`A. B.`; a hyphen stays."""
    return " ".join(
        "-".join(
            " ".join(f"{letter}." for letter in part.replace(".", ""))
            for part in word.split("-")
            if part
        )
        for word in initials
    )


def is_family(words: list[str]) -> bool:
    if not 0 < len(words) <= MOST_WORDS or not all(WORD.fullmatch(word) for word in words):
        return False
    if len(words) > 1 and any(word.lower() in OF_BODIES for word in words):
        return False
    if are_initials([words[-1]]) or not any(word != word.lower() for word in words):
        return False
    return all(is_word_of_a_family(word) for word in words)


def is_word_of_a_family(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return False
    has_capital = any(letter.isupper() for letter in letters)
    return has_capital or word.strip("'’ʼ.").lower() in {*PARTICLES, "t", "s"}


def family_and_given(pieces: list[str]) -> AuthorName | None:
    """`Smith, John A.` where semicolons part the people."""
    if len(pieces) not in (2, 3) or person(pieces[0]) or not is_family(pieces[0].split()):
        return None
    suffix = pieces[2] if len(pieces) == 3 else ""
    if suffix and not SUFFIX.fullmatch(suffix):
        return None
    words = pieces[1].split()
    if not all(WORD.fullmatch(word) or are_initials([word]) for word in words):
        return None
    if any(word.lower() in OF_BODIES for word in words):
        return None
    names = given(words) if are_initials(words) else pieces[1]
    return AuthorName(", ".join(pieces), pieces[0], names, suffix)


def whole_names(pieces: list[str]) -> list[AuthorName]:
    """Names of people that are written out, or else one body, whose name may hold commas."""
    if not pieces:
        return []
    pieces = [BEFORE_THE_LAST.sub("", pieces[0]), *pieces[1:]]
    if len(pieces) > 1 and all(is_written_out(piece) for piece in pieces):
        return [AuthorName(piece) for piece in pieces]
    whole = ", ".join(pieces)
    return [AuthorName(whole, is_body=len(pieces) > 1 or names_a_body(whole))]


def is_written_out(piece: str) -> bool:
    """`Wei Wang`, or `王伟`, in which nobody can tell the family from the rest."""
    words = piece.split()
    if all(unicodedata.category(letter) == "Lo" for word in words for letter in word):
        return len("".join(words)) <= 4
    return 2 <= len(words) <= 4 and not names_a_body(piece) and is_family(words)


def names_a_body(name: str) -> bool:
    words = re.findall(r"[^\W\d_]+", name)
    return any(word.lower() in OF_BODIES or (len(word) > 1 and word.isupper()) for word in words)


def is_named_like_a_body(name: AuthorName, by_a_body: bool) -> bool:
    last = name.written.split()[-1]
    return bool(name.family) and (last in OF_PLACES or (by_a_body and last in OF_COMPANIES))
