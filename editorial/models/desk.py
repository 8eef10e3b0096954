from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.models import AboutEntryQuerySet


class DeskText(models.Model):
    """What the public does not see of an entry, in plain words, so that colleagues find it.

    There is a row for each entry that has a draft or is not public. Kept by
    `editorial.desk.index` in the transaction that makes it true; no public code reads it.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    entry = GenericForeignKey()
    # The pending draft; empty for an entry that is not public and has none.
    revision = models.OneToOneField(
        "editorial.Revision",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="desk_text",
    )
    title = models.CharField(max_length=500)
    # [name of a field or of rows, its plain text]
    parts = models.JSONField(default=list)
    # Folded, each word between spaces.
    words = models.TextField(blank=True)

    objects = AboutEntryQuerySet.as_manager()

    kept_from_visitors = True

    class Meta:
        verbose_name = _("text on the desk")
        verbose_name_plural = _("texts on the desk")
        ordering = ["title", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="editorial_desktext_once"
            )
        ]

    def __str__(self):
        return self.title


class SentDigest(models.Model):
    """The last digest of a colleague, so that nobody gets the same one twice on a day."""

    colleague = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("colleague"),
    )
    sent_on = models.DateField(_("sent on"))
    digest = models.CharField(_("digest of what it said"), max_length=64)

    kept_from_visitors = True

    class Meta:
        verbose_name = _("sent digest")
        verbose_name_plural = _("sent digests")
        default_permissions = ()

    def __str__(self):
        return f"{self.colleague}: {self.sent_on}"
