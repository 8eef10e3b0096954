from typing import Self

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import AboutEntryQuerySet, Publishable, Tidied


class Reviewed(Publishable):
    """An entry that names its authors and claims a medical review only when it had one."""

    owner = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="%(app_label)s_%(class)s_owned",
        verbose_name=_("responsible colleague"),
    )
    authors = models.ManyToManyField(
        "editorial.Contributor",
        blank=True,
        related_name="%(app_label)s_%(class)s_written",
        verbose_name=_("authors"),
    )
    last_reviewed_on = models.DateField(
        _("last medical review"), null=True, blank=True, editable=False
    )
    next_review_on = models.DateField(_("next review"), null=True, blank=True, editable=False)
    review_is_overdue = models.BooleanField(default=False, editable=False)
    # The last day on which what was derived holds by itself; None: for good.
    derived_until = models.DateField(null=True, blank=True, editable=False)
    link_exclusions = GenericRelation("linking.LinkExclusion")

    derived_fields = ("review_is_overdue", "derived_until")
    holds_until = "derived_until"

    class Meta(Publishable.Meta):
        abstract = True
        indexes = [
            models.Index(
                fields=["derived_until"],
                condition=Q(derived_until__isnull=False),
                name="%(app_label)s_%(class)s_ages",
            ),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(last_reviewed_on__isnull=True, next_review_on__isnull=True)
                | Q(next_review_on__gt=F("last_reviewed_on")),
                name="%(app_label)s_%(class)s_review_dates_in_order",
            ),
        ]

    @property
    def is_medically_reviewed(self):
        return self.last_reviewed_on is not None

    def derive(self, today=None):
        due = self.next_review_on
        self.review_is_overdue = due is not None and due < (today or timezone.localdate())
        self.derived_until = None if self.review_is_overdue else due


class ReviewQuerySet(AboutEntryQuerySet):
    def approving(self) -> Self:
        """Medical reviews that found nothing to change, the newest first."""
        return self.filter(kind=Review.Kind.CLINICAL, decision=Review.Decision.APPROVE)

    def of_public_texts(self) -> Self:
        """Those of a version that was on the public site."""
        return self.filter(is_public=True)


class Review(Tidied):
    """One look at one entry by one named person; never changed afterwards."""

    kind_for_roles = "review"

    class Kind(models.TextChoices):
        CLINICAL = "clinical", _("medical review")
        EDITORIAL = "editorial", _("editorial review")
        LAY = "lay", _("review by a lay reader")
        ACCESSIBILITY = "accessibility", _("accessibility review")

    class Decision(models.TextChoices):
        APPROVE = "approve", _("approved")
        CHANGES = "changes", _("changes requested")

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    entry = GenericForeignKey()
    version = models.PositiveIntegerField(
        _("version"), null=True, blank=True, editable=False, help_text=_("The text that was read.")
    )
    # Set with the publication of that version.
    is_public = models.BooleanField(_("of a text that was public"), default=False, editable=False)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    reviewer = models.ForeignKey(
        "editorial.Contributor",
        on_delete=models.PROTECT,
        related_name="reviews",
        verbose_name=_("reviewer"),
    )
    decision = models.CharField(_("decision"), max_length=8, choices=Decision)
    interests_at_time = models.TextField(_("interests at the time"), blank=True)
    evidence_searched_on = models.DateField(_("evidence searched on"), null=True, blank=True)
    ai_used = models.TextField(
        _("use of AI tools"), blank=True, help_text=_("Which tools were used for what, or empty.")
    )
    comment = models.TextField(_("comment"), blank=True)
    made_on = models.DateField(_("date"), default=timezone.localdate)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-made_on", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.get_decision_display()}, {self.made_on}"

    def clean(self):
        if self.made_on and self.made_on > timezone.localdate():
            raise ValidationError({"made_on": _("A review cannot lie in the future.")})
        wrote = getattr(self.entry, "authors", None)
        if (
            self.kind == self.Kind.CLINICAL
            and self.reviewer_id
            and wrote is not None
            and wrote.filter(pk=self.reviewer_id).exists()
        ):
            raise ValidationError({"reviewer": _("Nobody reviews their own text.")})
