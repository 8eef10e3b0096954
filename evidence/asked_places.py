"""“Approved in the UK?” asked of the search, or told by a text: what words about approvals name."""

import functools
import re
from collections.abc import Iterator

from django.conf import settings

from content import places
from content.languages import primary
from content.text.analyser import fold_phrase

LONGEST_QUESTION = 200
MOST_PLACES = 3
# Visitors also ask in languages that the site is not in.
ALSO_ASKED_IN = ("de",)
ABOUT_APPROVAL = """
    allow allowed approval approve approved authorisation authorise authorised legal licence license
    licensed permit permitted
    aprobación aprobada aprobado aprobar autorización autorizada autorizado autorizar legal licencia
    permitida permitido
    erlaubt genehmigt genehmigung legal zugelassen zulassung
"""
# Beside the names of places in each language, and what `places` knows of other ways to write them.
SHORT_FORMS = {
    "america": "US",
    "amerika": "US",
    "britain": "GB",
    "e u": "EU",
    "ee uu": "US",
    "eeuu": "US",
    "eu": "EU",
    "europa": "EU",
    "europe": "EU",
    "great britain": "GB",
    "inglaterra": "GB",
    "u k": "GB",
    "u s": "US",
    "u s a": "US",
    "ue": "EU",
    "us": "US",
}
# Behind these “us” is the people who ask and not a place.
BEFORE_US = frozenset("by for give help let of show tell to with".split())
# Beside these a word of approval says none that is in force.
DENYING = """
    aren applied asked cannot ended expired isn lapsed neither never no nobody none nor not nowhere
    once refused rejected revoked suspended wasn withdrawn without
    caducada caducado denegada denegado ni ningún ninguna ninguno no nunca retirada retirado
    revocada revocado sin suspendida suspendido tampoco
    abgelehnt kein keine nicht nie ohne zurückgezogen
"""
EXEMPTION = "exempt exempted exemption exención Ausnahme"
CLAUSES = re.compile(r"[.!?;:]\s+|\b(?:but|while|whereas|although|pero|mientras|aunque|aber)\b")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
UP_TO_NOW = re.compile(r"\b(?:since|desde|seit)\b", re.IGNORECASE)
# A title that begins with one of these has no first word by which people call the product.
OF_ANY_PRODUCT = """
    adipose allogeneic autologous bone cell cells cord exosome exosomes fat human injection
    marrow mesenchymal msc product products stem stromal the therapy umbilical
"""


def is_named(title: str, asked: str) -> bool:
    """Whether the question has the word by which people call a product: the first of its title."""
    first = fold_phrase(title)[:1]
    return bool(first) and first[0] not in ordinary() and first[0] in fold_phrase(asked)


def places_in(asked: str) -> list[str]:
    """Codes, in their order, of the places that a question about approvals names; else nothing."""
    keys = fold_phrase(asked[:LONGEST_QUESTION])
    if words_of_approval().isdisjoint(keys):
        return []
    return list(dict.fromkeys(found_in(keys)))[:MOST_PLACES]


def told_approved(text: str) -> Iterator[tuple[str, bool]]:
    """(code, whether an exemption is what is told) of each place that a text names beside a word of
    approval; a clause with a word that denies or ends says none.
    """
    for clause in CLAUSES.split(text):
        keys = fold_phrase(clause)
        if words_of_approval().isdisjoint(keys) or not denials().isdisjoint(keys):
            continue
        is_exempt = not exemptions().isdisjoint(keys)
        yield from ((code, is_exempt) for code in found_in(keys))


def tells_of_the_past(sentence: str) -> bool:
    """What happened in a year, not how it stands since then."""
    return bool(YEAR.search(sentence)) and not UP_TO_NOW.search(sentence)


def found_in(keys: tuple[str, ...]) -> Iterator[str]:
    """Of names that begin at the same word the longest."""
    known, longest = names()
    first = 0
    while first < len(keys):
        ends = range(min(len(keys), first + longest), first, -1)
        end = next((end for end in ends if keys[first:end] in known), first)
        name = keys[first:end]
        if name and not (name == ("us",) and BEFORE_US.intersection(keys[:first][-1:])):
            yield known[name]
        first = max(end, first + 1)


@functools.cache
def words_of_approval() -> frozenset[str]:
    return frozenset(fold_phrase(ABOUT_APPROVAL))


@functools.cache
def denials() -> frozenset[str]:
    return frozenset(fold_phrase(DENYING))


@functools.cache
def exemptions() -> frozenset[str]:
    return frozenset(fold_phrase(EXEMPTION))


@functools.cache
def ordinary() -> frozenset[str]:
    return frozenset(fold_phrase(OF_ANY_PRODUCT)) | words_of_approval()


@functools.cache
def names() -> tuple[dict[tuple[str, ...], str], int]:
    """Code by the words of a name, and how many words the longest has."""
    spoken = [primary(code) for code, _name in settings.LANGUAGES]
    written = [
        (name, code)
        for language in dict.fromkeys([*ALSO_ASKED_IN, *spoken])
        for code, name in places.names(language).items()
    ]
    written += [*places.ALSO_WRITTEN.items(), *SHORT_FORMS.items()]
    known = {fold_phrase(name): code for name, code in written}
    return known, max(map(len, known))
