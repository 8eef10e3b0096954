"""What the gate asks of disease pages."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from content.text import claims, richtext
from diseases import plain_text
from diseases.models import Disease, SoldCondition
from editorial.workflow import Check, Level, add_check
from literature.checks_before_publishing import effect_without_source
from literature.models import Publication

SECTIONS = {
    "evidence_summary": gettext_lazy("benefits"),
    "risks": gettext_lazy("risks"),
    "uncertainty": gettext_lazy("what is not known"),
    "standard_care": gettext_lazy("alternatives"),
    "without_treatment": gettext_lazy("no treatment"),
}
# May be empty only where the page says so and sends readers on to somebody who knows.
NEEDED = ("standard_care", "without_treatment")
LEAST_WORDS = 15
BEGINNING = 120  # how much of a sentence is quoted
# What a reader may act on.
USUAL_CARE = ("answer_instead", "answer_now", "standard_care", "emergency")


def register() -> None:
    add_check(Disease, plain_page)
    add_check(Disease, grade_of_answers)
    add_check(Disease, figures_without_source)
    add_check(Disease, sections)
    add_check(Disease, effect_without_source)
    add_check(Disease, sources_of_usual_care)
    add_check(Disease, reason_of_direction)
    add_check(SoldCondition, effect_without_source)
    add_check(SoldCondition, sentences_for_everybody)


def plain_page(disease: Disease) -> Iterator[Check]:
    """Sites from before there were plain pages have none yet; who edits one by hand writes it."""
    for field, limits in plain_text.LIMITS.items():
        text = plain_text.plain(field, getattr(disease, field))
        if not text and field in plain_text.REQUIRED:
            yield Check(
                Level.ERROR,
                "empty_answer",
                _("is empty."),
                field,
                _("The plain page answers it."),
                holds_for_commands=False,
            )
        for found in plain_text.measures(text, limits, disease.language):
            if found.is_over:
                yield Check(Level.ERROR, found.code, found.in_full, field, found.remedy)


def grade_of_answers(disease: Disease) -> Iterator[Check]:
    reading = plain_text.reading_of(disease)
    if reading is None or not reading.is_hard:
        return
    yield Check(
        Level.ERROR if reading.needs_reason else Level.WARNING,
        "answers_too_hard" if reading.needs_reason else "answers_hard",
        _("the six answers together: %s") % reading,
        remedy=_("Shorter sentences and everyday words help."),
        passes_with_reason=reading.needs_reason,
    )


def figures_without_source(disease: Disease) -> Iterator[Check]:
    for field in plain_text.ANSWERS:
        for sentence in plain_text.figures_without_source(getattr(disease, field)):
            yield Check(
                Level.WARNING,
                "figure_without_source",
                _("a number without a reference in its sentence: %s") % sentence[:BEGINNING],
                field,
                _("Put the reference behind the number, before the full stop."),
            )


def sections(disease: Disease) -> Iterator[Check]:
    for field, section in SECTIONS.items():
        words = len(richtext.plain_text(getattr(disease, field)).split())
        if words >= LEAST_WORDS:
            continue
        blocks = not words and field in NEEDED and not disease.learn_more_url
        yield Check(
            Level.ERROR if blocks else Level.WARNING,
            "empty_section" if blocks else "thin_section",
            ngettext("“%(section)s” has %(words)s word", "“%(section)s” has %(words)s words", words)
            % {"section": section, "words": words},
            field,
            _("Write the section, or name a trusted page under “learn more at”.")
            if blocks
            else _("Readers expect at least %s words here.") % LEAST_WORDS,
            holds_for_commands=not blocks,
        )


def sources_of_usual_care(disease: Disease) -> Iterator[Check]:
    """Guidelines, authorities and official health services; never a paper on a trial."""
    named = {field: richtext.cited_keys(getattr(disease, field)) for field in USUAL_CARE}
    keys = {key for found in named.values() for key in found}
    known = {each.slug: each for each in Publication.objects.filter(slug__in=keys)} if keys else {}
    for field, found in named.items():
        for key in found:
            if key in known and not known[key].may_back_usual_care:
                yield Check(
                    Level.WARNING,
                    "source_of_usual_care",
                    _("cites %(key)s (%(type)s).")
                    % {"key": key, "type": known[key].get_type_display()},
                    field,
                    _("Name a guideline, an authority or an official health service."),
                )


def reason_of_direction(disease: Disease) -> Iterator[Check]:
    if disease.evidence_direction and not richtext.plain_text(disease.direction_why):
        yield Check(
            Level.WARNING,
            "direction_without_reason",
            _("does not say why the studies together show this."),
            "direction_why",
            _("Write one sentence with its sources."),
        )


def sentences_for_everybody(condition: SoldCondition) -> Iterator[Check]:
    """The page is one short text, so that a single long sentence is too many."""
    for sentence in claims.sentences(richtext.plain_text(condition.what_is_known)):
        if (words := len(sentence.split())) > claims.LONG_SENTENCE:
            yield Check(
                Level.ERROR,
                "sentence_too_long",
                _("%(words)s words are more than %(most)s in: %(sentence)s")
                % {
                    "words": words,
                    "most": claims.LONG_SENTENCE,
                    "sentence": richtext.shorten(sentence, BEGINNING),
                },
                "what_is_known",
                _("Make two sentences of it."),
            )
