from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRecord(models.Model):
    """Which import made an entry, and what it wrote, so that editors' changes are recognised."""

    kind_for_roles = "import"

    source = models.CharField(_("source"), max_length=40)
    key = models.CharField(_("key in the source"), max_length=160)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    entry = GenericForeignKey()
    shape = models.JSONField(
        _("what was written"),
        default=dict,
        help_text=_("Names of the fields, relations and columns of rows that the digest covers."),
    )
    parts = models.JSONField(
        _("digests of its parts"),
        default=dict,
        help_text=_("Of each field, relation and row; empty where an old release wrote the entry."),
    )
    left_alone = models.JSONField(_("parts that an editor changed"), default=list)
    digest = models.CharField(_("digest of what was written"), max_length=64)
    source_digest = models.CharField(_("digest of what the source said"), max_length=64)
    written_at = models.DateTimeField(_("written"), auto_now=True)

    kept_from_visitors = True

    class Meta:
        verbose_name = _("import record")
        verbose_name_plural = _("import records")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "content_type", "key"], name="content_importrecord_key"
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self):
        return f"{self.source}: {self.key}"
