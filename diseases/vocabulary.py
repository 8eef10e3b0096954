"""Words for evidence. Four separate facts, never derived from one another."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TestingStage(models.TextChoices):
    """How far testing in people went; says nothing about the result."""

    PHASE_3_RESULTS = "phase_3_results", _("late clinical testing with controlled results")
    SMALL_CONTROLLED = "small_controlled", _("small or mid-size controlled trials")
    EARLY_HUMAN = "early_human", _("first studies in people, mostly without controls")
    LABORATORY = "laboratory", _("laboratory, animals or single cases")


class Direction(models.TextChoices):
    BENEFIT = "benefit", _("better than the comparison")
    NO_DIFFERENCE = "no_difference", _("no clear difference from the comparison")
    HARM = "harm", _("more harm")
    MIXED = "mixed", _("results disagree")
    UNCLEAR = "unclear", _("cannot be judged")


class Phase(models.TextChoices):
    PHASE_1 = "1", _("phase 1")
    PHASE_1_2 = "1/2", _("phase 1/2")
    PHASE_2 = "2", _("phase 2")
    PHASE_2_3 = "2/3", _("phase 2/3")
    PHASE_3 = "3", _("phase 3")
    PHASE_4 = "4", _("phase 4")
    NOT_APPLICABLE = "na", _("phase does not apply")
    EXPANDED_ACCESS = "expanded", _("expanded access")
    NOT_STATED = "not_stated", _("phase not stated")

    @classmethod
    def numbered(cls):
        """Those of which one is later than another, in that order."""
        return [phase for phase in cls if phase.value[0].isdigit()]


class Certainty(models.TextChoices):
    """GRADE words, only where a review states them."""

    HIGH = "high", _("high certainty")
    MODERATE = "moderate", _("moderate certainty")
    LOW = "low", _("low certainty")
    VERY_LOW = "very_low", _("very low certainty")
    NOT_ASSESSED = "not_assessed", _("certainty not assessed")


class Design(models.TextChoices):
    SYSTEMATIC_REVIEW = "systematic_review", _("systematic review")
    RCT = "rct", _("randomised trial")
    NONRANDOMISED = "nonrandomised", _("comparison without randomisation")
    SINGLE_ARM = "single_arm", _("no comparison group")
    CASE_REPORT = "case_report", _("case report")
    PRECLINICAL = "preclinical", _("laboratory or animals")


class Donor(models.TextChoices):
    AUTOLOGOUS = "autologous", _("own cells")
    ALLOGENEIC = "allogeneic", _("donor cells")
    BOTH = "both", _("own or donor cells")
    NOT_STATED = "not_stated", _("not stated")
