"""Measures of a plain text: claim words, reading grade, sentence length, numbers."""

import re
from collections.abc import Callable

from textstat.backend.metrics import fernandez_huerta, flesch_kincaid_grade

CLAIM = re.compile(
    r"\b(cur(?:e|es|ed|ing)|miracl\w+|guarante\w+|breakthrough\w*|safe and effective|100\s?%)",
    re.IGNORECASE,
)
# Where such a word is no claim, and why.
ALLOWED = {
    r"\b(?:not|no|never|nor) (?:a |yet )?(?:known )?cur(?:e|ed)": "denies a cure",
    r"\bclaims? (?:of|to) (?:a )?cure": "names the claim that marketing makes",
    r"\bcannot (?:be )?cured?": "denies a cure",
    r"\bdo(?:es)? not [^.]*\bcure\b": "denies a cure",
    r"\bpromises? of a cure\b(?=[^.]*\bwarning signs?\b)": "warns of such a promise",
    r"\bno (?:\w+ )?guarantee": "denies a guarantee",
    r"\bdoes not (?:mean|prove|promise)[^.]*\b(?:cure|guarantee\w*)": "denies it",
    r"“[^”]{1,80}”": "quotes what others say",
    r"\bCures Act\b": "the name of a law",
    r"\b100\s?% of (?:\w+ ){1,4}samples\b": "counts samples in a laboratory",
}
# What somebody meant to write later. Not among them: “source to be confirmed” and “results to be
# published”, which tell readers how things stand; abbreviations that medicine has too (TBA, TBC);
# three large X, which are a Roman number and a set of chromosomes.
CLAUSE_ENDS = r"(?=\s*(?:$|[.,;:()\[\]]|[-–—]|\b(?:here|later|soon|once|when|after|by)\b))"
UNFINISHED = [
    re.compile(pattern)
    for pattern in (
        r"\b(?:TODO|FIXME|TBD)\b",
        r"\b(?:x{3,9}|X{4,9})\b",
        r"(?i:\blorem ipsum\b)",
        r"(?i:\bcitation needed\b)",
        r"(?i:\bcoming soon\b)",
        # What has to be added is told, what is to be added is left over.
        r"(?i:(?<!\bhas )(?<!\bhad )(?<!\bhave )(?<!\bneed )(?<!\bneeds )(?<!\bneeded )"
        rf"\bto be (?:added|completed|filled in|inserted|supplied|written){CLAUSE_ENDS})",
        r"(?i:(?<!\bhas )(?<!\bhad )(?<!\bhave )(?<!\bneed )(?<!\bneeds )(?<!\bneeded )"
        r"\bto be confirmed by\b"
        r"(?! (?:\S+ ){0,3}(?:trials?|stud(?:y|ies)|research|tests?|data)\b))",
        rf"(?i:\b(?:por|pendiente de) (?:añadir|completar|rellenar){CLAUSE_ENDS})",
        # How a record was seen is for the desk.
        r"(?i:\b(?:authors?|names?|titles?|years?|dates?|pages|address|DOI|PMID|journal)"
        rf" (?:(?:is|are|was|were) )?(?:from memory|not seen|not looked up|assumed){CLAUSE_ENDS})",
        rf"(?i:\bonce seen{CLAUSE_ENDS})",
        # Readers are told “we have not read it”; who else did not is a note to colleagues.
        r"(?i:(?<!\bhave )\bnot (?:yet (?:been )?(?:read|opened|looked up)\b|"
        r"(?:yet )?(?:been )?(?:read|seen|opened|looked up|compared) here\b))",
        r"(?i:\b(?:acts?|figures?|laws?|numbers?|pages?|papers?|reports?|results?|sources?|terms?|texts?)"
        r"(?: of the \w+)? (?:(?:is|are|was|were) )?not (?:read|seen|opened|looked up)(?: again)?"
        rf"{CLAUSE_ENDS})",
        r"(?i:\bresults? [^.;]*\band (?:was|were) not (?:read|seen)(?: again)?(?=\s*(?:$|[.,;:])))",
    )
]
# Words with which a text says that something works, harms or does nothing.
EFFECT = re.compile(
    r"\b(effective|ineffective|efficacy|improv(?:e|es|ed|ing|ements?)|reliev(?:e|es|ed|ing)|"
    r"heal(?:s|ed|ing)?|reduc(?:e|es|ed|ing|tions?)|surviv(?:e|es|ed|al)|"
    r"better than|worse than|(?:no|a) difference|benefit(?:s|ed)?)\b",
    re.IGNORECASE,
)
LONG_SENTENCE = 20
SHARE_OF_SHORT_SENTENCES = 0.75
LEAST_WORDS_TO_GRADE = 60
BARE_PERCENT = re.compile(r"\d\s?%")
OUT_OF = re.compile(r"\b(?:in|of|out of) (?:every )?\d[\d,]*|\d+\s?(?:people|patients|children)")
SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-ZÁÉÍÓÚÜÑ¿¡0-9“\"])|\n+")
INSIDE_NUMBER = re.compile(r"(?<=\d)(?:[.,]|[\s](?=\d{3}\b))(?=\d)")
# The formula that is in use for a language, and the name that the language has there. The package
# also has one setting for the whole process, which threads would share.
FORMULAS: dict[str, tuple[Callable[[str, str], float], str]] = {
    "en": (flesch_kincaid_grade, "en_US"),
    "es": (fernandez_huerta, "es"),
}


def sentences(text: str) -> list[str]:
    return [part.strip() for part in SENTENCE_END.split(text) if part.strip()]


def claims(text: str) -> list[tuple[str, str]]:
    """(word, sentence) of every promise that is not on the list of allowed ones."""
    found = []
    for sentence in sentences(text):
        rest = sentence
        for pattern in ALLOWED:
            rest = re.sub(pattern, "", rest, flags=re.IGNORECASE)
        found += [(match[0], sentence) for match in CLAIM.finditer(rest)]
    return found


def effects(text: str) -> list[str]:
    """Sentences that say what a treatment does."""
    return [sentence for sentence in sentences(text) if EFFECT.search(sentence)]


def unfinished(text: str) -> list[tuple[str, str]]:
    """(words, sentence) of everything that marks unfinished work."""
    return [
        (match[0], sentence)
        for sentence in sentences(text)
        for pattern in UNFINISHED
        if (match := pattern.search(sentence))
    ]


def bare_percentages(text: str) -> list[str]:
    """Sentences with a percentage and no number of people."""
    return [
        sentence
        for sentence in sentences(text)
        if BARE_PERCENT.search(sentence) and not OUT_OF.search(sentence)
    ]


def short_sentences(text: str) -> tuple[int, int]:
    """How many sentences are short, and how many there are."""
    lengths = [len(sentence.split()) for sentence in sentences(text)]
    return sum(length <= LONG_SENTENCE for length in lengths), len(lengths)


def grade(text: str) -> float:
    """Flesch-Kincaid school grade; 0 for a text too short to be graded."""
    return readability(text, "en") or 0


def readability(text: str, language: str) -> float | None:
    """The school grade of an English text (less is easier), the ease of a Spanish one after
    Fernández Huerta (more is easier); None for a text too short, or in another language.
    """
    if language not in FORMULAS or len(text.split()) < LEAST_WORDS_TO_GRADE:
        return None
    formula, locale = FORMULAS[language]
    lines = (line if line[-1:] in ".?!:" else f"{line}." for line in text.splitlines() if line)
    return round(formula(INSIDE_NUMBER.sub("", " ".join(lines)), locale), 1)
