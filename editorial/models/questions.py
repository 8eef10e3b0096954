from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import AboutEntryQuerySet, Tidied


class OpenQuestionQuerySet(AboutEntryQuerySet):
    def open(self) -> Self:
        return self.filter(settled_at=None)


class OpenQuestion(Tidied):
    """What is not sure about an entry, for the editors: it stays with the desk until settled."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    entry = GenericForeignKey()
    # So short that an index of PostgreSQL takes it in any script.
    text = models.CharField(_("question"), max_length=600)
    source = models.CharField(
        _("source"), max_length=40, help_text=_("Which import brought the question.")
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("settled by"),
    )
    decision = models.CharField(_("what was decided"), max_length=500, blank=True)

    objects = OpenQuestionQuerySet.as_manager()

    kept_from_visitors = True

    class Meta:
        verbose_name = _("open question")
        verbose_name_plural = _("open questions")
        ordering = ["asked_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "source", "text"],
                name="editorial_openquestion_once",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, decision="")
                | (Q(settled_at__isnull=False) & ~Q(decision="")),
                name="editorial_openquestion_settled_by_a_decision",
                violation_error_message=_("Say what was decided."),
            ),
        ]

    def __str__(self):
        return self.text
