"""Countries by their ISO code, named in the language of the reader.

Names come from the Unicode CLDR through Babel. “EU” is no country, but gives approvals like one.
"""

import functools
import re

from django.conf import settings
from django.utils.translation import get_language

from content.text import fold

# Two letters that CLDR names and that are no place: parts, groups and tests.
NO_PLACES = frozenset("AC CP CQ DG EA EZ IC QO TA UN XA XB ZZ".split())
# As registries and older texts write them.
ALSO_WRITTEN = {
    "bolivia, plurinational state of": "BO",
    "burma": "MM",
    "czech republic": "CZ",
    "england": "GB",
    "hong kong": "HK",
    "iran, islamic republic of": "IR",
    "korea": "KR",
    "korea, republic of": "KR",
    "macau": "MO",
    "macedonia": "MK",
    "moldova, republic of": "MD",
    "palestine": "PS",
    "republic of korea": "KR",
    "russian federation": "RU",
    "scotland": "GB",
    "syrian arab republic": "SY",
    "taiwan, province of china": "TW",
    "tanzania, united republic of": "TZ",
    "the netherlands": "NL",
    "turkey": "TR",
    "türkiye": "TR",
    "uk": "GB",
    "united states of america": "US",
    "usa": "US",
    "venezuela, bolivarian republic of": "VE",
    "viet nam": "VN",
    "wales": "GB",
}
# What the union approved is approved in each of them.
MEMBERS_OF_THE_UNION = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
)


@functools.cache
def names(language: str) -> dict[str, str]:
    """Name by code; in English where CLDR does not know the language."""
    # Takes 9 MB and 30 ms: a process that names no place does without.
    from babel import Locale, UnknownLocaleError

    try:
        territories = Locale.parse(language, sep="-").territories
    except (UnknownLocaleError, ValueError):
        territories = Locale.parse("en").territories
    english = Locale.parse("en").territories
    return {
        code: territories.get(code, name)
        for code, name in english.items()
        if re.fullmatch("[A-Z]{2}", code) and code not in NO_PLACES
    }


def name_of(code: str, language: str | None = None) -> str:
    """In the language of the reader unless another is named; the code itself where unknown."""
    return names(language or get_language() or settings.LANGUAGE_CODE).get(code, code)


def choices() -> list[tuple[str, str]]:
    found = names(get_language() or settings.LANGUAGE_CODE)
    return sorted(found.items(), key=lambda pair: (fold(pair[1]), pair[1]))


def code_of(name: str) -> str:
    """Of an English name as CLDR, a registry or a code has it; empty where there is none."""
    english = names("en")
    if name in english:
        return name
    wanted = " ".join(name.lower().split())
    return _by_english_name().get(wanted) or ALSO_WRITTEN.get(wanted, "")


@functools.cache
def _by_english_name() -> dict[str, str]:
    return {name.lower(): code for code, name in names("en").items()}
