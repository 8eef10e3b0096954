from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content import places
from content.models import ChildRow, Publishable, PublishedQuerySet, Verification, live_needs
from content.partial_dates import date_fits_precision, precision_field
from diseases.models import Disease
from diseases.vocabulary import Donor, Phase
from evidence.registries import ADDRESSES, Registry, well_formed_id
from therapy.models import TissueSource


class TrialQuerySet(PublishedQuerySet):
    def open_first(self):
        """Recruiting trials first, then those about to, then by start, newest first."""
        order = models.Case(
            models.When(status=Trial.Status.RECRUITING, then=0),
            models.When(status=Trial.Status.NOT_YET_RECRUITING, then=1),
            models.When(status=Trial.Status.ACTIVE, then=2),
            default=3,
            output_field=models.SmallIntegerField(),
        )
        return self.order_by(order, models.F("start_on").desc(nulls_last=True), "registry_id")

    def with_sources(self):
        """With `public_sources`: a source that is not live is named nowhere."""
        public = models.Prefetch(
            "sources", TissueSource.objects.published(), to_attr="public_sources"
        )
        return self.prefetch_related(public, "countries")

    def of_diseases(self, diseases):
        """Each trial once, however many of these diseases it is about."""
        links = Trial.diseases.through.objects.filter(
            trial=models.OuterRef("pk"), disease__in=diseases
        )
        return self.filter(models.Exists(links))

    def recruiting(self):
        return self.filter(status=Trial.Status.RECRUITING)

    def with_participants(self):
        """Trials that can count as evidence; see `Trial.has_no_participants`."""
        return self.exclude(status=Trial.Status.WITHDRAWN).exclude(enrolment=0)

    def status_dates(self):
        """(date, precision) of when the status was known, each pair once, oldest first."""
        return oldest_first(self.values_list(*self._status_as_of()).order_by().distinct())

    def numbers(self):
        """(status, date and precision as above, number of trials), in one query."""
        pairs = self.order_by().values_list("status", *self._status_as_of())
        return [
            (status, (date, precision), number)
            for status, date, precision, number in pairs.annotate(number=models.Count("pk"))
        ]

    @staticmethod
    def _status_as_of():
        own_date = models.When(
            status_as_of_on__isnull=False,
            then=models.F("status_as_of_on"),
        )
        own_precision = models.When(
            status_as_of_on__isnull=False,
            then=models.F("status_as_of_precision"),
        )
        return (
            models.Case(own_date, default=models.F("facts_as_of_on")),
            models.Case(own_precision, default=models.F("facts_as_of_precision")),
        )


def oldest_first(dates):
    """Partial dates in order, those that are not known first."""
    return sorted(dates, key=lambda pair: (pair[0] is not None, str(pair[0])))


class Trial(Publishable):
    """A registered trial, with what the registry showed at a stated time."""

    class Status(models.TextChoices):
        RECRUITING = "recruiting", _("recruiting")
        NOT_YET_RECRUITING = "not_yet_recruiting", _("not yet recruiting")
        ACTIVE = "active_not_recruiting", _("active, not recruiting")
        COMPLETED = "completed", _("completed")
        TERMINATED = "terminated", _("stopped early")
        SUSPENDED = "suspended", _("paused")
        WITHDRAWN = "withdrawn", _("withdrawn before the first participant")
        UNKNOWN = "unknown", _("unknown: no update for years")
        UNCLEAR = "unclear", _("unclear: sources do not settle it")

    class OutcomeDirection(models.TextChoices):
        POSITIVE = "positive", _("primary aim met in a controlled trial of useful size")
        POSITIVE_SMALL = "positive_small", _("favourable, but small or weakly controlled")
        POSITIVE_UNCONTROLLED = "positive_uncontrolled", _("favourable, no control group")
        MIXED = "mixed", _("inconsistent, or only secondary findings")
        NEGATIVE = "negative", _("primary aim missed or no benefit")
        SAFETY = "safety", _("safety or feasibility only")
        SUPPORTIVE = "supportive", _("background study")
        PENDING = "pending", _("no result found")

    registry = models.CharField(_("registry"), max_length=8, choices=Registry)
    registry_id = models.CharField(_("registry number"), max_length=32, unique=True)
    acronym = models.CharField(_("short name"), max_length=30, blank=True)
    official_title = models.TextField(_("official title"), blank=True)
    phase = models.CharField(_("phase"), max_length=10, choices=Phase, default=Phase.NOT_STATED)
    status = models.CharField(_("status"), max_length=22, choices=Status, default=Status.UNCLEAR)
    status_note = models.CharField(_("note on the status"), max_length=150, blank=True)
    registry_status = models.CharField(
        _("status in the registry, where different"), max_length=22, choices=Status, blank=True
    )
    status_as_of_on = models.DateField(_("status as of"), null=True, blank=True)
    status_as_of_precision = precision_field()
    facts_as_of_on = models.DateField(_("registry seen"), null=True, blank=True)
    facts_as_of_precision = precision_field()
    shown_status = models.CharField(
        _("status as shown"), max_length=22, choices=Status, blank=True, editable=False
    )
    shown_until = models.DateField(_("shown so until"), null=True, blank=True, editable=False)
    enrolment = models.PositiveIntegerField(
        _("people"),
        null=True,
        blank=True,
        help_text=_("What the publication reports, else what the registry says."),
    )
    enrolment_registry = models.PositiveIntegerField(
        _("people in the registry, where different"), null=True, blank=True
    )
    sponsor = models.CharField(_("sponsor"), max_length=150, blank=True)
    sources = models.ManyToManyField(
        TissueSource, blank=True, related_name="trials", verbose_name=_("cell sources")
    )
    has_other_source = models.BooleanField(_("another cell source"), default=False)
    source_note = models.CharField(_("note on the cells"), max_length=150, blank=True)
    donor = models.CharField(
        _("whose cells"), max_length=12, choices=Donor, default=Donor.NOT_STATED
    )
    start_on = models.DateField(_("start"), null=True, blank=True)
    start_precision = precision_field()
    completion_on = models.DateField(_("completion"), null=True, blank=True)
    completion_precision = precision_field()
    results_posted = models.BooleanField(_("results in the registry"), null=True, blank=True)
    diseases = models.ManyToManyField(
        Disease, blank=True, related_name="trials", verbose_name=_("diseases")
    )
    condition = models.CharField(
        _("illness"),
        max_length=150,
        blank=True,
        help_text=_("Only where none of the diseases of this site is the one."),
    )
    outcome = models.TextField(_("result in one sentence"), blank=True)
    outcome_direction = models.CharField(
        _("result"),
        max_length=22,
        choices=OutcomeDirection,
        default=OutcomeDirection.PENDING,
    )
    verification = models.CharField(
        _("number, title, phase and size"),
        max_length=8,
        choices=Verification,
        default=Verification.MEMORY,
    )
    outcome_verification = models.CharField(
        _("result"), max_length=8, choices=Verification, default=Verification.MEMORY
    )
    registry_facts_verification = models.CharField(
        _("dates, countries and posted results"),
        max_length=8,
        choices=Verification,
        default=Verification.MEMORY,
    )
    citations = GenericRelation("literature.Citation")
    link_exclusions = GenericRelation("linking.LinkExclusion")

    objects = TrialQuerySet.as_manager()

    linked_lines = ("outcome",)
    facet_fields = {"topic": "diseases__category", "status": "status"}

    class Meta(Publishable.Meta):
        verbose_name = _("trial")
        verbose_name_plural = _("trials")
        ordering = ["registry_id"]
        constraints = [
            *Publishable.Meta.constraints,
            well_formed_id(),
            date_fits_precision("start_on", "start_precision"),
            date_fits_precision("completion_on", "completion_precision"),
            date_fits_precision("status_as_of_on", "status_as_of_precision"),
            date_fits_precision("facts_as_of_on", "facts_as_of_precision"),
            live_needs("sponsor"),
            models.CheckConstraint(
                condition=Q(start_on__isnull=True)
                | Q(completion_on__isnull=True)
                | Q(completion_on__gte=models.F("start_on"))
                | ~Q(start_precision=models.F("completion_precision")),
                name="evidence_trial_ends_after_start",
                violation_error_message=_("The completion lies before the start."),
            ),
        ]

    def get_absolute_url(self):
        return reverse("evidence:trial", args=[self.slug])

    @property
    def registry_url(self):
        """Empty unless the number was seen in the registry: an unchecked one is not linked."""
        if self.verification == Verification.MEMORY or self.registry not in ADDRESSES:
            return ""
        return ADDRESSES[self.registry].format(self.registry_id)

    @property
    def status_as_of(self):
        """(date, precision) of when the status was known: its own date, else the registry's."""
        if self.status_as_of_on:
            return self.status_as_of_on, self.status_as_of_precision
        return self.facts_as_of_on, self.facts_as_of_precision

    @property
    def has_no_participants(self):
        """Such a trial never counts as evidence."""
        return self.status == self.Status.WITHDRAWN or self.enrolment == 0

    def search_text(self):
        parts = [self.registry_id, self.acronym, self.official_title, self.sponsor, self.outcome]
        return "\n".join(part for part in parts if part)


class TrialCountry(ChildRow):
    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="countries")
    code = models.CharField(_("country"), max_length=2, choices=places.choices, blank=True)
    other_name = models.CharField(
        _("another place"),
        max_length=60,
        blank=True,
        help_text=_("Only where the list of countries has none that fits."),
    )

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["code", "other_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trial", "code", "other_name"], name="evidence_trialcountry_once"
            ),
            models.CheckConstraint(
                condition=(~Q(code="") & Q(other_name="")) | (Q(code="") & ~Q(other_name="")),
                name="evidence_trialcountry_has_place",
                violation_error_message=_("Choose a country, or write one that the list lacks."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return places.name_of(self.code) if self.code else self.other_name
