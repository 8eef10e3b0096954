from urllib.parse import urlsplit

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.models import EntryName, Publishable, PublishedQuerySet, Verification, live_needs
from content.ordering import position
from content.page_address import page_address
from content.text.fields import RichTextField
from diseases.models import Disease
from resources.models.links import LinkCheck


class TrustedResourceQuerySet(PublishedQuerySet):
    def by_kind(self):
        return self.order_by(position("kind", TrustedResource.Kind.values), "title", "pk")

    def with_link_state(self):
        failing = LinkCheck.objects.not_reachable().filter(url=OuterRef("url"))
        return self.annotate(is_not_reachable=Exists(failing))

    def kinds(self):
        """(value, label, number) of each kind that is used, in their order."""
        numbers = dict(self.order_by().values_list("kind").annotate(Count("pk")))
        return [
            (value, label, numbers[value])
            for value, label in TrustedResource.Kind.choices
            if value in numbers
        ]


class TrustedResource(Publishable):
    """An outside address that readers can rely on; the title is the organisation. No clinics."""

    class Kind(models.TextChoices):
        REGULATOR = "regulator", _("Regulators")
        PUBLIC_HEALTH = "public_health", _("Public health services")
        REGISTRY = "registry", _("Trial registries")
        PATIENT = "patient", _("Patient organisations")
        SOCIETY = "society", _("Professional societies")
        EDUCATION = "education", _("Public education")
        SYNTHESIS = "synthesis", _("Evidence reviews")
        DATABASE = "database", _("Evidence databases")
        RARE = "rare", _("Rare disease references")
        TERMINOLOGY = "terminology", _("Terminologies")
        RESEARCH = "research", _("Research projects")

    url = models.URLField(_("web address"), max_length=300)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    scope = models.CharField(_("place or field"), max_length=60, blank=True)
    offered_in = models.CharField(
        _("languages"),
        max_length=120,
        blank=True,
        help_text=_("In which languages one can read there, such as: English and French."),
    )
    what_one_finds = models.CharField(_("what one finds there"), max_length=200)
    why_trusted = models.CharField(_("why we trust it"), max_length=300, blank=True)
    funding_note = models.CharField(_("who pays for it"), max_length=200, blank=True)
    diseases = models.ManyToManyField(
        Disease, blank=True, related_name="resources", verbose_name=_("diseases")
    )
    verification = models.CharField(
        _("address"), max_length=8, choices=Verification, default=Verification.MEMORY
    )
    last_checked_on = models.DateField(_("last opened"), null=True, blank=True)

    link_exclusions = GenericRelation("linking.LinkExclusion")

    objects = TrustedResourceQuerySet.as_manager()

    facet_fields = {"topic": "diseases__category"}

    has_page = False
    linked_lines = ("what_one_finds",)

    class Meta(Publishable.Meta):
        verbose_name = _("trusted resource")
        verbose_name_plural = _("trusted resources")
        constraints = [*Publishable.Meta.constraints, live_needs("url", "what_one_finds")]

    def get_absolute_url(self):
        return f"{reverse('resources:list')}#{self.slug}"

    def search_text(self):
        return f"{self.what_one_finds}\n{self.why_trusted}\n{self.scope}"

    @property
    def host(self):
        """Where the link leads, as readers know it: without the path."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


class GlossaryTerm(Publishable):
    definition = models.TextField(
        _("definition"), blank=True, help_text=_("At most 45 plain words.")
    )
    long_definition = RichTextField(_("more"), blank=True)
    pronunciation = models.CharField(_("how to say it"), max_length=100, blank=True)
    not_the_same_as = models.ManyToManyField("self", blank=True, verbose_name=_("not the same as"))
    verification = models.CharField(
        _("definition"), max_length=8, choices=Verification, default=Verification.MEMORY
    )

    link_exclusions = GenericRelation("linking.LinkExclusion")

    link_priority = 10
    link_note = "definition"

    class Meta(Publishable.Meta):
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        constraints = [*Publishable.Meta.constraints, live_needs("definition")]

    def get_absolute_url(self):
        return page_address("resources:term", self.slug)

    def search_text(self):
        return f"{self.definition}\n{super().search_text()}"


class TermName(EntryName):
    term = models.ForeignKey(GlossaryTerm, on_delete=models.CASCADE, related_name="names")

    class Meta(EntryName.Meta):
        constraints = [
            models.UniqueConstraint(fields=["term", "text"], name="resources_termname_once")
        ]


class ListedPointQuerySet(PublishedQuerySet):
    def in_groups(self):
        return self.order_by(position("group", ListedPoint.Group.values), "order", "pk")


class ListedPoint(Publishable):
    """A short sentence in a printed list; the title is the sentence."""

    class Group(models.TextChoices):
        TREATMENT = "treatment", _("The treatment")
        EVIDENCE = "evidence", _("The evidence")
        SAFETY = "safety", _("Safety")
        RIGHTS = "rights", _("Your rights")
        COST = "cost", _("Costs")

    group = models.CharField(_("group"), max_length=10, choices=Group)
    why = models.CharField(_("why it matters"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    verification = models.CharField(
        _("checked"), max_length=8, choices=Verification, default=Verification.MEMORY
    )

    objects = ListedPointQuerySet.as_manager()

    has_page = False

    class Meta(Publishable.Meta):
        abstract = True
        ordering = ["order", "pk"]

    def search_text(self):
        return self.why


class QuestionToAsk(ListedPoint):
    class Meta(ListedPoint.Meta):
        verbose_name = _("question to ask")
        verbose_name_plural = _("questions to ask")

    def get_absolute_url(self):
        return f"{reverse('resources:questions')}#{self.slug}"


class RedFlagQuerySet(ListedPointQuerySet):
    def about(self, disease):
        """Those that name this disease; `of_every_disease` has the rest that fits it."""
        return self.filter(diseases=disease)

    def of_every_disease(self):
        return self.filter(diseases__isnull=True)


class RedFlag(ListedPoint):
    diseases = models.ManyToManyField(
        "diseases.Disease",
        blank=True,
        related_name="red_flags",
        verbose_name=_("diseases"),
        help_text=_("Whose pages show it first. Empty: it fits every disease."),
    )

    objects = RedFlagQuerySet.as_manager()

    class Meta(ListedPoint.Meta):
        verbose_name = _("red flag")
        verbose_name_plural = _("red flags")

    def get_absolute_url(self):
        return f"{reverse('resources:red_flags')}#{self.slug}"
