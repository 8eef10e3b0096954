import datetime
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NEW = 0  # stands for the form of an entry that does not exist yet


class RecoveryQuerySet(models.QuerySet):
    # A form that was heard of within this time counts as open.
    OPEN = datetime.timedelta(minutes=2)

    def of(self, entry: models.Model) -> Self:
        return self.at(type(entry), entry.pk)

    def at(self, model: type[models.Model], key: int) -> Self:
        content_type = ContentType.objects.get_for_model(model)
        return self.filter(content_type=content_type, object_id=key)

    def open_now(self) -> Self:
        return self.filter(seen_at__gte=timezone.now() - self.OPEN)


class Recovery(models.Model):
    """What somebody typed into a form and has not saved; one for each person and entry.

    It belongs to that person alone: colleagues see that the form is open, never the text.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recoveries"
    )
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField(default=NEW)
    data = models.JSONField(null=True, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = RecoveryQuerySet.as_manager()

    kept_from_visitors = True

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content_type", "object_id"], name="editorial_recovery_once"
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id", "seen_at"])]

    def __str__(self):
        return f"{self.user}: {self.content_type_id} {self.object_id}"
