"""Criteria about words: claims, reading grade, sentences, numbers."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

import textstat

from articles.models import Article, StandingPage
from content.models import Publishable
from content.registry import entry_models
from diseases.models import Disease
from literature.models import Publication
from mscportal.audit.facts import name_of
from mscportal.audit.findings import Finding, Level
from resources.models import GlossaryTerm

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
    r"\bno (?:\w+ )?guarantee": "denies a guarantee",
    r"\bdoes not (?:mean|prove|promise)[^.]*\b(?:cure|guarantee\w*)": "denies it",
}
SUMMARY_GRADE = 7
BODY_GRADE = 8
HIGHEST_GRADE = 10
LONG_SENTENCE = 20
SHARE_OF_SHORT_SENTENCES = 0.75
LEAST_WORDS_TO_GRADE = 60
BARE_PERCENT = re.compile(r"\d\s?%")
OUT_OF = re.compile(r"\b(?:in|of|out of) (?:every )?\d[\d,]*|\d+\s?(?:people|patients|children)")


class Prose(NamedTuple):
    entry: Publishable
    summary: str
    body: str
    is_ours: bool  # written as prose for readers, not a record of facts


def prose() -> Iterator[Prose]:
    for article in Article.objects.published().iterator():
        yield Prose(article, article.plain_summary, article.search_text(), True)
    for page in StandingPage.objects.published().iterator():
        yield Prose(page, page.plain_summary, page.search_text(), True)
    for disease in Disease.objects.published().iterator():
        yield Prose(disease, disease.plain_summary, disease.search_text(), False)


def claim_words() -> Iterator[Finding]:
    for text in prose():
        for sentence in sentences(f"{text.summary}\n{text.body}"):
            rest = sentence
            for pattern in ALLOWED:
                rest = re.sub(pattern, "", rest, flags=re.IGNORECASE)
            for match in CLAIM.finditer(rest):
                message = f"“{match[0]}” in: {sentence[:120]}"
                yield Finding(14, Level.ERROR, name_of(text.entry), message)


class Reading(NamedTuple):
    """How hard one entry is to read: Flesch-Kincaid school grades, 0 for a part too short."""

    entry: Publishable
    words: int
    summary: float
    body: float
    is_ours: bool


def readings(texts: Iterable[Prose]) -> Iterator[Reading]:
    terms = glossary_pattern()
    for text in texts:
        summary, body = (grade(terms.sub("it", part)) for part in (text.summary, text.body))
        words = len(text.summary.split()) + len(text.body.split())
        yield Reading(text.entry, words, summary, body, text.is_ours)


def all_readings() -> list[Reading]:
    """Every public entry with a part long enough to be graded, whatever its type."""
    known = list(prose())
    seen = {type(text.entry) for text in known}
    others = (
        Prose(entry, entry.plain_summary, entry.search_text(), False)
        for model in entry_models()
        if model not in seen and model is not Publication
        for entry in model.objects.published().iterator()
    )
    return [found for found in readings(chain(known, others)) if found.summary or found.body]


def reading_grades() -> Iterator[Finding]:
    for reading in readings(prose()):
        where = name_of(reading.entry)
        if reading.summary > SUMMARY_GRADE:
            yield Finding(15, Level.WARNING, where, f"summary: grade {reading.summary:.1f}")
        if reading.body > HIGHEST_GRADE and reading.is_ours:
            yield Finding(15, Level.ERROR, where, f"text: grade {reading.body:.1f}")
        elif reading.body > BODY_GRADE:
            yield Finding(15, Level.WARNING, where, f"text: grade {reading.body:.1f}")


def long_sentences() -> Iterator[Finding]:
    for text in prose():
        lengths = [len(sentence.split()) for sentence in sentences(text.body)]
        short = sum(length <= LONG_SENTENCE for length in lengths)
        if lengths and short / len(lengths) < SHARE_OF_SHORT_SENTENCES:
            message = f"{short} of {len(lengths)} sentences have at most {LONG_SENTENCE} words"
            yield Finding(16, Level.WARNING, name_of(text.entry), message)


def bare_percentages() -> Iterator[Finding]:
    for text in prose():
        for sentence in sentences(f"{text.summary}\n{text.body}"):
            if BARE_PERCENT.search(sentence) and not OUT_OF.search(sentence):
                message = f"a percentage without people: {sentence[:120]}"
                yield Finding(17, Level.WARNING, name_of(text.entry), message)


def sentences(text: str) -> list[str]:
    parts = re.split(r"(?<=[.?!])\s+(?=[A-Z0-9“\"])|\n+", text)
    return [part.strip() for part in parts if part.strip()]


def grade(text: str) -> float:
    """Flesch-Kincaid; 0 for a text too short to be graded."""
    if len(text.split()) < LEAST_WORDS_TO_GRADE:
        return 0
    lines = (line if line[-1:] in ".?!:" else f"{line}." for line in text.splitlines() if line)
    return textstat.flesch_kincaid_grade(" ".join(lines))


def glossary_pattern() -> re.Pattern:
    """Terms that the glossary explains do not count against the reader."""
    names = set()
    for term in GlossaryTerm.objects.published().prefetch_related("names"):
        names.update([term.title, *(row.text for row in term.names.all())])
    longest_first = sorted((re.escape(name) for name in names), key=len, reverse=True)
    if not longest_first:
        return re.compile(r"(?!)")
    return re.compile(rf"\b(?:{'|'.join(longest_first)})s?\b", re.IGNORECASE)


CHECKS = (claim_words, reading_grades, long_sentences, bare_percentages)
