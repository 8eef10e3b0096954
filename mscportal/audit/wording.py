"""Criteria about words: claims, reading grade, sentences, numbers."""

from collections.abc import Iterator
from typing import NamedTuple

from articles.models import Article, StandingPage
from content.models import Publishable
from content.registry import entry_models
from diseases import checks_before_publishing as of_diseases
from diseases.models import Disease
from editorial.workflow import checks as of_every_type
from literature.models import Publication
from mscportal.audit.findings import AuditFinding, AuditLevel
from mscportal.audit.from_gate import findings
from resources import checks_before_publishing as of_words
from resources.checks_before_publishing import BODY_GRADE, SUMMARY_GRADE

__all__ = ["BODY_GRADE", "CHECKS", "SUMMARY_GRADE", "all_readings"]

OURS = (Article, StandingPage)  # written as prose for readers, not a record of facts
PROSE = (*OURS, Disease)


def claim_words() -> Iterator[AuditFinding]:
    return findings(14, of_every_type.claim_words)


def reading_grades() -> Iterator[AuditFinding]:
    too_hard = {"reading_grade_high": AuditLevel.ERROR}
    yield from findings(15, of_words.reading_grade, models=OURS, levels=too_hard)
    yield from findings(15, of_words.reading_grade, models=[Disease])
    yield from findings(15, of_diseases.grade_of_answers)


def plain_pages() -> Iterator[AuditFinding]:
    """Sites from before there were plain pages have none yet; it is work that waits."""
    waits = {"empty_answer": AuditLevel.WARNING}
    yield from findings(39, of_diseases.plain_page, with_field=True, levels=waits)
    yield from findings(39, of_diseases.figures_without_source, with_field=True)


def long_sentences() -> Iterator[AuditFinding]:
    return findings(16, of_every_type.long_sentences, models=PROSE)


def bare_percentages() -> Iterator[AuditFinding]:
    return findings(17, of_every_type.bare_percentages, models=PROSE)


class ReadingGrade(NamedTuple):
    """How hard one entry is to read: Flesch-Kincaid school grades, 0 for a part too short."""

    entry: Publishable
    words: int
    summary: float
    body: float
    is_ours: bool


def all_readings() -> list[ReadingGrade]:
    """Every public entry with a part long enough to be graded, whatever its type."""
    readings = (
        reading_of(entry)
        for model in entry_models()
        if model is not Publication
        for entry in model.objects.published().iterator()
    )
    return [found for found in readings if found.summary or found.body]


def reading_of(entry: Publishable) -> ReadingGrade:
    words = len(entry.plain_summary.split()) + len(entry.search_text().split())
    return ReadingGrade(entry, words, *of_words.grades(entry), isinstance(entry, OURS))


CHECKS = (claim_words, reading_grades, long_sentences, bare_percentages, plain_pages)
