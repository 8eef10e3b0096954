from typing import Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import AboutEntryQuerySet, Tidied


class CorrectionQuerySet(AboutEntryQuerySet):
    def published(self) -> Self:
        return self.filter(is_public=True)


class Correction(Tidied):
    """A change that readers are told about: a mistake that was mended, or something new."""

    kind_for_roles = "correction"

    class Kind(models.TextChoices):
        TYPO = "typo", _("typing error")
        CLARIFICATION = "clarification", _("clarification")
        FACTUAL = "factual", _("factual correction")
        SAFETY = "safety", _("safety information")
        RETRACTION = "retraction", _("after a retracted publication")
        UPDATE = "update", _("something new")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    entry = GenericForeignKey()
    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.FACTUAL)
    what_was = models.TextField(
        _("what it said"), blank=True, help_text=_("Empty only where something is new.")
    )
    what_is = models.TextField(_("what it says now"))
    made_on = models.DateField(_("date"), default=timezone.localdate)
    is_public = models.BooleanField(
        _("public"), default=True, help_text=_("Shown on the page “Corrections”.")
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-made_on", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what_was="") | Q(kind="update"),
                name="editorial_correction_says_what_was",
                violation_error_code="what_was",
                violation_error_message=_("Say what the page said before."),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.made_on}"
