from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkName(models.Model):
    """A name of a live entry as the dictionary uses it, copied from the content app's own rows."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    text = models.CharField(max_length=200)
    priority = models.SmallIntegerField()
    exact_case = models.BooleanField()
    stands_alone = models.BooleanField()
    preferred = models.BooleanField()

    class Meta:
        verbose_name = _("name in use")
        verbose_name_plural = _("names in use")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "text"], name="linking_linkname_once"
            )
        ]

    def __str__(self):
        return self.text


class StoredPlan(models.Model):
    """Where links go in one text field of an entry: offsets and targets, no address."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    field = models.CharField(max_length=40)
    html_sha = models.CharField(max_length=64)
    spans = models.JSONField(
        help_text="[[start, end, [content type, key], flag], ...] in the stored text"
    )

    class Meta:
        verbose_name = _("link plan")
        verbose_name_plural = _("link plans")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "field"], name="linking_storedplan_once"
            )
        ]

    def __str__(self):
        return f"{self.content_type_id}:{self.object_id} {self.field}"


class Mention(models.Model):
    """A page speaks of a target by name; answers “which pages mention this?”."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    target_id = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id", "content_type", "object_id"],
                name="linking_mention_once",
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self):
        return f"{self.content_type_id}:{self.object_id} → {self.target_type_id}:{self.target_id}"
