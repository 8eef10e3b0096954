from functools import cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.models.rows import ChildRow
from content.prepared import prepared


class EntryNameQuerySet(models.QuerySet):
    def shown(self):
        """Misspellings help the search and are printed nowhere; the title is printed already."""
        title = models.F(f"{self.model.owner_field()}__title")
        return self.exclude(kind=EntryName.Kind.MISSPELLING).exclude(text=title)


class EntryName(ChildRow):
    """Another name of an entry, with its own rules for automatic links."""

    class Kind(models.TextChoices):
        SYNONYM = "synonym", _("synonym")
        ABBREVIATION = "abbreviation", _("abbreviation")
        LAY = "lay", _("everyday name")
        FORMER = "former", _("former name")
        MISSPELLING = "misspelling", _("common misspelling")

    text = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SYNONYM)
    is_enabled = models.BooleanField(
        _("links"),
        default=True,
        help_text=_("Automatic links may use this name. Misspellings are only searched."),
    )
    exact_case = models.BooleanField(
        _("exact case"),
        default=False,
        help_text=_("Capital letters must match. Choose this for abbreviations."),
    )
    stands_alone = models.BooleanField(
        _("stands alone"),
        default=True,
        help_text=_(
            "May carry a link without the long form in the same text. Never choose this for an "
            "abbreviation with other meanings, such as MS."
        ),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = EntryNameQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["order", "text", "pk"]
        verbose_name = _("name")
        verbose_name_plural = _("names")

    def __str__(self):
        return self.text

    @classmethod
    def owner_field(cls):
        """Name of the relation to the entry."""
        return next(field.name for field in cls._meta.fields if field.many_to_one)

    @property
    def may_link(self):
        return self.is_enabled and self.kind != self.Kind.MISSPELLING


class AskedQuestion(ChildRow):
    """What people type when they look for an entry: search finds it by that, its page is silent."""

    text = models.CharField(_("question"), max_length=150)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["order", "text", "pk"]
        verbose_name = _("question that people ask")
        verbose_name_plural = _("what people ask")

    def __str__(self):
        return self.text


def shown_names(entry):
    """The other names that its page prints."""
    return _shown_names(type(entry))(entry.pk)


@cache
def _shown_names(model):
    def names(key):
        entry = model()
        entry.pk = key
        return entry.names.shown()

    return prepared(names)
