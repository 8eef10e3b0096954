import uuid

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from content.models import ChildRow

LONGEST_NAME = 200
# Folding may make a name longer. What is longer still is no name that a text would use.
LONGEST_PATH = 400


class LinkName(models.Model):
    """A name of a live entry as the dictionary uses it, copied from the content app's own rows."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    text = models.CharField(max_length=LONGEST_NAME)
    # Names with the same path are one name to a text; see `linking.dictionary.path_of`.
    path = models.CharField(max_length=LONGEST_PATH, db_index=True)
    priority = models.SmallIntegerField()
    exact_case = models.BooleanField()
    stands_alone = models.BooleanField()
    preferred = models.BooleanField()
    is_enabled = models.BooleanField(default=True)

    kept_from_visitors = True

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


class NameChange(models.Model):
    """Names changed; by these rows a process brings its dictionary up to date.

    Numbers follow one another without a gap, and a token is never used twice: a dictionary made
    in a transaction that was rolled back is recognised.
    """

    number = models.BigIntegerField(primary_key=True)
    token = models.UUIDField(default=uuid.uuid4)
    paths = models.JSONField(
        null=True, help_text="What may mean something else now; null: everything"
    )

    kept_from_visitors = True

    class Meta:
        verbose_name = _("change of names")
        verbose_name_plural = _("changes of names")

    def __str__(self):
        return str(self.number)


class RelinkLock(models.Model):
    """The one row whose lock a transaction holds while it changes names or plans.

    So a text that is published meanwhile never misses a name, nor a name such a text.
    """

    kept_from_visitors = True

    class Meta:
        db_table = "linking_turn"
        verbose_name = _("turn")
        verbose_name_plural = _("turns")

    def __str__(self):
        return str(self.pk)


class StoredPlan(models.Model):
    """Where links go in the texts of an entry: offsets and targets, no address."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    fields = models.JSONField(
        help_text="field: [hash of the text, [[start, end, content type, key], ...]]"
    )
    # More text than the search index holds: every new name is looked for in it.
    is_long = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("link plan")
        verbose_name_plural = _("link plans")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="linking_storedplan_once"
            )
        ]
        indexes = [
            models.Index(fields=["is_long"], condition=Q(is_long=True), name="linking_long_texts")
        ]

    def __str__(self):
        return f"{self.content_type_id}:{self.object_id}"


class Mention(models.Model):
    """A page speaks of a target by name; answers “which pages mention this?”."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    target_id = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField()
    # The page as the search index knows it: joined by both columns, no column of its own.
    page = models.ForeignObject(
        "search.Entry",
        models.DO_NOTHING,
        from_fields=["content_type", "object_id"],
        to_fields=["content_type", "object_id"],
        related_name="+",
        null=True,
        editable=False,
    )

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


class LinkExclusion(ChildRow):
    """What an entry's texts shall not be linked to. A part of the entry: it waits in its draft
    and goes live with it. An entry has these rows as `link_exclusions`."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    entry = GenericForeignKey()
    target_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    target_id = models.PositiveBigIntegerField(null=True, blank=True)
    target = GenericForeignKey("target_type", "target_id")

    class Meta:
        verbose_name = _("link switched off")
        verbose_name_plural = _("links switched off")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "target_type", "target_id"],
                name="linking_linkexclusion_once",
            ),
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=Q(target_type__isnull=True),
                name="linking_linkexclusion_all_once",
            ),
            models.CheckConstraint(
                condition=Q(target_type__isnull=True, target_id__isnull=True)
                | Q(target_type__isnull=False, target_id__isnull=False),
                name="linking_linkexclusion_whole",
            ),
        ]

    def __str__(self):
        return _t("every link") if self.target_type_id is None else str(self.target or "–")
