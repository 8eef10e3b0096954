from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content import places
from content.languages import title_of
from content.models import ChildRow, Verification
from content.page_address import page_address
from content.partial_dates import date_fits_precision, precision_field
from editorial.models import Reviewed


class Jurisdiction(Reviewed):
    """A place with its own rules; the title is its name."""

    country = models.CharField(_("place"), max_length=2, choices=places.choices, blank=True)
    approvals_checked_on = models.DateField(
        _("approvals last looked up on"),
        null=True,
        blank=True,
        help_text=_("Pages say “none known to us” with this day."),
    )
    approvals_checked_precision = precision_field()
    citations = GenericRelation("literature.Citation")

    card_kind = _("rules by place")

    class Meta(Reviewed.Meta):
        verbose_name = _("place with its rules")
        verbose_name_plural = _("rules by place")
        constraints = [
            *Reviewed.Meta.constraints,
            date_fits_precision("approvals_checked_on", "approvals_checked_precision"),
            models.UniqueConstraint(
                fields=["country"], condition=~Q(country=""), name="evidence_jurisdiction_once"
            ),
        ]

    def get_absolute_url(self):
        return page_address("evidence:jurisdiction", self.slug)

    @property
    def name(self):
        """In the language of the reader, or as it was written."""
        return places.name_of(self.country) if self.country else title_of(self)

    def search_text(self):
        return "\n".join([super().search_text(), *(rule.text for rule in self.rules.all())])


class Regulator(ChildRow):
    jurisdiction = models.ForeignKey(
        Jurisdiction, on_delete=models.CASCADE, related_name="regulators"
    )
    name = models.CharField(_("name"), max_length=200)
    domains = models.TextField(
        _("web domains"),
        blank=True,
        help_text=_("One per line, such as fda.gov. A source counts as official on these only."),
    )
    report_harm_url = models.URLField(_("report harm"), max_length=300, blank=True)
    product_lookup_url = models.URLField(_("look up products"), max_length=300, blank=True)
    verification = models.CharField(
        _("addresses"), max_length=8, choices=Verification, default=Verification.MEMORY
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("regulator")
        verbose_name_plural = _("regulators")
        ordering = ["order", "name", "pk"]

    def __str__(self):
        return self.name

    @property
    def domain_list(self):
        return [line.strip().lower() for line in self.domains.splitlines() if line.strip()]

    def owns(self, host):
        return any(host == domain or host.endswith(f".{domain}") for domain in self.domain_list)


class RuleStatement(ChildRow):
    """One rule or fact of practice, in our own words."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.CASCADE, related_name="rules")
    text = models.TextField(_("rule"))
    rule = models.CharField(_("name of the rule"), max_length=100, blank=True)
    as_of_on = models.DateField(_("as of"), null=True, blank=True)
    as_of_precision = precision_field()
    verification = models.CharField(
        _("checked"), max_length=8, choices=Verification, default=Verification.MEMORY
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["order", "pk"]
        constraints = [date_fits_precision("as_of_on", "as_of_precision")]

    def __str__(self):
        return self.text[:80]
