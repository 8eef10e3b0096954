from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.models import PublishedQuerySet, Verification, live_needs
from content.ordering import position
from content.partial_dates import date_fits_precision, precision_field
from content.text.fields import RichTextField
from diseases.models import Disease
from diseases.vocabulary import Design
from editorial.models import Reviewed


class SafetyItemQuerySet(PublishedQuerySet):
    def for_disease(self, disease):
        """Those of this disease and those that concern all."""
        return self.filter(Q(diseases=disease) | Q(diseases__isnull=True)).distinct()

    def with_approved_products(self):
        return self.filter(setting=SafetyItem.Setting.APPROVED).order_by("order", "title", "pk")

    def by_setting(self):
        """What happened outside trials and authorised use comes first."""
        settings = SafetyItem.Setting
        order = [settings.UNREGULATED, settings.TRIAL, settings.APPROVED]
        return self.order_by(position("setting", order), "order", "title", "pk")


class SafetyItem(Reviewed):
    """A harm that was seen, and where: in trials, with approved products or at clinics."""

    class Setting(models.TextChoices):
        TRIAL = "trial", _("in trials")
        APPROVED = "approved", _("with an authorised product")
        UNREGULATED = "unregulated", _("outside trials and authorised use")

    class Seriousness(models.TextChoices):
        SERIOUS = "serious", _("serious")
        MILD = "mild", _("mild or passing")
        NOT_STATED = "not_stated", _("not stated")

    description = RichTextField(_("what was seen"), blank=True)
    setting = models.CharField(_("where"), max_length=12, choices=Setting)
    seriousness = models.CharField(
        _("how serious"), max_length=10, choices=Seriousness, default=Seriousness.NOT_STATED
    )
    frequency_text = models.CharField(
        _("how often"), max_length=200, blank=True, help_text=_("Absolute numbers.")
    )
    evidence_kind = models.CharField(
        _("kind of evidence"), max_length=20, choices=Design, blank=True
    )
    as_of_on = models.DateField(_("as of"), null=True, blank=True)
    as_of_precision = precision_field()
    diseases = models.ManyToManyField(
        Disease,
        blank=True,
        related_name="safety_items",
        verbose_name=_("diseases"),
        help_text=_("Empty: concerns all."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    verification = models.CharField(
        _("checked"), max_length=8, choices=Verification, default=Verification.MEMORY
    )
    citations = GenericRelation("literature.Citation")

    objects = SafetyItemQuerySet.as_manager()

    facet_fields = {"topic": "diseases__category"}

    has_page = False

    class Meta(Reviewed.Meta):
        verbose_name = _("safety item")
        verbose_name_plural = _("safety items")
        ordering = ["order", "title", "pk"]
        constraints = [
            *Reviewed.Meta.constraints,
            live_needs("description"),
            date_fits_precision("as_of_on", "as_of_precision"),
        ]

    def get_absolute_url(self):
        return f"{reverse('evidence:safety')}#{self.slug}"
