"""What the gate asks of disease pages."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from content import richtext
from diseases.models import Disease
from editorial.gate import Check, Level, add_check
from literature.checks_before_publishing import effect_without_source

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


def register() -> None:
    add_check(Disease, sections)
    add_check(Disease, effect_without_source)


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
