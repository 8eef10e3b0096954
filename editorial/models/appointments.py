from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import AboutEntryQuerySet, Tidied


class PlannedWithdrawal(Tidied):
    """The moment at which an entry leaves the public site; publications wait in Revision."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    entry = GenericForeignKey()
    title = models.CharField(_("title"), max_length=500)
    withdraw_at = models.DateTimeField(_("to be withdrawn"), db_index=True)
    reason = models.TextField(_("why"), blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("planned by"),
    )
    planned_at = models.DateTimeField(_("planned"), default=timezone.now)

    objects = AboutEntryQuerySet.as_manager()

    kept_from_visitors = True
    # Its moments are the next appointments.
    is_timed = True

    class Meta:
        verbose_name = _("planned withdrawal")
        verbose_name_plural = _("planned withdrawals")
        ordering = ["withdraw_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="editorial_plannedwithdrawal_once"
            )
        ]

    def __str__(self):
        return f"{self.title}: {self.withdraw_at}"
