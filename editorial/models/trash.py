from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import AboutEntryQuerySet


class TrashedQuerySet(AboutEntryQuerySet):
    def keys(self, model: type[models.Model]) -> "models.QuerySet[Trashed, dict[str, Any]]":
        """Of the entries of this type in the trash; for `exclude(pk__in=...)`."""
        content_type = ContentType.objects.get_for_model(model)
        return self.filter(content_type=content_type).values("object_id")


class Trashed(models.Model):
    """An entry lies in the trash: its row and its versions stay, no list or look-up shows it."""

    kind_for_roles = "trash"

    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+", verbose_name=_("kind")
    )
    object_id = models.PositiveBigIntegerField()
    entry = GenericForeignKey()
    title = models.CharField(_("title"), max_length=500)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    trashed_at = models.DateTimeField(_("moved to the trash"), default=timezone.now)

    objects = TrashedQuerySet.as_manager()

    kept_from_visitors = True

    class Meta:
        verbose_name = _("entry in the trash")
        verbose_name_plural = _("trash")
        ordering = ["-trashed_at", "-pk"]
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="editorial_trashed_once"
            )
        ]

    def __str__(self):
        return self.title
