from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.models import Publishable, PublishedQuerySet, Verification, live_needs
from content.partial_dates import date_fits_precision, precision_field
from diseases.models import Disease
from diseases.vocabulary import Certainty, Design, Direction, Donor, Phase
from evidence.models.trials import Trial
from literature.models import Publication
from therapy.models import TissueSource

NEED_COMPARISON = [Direction.BENEFIT, Direction.NO_DIFFERENCE, Direction.HARM]
# The database refuses a comparison that begins so, and the gate many more words.
PLAINLY_NONE = ("none", "no comparison")


class EvidenceStatementQuerySet(PublishedQuerySet):
    def about_msc(self):
        """Without those about other cells, which are listed for comparison only."""
        return self.filter(is_msc=True)

    def current(self):
        """Without those that a later, public statement overturned or replaced."""
        return self.exclude(superseded_by__is_live=True)

    def with_people(self):
        """Without those whose trials had no participants."""
        trials = Trial.objects.filter(evidence_statements=models.OuterRef("pk"))
        only_empty_trials = models.Exists(trials) & ~models.Exists(trials.with_participants())
        return self.exclude(n_participants=0).exclude(
            Q(only_empty_trials) & Q(n_participants__isnull=True)
        )

    def counted(self):
        """Findings that count: public, about MSC, not overturned, and with people in them."""
        return self.published().about_msc().current().with_people()

    def uncounted(self):
        """The other public ones."""
        return self.published().with_why_not_counted().exclude(why_not_counted="")

    def with_why_not_counted(self):
        """Each with the first rule of `counted` that it breaks; empty where it counts."""
        published = self.model.objects.published()
        rules = {
            "other_cells": published.about_msc(),
            "replaced": published.current(),
            "nobody_took_part": published.with_people(),
        }
        breaks = [
            models.When(
                ~models.Exists(kept.filter(pk=models.OuterRef("pk"))), then=models.Value(name)
            )
            for name, kept in rules.items()
        ]
        return self.annotate(
            why_not_counted=models.Case(
                *breaks, default=models.Value(""), output_field=models.CharField()
            )
        )

    def agree_with(self, overall):
        """Whether they hold a direction of all studies together; mixed is for and against too."""
        found = set(self.order_by().values_list("direction", flat=True))
        disagree = Direction.BENEFIT in found and found & {Direction.NO_DIFFERENCE, Direction.HARM}
        return overall in found or (overall == Direction.MIXED and bool(disagree))

    def marking_counted(self):
        """Each with `is_counted`: it is current and people took part."""
        counted = self.model.objects.published().current().with_people()
        return self.annotate(is_counted=models.Exists(counted.filter(pk=models.OuterRef("pk"))))


class EvidenceStatement(Publishable):
    """One finding: cells against a comparison for one outcome, with its sources."""

    class OutcomeKind(models.TextChoices):
        EFFICACY = "efficacy", _("what happens to the illness")
        SAFETY = "safety", _("harm")
        PATIENT_REPORTED = "patient-reported", _("what people report themselves")
        SURROGATE = "surrogate", _("a measurement that stands in for what matters")

    class BetterWhen(models.TextChoices):
        HIGHER = "higher", _("more people have it")
        LOWER = "lower", _("fewer people have it")

    disease = models.ForeignKey(
        Disease,
        on_delete=models.PROTECT,
        related_name="evidence_statements",
        verbose_name=_("disease"),
    )
    source = models.ForeignKey(
        TissueSource,
        on_delete=models.PROTECT,
        related_name="evidence_statements",
        null=True,
        blank=True,
        verbose_name=_("cell source"),
        help_text=_("Empty when several or other sources were used; say which in the note."),
    )
    source_note = models.CharField(_("note on the cells"), max_length=100, blank=True)
    is_msc = models.BooleanField(
        _("about MSC"),
        default=True,
        help_text=_(
            "Off for other cells, such as whole cord blood: shown with a mark, not counted."
        ),
    )
    donor = models.CharField(
        _("whose cells"), max_length=12, choices=Donor, default=Donor.NOT_STATED
    )
    route = models.CharField(_("how given"), max_length=60, blank=True)
    dose = models.CharField(_("dose"), max_length=150, blank=True)
    population = models.CharField(_("people studied"), max_length=200)
    comparator = models.CharField(_("compared with"), max_length=150)
    outcome_name = models.CharField(_("outcome"), max_length=150)
    outcome_kind = models.CharField(_("kind of outcome"), max_length=16, choices=OutcomeKind)
    direction = models.CharField(_("direction of effect"), max_length=15, choices=Direction)
    effect_plain = models.TextField(
        _("effect in plain words"), blank=True, help_text=_("Absolute numbers first.")
    )
    of_100_with_cells = models.PositiveSmallIntegerField(
        _("of 100 people with cells"), null=True, blank=True
    )
    of_100_without = models.PositiveSmallIntegerField(
        _("of 100 people without"), null=True, blank=True
    )
    better_when = models.CharField(_("better when"), max_length=6, choices=BetterWhen, blank=True)
    of_100_people = models.PositiveIntegerField(
        _("of how many people these numbers are"),
        null=True,
        blank=True,
        help_text=_("Those who were counted in the end, not all who took part. Empty: not known."),
    )
    of_100_time = models.CharField(
        _("when these numbers were seen"),
        max_length=60,
        blank=True,
        help_text=_("Such as “48 weeks”; the follow-up can be longer. Empty: not known."),
    )
    of_100_outcome = models.CharField(
        _("what is counted, in plain words"),
        max_length=150,
        blank=True,
        help_text=_(
            "The title of the picture of 100 people, such as “Ulcer closed after 12 weeks”."
        ),
    )
    of_100_comparator = models.CharField(
        _("compared with, in plain words"), max_length=150, blank=True
    )
    of_100_in_words = models.TextField(
        _("both numbers in a sentence"),
        blank=True,
        help_text=_("Says the same as the picture, with both numbers."),
    )
    is_deciding = models.BooleanField(
        _("the deciding result of its disease"),
        default=False,
        help_text=_(
            "The one result that a page of the disease may show as a picture of 100 people."
        ),
    )
    effect_value = models.CharField(_("effect and confidence interval"), max_length=150, blank=True)
    harms_counted = models.CharField(
        _("harms with counts"),
        max_length=250,
        blank=True,
        help_text=_("In each group, such as “fever: 12 of 50 with cells, 5 of 52 without”."),
    )
    n_studies = models.PositiveIntegerField(_("studies"), null=True, blank=True)
    n_participants = models.PositiveIntegerField(_("people"), null=True, blank=True)
    best_design = models.CharField(_("best study design"), max_length=20, choices=Design)
    phase = models.CharField(_("phase"), max_length=10, choices=Phase, blank=True)
    certainty = models.CharField(
        _("certainty"), max_length=12, choices=Certainty, default=Certainty.NOT_ASSESSED
    )
    certainty_by = models.ForeignKey(
        Publication,
        on_delete=models.PROTECT,
        related_name="rated_statements",
        null=True,
        blank=True,
        verbose_name=_("certainty stated by"),
        help_text=_("The review that states the certainty. Never fill in your own judgement."),
    )
    downgrade_reasons = models.CharField(
        _("reasons for less certainty"), max_length=200, blank=True
    )
    follow_up = models.CharField(_("follow-up"), max_length=60, blank=True)
    as_of_on = models.DateField(_("as of"))
    as_of_precision = precision_field()
    trials = models.ManyToManyField(
        Trial, blank=True, related_name="evidence_statements", verbose_name=_("trials")
    )
    supersedes = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("overturns or replaces"),
    )
    verification = models.CharField(
        _("checked"), max_length=8, choices=Verification, default=Verification.MEMORY
    )
    citations = GenericRelation("literature.Citation")
    link_exclusions = GenericRelation("linking.LinkExclusion")

    objects = EvidenceStatementQuerySet.as_manager()

    has_page = False
    linked_lines = ("effect_plain",)
    facet_fields = {"topic": "disease__category", "evidence": "certainty"}

    class Meta(Publishable.Meta):
        verbose_name = _("evidence statement")
        verbose_name_plural = _("evidence statements")
        ordering = ["disease", "-as_of_on", "pk"]
        constraints = [
            *Publishable.Meta.constraints,
            live_needs("effect_plain", "population", "comparator"),
            date_fits_precision("as_of_on", "as_of_precision"),
            models.CheckConstraint(
                condition=Q(certainty=Certainty.NOT_ASSESSED, certainty_by__isnull=True)
                | (~Q(certainty=Certainty.NOT_ASSESSED) & Q(certainty_by__isnull=False)),
                name="evidence_statement_certainty_has_source",
                violation_error_code="certainty",
                violation_error_message=_(
                    "A certainty needs the review that states it; without one it is “not assessed”."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(
                    best_design__in=[Design.SINGLE_ARM, Design.CASE_REPORT, Design.PRECLINICAL],
                    direction__in=NEED_COMPARISON,
                ),
                name="evidence_statement_needs_comparison",
                violation_error_code="direction",
                violation_error_message=_(
                    "Without a comparison group it cannot be judged: choose that, and say what was "
                    "seen in plain words."
                ),
            ),
            models.CheckConstraint(
                condition=Q(is_live=False)
                | ~Q(direction__in=NEED_COMPARISON)
                | ~Q(
                    *(("comparator__istartswith", words) for words in PLAINLY_NONE), _connector="OR"
                ),
                name="evidence_statement_compares",
                violation_error_code="direction",
                violation_error_message=_(
                    "It was compared with nothing, so the direction cannot be judged."
                ),
            ),
            models.CheckConstraint(
                condition=Q(is_live=False)
                | ~Q(direction=Direction.MIXED)
                | Q(n_studies__isnull=False, n_studies__gte=2),
                name="evidence_statement_disagrees_with_another",
                violation_error_code="direction",
                violation_error_message=_("The results of one study cannot disagree."),
            ),
            models.CheckConstraint(
                condition=Q(
                    of_100_with_cells__isnull=True,
                    of_100_without__isnull=True,
                    better_when="",
                    of_100_people__isnull=True,
                    of_100_time="",
                    of_100_outcome="",
                    of_100_comparator="",
                    of_100_in_words="",
                )
                | (
                    Q(of_100_with_cells__isnull=False, of_100_with_cells__lte=100)
                    & Q(of_100_without__isnull=False, of_100_without__lte=100)
                    & ~Q(better_when="")
                ),
                name="evidence_statement_of_100_is_whole",
                violation_error_message=_(
                    "Give both numbers of 100 people and which way is better, or none of them."
                ),
            ),
            models.CheckConstraint(
                condition=Q(of_100_people__isnull=True)
                | Q(n_participants__isnull=True)
                | Q(of_100_people__lte=models.F("n_participants")),
                name="evidence_statement_of_people_who_took_part",
                violation_error_code="of_100_people",
                violation_error_message=_("More people are counted than took part."),
            ),
            models.CheckConstraint(
                condition=Q(is_deciding=False) | Q(of_100_with_cells__isnull=False),
                name="evidence_statement_deciding_has_numbers",
                violation_error_message=_("A deciding result has its numbers of 100 people."),
            ),
            models.UniqueConstraint(
                fields=["disease"],
                condition=Q(is_deciding=True, is_live=True),
                name="evidence_statement_one_decides",
                violation_error_message=_("Another finding is the deciding result already."),
            ),
        ]

    def get_absolute_url(self):
        return f"{self.disease.evidence_url}#evidence-{self.slug}"

    @property
    def cells(self):
        """Tissue, donor and route as far as stated; a source that is not live is not named."""
        is_shown = self.source is not None and self.source.is_live
        tissue = self.source.title if is_shown else self.source_note
        donor = "" if self.donor == Donor.NOT_STATED else self.get_donor_display()
        return ", ".join(part for part in (tissue, donor, self.route) if part)

    @property
    def better_by_numbers(self):
        """By how many of 100 people it is better with cells; below 0 where it is worse."""
        if self.of_100_with_cells is None or self.of_100_without is None:
            return None
        more = self.of_100_with_cells - self.of_100_without
        return more if self.better_when == self.BetterWhen.HIGHER else -more

    @property
    def not_recorded(self):
        """Names of what readers of evidence look for and the record lacks."""
        looked_for = ("dose", "effect_value", "harms_counted")
        return [
            self._meta.get_field(name).verbose_name
            for name in looked_for
            if not getattr(self, name)
        ]

    def search_text(self):
        told = (self.effect_plain, self.of_100_in_words, self.population, self.comparator)
        return "\n".join(text for text in told if text)
