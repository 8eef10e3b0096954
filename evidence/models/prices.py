from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from content import places
from content.models import Publishable, PublishedQuerySet, Verification, live_needs
from content.ordering import position
from diseases.models import Disease, SoldCondition
from evidence import money
from evidence.models.products import Product
from literature.models import Publication

MONEY = {"max_digits": 14, "decimal_places": 2, "null": True, "blank": True}


class PriceQuerySet(PublishedQuerySet):
    def for_disease(self, disease):
        return self.filter(diseases=disease)

    def for_condition(self, condition):
        return self.filter(conditions=condition)

    def in_groups(self):
        """By kind, then by what was sold; the newest price of it first."""
        return self.order_by(
            position("kind", Price.Kind.values), "title", "country", "place", "-year", "pk"
        )


class Price(Publishable):
    """What somebody asked, paid or got back, at one place and time; the title is what for.

    An amount is a single price or an average; no price is adjusted for inflation.
    """

    class Kind(models.TextChoices):
        CLINIC = "clinic", _("asked by clinics")
        PRODUCT = "product", _("products that are approved somewhere")
        PROGRAMME = "programme", _("programmes outside a trial")
        FUNDRAISING = "fundraising", _("asked for in online appeals")
        REFUND = "refund", _("paid back")

    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    country = models.CharField(_("country"), max_length=2, choices=places.choices, blank=True)
    place = models.CharField(
        _("place"),
        max_length=60,
        blank=True,
        help_text=_("Where in the country, or where no country fits, such as: worldwide."),
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    amount = models.DecimalField(_("amount"), help_text=_("A single price or an average."), **MONEY)
    low = models.DecimalField(_("lowest"), **MONEY)
    high = models.DecimalField(_("highest"), **MONEY)
    currency = models.CharField(
        _("currency"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as USD."))],
        help_text=_("Its ISO code, such as USD."),
    )
    per = models.CharField(
        _("for how much"), max_length=60, blank=True, help_text=_("Such as: one injection.")
    )
    n_clinics = models.PositiveIntegerField(
        _("how many stand behind it"),
        null=True,
        blank=True,
        help_text=_("Clinics that named a price, people who were paid back, or appeals."),
    )
    remark = models.CharField(
        _("remark for readers"),
        max_length=200,
        blank=True,
        help_text=_("What the number alone does not say, such as: on average."),
    )
    product = models.ForeignKey(
        Product,
        on_delete=models.PROTECT,
        related_name="prices",
        null=True,
        blank=True,
        verbose_name=_("product"),
    )
    diseases = models.ManyToManyField(
        Disease, blank=True, related_name="prices", verbose_name=_("diseases")
    )
    conditions = models.ManyToManyField(
        SoldCondition,
        blank=True,
        related_name="prices",
        verbose_name=_("conditions that cells are sold for"),
    )
    range_source = models.ForeignKey(
        Publication,
        on_delete=models.PROTECT,
        related_name="price_ranges",
        null=True,
        blank=True,
        verbose_name=_("source of the range"),
        help_text=_("Only where it is another one than that of the amount."),
    )
    verification = models.CharField(
        _("checked"), max_length=8, choices=Verification, default=Verification.MEMORY
    )
    citations = GenericRelation("literature.Citation")

    objects = PriceQuerySet.as_manager()

    facet_fields = {"topic": "diseases__category"}

    has_page = False

    class Meta(Publishable.Meta):
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        constraints = [
            *Publishable.Meta.constraints,
            live_needs("currency", "per"),
            models.CheckConstraint(
                condition=Q(is_live=False) | ~Q(country="") | ~Q(place=""),
                name="evidence_price_has_place",
                violation_error_message=_("Say where the price was asked."),
            ),
            models.CheckConstraint(
                condition=Q(is_live=False) | Q(year__isnull=False),
                name="evidence_price_has_year",
                violation_error_message=_("Say of which year the price is."),
                violation_error_code="year",
            ),
            models.CheckConstraint(
                condition=Q(is_live=False)
                | Q(amount__isnull=False)
                | Q(low__isnull=False)
                | Q(high__isnull=False),
                name="evidence_price_has_amount",
                violation_error_message=_("Give an amount or a range."),
                violation_error_code="amount",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")),
                name="evidence_price_range_in_order",
                violation_error_message=_("The lowest price is above the highest."),
                violation_error_code="low",
            ),
            models.CheckConstraint(
                condition=(Q(amount__isnull=True) | Q(amount__gte=0))
                & (Q(low__isnull=True) | Q(low__gte=0))
                & (Q(high__isnull=True) | Q(high__gte=0)),
                name="evidence_price_not_negative",
                violation_error_message=_("A price is not negative."),
            ),
        ]

    def get_absolute_url(self):
        return f"{reverse('evidence:cost')}#{self.slug}"

    def search_text(self):
        return "\n".join(filter(None, [self.where, str(self.year or ""), self.remark]))

    @property
    def country_name(self):
        return places.name_of(self.country)

    @property
    def where(self):
        """Country in the language of the page; the place in that of the entry."""
        if not self.country:
            return self.place
        return f"{self.country_name} ({self.place})" if self.place else self.country_name

    @property
    def amount_in_words(self):
        return money.in_words(self.amount, self.currency) if self.amount is not None else ""

    @property
    def range_in_words(self):
        low, high, currency = self.low, self.high, self.currency
        if low is not None and high is not None:
            return money.range_in_words(low, high, currency)
        if low is not None:
            return now("from %(low)s") % {"low": money.in_words(low, currency)}
        return now("up to %(high)s") % {"high": money.in_words(high, currency)} if high else ""

    @property
    def behind(self):
        """How many clinics, people or appeals stand behind it."""
        number = self.n_clinics
        if number is None:
            return ""
        if self.kind == self.Kind.REFUND:
            words = ngettext("%(number)s person", "%(number)s people", number)
        elif self.kind == self.Kind.FUNDRAISING:
            words = ngettext("%(number)s appeal", "%(number)s appeals", number)
        elif self.kind == self.Kind.PROGRAMME:
            words = ngettext("%(number)s programme", "%(number)s programmes", number)
        else:
            words = ngettext("%(number)s clinic", "%(number)s clinics", number)
        return words % {"number": number}
