"""What `/styleguide/` shows: each part of our pages in each of its states, with made-up entries."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import NamedTuple

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from content import places
from content.web.alphabet import KEYS, Letter
from diseases.models import SoldCondition
from diseases.vocabulary import Certainty, Design, Direction, Donor, Phase, TestingStage
from editorial.models import Correction
from editorial.public import ErrorForm
from evidence.answers import ANSWERED
from evidence.models import Authorisation, EvidenceStatement, SafetyItem, Trial
from evidence.pictures import evidence_map
from evidence.pictures.hundred_people import crowd
from literature.models import Publication
from literature.page_text import Reference
from therapy.models import Mechanism

COLOURS = (
    "paper sheet tint ink soft rule control brand link visited saffron saffron-tint brick "
    "brick-tint deep on-deep on-deep-soft"
).split()
WRITTEN = datetime(2026, 1, 5, 12, tzinfo=UTC)
STEPS = ("small", "note", "0", "1", "2", "3", "4")


@dataclass
class Sample:
    """Stands in for a live entry; its link stays on the page."""

    title: str
    description: str = ""
    plain_summary: str = ""
    language: str = "en"
    number: int = 3
    review_is_overdue: bool = False
    published_at: object = WRITTEN
    updated_at: object = WRITTEN
    last_reviewed_on: object = None
    next_review_on: object = None

    def get_absolute_url(self):
        return "#lists"


class Badges(NamedTuple):
    name: str
    kind: str
    values: list[tuple[str, str]]


def context():
    return {
        "colours": COLOURS,
        "steps": STEPS,
        "badges": badges(),
        "directions": Direction.choices,
        "findings": [finding(), finding(direction=Direction.HARM, is_msc=False)],
        "pictured": pictured(),
        "samples": samples(),
        "facts": [
            (_("Label"), _("A fact in a few words.")),
            (_("A longer label that may break"), _("A fact that needs two lines of words.")),
        ],
        "index": SimpleNamespace(letters=letters()),
        "middle": Paginator(range(60), 20).page(2),
        "references": references(),
        "reviewed": Sample(
            _("A reviewed page"),
            review_is_overdue=True,
            last_reviewed_on=date(2025, 1, 5),
            next_review_on=date(2026, 1, 5),
        ),
        "people": SimpleNamespace(
            authors=[person("")],
            is_reviewed=True,
            reviewers=[person(_("None."))],
            corrections=[correction()],
        ),
        "refused": ErrorForm({"what": "", "source": _("words that were typed")}),
        "ladders": [ladder(reached) for reached in (0, len(evidence_map.STAGES) - 1)],
    }


def ladder(reached):
    """The least and the most that testing can have come to."""
    direction = Direction.UNCLEAR if reached else Direction.MIXED
    rungs = [
        (stage.value, stage.label, place <= reached, place == reached)
        for place, stage in enumerate(evidence_map.STAGES)
    ]
    return {
        "rungs": rungs,
        "direction": direction.value,
        "direction_label": direction.label,
        "approved": _("A sentence about approvals stands here."),
    }


def finding(**fields):
    """With everything that a finding may state, and what `literature.page_text` gives it."""
    made = EvidenceStatement(
        **{
            "slug": f"sample-{fields.get('direction', 'mixed')}",
            "outcome_name": _("What was looked at"),
            "outcome_kind": EvidenceStatement.OutcomeKind.EFFICACY,
            "population": _("The people who took part"),
            "comparator": _("what the others got"),
            "donor": Donor.ALLOGENEIC,
            "direction": Direction.MIXED,
            "best_design": Design.RCT,
            "phase": Phase.PHASE_3,
            "as_of_on": date(2026, 1, 5),
            **fields,
        }
    )
    made.linked = {"effect_plain": _("What was found, in one plain sentence.")}
    made.cited = ""
    made.rests_on_doubtful_source = False
    return made


def pictured():
    """A deciding result as people of 100, and places without an approval."""
    shown = finding(
        of_100_in_words=_("What was found, in one plain sentence."),
        of_100_with_cells=35,
        of_100_without=30,
        better_when="higher",
        n_participants=260,
    )
    return {
        "finding": shown,
        "with_cells": crowd(shown.of_100_with_cells),
        "without": crowd(shown.of_100_without),
        "nowhere": [places.name_of(code) for code in ANSWERED],
    }


def badges():
    vocabularies = [
        (_("Certainty"), "certainty", Certainty),
        (_("Direction"), "direction", Direction),
        (_("Study design"), "design", Design),
        (_("Testing stage"), "stage", TestingStage),
        (_("Support"), "support", Mechanism.Support),
        (_("Fair tests"), "known", SoldCondition.Known),
        (_("Trial"), "trial", Trial.Status),
        (_("Approval step"), "authorisation", Authorisation.Kind),
        (_("Setting"), "setting", SafetyItem.Setting),
        (_("Retraction"), "retraction", Publication.Retraction),
    ]
    return [Badges(name, kind, choices.choices) for name, kind, choices in vocabularies]


def samples():
    return [
        Sample(_("A title"), _("One sentence below it.")),
        Sample(
            _("A title that is long enough to need more than one line in a narrow column"),
            _("A sentence that is as long as a description may be, to see how it breaks."),
        ),
        Sample(_("A title without a sentence")),
    ]


def person(interests):
    return SimpleNamespace(
        title=_("Name of a person"),
        credentials="MD",
        interests=interests,
        get_absolute_url="",
    )


def correction():
    return Correction(
        what_was=_("What a page said."), what_is=_("What it says now."), made_on=date(2025, 2, 3)
    )


def letters():
    return [
        Letter(key, key.upper(), "" if key in "qxyz" else "#lists", key == "c") for key in KEYS[:26]
    ]


def references():
    plain = {
        "authors_text": "Author A, Author B",
        "journal": _("Name of the journal"),
        "year": 2020,
    }
    made = [
        Publication(title=_("Title of a publication"), slug="sample", **plain),
        Publication(
            title=_("Title of a retracted publication"),
            slug="sample-retracted",
            retraction=Publication.Retraction.RETRACTED,
            **plain,
        ),
    ]
    return [
        Reference(number, publication, back_links=[f"place-{number}"])
        for number, publication in enumerate(made, 1)
    ]
