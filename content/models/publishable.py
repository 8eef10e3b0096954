from collections.abc import Mapping
from functools import cache
from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from content import drafting, languages
from content.models.ageing import Ageing
from content.models.names import EntryName
from content.models.rows import Labelled
from content.text import richtext
from content.text.fields import RichTextField

LONGEST_SLUG = 120


class Verification(models.TextChoices):
    """How far a fact was checked; the weakest mark is the default."""

    MEMORY = "memory", _("not yet checked")
    ARCHIVE = "archive", _("seen in an archived copy")
    CHECKED = "checked", _("checked on the live source")


def live_needs(*fields):
    """Constraint: a live row has text in each of these fields."""
    filled = Q(is_live=False)
    has_text = Q()
    for field in fields:
        has_text &= ~Q(**{field: ""})
    return models.CheckConstraint(
        condition=filled | has_text,
        name=f"%(app_label)s_%(class)s_live_has_{fields[0]}",
        violation_error_message=format_lazy(
            _("Before this entry can be public it needs: {fields}."),
            fields=", ".join(field.replace("_", " ") for field in fields),
        ),
    )


class PublishedQuerySet(models.QuerySet):
    def published(self) -> Self:
        """What every visitor may see; the only start of a public query."""
        shown = drafting.previewed_key(self.model)
        if shown is not None:
            return self.filter(Q(is_live=True) | Q(pk=shown))
        return self.filter(is_live=True)

    def for_links(self) -> Self:
        """Title, address and language only."""
        return self.only("title", "slug", "language")

    def with_names(self) -> Self:
        """With the rows of `name_rows` and `asked_as`, for types that have some."""
        kept = (name for name in ("names", "asked") if hasattr(self.model, name))
        return self.prefetch_related(*kept)


class Publishable(Ageing, Labelled):
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("address"),
        max_length=LONGEST_SLUG,
        unique=True,
        help_text=_("The last part of the page's web address. Change it only before publication."),
    )
    plain_summary = models.TextField(
        _("plain summary"),
        blank=True,
        help_text=_("At most 120 words that anyone can read. Shown at the top and in lists."),
    )
    what_it_means = models.CharField(
        _("what this means"),
        max_length=300,
        blank=True,
        help_text=_("One sentence for a patient: what does this mean for me?"),
    )
    meta_description = models.CharField(
        _("description for search engines"),
        max_length=160,
        blank=True,
        help_text=_("One sentence of 70 to 155 characters. Empty: taken from the summary."),
    )
    language = models.CharField(_("language"), max_length=10, default="en")
    is_live = models.BooleanField(_("live"), default=False, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    objects = PublishedQuerySet.as_manager()

    # False: the entry is shown as a part of another page and its address has an anchor.
    has_page: ClassVar[bool] = True
    # Pages below its own, by the end of their address.
    further_pages: ClassVar[tuple[str, ...]] = ()
    # What colleagues call its own ("") and those of them that they look at one by one.
    page_names: ClassVar[Mapping[str, str | Promise]] = {}
    # True: search results show its teaser as it is, never a piece of its text.
    is_told_by_teaser: ClassVar[bool] = False
    # True: texts name the entry by its slug, which therefore stays once it was public.
    slug_is_key: ClassVar[bool] = False
    # The word above the title on the page's social card; None: the name of the type.
    card_kind: ClassVar[str | Promise | None] = None
    # The fields that the page's social card is drawn from.
    card_fields: ClassVar[tuple[str, ...]] = ("title",)
    # Plain text fields whose lines may carry citation tokens, as rich text may.
    token_fields: ClassVar[tuple[str, ...]] = ()
    # What search results can be filtered by: "topic", "evidence", "status" -> a field or several,
    # with choices or leading to the entries whose titles are the values.
    facet_fields: ClassVar[Mapping[str, str | tuple[str, ...]]] = {}
    # Above 0: names of this type become links in texts; the higher wins between equal names.
    link_priority: ClassVar[int] = 0
    # The text field that explains the entry beside its links; None: the link alone.
    link_note: ClassVar[str | None] = None
    # Plain text fields that get automatic links, as rich text does.
    linked_lines: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True
        ordering = ["title", "pk"]
        default_permissions = ("add", "change", "delete", "view", "publish")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_live=False) | Q(published_at__isnull=False),
                name="%(app_label)s_%(class)s_live_has_date",
            ),
            live_needs("title", "slug"),
        ]

    def __str__(self):
        return self.title

    def validate_constraints(self, exclude=None):
        """A rule whose `violation_error_code` is the name of a field tells it at that field."""
        try:
            super().validate_constraints(exclude)
        except ValidationError as error:
            raise ValidationError(self.at_their_fields(error)) from error

    def at_their_fields(self, error: ValidationError) -> dict[str, list[ValidationError]]:
        own = {field.name for field in self._meta.concrete_fields}
        found: dict[str, list[ValidationError]] = {}
        for place, errors in error.error_dict.items():
            for each in errors:
                found.setdefault(each.code if each.code in own else place, []).append(each)
        return found

    def get_absolute_url(self) -> str:
        raise NotImplementedError("Every content type says where its entries are found.")

    def card_words(self) -> tuple[str, str]:
        """What its social card says large, and above it; empty: the name of the type."""
        return self.title, ""

    def page_addresses(self) -> list[str]:
        """Its own page and those below it."""
        own = self.get_absolute_url().partition("#")[0]
        return [own, *(f"{own}{end}" for end in self.further_pages)]

    @classmethod
    def kept_true(cls):
        return cls._base_manager.filter(is_live=True)

    def clean(self):
        super().clean()
        if self.has_page and self.is_shadowed():
            raise ValidationError({"slug": _("This address belongs to another part of the site.")})

    def is_shadowed(self) -> bool:
        """Whether a page of another kind answers to the address, such as `/sources/compare/`."""
        try:
            with translation.override(settings.LANGUAGE_CODE):  # whose addresses have no prefix
                found = languages.resolved(self.get_absolute_url())
        except NoReverseMatch:  # no slug, or one that is wrong in itself
            return False
        return found is None or found.kwargs.get("slug") != self.slug

    @classmethod
    @cache
    def rich_fields(cls) -> tuple[str, ...]:
        return tuple(field.name for field in cls._meta.fields if isinstance(field, RichTextField))

    @classmethod
    @cache
    def linked_fields(cls) -> tuple[str, ...]:
        """Fields whose text visitors see with automatic links."""
        return (*cls.rich_fields(), *cls.linked_lines)

    def name_rows(self) -> list[EntryName]:
        """Rows of EntryName; one with the title itself holds the title's rules for links."""
        return list(self.names.all()) if hasattr(self, "names") else []

    def other_names(self) -> list[EntryName]:
        """Rows of EntryName by which readers also look for this entry."""
        return [row for row in self.name_rows() if row.text != self.title]

    def search_text(self) -> str:
        """The plain text of the page, for the search index."""
        texts = [self.what_it_means]
        texts += [richtext.without_tokens(getattr(self, name)) for name in self.token_fields]
        texts += [richtext.plain_text(getattr(self, name)) for name in self.rich_fields()]
        return "\n".join(text for text in texts if text)

    def found_by(self) -> str:
        """Words that find it besides those of its page; no excerpt shows them."""
        return ""

    def asked_as(self) -> list[str]:
        """Whole questions that mean it; they are no names, and nothing shows them."""
        return [row.text for row in self.asked.all()] if hasattr(self, "asked") else []

    @property
    def heading(self) -> str:
        """What stands above its page."""
        return self.title

    @property
    def teaser(self) -> str:
        """What search results say of it."""
        return self.plain_summary

    @property
    def description(self) -> str:
        """For search engines and cards: at most 155 characters."""
        return self.meta_description or richtext.shorten(self.teaser, 155)
