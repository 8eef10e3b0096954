from typing import NamedTuple

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content import partial_dates, places
from content.models import ChildRow, Publishable, PublishedQuerySet, Verification, live_needs
from content.page_address import page_address
from content.partial_dates import date_fits_precision, precision_field
from content.web.alphabet import sort_key
from diseases.models import Disease
from diseases.vocabulary import Donor, Phase
from evidence import registries, statuses
from evidence.registries import Registry, well_formed_id
from therapy.models import TissueSource


class InUse(NamedTuple):
    """Values that some trials have, and from when to when their status was seen."""

    statuses: set[str]  # as shown
    phases: set[str]
    known_results: set[bool | None]
    years: set[int | None]  # of the start
    took_part: set[bool]  # whether anybody did
    seen: list[tuple]  # (date, precision) of the looks, first and last of a kind


class Numbers(NamedTuple):
    """Trials that are shown alike."""

    status: str
    seen: tuple  # (date, precision) of the look at the registry or of later material
    number: int
    latest_phase: str  # of those in which people took part; empty where none has a number


class TrialQuerySet(PublishedQuerySet):
    def open_first(self):
        """Recruiting trials first, then those about to, then by start, newest first."""
        order = models.Case(
            models.When(shown_status=Trial.Status.RECRUITING, then=0),
            models.When(shown_status=Trial.Status.NOT_YET_RECRUITING, then=1),
            models.When(shown_status=Trial.Status.ACTIVE, then=2),
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
        """As far as we know today: a status that was seen long ago does not count."""
        return self.filter(shown_status=Trial.Status.RECRUITING)

    def with_participants(self):
        """Trials that can count as evidence; see `Trial.has_no_participants`."""
        return self.exclude(nobody_took_part())

    def with_known_results(self):
        """Each with `known_results`, as the property `results_known`, and `too_early`, as
        `is_seen_too_early`.
        """
        return self.annotate(
            too_early=models.Case(
                models.When(seen_before_completion(), then=True),
                default=False,
                output_field=models.BooleanField(),
            ),
            known_results=models.Case(
                models.When(too_early=True, results_posted=False, then=None),
                default="results_posted",
                output_field=models.BooleanField(null=True),
            ),
        )

    def alike(self):
        """How many are alike in all that pages count, as rows whose number does not grow with that
        of the trials; `first` and `last` are the dates on which their status was seen.
        """
        date, precision = self._status_as_of()
        facts = ("shown_status", "phase", "known_results", "too_early")
        took_part = models.Case(
            models.When(nobody_took_part(), then=False),
            default=True,
            output_field=models.BooleanField(),
        )
        return (
            self.with_known_results()
            .order_by()
            .annotate(precision=precision, year=ExtractYear("start_on"), took_part=took_part)
            .values(*facts, "precision", "year", "took_part")
            .annotate(number=models.Count("pk"), first=models.Min(date), last=models.Max(date))
        )

    def with_names(self):
        """What a reader may look for it by besides its title."""
        return self.prefetch_related("countries")

    def counted_alike(self):
        """Rows of which `numbers_of` makes numbers, by status and date."""
        pairs = self.order_by().values_list("shown_status", *self._status_as_of())
        numbered = models.Q(phase__in=Phase.numbered()) & ~nobody_took_part()
        return pairs.annotate(
            number=models.Count("pk"),
            # As words these phases stand in their order.
            latest_phase=models.Max("phase", filter=numbered, default=models.Value("")),
        )

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


def in_use(alike):
    """From the rows of `alike`."""
    rows = list(alike)
    return InUse(
        statuses={row["shown_status"] for row in rows},
        phases={row["phase"] for row in rows},
        known_results={row["known_results"] for row in rows},
        years={row["year"] for row in rows},
        took_part={row["took_part"] for row in rows},
        seen=oldest_first(
            {(row[day], row["precision"]) for row in rows for day in ("first", "last")}
        ),
    )


def numbers_of(rows):
    return [
        Numbers(status, (date, precision), number, phase)
        for status, date, precision, number, phase in rows
    ]


def nobody_took_part():
    """As `Trial.has_no_participants`."""
    return Q(status=Trial.Status.WITHDRAWN) | Q(enrolment=0)


def seen_before_completion():
    """Completed, but the registry was seen too early for that; see the property of `Trial`."""
    said_otherwise = ~Q(registry_status__in=["", Trial.Status.COMPLETED])
    was_seen_since = Q(status_as_of_on__gt=models.F("facts_as_of_on"))
    ends_after = Q(completion_on__gt=models.F("facts_as_of_on"))
    return Q(status=Trial.Status.COMPLETED) & (said_otherwise | was_seen_since | ends_after)


def oldest_first(dates):
    """Partial dates in order, those that are not known first."""
    return sorted(dates, key=lambda pair: (pair[0] is not None, str(pair[0])))


def shown_statuses():
    """A status that was unknown all along and one that grew old are shown alike."""
    return [
        (value, _("not known now") if value == Trial.Status.UNKNOWN else label)
        for value, label in Trial.Status.choices
    ]


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
    status = models.CharField(
        _("status last seen"), max_length=22, choices=Status, default=Status.UNCLEAR
    )
    status_note = models.CharField(_("note on the status"), max_length=150, blank=True)
    registry_status = models.CharField(
        _("status in the registry, where different"), max_length=22, choices=Status, blank=True
    )
    status_as_of_on = models.DateField(_("status as of"), null=True, blank=True)
    status_as_of_precision = precision_field()
    facts_as_of_on = models.DateField(_("registry seen"), null=True, blank=True)
    facts_as_of_precision = precision_field()
    shown_status = models.CharField(
        _("status as shown"), max_length=22, choices=shown_statuses, blank=True, editable=False
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
    derived_fields = ("shown_status", "shown_until")
    holds_until = "shown_until"
    derived_facts = ("shown_status",)
    facet_fields = {"topic": "diseases__category", "status": "shown_status"}

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
            models.CheckConstraint(
                condition=Q(is_live=False)
                | Q(shown_status=models.F("status"))
                | Q(shown_status=statuses.UNKNOWN),
                name="evidence_trial_shows_its_status",
                violation_error_message=_("The status as shown follows from the status."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["shown_until"],
                condition=Q(shown_until__isnull=False),
                name="evidence_trial_shown_until",
            ),
        ]

    def tidy_texts(self):
        super().tidy_texts()
        if "registry_id" in self.__dict__:
            self.registry_id = registries.as_registered(self.registry_id)

    def get_absolute_url(self):
        return page_address("evidence:trial", self.slug)

    def derive(self, today=None):
        completion = self.completion_on, self.completion_precision
        self.shown_status, self.shown_until = statuses.shown(
            self.status, self.status_as_of, completion, today or timezone.localdate()
        )

    @property
    def registry_url(self):
        """Where the record is read, also of a number that nobody has seen there yet."""
        return registries.address(self.registry, self.registry_id)

    @property
    def read_at(self):
        """Name of the place that `registry_url` leads to."""
        return registries.place_of_records(self.registry)

    @property
    def is_by_later_material(self):
        """Whether the registry said another status, and nobody knows the day of this one."""
        return not self.status_as_of_on and self.registry_status not in ("", self.status)

    @property
    def status_as_of(self):
        """(date, precision) of when the status was known: its own date, else the registry's."""
        if self.status_as_of_on:
            return self.status_as_of_on, self.status_as_of_precision
        if self.is_by_later_material:
            return None, partial_dates.Precision.UNKNOWN
        return self.facts_as_of_on, self.facts_as_of_precision

    @property
    def status_was_seen_apart(self):
        """Whether the day of the status is known, and is not that of the registry's other facts.

        One of two dates can be the other one, told less exactly.
        """
        facts_as_of = self.facts_as_of_on, self.facts_as_of_precision
        status, facts = (partial_dates.iso(*date) for date in (self.status_as_of, facts_as_of))
        return not status.startswith(facts) and not facts.startswith(status)

    @property
    def is_seen_too_early(self):
        """Whether it is completed, and the registry was seen when it was not, as far as we know.

        What the registry lacked then, such as results, says nothing of a completed trial.
        """
        if self.status != self.Status.COMPLETED:
            return False
        later = [day for day in (self.status_as_of_on, self.completion_on) if day]
        return self.registry_status not in ("", self.Status.COMPLETED) or bool(
            self.facts_as_of_on and any(day > self.facts_as_of_on for day in later)
        )

    @property
    def results_known(self):
        """Whether results are posted; None too where the registry was seen too early for them."""
        if self.is_seen_too_early and not self.results_posted:
            return None
        return self.results_posted

    @property
    def completion_can_be_planned(self):
        return self.completion_on is not None and (
            self.is_seen_too_early
            or self.is_by_later_material
            or self.status not in (self.Status.COMPLETED, self.Status.TERMINATED)
        )

    @property
    def has_grown_old(self):
        """Whether the status was known once and is not now."""
        return self.shown_status != self.status

    @property
    def was(self):
        """Of one that is not known now: what it was when it was seen last; else empty."""
        if self.shown_status != self.Status.UNKNOWN:
            return ""
        if self.has_grown_old:
            return statuses.before_in_words(self.get_status_display(), *self.status_as_of)
        return statuses.unknown_in_words(*self.status_as_of)

    @property
    def status_in_words(self):
        """As shown, with its age."""
        shown = self.get_shown_status_display()
        if self.was:
            return f"{shown} ({self.was})"
        if self.is_by_later_material:
            return gettext("%(status)s, by later material") % {"status": shown}
        if not self.status_as_of[0]:
            return shown
        seen = partial_dates.show(*self.status_as_of)
        return gettext("%(status)s, as of %(date)s") % {"status": shown, "date": seen}

    @property
    def has_no_participants(self):
        """Such a trial never counts as evidence."""
        return self.status == self.Status.WITHDRAWN or self.enrolment == 0

    def search_text(self):
        parts = [self.registry_id, self.acronym, self.official_title, self.sponsor, self.outcome]
        parts.append(self.condition)
        return "\n".join(part for part in parts if part)

    def found_by(self):
        """By its countries in each language of the site."""
        rows = self.countries.all() if self.pk else ()
        names = {row.name_in(code) for row in rows for code, _name in settings.LANGUAGES}
        return "\n".join(sorted(names))

    @property
    def countries_by_name(self):
        """In the order of their names in the language of the reader."""
        return sorted(self.countries.all(), key=lambda country: sort_key(country.name))


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
        """In the language of the reader."""
        return self.name_in(None)

    def name_in(self, language):
        return places.name_of(self.code, language) if self.code else self.other_name
