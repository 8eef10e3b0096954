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
    # What it can be filtered by; see search/facets.py.
    profile = models.TextField(default="")
    title = models.TextField()
    # Other names that may be shown, one a line; misspellings are only in Alias and the index.
    names = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    # The same, folded, for ranking: title and names one a line.
    name_words = models.TextField(blank=True)
    summary_words = models.TextField(blank=True)
    # What the text says again and again, folded.
    frequent_words = models.TextField(blank=True)
    url = models.TextField()
    language = models.CharField(max_length=10)
    # The day it was published, counted as `datetime.date.toordinal` does.
    published_day = models.PositiveIntegerField(default=0)
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
    """A whole name of an entry, folded: the title, another name, a common misspelling, or a whole
    question that means it.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="aliases")
    key = models.CharField(max_length=LONGEST_KEY, db_index=True)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "aliases"
        constraints = [models.UniqueConstraint(fields=["entry", "key"], name="search_alias_once")]

    def __str__(self):
        return self.key


class Spelling(models.Model):
    """A word of a title or of a shown name, which a misspelt word of a question may have meant."""

    word = models.CharField(max_length=64, unique=True)
    # As a name has it, in small letters.
    shown = models.CharField(max_length=100)

    class Meta:
        verbose_name_plural = "spellings"

    def __str__(self):
        return self.shown


class SpellingKey(models.Model):
    """A part of a word that a misspelt form may share with it; see search/spelling.py."""

    key = models.CharField(max_length=65)
    spelling = models.ForeignKey(Spelling, on_delete=models.CASCADE, related_name="keys")
    # Letters of the word.
    length = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "spelling keys"
        constraints = [
            models.UniqueConstraint(
                fields=["key", "length", "spelling"], name="search_spellingkey_once"
            )
        ]

    def __str__(self):
        return self.key


class Asked(models.Model):
    """How often a question was asked on a day, folded; nothing about who asked."""

    words = models.CharField(max_length=100)
    day = models.DateField()
    times = models.PositiveIntegerField(default=0)
    times_without_result = models.PositiveIntegerField(default=0)

    kept_from_visitors = True

    class Meta:
        verbose_name_plural = "asked"
        constraints = [models.UniqueConstraint(fields=["day", "words"], name="search_asked_once")]

    def __str__(self):
        return self.words
