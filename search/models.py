from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

LONGEST_KEY = 250


class Entry(models.Model):
    """What a result list needs to know of one public entry; small, so that many can be ranked."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    entry = GenericForeignKey()
    kind = models.CharField(max_length=100, db_index=True)
    title = models.TextField()
    # Other names that may be shown, one a line; misspellings are only in Alias and the index.
    names = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    # The same, folded, for ranking: title and names one a line.
    name_words = models.TextField(blank=True)
    summary_words = models.TextField(blank=True)
    url = models.TextField()
    language = models.CharField(max_length=10)
    published_at = models.DateTimeField()
    boost = models.FloatField(default=0)

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="search_entry_once")
        ]

    def __str__(self):
        return self.title


class Body(models.Model):
    """The plain text of an entry; read only for the few results that are shown."""

    entry = models.OneToOneField(
        Entry, on_delete=models.CASCADE, primary_key=True, related_name="body"
    )
    text = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "bodies"

    def __str__(self):
        return str(self.entry)


class Alias(models.Model):
    """A whole name of an entry, folded: the title, another name or a common misspelling."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="aliases")
    key = models.CharField(max_length=LONGEST_KEY, db_index=True)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "aliases"
        constraints = [models.UniqueConstraint(fields=["entry", "key"], name="search_alias_once")]

    def __str__(self):
        return self.key
