from urllib.parse import urlsplit

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content import partial_dates, places
from content.languages import Text, interface_for
from content.models import ChildRow, EntryName, PublishedQuerySet, Verification, live_needs
from content.ordering import position
from content.page_address import page_address
from content.partial_dates import Precision, date_fits_precision, precision_field
from content.text.fields import RichTextField
from diseases.models import Disease
from diseases.vocabulary import Donor
from editorial.models import Reviewed
from evidence.models.regulation import Jurisdiction
from evidence.terms import StepDays, read_as_of
from literature.models import Publication
from therapy.models import TissueSource


class ProductQuerySet(PublishedQuerySet):
    def with_uses(self):
        """With what tells where each product stands, for which use."""
        return self.prefetch_related("authorisations__diseases")

    def with_names(self):
        """With the steps that are searched with it."""
        return super().with_names().prefetch_related("authorisations")

    def named_with(self, disease):
        """Those that the page of the disease may name, and those with a step about it."""
        own = self.model._meta.get_field("diseases").remote_field.through
        linked = own.objects.filter(product=models.OuterRef("pk"), disease=disease)
        steps = Authorisation.objects.filter(product=models.OuterRef("pk"), diseases=disease)
        return self.filter(models.Exists(linked) | models.Exists(steps))

    def by_kind(self):
        """MSC products first, then those without an authorisation, then the rest."""
        return self.order_by(position("kind", Product.Kind.values), "title", "pk")


class Product(Reviewed):
    """A medicine made of MSC, or one that is often taken for it."""

    class Kind(models.TextChoices):
        MSC = "msc", _("MSC product with an authorisation, now or before")
        CANDIDATE = "candidate", _("MSC product without an authorisation")
        OTHER = "other", _("not an MSC product")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MSC)
    inn = models.CharField(_("substance"), max_length=100, blank=True)
    company = models.CharField(_("company"), max_length=150, blank=True)
    source = models.ForeignKey(
        TissueSource,
        on_delete=models.PROTECT,
        related_name="products",
        null=True,
        blank=True,
        verbose_name=_("cell source"),
    )
    donor = models.CharField(
        _("whose cells"), max_length=12, choices=Donor, default=Donor.NOT_STATED
    )
    donor_note = models.CharField(_("note on donors"), max_length=100, blank=True)
    route = models.CharField(_("how given"), max_length=150, blank=True)
    authorisation_type = models.CharField(_("kind of authorisation"), max_length=150, blank=True)
    status_note = models.CharField(
        _("status in words"),
        max_length=200,
        blank=True,
        help_text=_("Such as “in a late trial”. Shown only as long as no step is listed."),
    )
    note = models.TextField(_("what is known"), blank=True)
    harms = RichTextField(
        _("harms"),
        blank=True,
        help_text=_("Of this product by name, how often, in whom, each with its source."),
    )
    harms_verification = models.CharField(
        _("its harms"), max_length=8, choices=Verification, default=Verification.MEMORY
    )
    diseases = models.ManyToManyField(
        Disease,
        blank=True,
        related_name="products",
        verbose_name=_("diseases"),
        help_text=_(
            "Pages that may name it. For which uses it is approved its steps say, each for its own "
            "diseases."
        ),
    )
    verification = models.CharField(
        _("facts of this page"), max_length=8, choices=Verification, default=Verification.MEMORY
    )
    # The last day on which what its steps say changed: they are read as of it.
    stands_since = models.DateField(null=True, blank=True, editable=False)
    citations = GenericRelation("literature.Citation")

    objects = ProductQuerySet.as_manager()

    derived_fields = (*Reviewed.derived_fields, "stands_since")
    derived_facts = ("stands_since",)
    link_priority = 15
    linked_lines = ("note",)
    facet_fields = {"topic": "diseases__category"}

    class Meta(Reviewed.Meta):
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [*Reviewed.Meta.constraints, live_needs("note")]

    def get_absolute_url(self):
        return page_address("evidence:product", self.slug)

    def derive(self, today=None):
        today = today or timezone.localdate()
        super().derive(today)
        steps = Authorisation.objects.filter(product=self.pk).order_by()
        days = map(StepDays._make, steps.values_list("occurred_on", "ends_on"))
        self.stands_since, until = read_as_of(days, today)
        self.derived_until = min(filter(None, [self.derived_until, until]), default=None)

    def search_text(self):
        """Of its steps what happened when: what follows from them changes with the day."""
        parts = [super().search_text(), self.inn, self.company, self.note]
        with translation.override(interface_for(self.language)):
            for step in self.authorisations.all() if self.pk else ():
                parts.append(f"{step.place}, {step.in_words}. {step.indication}".strip())
        return "\n".join(part for part in parts if part)


class ProductName(EntryName):
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="names")

    class Meta(EntryName.Meta):
        constraints = [
            models.UniqueConstraint(fields=["product", "text"], name="evidence_productname_once")
        ]


class AuthorisationQuerySet(models.QuerySet):
    def with_sources(self):
        return self.select_related("product", "jurisdiction", "publication").prefetch_related(
            "jurisdiction__regulators"
        )

    def newest_first(self):
        """Steps without a date come last."""
        return self.order_by(
            models.F("occurred_on").desc(nulls_last=True),
            "product__title",
            "country",
            "other_place",
            "pk",
        )


class Authorisation(ChildRow):
    """One dated step of a product with one authority, for one use."""

    class Kind(models.TextChoices):
        AUTHORISED = "authorised", _("authorised")
        CONDITIONAL = (
            "conditional",
            _("authorised provisionally, with conditions or for a limited time"),
        )
        EXEMPT = "exempt", _("allowed under a hospital exemption, no approval for sale")
        RENEWED = "renewed", _("renewed")
        APPLIED = "applied", _("applied for")
        REFUSED = "refused", _("refused")
        SUSPENDED = "suspended", _("suspended")
        WITHDRAWN = "withdrawn", _("withdrawn by the holder")
        REVOKED = "revoked", _("revoked")
        EXPIRED = "expired", _("expired")

    class What(models.TextChoices):
        AUTHORISATION = "authorisation", _("authorisation")
        APPLICATION = "application", _("application")

    class DateIs(models.TextChoices):
        ANNOUNCED = "announced", _("date of the announcement")
        REPORTED = "reported", _("date of the report")
        APPROXIMATE = "approximate", _("approximate")

    IN_FORCE = {Kind.AUTHORISED, Kind.CONDITIONAL, Kind.EXEMPT, Kind.RENEWED}
    OF_AN_APPLICATION = {Kind.APPLIED, Kind.REFUSED}

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="authorisations")
    kind = models.CharField(_("step"), max_length=12, choices=Kind)
    what = models.CharField(
        _("of"),
        max_length=13,
        choices=What,
        default=What.AUTHORISATION,
        help_text=_("A withdrawn application is not a withdrawn authorisation."),
    )
    occurred_on = models.DateField(_("date"), null=True, blank=True)
    occurred_precision = precision_field()
    date_is = models.CharField(
        _("the date is"),
        max_length=11,
        choices=DateIs,
        blank=True,
        help_text=_("Empty: the day of the step itself. Said wherever the date is."),
    )
    ends_on = models.DateField(
        _("ends on"),
        null=True,
        blank=True,
        help_text=_("The last day of a limited term, when it was named; it ends by itself then."),
    )
    is_present_state_unknown = models.BooleanField(
        _("whether it still holds is not known"),
        default=False,
        help_text=_(
            "Of an approval: pages say that it was given once, and that we do not know whether it "
            "still holds."
        ),
    )
    country = models.CharField(_("place"), max_length=2, choices=places.choices, blank=True)
    other_place = models.CharField(
        _("another place"),
        max_length=60,
        blank=True,
        help_text=_("Only where the list of places has none that fits."),
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        on_delete=models.PROTECT,
        related_name="authorisations",
        null=True,
        blank=True,
        verbose_name=_("place with rules on this site"),
    )
    authority = models.CharField(_("authority"), max_length=100)
    indication = models.CharField(_("for"), max_length=200, blank=True)
    diseases = models.ManyToManyField(
        Disease,
        blank=True,
        related_name="authorisations",
        verbose_name=_("diseases"),
        help_text=_("What this very step is about. Only their pages say “approved” for it."),
    )
    publication = models.ForeignKey(
        Publication,
        on_delete=models.PROTECT,
        related_name="authorisations",
        null=True,
        blank=True,
        verbose_name=_("source"),
    )
    source_url = models.URLField(_("source address"), max_length=300, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    verification = models.CharField(
        _("checked"), max_length=8, choices=Verification, default=Verification.MEMORY
    )

    objects = AuthorisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("authorisation event")
        verbose_name_plural = _("authorisation events")
        ordering = [models.F("occurred_on").asc(nulls_first=True), "pk"]
        constraints = [
            date_fits_precision("occurred_on", "occurred_precision"),
            models.CheckConstraint(
                condition=(~Q(country="") & Q(other_place=""))
                | (Q(country="") & ~Q(other_place="")),
                name="evidence_authorisation_has_place",
                violation_error_message=_("Choose a place, or write one that the list lacks."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(occurred_on__isnull=True)
                | Q(ends_on__gte=models.F("occurred_on")),
                name="evidence_authorisation_ends_after_it_began",
                violation_error_message=_("A term cannot end before it began."),
            ),
        ]

    def __str__(self):
        return f"{self.place}: {self.get_kind_display()}"

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        self._derive_product()

    def delete(self, *args, **kwargs):
        deleted = super().delete(*args, **kwargs)
        self._derive_product()
        return deleted

    def _derive_product(self):
        self.product.refresh_from_db(fields=["next_review_on", *Product.derived_fields])
        self.product.derive_anew()

    def clean(self):
        super().clean()
        if wrong := self.marks_without_meaning():
            raise ValidationError(wrong)

    def marks_without_meaning(self):
        """What its kind does not allow, by field."""
        wrong = {}
        is_granted = self.kind in {*self.IN_FORCE, self.Kind.SUSPENDED}
        if self.what == self.What.APPLICATION and is_granted:
            wrong["what"] = gettext("An application is never granted or suspended: choose what is.")
        if self.is_present_state_unknown and not self.is_grant:
            wrong["is_present_state_unknown"] = gettext("Only what was granted can still hold.")
        if self.ends_on and not self.is_grant:
            wrong["ends_on"] = gettext("Only what was granted has a term.")
        return wrong

    @property
    def place(self):
        """In the language of the reader, or as it was written."""
        if self.country:
            return places.name_of(self.country)
        return Text(self.other_place, self.product.language)

    @property
    def date_in_words(self):
        """With what it is a date of: “19 Sep 2022, date of the announcement”."""
        date = partial_dates.show(self.occurred_on, self.occurred_precision)
        if not self.date_is or not self.has_date:
            return date
        return gettext("%(date)s, %(what)s") % {"date": date, "what": self.get_date_is_display()}

    @property
    def in_words(self):
        """What happened and when: “May 2020: application, refused”."""
        words = {"date": self.date_in_words, "step": self.get_kind_display()}
        if self.what == self.What.APPLICATION and self.kind != self.Kind.APPLIED:
            return gettext("%(date)s: application, %(step)s") % words
        return gettext("%(date)s: %(step)s") % words

    @property
    def is_of_an_authorisation(self):
        return self.what == self.What.AUTHORISATION and self.kind not in self.OF_AN_APPLICATION

    @property
    def is_grant(self):
        return self.is_of_an_authorisation and self.kind in self.IN_FORCE

    @property
    def is_in_force(self):
        """A step without a date proves no present authorisation, nor does one that is in doubt."""
        return self.is_grant and self.has_date and not self.is_present_state_unknown

    @property
    def has_date(self):
        return self.occurred_precision != Precision.UNKNOWN

    @property
    def address(self):
        return self.source_url or (self.publication.url if self.publication else "")

    @property
    def has_official_source(self):
        """Whether the source lies on the regulator's own domain; else it is to be confirmed."""
        host = urlsplit(self.address).hostname or ""
        if not host or self.jurisdiction is None:
            return False
        return any(regulator.owns(host) for regulator in self.jurisdiction.regulators.all())
