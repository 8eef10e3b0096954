"""What the gate asks of words: how hard they are to read, glossary terms left aside."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.models import Publishable
from content.text import claims
from editorial.models import Reviewed
from editorial.workflow import Check, Level, add_check
from resources.models import GlossaryTerm

SUMMARY_GRADE = 7
BODY_GRADE = 8
HIGHEST_GRADE = 10
MOST_WORDS_OF_DEFINITION = 45


def register() -> None:
    add_check(Reviewed, reading_grade)
    add_check(GlossaryTerm, definition)


def grades(entry: Publishable) -> tuple[float, float]:
    """School grades of summary and text; 0 for a part too short to be graded."""
    terms = glossary_pattern()
    summary, body = (
        claims.grade(terms.sub("it", part)) for part in (entry.plain_summary, entry.search_text())
    )
    return summary, body


def glossary_pattern() -> re.Pattern:
    """Terms that the glossary explains do not count against the reader."""
    names = set()
    for term in GlossaryTerm.objects.published().prefetch_related("names"):
        names.update([term.title, *(row.text for row in term.names.all())])
    longest_first = sorted((re.escape(name) for name in names), key=len, reverse=True)
    if not longest_first:
        return re.compile(r"(?!)")
    return re.compile(rf"\b(?:{'|'.join(longest_first)})s?\b", re.IGNORECASE)


def reading_grade(entry: Publishable) -> Iterator[Check]:
    summary, body = grades(entry)
    remedy = _("Shorter sentences and everyday words help; explain terms in the glossary.")
    if summary > SUMMARY_GRADE:
        said = _("summary: grade %.1f") % summary
        yield Check(Level.WARNING, "reading_grade", said, "plain_summary", remedy)
    if body > BODY_GRADE:
        code = "reading_grade" if body <= HIGHEST_GRADE else "reading_grade_high"
        said = _("text: grade %.1f") % body
        yield Check(Level.WARNING, code, said, remedy=remedy)


def definition(term: GlossaryTerm) -> Iterator[Check]:
    words = len(term.definition.split())
    if words > MOST_WORDS_OF_DEFINITION:
        yield Check(
            Level.WARNING,
            "definition_too_long",
            ngettext("has %(words)s word", "has %(words)s words", words) % {"words": words},
            "definition",
            _("At most %s plain words; the rest belongs under “more”.") % MOST_WORDS_OF_DEFINITION,
        )
