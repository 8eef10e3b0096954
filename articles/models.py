import re

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from content.models import Image, Publishable, PublishedQuerySet, live_needs
from content.page_address import page_address
from content.pictures.images import picture
from content.text.fields import RichTextField
from diseases.models import Disease, SoldCondition
from editorial.models import Reviewed
from therapy.models import Mechanism, TissueSource

MOST_KEY_POINTS = 5
# Each line gets its own on the page.
TYPED_BULLET = re.compile(r"^[^\S\n]*(?:[•◦‣▪▫●○■□·⁃∙][^\S\n]*|[*-][^\S\n]+)", re.MULTILINE)


class Topic(Publishable):
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta(Publishable.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["order", "title", "pk"]

    def get_absolute_url(self):
        return page_address("articles:topic", self.slug)


class ArticleQuerySet(PublishedQuerySet):
    def featured(self):
        return self.filter(is_featured=True)

    def with_picture(self):
        return self.select_related("topic", "hero").prefetch_related("hero__renditions")

    def in_short(self):
        """Without the long texts, which a list would have to sort with the rest."""
        return self.defer("body", "key_points")

    def for_cards(self):
        return self.with_picture().in_short()


class Article(Reviewed):
    class Kind(models.TextChoices):
        EXPLAINER = "explainer", _("explainer")
        GUIDE = "guide", _("guide")
        SAFETY = "safety", _("safety")
        ETHICS = "ethics", _("ethics")
        NEWS = "news", _("news")
        CARD = "card", _("card to print")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.EXPLAINER)
    topic = models.ForeignKey(
        Topic,
        on_delete=models.PROTECT,
        related_name="articles",
        null=True,
        blank=True,
        verbose_name=_("topic"),
    )
    key_points = models.TextField(
        _("key points"),
        blank=True,
        help_text=_("One sentence per line, five at most. Citation tokens work here too."),
    )
    body = RichTextField(_("text"), blank=True)
    hero = models.ForeignKey(
        Image,
        on_delete=models.PROTECT,
        related_name="articles",
        null=True,
        blank=True,
        verbose_name=_("picture at the top"),
    )
    is_featured = models.BooleanField(_("on the home page"), default=False)
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Small numbers come first; 0 is the newest first.")
    )
    diseases = models.ManyToManyField(
        Disease, blank=True, related_name="articles", verbose_name=_("diseases")
    )
    sources = models.ManyToManyField(
        TissueSource, blank=True, related_name="articles", verbose_name=_("tissue sources")
    )
    mechanisms = models.ManyToManyField(
        Mechanism, blank=True, related_name="articles", verbose_name=_("mechanisms")
    )
    conditions = models.ManyToManyField(
        SoldCondition,
        blank=True,
        related_name="articles",
        verbose_name=_("conditions that cells are sold for"),
    )
    citations = GenericRelation("literature.Citation")

    objects = ArticleQuerySet.as_manager()

    token_fields = linked_lines = ("key_points",)
    facet_fields = {"topic": ("topic", "diseases__category")}

    class Meta(Reviewed.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["order", "-published_at", "pk"]
        indexes = [
            *Reviewed.Meta.indexes,
            # The live articles of a topic in their order.
            models.Index(
                F("topic"),
                F("order"),
                F("published_at").desc(),
                F("id"),
                condition=Q(is_live=True),
                name="article_of_topic",
            ),
        ]
        constraints = [*Reviewed.Meta.constraints, live_needs("plain_summary", "body")]

    def get_absolute_url(self):
        return page_address("articles:detail", self.slug)

    def clean(self):
        super().clean()
        self.key_points = TYPED_BULLET.sub("", self.key_points)
        if len(self.key_point_list) > MOST_KEY_POINTS:
            raise ValidationError(
                {"key_points": _("Five key points at most; join or drop some of them.")}
            )

    @property
    def lead_picture(self):
        return picture(self.hero) if self.hero else None

    @property
    def key_point_list(self):
        return [line.strip() for line in self.key_points.splitlines() if line.strip()]


def guides(disease):
    """For the plain page of a disease: what readers about it should know before they decide."""
    kinds = (Article.Kind.GUIDE, Article.Kind.SAFETY)
    return Article.objects.published().filter(kind__in=kinds, diseases=disease)


def guides_of_all(_disease):
    """The same for every disease."""
    return Article.objects.published().filter(kind=Article.Kind.GUIDE, diseases__isnull=True)


class StandingPage(Reviewed):
    """About, privacy and other pages that editors can change; the slug is the whole address."""

    # With what is no page yet or has only pages below it.
    RESERVED = frozenset(
        "admin articles contributors corrections diseases sources mechanisms evidence trials "
        "products approvals regulation publications resources glossary safety questions search "
        "mentions healthz static media feed feeds feedback cite cards styleguide api cost "
        "sold-for".split()
    ) | {code for code, _name in settings.LANGUAGES}

    body = RichTextField(_("text"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    citations = GenericRelation("literature.Citation")

    card_kind = ""

    class Meta(Reviewed.Meta):
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")
        ordering = ["order", "title", "pk"]
        constraints = [*Reviewed.Meta.constraints, live_needs("body")]

    def get_absolute_url(self):
        return page_address("articles:page", self.slug)

    def clean(self):
        super().clean()
        if self.slug.lower() in self.RESERVED:
            raise ValidationError({"slug": _("This address belongs to another part of the site.")})
